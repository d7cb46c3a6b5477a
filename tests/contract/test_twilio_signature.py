"""Signatures, computed here by the published recipe and not by Twilio's library.

https://www.twilio.com/docs/usage/webhooks/webhooks-security: HMAC-SHA1 by the auth token over the URL followed by each
parameter's name and value, sorted by name; Base64.
"""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from bot.messaging.twilio_signature import signed_url, verify

TOKEN = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
URL = "https://bot.example.org/twilio/message"
FORM = [
    ("MessageSid", "SM1"),
    ("From", "whatsapp:+6280000000001"),
    ("To", "whatsapp:+15005550006"),
    ("Body", "Selamat pagi, Mama – mau tanya\n☎"),
    ("ToCity", ""),
    ("MessagingServiceSid", "MG00000000000000000000000000000000"),
    ("SomethingNew", "1"),
]


def sign(url, pairs, token=TOKEN):
    text = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def test_a_signed_request_is_accepted():
    assert verify(URL, FORM, sign(URL, FORM), [TOKEN])


@pytest.mark.parametrize("shape", [dict, MultiDict, iter, lambda pairs: {name: [value] for name, value in pairs}])
def test_any_shape_of_a_form_verifies(shape):
    assert verify(URL, shape(FORM), sign(URL, FORM), [TOKEN])


@pytest.mark.parametrize("shape", [list, MultiDict])
def test_duplicated_parameters_verify(shape):
    pairs = [*FORM, ("Body", "dua"), ("Body", "dua")]
    assert verify(URL, shape(pairs), sign(URL, pairs), [TOKEN])


def test_the_secondary_token_is_accepted_while_tokens_are_rotated():
    assert verify(URL, FORM, sign(URL, FORM, OTHER), [TOKEN, OTHER])
    assert not verify(URL, FORM, sign(URL, FORM, OTHER), [TOKEN])


@pytest.mark.parametrize(
    ("configured", "signed"),
    [
        ("https://bot.example.org", "https://bot.example.org/twilio/message"),
        ("https://bot.example.org/", "https://bot.example.org:443/twilio/message"),
        ("https://bot.example.org:8443", "https://bot.example.org:8443/twilio/message"),
        ("https://bot.example.org:8443", "https://bot.example.org/twilio/message"),
        ("http://bot.example.org", "http://bot.example.org:80/twilio/message"),
        ("https://example.org/jalan-aman/", "https://example.org/jalan-aman/twilio/message"),
    ],
)
def test_behind_a_proxy_the_configured_address_counts_with_and_without_its_port(configured, signed):
    assert verify(signed_url(configured, "/twilio/message"), FORM, sign(signed, FORM), [TOKEN])


def test_the_query_string_is_signed_as_it_stands():
    url = signed_url("https://bot.example.org", "/twilio/status", "m=7%2B&b=")
    assert url == "https://bot.example.org/twilio/status?m=7%2B&b="
    assert verify(url, FORM, sign(url, FORM), [TOKEN])
    assert not verify(signed_url("https://bot.example.org", "/twilio/status"), FORM, sign(url, FORM), [TOKEN])


@pytest.mark.parametrize("signature", [None, "", " ", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "é" * 28, "\ud800" * 28])
def test_a_missing_or_wrong_signature_is_refused(signature):
    assert not verify(URL, FORM, signature, [TOKEN, OTHER])


@pytest.mark.parametrize(
    "form",
    [
        [*FORM, ("Extra", "1")],
        FORM[:-1],
        [("MessageSid", "SM2"), *FORM[1:]],
        [*FORM, ("Body", "dua")],
        [],
        [("Body", "\ud800")],
    ],
)
def test_a_changed_form_is_refused(form):
    assert not verify(URL, form, sign(URL, FORM), [TOKEN])


@pytest.mark.parametrize(
    "url",
    ["https://evil.example.org/twilio/message", URL + "?a=b", URL + "/fallback", "https://bot.example.org:x/", ""],
)
def test_another_address_is_refused(url):
    assert not verify(url, FORM, sign(URL, FORM), [TOKEN])


@pytest.mark.parametrize("tokens", [[], [""], ["", "  "]])
def test_without_a_token_nothing_is_accepted(tokens):
    assert not verify(URL, FORM, sign(URL, FORM, ""), tokens)
    assert not verify(URL, FORM, sign(URL, FORM, "  "), tokens)


def test_a_body_hash_in_the_query_does_not_replace_the_form():
    url = URL + "?bodySHA256=" + hashlib.sha256(b"").hexdigest()
    assert not verify(url, FORM, sign(url, []), [TOKEN])


@given(
    st.lists(st.tuples(st.text(st.characters(), max_size=9), st.text(st.characters(), max_size=9)), max_size=5),
    st.text(),
)
def test_whatever_comes_in_is_answered_with_no(form, signature):
    assert not verify(URL, form, signature, [TOKEN])
