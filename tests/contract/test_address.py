"""Channel, number and country of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInputError
from bot.messaging.address import channel_of, country_of, phone_of


@pytest.mark.parametrize(
    ("address", "channel", "country"),
    [
        ("+6280000000089", "sms", "ID"),
        ("whatsapp:+6280000000089", "whatsapp", "ID"),
        ("WhatsApp:+60120000045", "whatsapp", "MY"),
        ("+6707700000", "sms", "TL"),
        ("+85200000012", "sms", "HK"),
        ("+88600000012", "sms", "TW"),
        ("+12045550006", "sms", "CA"),
        ("+882160000012", "sms", None),  # satellite phones belong to no country
        ("+99900000012", "sms", None),  # no such calling code
        ("whatsapp:ID.12345abc", "whatsapp", None),
        ("3011", "sms", None),
        ("TELCO INFO", "sms", None),
        ("+0812", "sms", None),
        ("", "sms", None),
    ],
)
def test_addresses(address, channel, country):
    assert (channel_of(address), country_of(address)) == (channel, country)


def test_other_channels_are_refused_without_repeating_the_address():
    with pytest.raises(BadInputError) as refusal:
        channel_of("messenger:6280000000089")
    assert "62" not in str(refusal.value)


def test_the_number_is_taken_out_of_an_address():
    assert phone_of("whatsapp:+6280000000089") == "+6280000000089"
    assert phone_of("+62 800 0000 0089") is None


@given(st.text())
def test_what_is_no_number_tells_no_country(text):
    assert country_of(text) is None or phone_of(text) is not None
