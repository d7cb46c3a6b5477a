"""The webhook door against a receiver that checks what docs/alerts.md tells receivers to check."""

import base64
import json
import logging
import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import pytest

from bot.clock import SettableClock
from bot.config import PROJECT
from bot.errors import BadInputError
from bot.messaging.alert_webhook import WebhookAlertDoor, check_webhook_url, read_secret, signature
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from tests.contract.alert_samples import ID, LINK, NOW, make_alert, make_digest
from tests.doubles.certificate import self_signed, server_side
from tests.doubles.webhook_receiver import Fault, RefusedError, WebhookReceiverDouble, verify

SECRET = "whsec_" + base64.b64encode(b"planted-secret-of-32-bytes-and-so").decode()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW + timedelta(minutes=2))


@pytest.fixture
def receiver(clock: SettableClock) -> Iterator[WebhookReceiverDouble]:
    with WebhookReceiverDouble(SECRET, clock=clock) as double:
        yield double


@pytest.fixture
def door(receiver: WebhookReceiverDouble, clock: SettableClock) -> WebhookAlertDoor:
    return WebhookAlertDoor(receiver.url, SECRET, clock, timeout=0.5)


def verdict(door: WebhookAlertDoor) -> tuple[str, bool, bool]:
    with pytest.raises(SendError) as caught:
        door.send(make_alert())
    return caught.value.code, caught.value.retryable, caught.value.maybe_sent


# Sending


def test_an_alert_is_posted_signed(receiver: WebhookReceiverDouble, door: WebhookAlertDoor) -> None:
    assert door.send(make_alert(unconfirmed=True), "petugas@example.net") == Receipt(str(ID), DeliveryStatus.ACCEPTED)
    assert receiver.alerts == {
        str(ID): {
            "type": "case.alert",
            "timestamp": "2026-11-21T07:00:00Z",
            "data": {
                "case": "NTT-7K3QX",
                "level": "now",
                "kind": "danger",
                "regency": "Kab. TTS",
                "unconfirmed": True,
                "test": False,
                "url": LINK,
                "text": "[Jalan Aman] NTT-7K3QX BAHAYA SEKARANG, belum dikonfirmasi, Kab. TTS",
            },
        }
    }
    ((headers, body),) = receiver.requests
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()) + 120)
    assert b"petugas" not in body + repr(headers).encode()


def test_a_digest_is_posted_with_its_cases(receiver: WebhookReceiverDouble, door: WebhookAlertDoor) -> None:
    door.send(make_digest())
    content = receiver.alerts[str(ID)]
    assert content["type"] == "case.digest"
    assert [case["level"] for case in content["data"]["cases"]] == ["now", "low"]
    assert content["data"]["text"].startswith("[Jalan Aman] 2 kasus menunggu")


def test_a_secret_that_is_plain_text_signs_by_its_bytes(clock: SettableClock) -> None:
    with WebhookReceiverDouble("r" * 24, clock=clock) as receiver:
        WebhookAlertDoor(receiver.url, "r" * 24, clock).send(make_alert())
        assert list(receiver.alerts) == [str(ID)]


def test_a_second_attempt_has_the_same_id_and_its_own_time(
    receiver: WebhookReceiverDouble, door: WebhookAlertDoor, clock: SettableClock
) -> None:
    receiver.plan(Fault(drop=True))
    assert verdict(door) == ("broken_connection", True, True)
    clock.advance(timedelta(hours=1))
    door.send(make_alert())
    assert receiver.doubled == [str(ID)]
    assert len(receiver.alerts) == 1
    (first, body), (second, same_body) = receiver.requests
    assert body == same_body
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 3600


def test_a_receiver_with_another_secret_refuses(clock: SettableClock) -> None:
    with WebhookReceiverDouble("s" * 24, clock=clock) as receiver:
        assert verdict(WebhookAlertDoor(receiver.url, SECRET, clock)) == ("http_401", False, False)
        assert receiver.alerts == {}


# Refusals


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_answer_of_success_is_acceptance(
    receiver: WebhookReceiverDouble, door: WebhookAlertDoor, status: int
) -> None:
    receiver.plan(Fault(status))
    assert door.send(make_alert()).status is DeliveryStatus.ACCEPTED


@pytest.mark.parametrize(
    ("status", "retryable", "maybe_sent"),
    [
        (408, True, False),
        (429, True, False),
        (500, True, True),
        (502, True, True),
        (503, True, False),
        (504, True, True),
        (400, False, False),
        (401, False, False),
        (404, False, False),
        (410, False, False),
        (422, False, False),
    ],
)
def test_a_refusal(
    receiver: WebhookReceiverDouble, door: WebhookAlertDoor, status: int, retryable: bool, maybe_sent: bool
) -> None:
    receiver.plan(Fault(status))
    assert verdict(door) == (f"http_{status}", retryable, maybe_sent)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: WebhookReceiverDouble, door: WebhookAlertDoor, status: int) -> None:
    receiver.plan(Fault(status, location=receiver.url + "/elsewhere"))
    assert verdict(door) == (f"http_{status}", True, False)
    assert len(receiver.requests) == 1


def test_nobody_listening_means_not_sent(clock: SettableClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    door = WebhookAlertDoor(f"http://127.0.0.1:{free}/", SECRET, clock)
    assert verdict(door) == ("no_connection", True, False)


def test_a_certificate_nobody_vouches_for_means_not_sent(tmp_path, monkeypatch, clock: SettableClock) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))  # nor may the environment vouch for it
    with WebhookReceiverDouble(SECRET, clock=clock, tls=server_side(certificate)) as receiver:
        assert verdict(WebhookAlertDoor(receiver.url, SECRET, clock)) == ("no_connection", True, False)
        assert receiver.requests == []


def test_a_time_out_leaves_the_alert_in_doubt(receiver: WebhookReceiverDouble, door: WebhookAlertDoor) -> None:
    receiver.plan(Fault(delay=20))
    begun = monotonic()
    assert verdict(door) == ("timeout", True, True)
    assert monotonic() - begun < 4


def test_the_environment_changes_neither_route_nor_credentials(
    receiver: WebhookReceiverDouble, door: WebhookAlertDoor, monkeypatch, tmp_path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    for name, value in {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NETRC", str(netrc))
    door.send(make_alert())
    assert "Authorization" not in receiver.requests[0][0]


def test_no_log_line_and_no_traceback_holds_the_address_or_the_secret(
    receiver: WebhookReceiverDouble, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    door = WebhookAlertDoor(f"{receiver.url}/planted-path", SECRET, clock, timeout=0.3)
    for fault in (Fault(500), Fault(404), Fault(302, location="https://planted-path.example/"), Fault(drop=True)):
        receiver.plan(fault)
        with pytest.raises(SendError) as caught:
            door.send(make_alert())
        assert caught.value.__context__ is None
        logging.getLogger("test").error("failed", exc_info=caught.value)
    assert caplog.text.count("failed") >= 4
    assert "planted-path" not in caplog.text
    assert SECRET.removeprefix("whsec_") not in caplog.text


# Settings


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rahasia",
        "https://",
        "ftp://rahasia.example/",
        "http://rahasia.example/",
        "http://127.0.0.1.rahasia.example/",
        "http://10.0.0.1/rahasia",
        "https://user:rahasia@hook.example/",
        "https://rahasia@hook.example/",
        "https://hook.example:rahasia/",
        "https://hook.example:0/rahasia",
        "https://[rahasia",
        "https://hook.example/#rahasia",
        "https://hook.example/ra hasia",
        "https://hook.example/rahasia\n",
    ],
)
def test_an_address_alerts_may_not_go_to_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(BadInputError) as fault:
        check_webhook_url(url)
    assert "rahasia" not in str(fault.value)
    with pytest.raises(BadInputError):
        WebhookAlertDoor(url, SECRET, SettableClock(NOW))


@pytest.mark.parametrize(
    "url", ["https://hook.example/a?key=1", "http://127.0.0.1:9/", "http://[::1]/", "http://localhost:8080/x"]
)
def test_addresses_alerts_may_go_to(url: str) -> None:
    check_webhook_url(url)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "r" * 23,
        "whsec_",
        "whsec_rahasia, not base64 at all",
        "whsec_" + base64.b64encode(b"r" * 23).decode(),
        "whsec_" + "ä" * 40,
    ],
)
def test_a_secret_that_is_too_weak_is_refused(secret: str) -> None:
    with pytest.raises(BadInputError) as fault:
        read_secret(secret)
    assert "rahasia" not in str(fault.value)


# What docs/alerts.md tells receivers


@pytest.fixture(scope="module")
def example() -> tuple[str, str, str, str, str]:
    """Secret, id, timestamp, body and signature of the worked example."""
    page = (PROJECT / "docs" / "alerts.md").read_text(encoding="utf-8")
    blocks = [block.strip("\n") for block in re.findall(r"^```(?:json)?\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    _template, three, body, signed = blocks
    secret, webhook_id, stamp = three.splitlines()
    return secret, webhook_id, stamp, body, signed


def test_the_worked_example_is_what_we_send(example: tuple[str, str, str, str, str]) -> None:
    secret, webhook_id, stamp, body, signed = example
    clock = SettableClock(datetime.fromtimestamp(int(stamp), UTC))
    with WebhookReceiverDouble(secret, clock=clock) as receiver:
        WebhookAlertDoor(receiver.url, secret, clock).send(make_alert())
    ((headers, sent),) = receiver.requests
    assert headers["webhook-id"] == webhook_id
    assert headers["webhook-timestamp"] == stamp
    assert headers["webhook-signature"] == signed
    assert sent == body.encode()


def test_the_worked_example_passes_the_receivers_check(example: tuple[str, str, str, str, str]) -> None:
    secret, webhook_id, stamp, body, signed = example
    headers = {"Webhook-Id": webhook_id, "Webhook-Timestamp": stamp, "Webhook-Signature": f"v1,AAAA {signed} v2,x"}
    now = datetime.fromtimestamp(int(stamp), UTC)
    assert verify(secret, headers, body.encode(), now + timedelta(minutes=5)) == webhook_id


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b'{"type":"case.alert"}'},
        {"webhook-id": str(uuid4())},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-timestamp": "now"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"now": NOW + timedelta(minutes=5, seconds=1)},
        {"now": NOW - timedelta(minutes=5, seconds=1)},
    ],
)
def test_the_receivers_check_refuses_what_was_changed_or_kept(changed: dict) -> None:
    body, stamp = b"{}", int(NOW.timestamp())
    headers = {
        "webhook-id": str(ID),
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(read_secret(SECRET), str(ID), stamp, body),
    }
    assert verify(SECRET, headers, body, NOW) == str(ID)
    body, now = changed.pop("body", body), changed.pop("now", NOW)
    with pytest.raises(RefusedError):
        verify(SECRET, headers | changed, body, now)


def test_the_signature_is_the_schemes_own_example() -> None:
    """From the scheme's text, so that not only our two sides agree."""
    secret, stamp = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1614265330
    body = json.dumps({"test": 2432232314}).encode()
    known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(read_secret(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", stamp, body) == known
