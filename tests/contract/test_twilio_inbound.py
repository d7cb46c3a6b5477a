"""What Twilio posts for a message or a status, against what we make of it."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import tomllib
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from bot.errors import BadInputError
from bot.messaging.cleaning import LONGEST_TEXT
from bot.messaging.door import Inbound, StatusUpdate
from bot.messaging.twilio_inbound import EMPTY_TWIML, LENGTH_MARK, parse_inbound
from bot.messaging.twilio_status import parse_status

DATA = Path(__file__).parent / "twilio"
INBOUND = tomllib.loads((DATA / "inbound.toml").read_text(encoding="utf-8"))["case"]
STATUSES = tomllib.loads((DATA / "statuses.toml").read_text(encoding="utf-8"))["case"]

MANDATORY = [("MessageSid", "SM1"), ("From", "+6280000000001"), ("To", "+15005550006")]


def decoded(raw: str) -> list[tuple[str, str]]:
    return parse_qsl(raw, keep_blank_values=True, errors="replace")


def properties(message: Inbound) -> dict[str, object]:
    attachments = [{"url": one.url, "content_type": one.content_type} for one in message.attachments]
    return {
        **vars(message),
        "channel": message.channel.value,
        "attachments": attachments,
        "fields": dict(message.fields),
    }


@pytest.mark.parametrize("case", [c for c in INBOUND if "expected" in c], ids=lambda c: c["name"])
def test_a_message_webhook_is_read(case):
    found = properties(parse_inbound(decoded("&".join(case["raw"]))))
    assert {name: found[name] for name in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", [c for c in INBOUND if "error" in c], ids=lambda c: c["name"])
def test_a_message_webhook_is_refused_by_field_and_without_its_value(case):
    pairs = decoded("&".join(case["raw"]))
    with pytest.raises(BadInputError) as refusal:
        parse_inbound(pairs)
    assert str(refusal.value).startswith(case["error"])
    assert not any(value in str(refusal.value) for _, value in pairs if len(value) > 2)


@pytest.mark.parametrize("case", STATUSES, ids=lambda c: c["raw"][:60])
def test_a_status_callback_is_read(case):
    if "error" in case:
        with pytest.raises(BadInputError, match=case["error"]):
            parse_status(decoded(case["raw"]))
        return
    found = parse_status(decoded(case["raw"]))
    assert (found.provider_id, found.status, found.error_code) == ("SM1", case.get("status"), case.get("error_code"))


def test_an_over_long_message_is_cut_and_marked():
    message = parse_inbound([*MANDATORY, ("Body", "x" * (LONGEST_TEXT + 1))])
    assert message.text == "x" * LONGEST_TEXT
    assert message.fields[LENGTH_MARK] == str(LONGEST_TEXT + 1)


def test_a_message_of_the_longest_length_is_whole_and_unmarked():
    message = parse_inbound([*MANDATORY, ("Body", "x" * LONGEST_TEXT)])
    assert len(message.text) == LONGEST_TEXT
    assert LENGTH_MARK not in message.fields


def test_nobody_can_set_our_mark_from_outside():
    assert LENGTH_MARK not in parse_inbound([*MANDATORY, (LENGTH_MARK, "7")]).fields


def test_lone_surrogates_are_replaced_and_pairs_joined():
    assert parse_inbound([*MANDATORY, ("Body", "a\ud83d b\ud83d\ude4f")]).text == "a\ufffd b\U0001f64f"


def test_a_field_is_bounded_to_one_line():
    fields = parse_inbound([*MANDATORY, ("ProfileName", "Yane\n\x00 " + "x" * 5_000)]).fields
    assert fields["ProfileName"].startswith("Yane xxx")
    assert len(fields["ProfileName"]) == 1_000


@pytest.mark.parametrize("form", [dict(MANDATORY), {name: [value] for name, value in MANDATORY}, MultiDict(MANDATORY)])
def test_any_shape_of_a_form_is_read(form):
    assert parse_inbound(form) == parse_inbound(MANDATORY)


def test_the_answer_is_an_empty_document():
    assert EMPTY_TWIML.endswith("<Response/>")


ANYTHING = st.text(st.characters(), max_size=40)  # with lone surrogates and NUL
KNOWN = st.sampled_from(
    [name for name, _ in MANDATORY]
    + ["SmsSid", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "ButtonText", "ListTitle", "Latitude", "WaId"]
    + ["ExternalUserId", "MessageStatus", "SmsStatus", "ErrorCode", LENGTH_MARK]
)
VALUES = ANYTHING | st.sampled_from(
    ["SM1", "whatsapp:", "whatsapp:+6280000000001", "+6280000000001", "-1", "https://a/b"]
)
FORMS = st.lists(st.tuples(KNOWN | ANYTHING, VALUES), max_size=12)


def outcome(parse, form):
    try:
        return parse(form)
    except BadInputError as error:
        return str(error)


@given(FORMS)
@example([*MANDATORY, ("Body", "\ud800")])
def test_any_form_gives_a_storable_message_or_bad_input(form):
    found = outcome(parse_inbound, form)
    texts = [found]
    if isinstance(found, Inbound):
        texts = [found.provider_id, found.text, found.address, found.service_address, *found.fields.values()]
    assert "\x00" not in "".join(texts)
    "".join(texts).encode("utf-8")  # raises when a lone surrogate is left


@given(st.lists(st.tuples(KNOWN | ANYTHING, VALUES), max_size=8))
def test_a_form_with_the_mandatory_fields_is_always_a_message(form):
    assert isinstance(parse_inbound([*MANDATORY, *form]), Inbound)


@given(FORMS)
def test_any_form_gives_a_status_or_bad_input(form):
    assert isinstance(outcome(parse_status, form), StatusUpdate | str)
