"""The script that renews parts of pages."""

from bot.bootstrap import Runtime
from webhook.console.app import create_app


def test_the_script_is_the_packages_own_and_runs_under_our_policy(runtime: Runtime) -> None:
    with create_app(runtime).test_client().get("/static/htmx.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert "htmx" in answer.text
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
