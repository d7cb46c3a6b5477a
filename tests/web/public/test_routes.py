"""What the internet can reach: a short list, every entry signed or about health only."""

import pytest
from flask.testing import FlaskClient

from bot.bootstrap import Runtime
from webhook.public.app import create_app

HEALTH = {"/health/live": {"GET"}, "/health/ready": {"GET"}}
SIGNED = {"/twilio/message": {"POST"}, "/twilio/message/fallback": {"POST"}, "/twilio/status": {"POST"}}


def routes(runtime: Runtime) -> dict[str, set[str]]:
    """Return every route of the application with its methods."""
    found: dict[str, set[str]] = {}
    for rule in create_app(runtime).url_map.iter_rules():
        found.setdefault(rule.rule, set()).update(rule.methods - {"HEAD", "OPTIONS"})
    return found


def test_the_public_routes_are_these_and_no_more(runtime: Runtime) -> None:
    assert routes(runtime) == HEALTH | SIGNED


def test_every_route_but_health_requires_a_signature(runtime: Runtime, client: FlaskClient) -> None:
    for path, methods in routes(runtime).items():
        for method in methods:
            status = client.open(path, method=method).status_code
            assert status == (200 if path in HEALTH else 403), path


@pytest.mark.parametrize("path", ["/", "/twilio", "/metrics", "/console", "/static/x", "/login", "/.env", "/health"])
def test_nothing_else_is_there(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.text == "Not Found\n"


def test_an_unexpected_fault_tells_nothing(runtime: Runtime) -> None:
    app = create_app(runtime)

    def fail() -> None:
        raise RuntimeError("kalimat rahasia")

    app.add_url_rule("/fail", view_func=fail)
    response = app.test_client().get("/fail")
    assert response.status_code == 500
    assert response.text == "Internal Server Error\n"
