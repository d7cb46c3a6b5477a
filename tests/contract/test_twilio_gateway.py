"""The gateway against a real HTTP server that behaves, and misbehaves, like Twilio."""

import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid4

import pytest

from bot.clock import UTC, SettableClock
from bot.messaging.door import DeliveryStatus, Gateway, Outgoing, Receipt, SendError
from bot.messaging.twilio import TwilioGateway
from bot.messaging.twilio_errors import ERRORS
from bot.vocabulary import Channel
from tests.doubles.certificate import MINUTE, self_signed, server_side
from tests.doubles.twilio_api import Fault, TwilioApiDouble

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
ID = UUID("12345678-1234-4234-8234-123456789abc")
PERSON = "+6280000000089"
SMS = Outgoing(ID, Channel.SMS, PERSON, "Biaya & syarat: ketik LAGI + kirim\n1. Ya")
WHATSAPP = Outgoing(ID, Channel.WHATSAPP, f"whatsapp:{PERSON}", "*Biaya*")


@pytest.fixture
def twilio():
    with TwilioApiDouble(clock=SettableClock(NOW)) as double:
        yield double


def gateway_to(double: TwilioApiDouble, **changed: object) -> Gateway:
    settings = {
        "account_sid": double.account_sid,
        "auth_token": double.auth_token,
        "api_url": double.url,
        "sms_from": "+15005550006",
        "whatsapp_from": "+15005550007",
        "status_callback_url_for": lambda message: f"https://bot.example.org/twilio/status?m={message}",
        "timeout": 5.0,
    }
    return TwilioGateway(**{**settings, **changed})


def failure_of(call) -> SendError:
    with pytest.raises(SendError) as caught:
        call()
    return caught.value


def verdict(error: SendError) -> tuple[str, bool, bool]:
    return error.code, error.retryable, error.maybe_sent


# Sending


def test_a_notice_goes_out_by_its_template_on_whatsapp_and_is_found_by_its_text():
    template, text = "HX" + "7" * 32, "Ini Jalan Aman. Ada pesan untuk Anda."
    notice = Outgoing(ID, Channel.WHATSAPP, f"whatsapp:{PERSON}", text, notice=True)
    with TwilioApiDouble(clock=SettableClock(NOW), templates={template: text}) as twilio:
        gateway = gateway_to(twilio, notice_content_sid=template)
        receipt = gateway.send(notice)
        assert twilio.requests[0].fields == {
            "To": f"whatsapp:{PERSON}",
            "From": "whatsapp:+15005550007",
            "ContentSid": template,
            "StatusCallback": f"https://bot.example.org/twilio/status?m={ID}",
        }
        assert gateway.find(notice, NOW) == receipt
        gateway.send(WHATSAPP)
        gateway.send(Outgoing(ID, Channel.SMS, PERSON, text, notice=True))
        assert [request.fields.get("Body") for request in twilio.requests[2:]] == [WHATSAPP.text, text]


def test_an_sms_goes_out_as_a_form_with_our_id_in_the_callback(twilio):
    receipt = gateway_to(twilio).send(SMS)
    (request,) = twilio.requests
    assert (request.method, request.path) == ("POST", twilio.path)
    assert request.fields == {
        "To": PERSON,
        "From": "+15005550006",
        "Body": SMS.text,
        "StatusCallback": f"https://bot.example.org/twilio/status?m={ID}",
    }
    assert receipt == Receipt(twilio.messages[0]["sid"], DeliveryStatus.ACCEPTED)


@pytest.mark.parametrize("address", [f"whatsapp:{PERSON}", PERSON, "whatsapp:ID.12345abc"])
@pytest.mark.parametrize("sender", ["+15005550007", "whatsapp:+15005550007"])
def test_whatsapp_addresses_carry_their_prefix(twilio, address, sender):
    gateway_to(twilio, whatsapp_from=sender).send(Outgoing(ID, Channel.WHATSAPP, address, "a"))
    fields = twilio.requests[0].fields
    assert fields["To"] == "whatsapp:" + address.removeprefix("whatsapp:")
    assert fields["From"] == "whatsapp:+15005550007"


@pytest.mark.parametrize("message", [SMS, WHATSAPP])
def test_a_messaging_service_sends_where_no_number_is_set(twilio, message):
    gateway = gateway_to(twilio, sms_from=None, whatsapp_from=None, messaging_service_sid="MG1")
    assert gateway.send(message).status is DeliveryStatus.ACCEPTED
    assert twilio.requests[0].fields["MessagingServiceSid"] == "MG1"
    assert "From" not in twilio.requests[0].fields


def test_without_a_sender_nothing_is_asked_of_twilio(twilio):
    error = failure_of(lambda: gateway_to(twilio, sms_from="").send(SMS))
    assert verdict(error) == ("no_sender", True, False)
    assert twilio.requests == []


@pytest.mark.parametrize("word", ["sent", "delivered"])
def test_a_message_that_got_further_at_once_says_so(twilio, word):
    twilio.plan(Fault(status=201, raw=b'{"sid": "SM1", "status": "%s", "error_code": null}' % word.encode()))
    assert gateway_to(twilio).send(SMS) == Receipt("SM1", DeliveryStatus(word))


def test_a_message_that_failed_at_once_says_why(twilio):
    twilio.plan(Fault(status=201, raw=b'{"sid": "SM1", "status": "failed", "error_code": 63016}'))
    assert gateway_to(twilio).send(SMS) == Receipt("SM1", DeliveryStatus.FAILED, "63016")


def test_threads_share_a_gateway(twilio):
    gateway = gateway_to(twilio)
    messages = [Outgoing(uuid4(), Channel.SMS, PERSON, f"nomor {n}") for n in range(64)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(gateway.send, messages))
    texts = {one["sid"]: one["body"] for one in twilio.messages}
    assert [texts[receipt.provider_id] for receipt in receipts] == [message.text for message in messages]


# Refusals

# Written out once more here: a changed row of the table is to be noticed.
NOT_AGAIN = [21211, 21265, 21602, 21604, 21608, 21610, 21612, 21614, 21617, 21619, 21656, 30004, 30005, 30006, 30007]
NOT_AGAIN += [63003, 63005, 63013, 63015, 63016, 63024]
AGAIN = [20003, 20005, 20404, 20429, 21212, 21408, 21601, 21603, 21606, 21609, 21611, 21655, 21703, 21705]
AGAIN += [30001, 30002, 30003, 30008, 30022, 30410, 63007, 63018, 63038]
IN_DOUBT = [20500]


def test_every_row_of_the_table_is_tried_below():
    assert sorted(ERRORS) == sorted(NOT_AGAIN + AGAIN + IN_DOUBT)


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_refusal_by_code(twilio, code):
    twilio.plan(Fault(status=400, code=code, message=f"The 'To' number {PERSON} is wrong"))
    error = failure_of(lambda: gateway_to(twilio).send(SMS))
    assert verdict(error) == (str(code), code not in NOT_AGAIN, code in IN_DOUBT)


@pytest.mark.parametrize(
    ("status", "maybe_sent"),
    [(429, False), (500, True), (502, True), (503, False), (504, True), (403, False), (302, False)],
)
def test_a_refusal_without_a_code_is_passing(twilio, status, maybe_sent):
    twilio.plan(Fault(status=status))
    error = failure_of(lambda: gateway_to(twilio).send(SMS))
    assert verdict(error) == (f"http_{status}", True, maybe_sent)
    assert len(twilio.requests) == 1, "the library must not send again by itself"


def test_wrong_credentials_wait_for_better_ones(twilio):
    error = failure_of(lambda: gateway_to(twilio, auth_token="wrong").send(SMS))
    assert verdict(error) == ("20003", True, False)


def test_a_problem_in_the_newer_error_format_is_understood(twilio):
    body = b'{"type": "https://www.twilio.com/x", "title": "Opted out", "status": 400, "code": 21610}'
    twilio.plan(Fault(status=400, raw=body))
    assert verdict(failure_of(lambda: gateway_to(twilio).send(SMS))) == ("21610", False, False)


def test_an_unknown_code_is_passing_and_logged_by_number_only(twilio, caplog):
    twilio.plan(Fault(status=400, code=29999, message=f"Something about {PERSON}"))
    error = failure_of(lambda: gateway_to(twilio).send(SMS))
    assert verdict(error) == ("29999", True, False)
    assert "29999" in caplog.text
    assert PERSON not in caplog.text


# Broken connections


def test_nobody_listening_means_not_sent(twilio):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    gateway = gateway_to(twilio, api_url=f"http://127.0.0.1:{free}")
    assert verdict(failure_of(lambda: gateway.send(SMS))) == ("no_connection", True, False)


def test_an_address_nobody_can_call_means_not_sent(twilio):
    gateway = gateway_to(twilio, api_url="nonsense")
    assert verdict(failure_of(lambda: gateway.send(SMS))) == ("no_connection", True, False)


def test_a_certificate_nobody_vouches_for_means_not_sent(tmp_path, monkeypatch):
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))  # nor may the environment vouch for it
    with TwilioApiDouble(tls=server_side(certificate)) as twilio:
        gateway = gateway_to(twilio)
        assert verdict(failure_of(lambda: gateway.send(SMS))) == ("no_connection", True, False)
        assert twilio.requests == []


def test_a_time_out_leaves_the_message_in_doubt(twilio):
    twilio.plan(Fault(delay=20, drop=True))
    begun = monotonic()
    error = failure_of(lambda: gateway_to(twilio, timeout=0.3).send(SMS))
    assert verdict(error) == ("timeout", True, True)
    assert monotonic() - begun < 5


def test_a_connection_broken_after_taking_leaves_the_message_in_doubt(twilio):
    twilio.plan(Fault(drop=True))
    gateway = gateway_to(twilio)
    assert verdict(failure_of(lambda: gateway.send(SMS))) == ("broken_connection", True, True)
    assert gateway.find(SMS, NOW) == Receipt(twilio.messages[0]["sid"], DeliveryStatus.ACCEPTED)


@pytest.mark.parametrize("raw", [b"<html>", b"", b"[]", b"null", b"{}", b'{"sid": 7}'])
def test_an_unreadable_answer_leaves_the_message_in_doubt(twilio, raw):
    twilio.plan(Fault(status=201, raw=raw))
    error = failure_of(lambda: gateway_to(twilio).send(SMS))
    assert verdict(error) == ("unreadable_answer", True, True)


# Looking up


def test_a_message_never_taken_is_not_found(twilio):
    assert gateway_to(twilio).find(SMS, NOW - MINUTE) is None


@pytest.mark.parametrize("message", [SMS, WHATSAPP])
def test_a_message_taken_is_found_with_its_status(twilio, message):
    gateway = gateway_to(twilio)
    sid = gateway.send(message).provider_id
    twilio.messages[0].update(status="undelivered", error_code=30005)
    assert gateway.find(message, NOW) == Receipt(sid, DeliveryStatus.FAILED, "30005")


def test_a_message_of_a_messaging_service_is_found(twilio):
    gateway = gateway_to(twilio, sms_from=None, messaging_service_sid="MG1")
    sid = gateway.send(SMS).provider_id
    twilio.messages[0].update({"from": "+15005550009"})
    assert gateway.find(SMS, NOW) == Receipt(sid, DeliveryStatus.ACCEPTED)


@pytest.mark.parametrize(
    "changed",
    [{"Body": SMS.text + " "}, {"Body": SMS.text.lower()}, {"To": "+6280000000088"}, {"From": "+15005550008"}],
)
def test_other_messages_are_not_taken_for_it(twilio, changed):
    twilio.add({"To": PERSON, "From": "+15005550006", "Body": SMS.text, **changed})
    assert gateway_to(twilio).find(SMS, NOW - MINUTE) is None


def test_an_older_message_with_the_same_text_is_not_taken_for_it(twilio):
    twilio.add({"To": PERSON, "From": "+15005550006", "Body": SMS.text}, created=NOW - MINUTE)
    assert gateway_to(twilio).find(SMS, NOW) is None


def test_the_newest_of_several_counts_whatever_their_order(twilio):
    fields = {"To": PERSON, "From": "+15005550006", "Body": SMS.text}
    newest = twilio.add(fields, created=NOW + 2 * MINUTE)
    twilio.add(fields, created=NOW + MINUTE)
    found = gateway_to(twilio).find(SMS, NOW)
    assert found is not None
    assert found.provider_id == newest["sid"]


def test_a_look_up_asks_for_one_page(twilio):
    for n in range(120):
        twilio.add({"To": PERSON, "From": "+15005550006", "Body": f"{n}"})
    assert gateway_to(twilio).find(SMS, NOW - MINUTE) is None
    assert [request.fields["PageSize"] for request in twilio.requests] == ["50"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(status=500), "http_500"),
        (Fault(status=401, code=20003), "http_401"),  # the library drops the code of a failed page
        (Fault(status=429, code=20429), "http_429"),
        (Fault(delay=20), "timeout"),
        (Fault(status=200, raw=b"<html>"), "unreadable_answer"),
        (Fault(status=200, raw=b"[]"), "unreadable_answer"),
        (Fault(status=200, raw=b'{"messages": [7]}'), "unreadable_answer"),
    ],
)
def test_a_failed_look_up_leaves_the_message_in_doubt(twilio, fault, code):
    twilio.plan(fault)
    gateway = gateway_to(twilio, timeout=0.3)
    assert verdict(failure_of(lambda: gateway.find(SMS, NOW))) == (code, True, True)


# Surroundings


def test_the_environment_changes_neither_host_nor_route_nor_credentials(twilio, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    for name, value in {
        "TWILIO_EDGE": "sydney",
        "TWILIO_REGION": "au1",
        "TWILIO_ACCOUNT_SID": "ACstray",
        "TWILIO_AUTH_TOKEN": "stray",
        "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
        "ALL_PROXY": "http://127.0.0.1:1",
        "NETRC": str(netrc),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    gateway = gateway_to(twilio)
    assert gateway.send(SMS).status is DeliveryStatus.ACCEPTED
    assert gateway.find(SMS, NOW) is not None
    assert [request.headers["Host"] for request in twilio.requests] == [twilio.url.removeprefix("http://")] * 2


def test_no_log_line_and_no_traceback_holds_a_number_or_a_text(twilio, caplog):
    caplog.set_level(logging.DEBUG)
    gateway = gateway_to(twilio, timeout=0.3)
    planted = Outgoing(ID, Channel.SMS, PERSON, "planted-words")
    quoting = f"The 'To' number {PERSON} is not a valid phone number: planted-words"
    gateway.send(planted)
    gateway.find(planted, NOW)
    for fault in (
        Fault(status=400, code=21211, message=quoting),
        Fault(status=400, code=29999, message=quoting),
        Fault(status=201, raw=quoting.encode()),
        Fault(delay=20),
        Fault(drop=True),
    ):
        for call in (lambda: gateway.send(planted), lambda: gateway.find(planted, NOW)):
            twilio.faults.clear()
            twilio.plan(fault)
            error = failure_of(call)
            assert error.__context__ is None
            logging.getLogger("test").error("failed", exc_info=error)
    twilio.faults.clear()
    for piece in (PERSON.removeprefix("+"), "planted-words", twilio.auth_token):
        assert piece not in caplog.text
    assert "failed" in caplog.text
