"""Channel, country and the masked form of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInputError
from bot.messaging.address import channel_of, country_of, masked, phone_of


@pytest.mark.parametrize(
    ("address", "channel", "country", "shown"),
    [
        ("+6280000000089", "sms", "ID", "+62…89"),
        ("whatsapp:+6280000000089", "whatsapp", "ID", "whatsapp:+62…89"),
        ("WhatsApp:+60120000045", "whatsapp", "MY", "whatsapp:+60…45"),
        ("+6707700000", "sms", "TL", "+670…00"),
        ("+85200000012", "sms", "HK", "+852…12"),
        ("+88600000012", "sms", "TW", "+886…12"),
        ("+12045550006", "sms", "CA", "+1…06"),
        ("+882160000012", "sms", None, "+882…12"),  # satellite phones belong to no country
        ("+99900000012", "sms", None, "opaque"),  # no such calling code
        ("whatsapp:ID.12345abc", "whatsapp", None, "opaque"),
        ("3011", "sms", None, "opaque"),
        ("TELCO INFO", "sms", None, "opaque"),
        ("+0812", "sms", None, "opaque"),
        ("", "sms", None, "opaque"),
    ],
)
def test_addresses(address, channel, country, shown):
    assert (channel_of(address), country_of(address), masked(address)) == (channel, country, shown)


def test_other_channels_are_refused_without_repeating_the_address():
    with pytest.raises(BadInputError) as refusal:
        channel_of("messenger:6280000000089")
    assert "62" not in str(refusal.value)


def test_the_number_is_taken_out_of_an_address():
    assert phone_of("whatsapp:+6280000000089") == "+6280000000089"
    assert phone_of("+62 800 0000 0089") is None


@given(st.text())
def test_masking_never_fails_and_never_shows_what_is_not_a_number(text):
    assert masked(text) == "opaque" or phone_of(text) is not None


@given(st.from_regex(r"\+62[0-9]{8,11}", fullmatch=True))
def test_a_masked_number_shows_two_digits_at_most(number):
    assert masked(number) == f"+62…{number[-2:]}"
