"""The status callback: carries our own id, moves a reply forward, never back."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from bot.bootstrap import Runtime
from tests.doubles.service import conversation_ids, deliver, outbox
from tests.doubles.twilio_webhook import signed_request
from tests.factories import make_inbound
from tests.web.public.conftest import PUBLIC, Post, poster
from webhook.public.app import create_app


@pytest.fixture
def reply(runtime: Runtime) -> str:
    """Our id of a reply that waits, as the callback carries it."""
    deliver(runtime, make_inbound())
    runtime.turn_taker.work(conversation_ids(runtime)[0])
    return outbox(runtime)[0].id.hex


def form(status: str, **changes: str) -> dict[str, str]:
    """Return Twilio's form of a status callback."""
    return {
        "SmsSid": "SM" + "1" * 32,
        "SmsStatus": status,
        "MessageStatus": status,
        "To": "+6281234567890",
        "MessageSid": "SM" + "1" * 32,
        "AccountSid": "AC" + "0" * 32,
        "From": "+15005550006",
        "ApiVersion": "2010-04-01",
    } | changes


def path(reply: str) -> str:
    return f"/twilio/status?id={reply}"


def test_statuses_move_a_reply_forward_only(runtime: Runtime, post: Post, reply: str) -> None:
    seen = []
    for status in ("queued", "sent", "sending", "delivered", "sent", "read", "failed"):
        assert post(form(status), path(reply)).status_code == 204
        seen.append(outbox(runtime)[0].state)
    assert seen == ["accepted", "sent", "sent", "delivered", "delivered", "read", "read"]
    assert outbox(runtime)[0].provider_id == "SM" + "1" * 32


def test_a_failure_keeps_its_code(runtime: Runtime, post: Post, reply: str) -> None:
    assert post(form("undelivered", ErrorCode="30003"), path(reply)).status_code == 204
    assert (outbox(runtime)[0].state, outbox(runtime)[0].error_code) == ("failed", "30003")


def test_an_unknown_word_changes_nothing(runtime: Runtime, post: Post, reply: str) -> None:
    assert post(form("teleported"), path(reply)).status_code == 204
    assert outbox(runtime)[0].state == "queued"


def test_an_unknown_id_is_acknowledged(runtime: Runtime, post: Post, reply: str) -> None:
    assert post(form("delivered"), path(uuid4().hex)).status_code == 204
    assert outbox(runtime)[0].state == "queued"


@pytest.mark.parametrize("query", ["", "?id=", "?id=no-uuid", "?x=1", "?id=%00"])
def test_a_callback_without_our_id_is_bad(post: Post, query: str) -> None:
    assert post(form("delivered"), f"/twilio/status{query}").status_code == 400


def test_a_callback_without_a_status_is_bad(post: Post, reply: str) -> None:
    incomplete = {"MessageSid": "SM1"}
    response = post(incomplete, path(reply))
    assert response.status_code == 400
    assert response.text.startswith("MessageStatus: ")


def test_nobody_but_twilio_can_move_a_status(runtime: Runtime, client: FlaskClient, post: Post, reply: str) -> None:
    assert client.post(path(reply), data=form("delivered")).status_code == 403
    body, headers = signed_request(PUBLIC + path(uuid4().hex), form("delivered"))
    assert client.post(path(reply), data=body, headers=headers).status_code == 403
    assert outbox(runtime)[0].state == "queued"


def test_while_the_database_is_away_twilio_is_told(away: Runtime, reply: str) -> None:
    response = poster(create_app(away).test_client())(form("delivered"), path(reply))
    assert response.status_code == 503
