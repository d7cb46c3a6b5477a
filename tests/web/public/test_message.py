"""The message webhook: verified, kept once, acknowledged, whatever comes."""

import base64
import json
import logging
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from bot.bootstrap import Runtime
from bot.services.receive_message import drain_spool
from bot.store.inbox import read_message
from bot.store.people import recipient
from bot.vocabulary import Channel
from tests.doubles.service import RingCounter, inbox, work
from tests.doubles.twilio_webhook import FORM_TYPE, SIGNATURE, message_form, signature, signed_request
from tests.factories import TWILIO_TOKEN, make_runtime, make_settings
from tests.web.public.conftest import PUBLIC, Post, poster
from webhook.public.app import create_app
from webhook.public.twilio import MOST_FIELDS

SECONDARY = "fedcba9876543210fedcba9876543210"
MESSAGE, FALLBACK = "/twilio/message", "/twilio/message/fallback"


def kept(runtime: Runtime):
    """Return the only message as it was stored."""
    (row,) = inbox(runtime)
    with runtime.store.reading() as session:
        return read_message(session, runtime.vault, row.id)


def test_a_message_is_kept_and_acknowledged_with_empty_twiml(runtime: Runtime, post: Post) -> None:
    bell = runtime.given_bell = RingCounter()
    response = post(message_form("mau kerja di Malaysia"))
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    assert response.text == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    assert kept(runtime).text == "mau kerja di Malaysia"
    assert bell.turns == [inbox(runtime)[0].conversation_id]


def test_no_turn_runs_in_the_web_process(runtime: Runtime, post: Post) -> None:
    post(message_form())
    assert runtime.understander.asked == []
    assert inbox(runtime)[0].state == "received"


def test_documented_fields_are_kept_and_unknown_ones_accepted(runtime: Runtime, post: Post) -> None:
    form = message_form("halo", ProfileName="Maria", WaId="62812", SomethingNew="x", ButtonPayload="p" * 5000)
    assert post(form).status_code == 200
    fields = kept(runtime).fields
    assert fields["ProfileName"] == "Maria"
    assert fields["MessagingServiceSid"] == "MG" + "1" * 32
    assert "SomethingNew" not in fields


@pytest.mark.parametrize("sender", ["whatsapp:+6281234567890", "whatsapp:ID.9zAbc", "+6281234567890", "INFO"])
def test_any_sender_is_kept(runtime: Runtime, post: Post, sender: str) -> None:
    form = message_form(From=sender, To="whatsapp:+15005550006" if "whatsapp" in sender else "+15005550006")
    assert post(form).status_code == 200
    with runtime.store.reading() as session:
        person = recipient(session, runtime.vault, inbox(runtime)[0].conversation_id)
    assert person.address == sender
    assert person.channel is (Channel.WHATSAPP if "whatsapp" in sender else Channel.SMS)


def test_a_photo_without_words_is_kept_with_its_address(runtime: Runtime, post: Post) -> None:
    url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME"
    form = message_form("", NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg")
    assert post(form).status_code == 200
    message = kept(runtime)
    assert message.text == ""
    assert json.loads(message.fields["attachments"]) == [[url, "image/jpeg"]]
    work(runtime)
    assert inbox(runtime)[0].state == "done"


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("", ""),
        ("   ", ""),
        ("a\0b\x01c", "abc"),
        (base64.b64encode(b"\x00\xff" * 300).decode(), base64.b64encode(b"\x00\xff" * 300).decode()),
        ("x" * 1_601, "x" * 1_601),
        ("😀" * 1_600, "😀" * 1_600),
        ("y" * 9_000, "y" * 4_000),
        ("baris\r\ndua", "baris\ndua"),
        ("ʼ ' “” – …", "ʼ ' “” – …"),
        ("<script>&amp;'\";--", "<script>&amp;'\";--"),
        ("%s %d {x} \\u0000", "%s %d {x} \\u0000"),
    ],
)
def test_any_body_is_kept_and_answered(runtime: Runtime, post: Post, body: str, stored: str) -> None:
    assert post(message_form(body)).status_code == 200
    assert kept(runtime).text == stored
    work(runtime)
    assert inbox(runtime)[0].state == "done"


def test_a_repeated_post_is_acknowledged_and_kept_once(runtime: Runtime, post: Post) -> None:
    form = message_form()
    answers = [post(form) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len(inbox(runtime)) == 1


def test_the_fallback_after_the_route_keeps_it_once(runtime: Runtime, post: Post) -> None:
    form = message_form()
    assert post(form).status_code == 200
    assert post(form | {"ErrorCode": "11200", "ErrorUrl": PUBLIC + MESSAGE}, FALLBACK).status_code == 200
    assert len(inbox(runtime)) == 1


def test_the_fallback_alone_keeps_it(runtime: Runtime, post: Post) -> None:
    assert post(message_form(), FALLBACK).status_code == 200
    assert len(inbox(runtime)) == 1


@pytest.mark.parametrize("header", [None, "", "x", "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
@pytest.mark.parametrize("path", [MESSAGE, FALLBACK])
def test_what_twilio_did_not_sign_is_refused(
    runtime: Runtime, client: FlaskClient, path: str, header: str | None
) -> None:
    headers = {} if header is None else {SIGNATURE: header.encode().decode("latin-1")}
    response = client.post(path, data=message_form(), headers=headers)
    assert response.status_code == 403
    assert inbox(runtime) == []


@pytest.mark.parametrize(
    "signed_for",
    [
        "https://evil.example/twilio/message",
        "http://localhost/twilio/message",
        "https://aman.example/twilio/message/fallback",
        "https://aman.example/twilio/message?x=1",
    ],
)
def test_a_signature_for_another_address_is_refused(client: FlaskClient, signed_for: str) -> None:
    body, headers = signed_request(signed_for, message_form())
    assert client.post(MESSAGE, data=body, headers=headers, content_type=FORM_TYPE).status_code == 403


def test_the_host_header_is_not_believed(runtime: Runtime, client: FlaskClient) -> None:
    body, headers = signed_request("https://evil.example/twilio/message", message_form())
    forged = headers | {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert client.post(MESSAGE, data=body, headers=forged, content_type=FORM_TYPE).status_code == 403


def test_behind_a_proxy_only_the_configured_address_counts(client: FlaskClient) -> None:
    body, headers = signed_request(PUBLIC + MESSAGE, message_form())
    proxied = headers | {"Host": "127.0.0.1:8000", "X-Forwarded-Proto": "http"}
    assert client.post(MESSAGE, data=body, headers=proxied, content_type=FORM_TYPE).status_code == 200


def test_a_changed_form_is_refused(client: FlaskClient) -> None:
    form = message_form()
    headers = {SIGNATURE: signature(PUBLIC + MESSAGE, form.items())}
    for changed in (form | {"Body": "lain"}, form | {"Extra": "1"}, {"MessageSid": form["MessageSid"]}):
        assert client.post(MESSAGE, data=changed, headers=headers).status_code == 403


def test_a_query_is_part_of_what_is_signed(client: FlaskClient) -> None:
    path = MESSAGE + "?from=primary&x=%2B1"
    body, headers = signed_request(PUBLIC + path, message_form())
    assert client.post(path, data=body, headers=headers, content_type=FORM_TYPE).status_code == 200
    assert client.post(MESSAGE, data=body, headers=headers, content_type=FORM_TYPE).status_code == 403


def test_the_secondary_token_is_accepted_while_tokens_change(runtime: Runtime) -> None:
    settings = runtime.settings.model_copy()
    both = make_settings(
        settings.database,
        settings.data_dir,
        twilio_auth_token_secondary=SECONDARY,
    )
    rotating = make_runtime(both, clock=runtime.clock)
    post = poster(create_app(rotating).test_client())
    assert post(message_form(), token=TWILIO_TOKEN).status_code == 200
    assert post(message_form(), token=SECONDARY).status_code == 200
    assert post(message_form(), token="x" * 32).status_code == 403
    rotating.store.engine.dispose()


def test_without_a_token_nothing_is_accepted(runtime: Runtime) -> None:
    none = make_runtime(make_settings(runtime.settings.database, runtime.settings.data_dir, twilio_auth_token=""))
    post = poster(create_app(none).test_client())
    assert post(message_form(), token="").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"MessageSid": None}, "MessageSid"),
        ({"MessageSid": "   "}, "MessageSid"),
        ({"MessageSid": "rahasia rahasia"}, "MessageSid"),
        ({"MessageSid": "S" * 65}, "MessageSid"),
        ({"From": ""}, "From"),
        ({"From": "telegram:rahasia"}, "From"),
        ({"From": "+62812\nrahasia"}, "From"),
        ({"To": None}, "To"),
    ],
)
def test_a_bad_field_is_named_and_its_value_is_not(
    runtime: Runtime, post: Post, changes: dict[str, str | None], field: str
) -> None:
    response = post(message_form(**changes))
    assert response.status_code == 400
    assert response.text.startswith(f"{field}: ")
    assert response.text.count("\n") == 1
    assert "rahasia" not in response.text
    assert inbox(runtime) == []


def test_too_large_a_request_is_refused(runtime: Runtime, client: FlaskClient, post: Post) -> None:
    assert post(message_form("x" * 300_000)).status_code == 413
    unsigned = client.post(MESSAGE, data=b"x" * 300_000, content_type=FORM_TYPE)
    assert unsigned.status_code in {403, 413}
    assert inbox(runtime) == []


def test_the_largest_message_twilio_sends_is_accepted(post: Post) -> None:
    media = {f"MediaUrl{n}": "https://api.twilio.com/" + "m" * 300 for n in range(10)}
    assert post(message_form("😀" * 1_600, NumMedia="10", **media)).status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
@pytest.mark.parametrize("path", [MESSAGE, FALLBACK, "/twilio/status"])
def test_only_posting_is_allowed(client: FlaskClient, method: str, path: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_a_signed_body_that_is_no_form_is_bad_input(client: FlaskClient) -> None:
    headers = {SIGNATURE: signature(PUBLIC + MESSAGE, [])}
    response = client.post(MESSAGE, data=b'{"MessageSid": "SM1"}', headers=headers, content_type="application/json")
    assert response.status_code == 400


def test_a_duplicated_parameter_is_verified_with_all_its_values(runtime: Runtime, client: FlaskClient) -> None:
    pairs = [*message_form("satu").items(), ("Body", "dua")]
    headers = {SIGNATURE: signature(PUBLIC + MESSAGE, pairs)}
    response = client.post(MESSAGE, data=urlencode(pairs), headers=headers, content_type=FORM_TYPE)
    assert response.status_code == 200
    assert kept(runtime).text == "satu"


def test_while_the_database_is_away_messages_are_spooled_and_acknowledged(runtime: Runtime, away: Runtime) -> None:
    post = poster(create_app(away).test_client())
    form = message_form("nanti")
    assert post(form).status_code == 200
    assert post(form, FALLBACK).status_code == 200
    assert drain_spool(runtime.store, runtime.spool, runtime.bell, runtime.clock) == (2, 0)
    assert kept(runtime).text == "nanti"


def test_when_nothing_can_keep_it_the_provider_is_told_to_come_again(away: Runtime) -> None:
    away.settings.data_dir.mkdir(exist_ok=True)
    (away.settings.data_dir / "spool").write_text("in the way")
    response = poster(create_app(away).test_client())(message_form())
    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_no_answer_and_no_log_line_tells_what_was_sent(
    client: FlaskClient, post: Post, away: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = message_form("kalimat rahasia", From="+6281999888777", ProfileName="Yohana")
    answers = [
        post(form),
        post(form | {"MessageSid": "bad id"}),
        client.post(MESSAGE, data=form),
        poster(create_app(away).test_client())(form),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 403, 200]
    for secret in ("rahasia", "81999888777", "Yohana", TWILIO_TOKEN):
        assert secret not in caplog.text
        assert all(secret not in answer.text for answer in answers)


def test_a_form_of_too_many_fields_is_refused_although_it_is_signed(runtime: Runtime, post: Post) -> None:
    form = message_form()
    more = {f"Extra{n}": "" for n in range(MOST_FIELDS - len(form))}
    assert post(form | more | {"One": ""}).status_code == 413
    assert inbox(runtime) == []
    assert post(form | more).status_code == 200


@pytest.mark.parametrize("path", [MESSAGE, FALLBACK, "/twilio/status"])
def test_what_bears_no_signature_is_refused_before_its_form_is_read(client: FlaskClient, path: str) -> None:
    too_large_to_read = client.post(path, data=b"x" * 300_000, content_type=FORM_TYPE)
    assert too_large_to_read.status_code == 403
