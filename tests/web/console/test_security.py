"""Who may reach the console, what its pages may do in a browser, and that no other site can post to it."""

import re
from collections.abc import Iterator
from types import MappingProxyType

import pytest

from bot.bootstrap import Runtime
from tests.conftest import migrated_sqlite
from tests.factories import make_settings
from tests.web.console.conftest import Visitor, first_visit
from tests.web.console.pages import hidden
from webhook.console.app import create_app
from webhook.console.security import LARGEST_REQUEST

PATHS = ("/", "/simulator/lines", "/status", "/simulator/status", "/static/console.css", "/health/live", "/nowhere")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """One service for all tests of this file: nearly all of them are turned away at the door."""
    folder = tmp_path_factory.mktemp("console")
    with first_visit(make_settings(migrated_sqlite(folder / "t.db"), folder / "var")) as visitor:
        yield visitor.runtime


@pytest.fixture
def visitor(service: Runtime) -> Visitor:
    """A first visit."""
    return Visitor(create_app(service).test_client(), service)


def policy(header: str) -> dict[str, list[str]]:
    """Return a content security policy by its directives."""
    return {name: values for name, *values in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_headers(visitor: Visitor, path: str) -> None:
    with visitor.client.get(path) as answer:
        headers = answer.headers
    found = policy(headers["Content-Security-Policy"])
    assert found["default-src"] == ["'none'"]
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    assert {values[0] for name, values in found.items() if len(values) == 1} == {"'none'", "'self'"}
    assert all(len(values) == 1 for values in found.values())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == ("no-cache" if path.startswith("/static") else "no-store")


@pytest.mark.parametrize("path", ["/", "/status", "/nowhere"])
def test_pages_are_small_and_hold_no_inline_code_and_nothing_from_elsewhere(visitor: Visitor, path: str) -> None:
    page = visitor.client.get(path).text
    assert len(page.encode()) < 60_000
    assert not re.search(r"<style|<script(?![^>]*\ssrc=\"/static/)|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all(link.startswith(("/", "#")) for link in re.findall(r'(?:src|href|action)="([^"]*)"', page))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8001", "localhost", "localhost:9999", "[::1]", "[::1]:8001"])
def test_this_machines_names_are_served(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "rebind.example",
        "rebind.example:8001",
        "127.0.0.1.example",
        "localhost.example:8001",
        "evil@127.0.0.1",
        "127.0.0.1@evil.example",
        "192.168.1.20:8001",
        "0.0.0.0:8001",
        "",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_name_that_is_not_this_machines_is_refused_with_one_line(visitor: Visitor, path: str, host: str) -> None:
    answer = visitor.client.get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.mimetype == "text/plain"
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize(
    "address", ["192.168.1.7", "10.0.0.1", "203.0.113.9", "fe80::1", "::ffff:192.168.1.7", "", "x"]
)
def test_another_machine_is_refused(visitor: Visitor, address: str) -> None:
    assert visitor.client.get("/", environ_base={"REMOTE_ADDR": address}).status_code == 403
    posted = visitor.client.post("/simulator/messages", environ_base={"REMOTE_ADDR": address})
    assert posted.status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_served(visitor: Visitor, address: str) -> None:
    assert visitor.client.get("/", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"])
def test_what_a_proxy_or_tunnel_passed_on_is_refused(visitor: Visitor, header: str) -> None:
    assert visitor.client.get("/", headers={header: "127.0.0.1"}).status_code == 403


def test_the_cookie_is_the_consoles_own_and_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.client.get("/").headers["Set-Cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "jalan_aman_console"
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}


@pytest.mark.parametrize("path", ["/simulator/messages", "/simulator/number"])
@pytest.mark.parametrize("token", [MappingProxyType({}), MappingProxyType({"csrf_token": "made-up"})])
def test_posts_without_the_sessions_token_change_nothing(visitor: Visitor, path: str, token: dict[str, str]) -> None:
    before = visitor.see()
    answer = visitor.client.post(path, data={"teks": "planted", "kanal": "sms", **token})
    assert answer.status_code == 400
    assert "kedaluwarsa" in answer.text
    after = visitor.see()
    assert "planted" not in after
    assert numbers(after) == numbers(before)


def test_another_sessions_token_is_refused(visitor: Visitor, other_visitor: Visitor) -> None:
    token = hidden(other_visitor.see(), "csrf_token")
    visitor.see()
    answer = visitor.client.post("/simulator/messages", data={"csrf_token": token, "teks": "halo"})
    assert answer.status_code == 400


def test_a_huge_request_is_refused_with_a_page(visitor: Visitor) -> None:
    answer = visitor.client.post("/simulator/messages", data={"teks": "a" * LARGEST_REQUEST})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


@pytest.mark.parametrize("path", ["/simulator/messages", "/simulator/number"])
def test_reading_a_posting_address_changes_nothing(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).status_code == 405


def numbers(page: str) -> list[str]:
    """Return the simulated numbers a page names."""
    return re.findall(r"\+620000\d{6}", page)
