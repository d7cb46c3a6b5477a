"""Addresses of people, whatever the provider: which channel, which number, which country.

An address is a phone number ("+6281…"), a WhatsApp number ("whatsapp:+6281…") or a WhatsApp id without a
number ("whatsapp:ID.12345abc", for people who hide theirs behind a user name). It is taken apart only here.
"""

import re
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone

from bot.errors import BadInputError
from bot.vocabulary import Channel

WHATSAPP_PREFIX = "whatsapp:"
_INDONESIA = 62
LONGEST_ADDRESS = 200  # WhatsApp's ids have up to 128 characters after the country; the rest is room

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164: at most 15 digits; shorter than 7 is a short code


def channel_of(address: str) -> Channel:
    """Return the channel of an address. Raises BadInputError for a scheme other than ``whatsapp:``."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return Channel.SMS
    if scheme.group().lower() == WHATSAPP_PREFIX:
        return Channel.WHATSAPP
    raise BadInputError("address: only phone numbers and whatsapp: addresses are supported")


def phone_of(address: str) -> str | None:
    """Return the number in E.164 form, or None where the address shows none (opaque ids, sender names)."""
    bare = address[len(WHATSAPP_PREFIX) :] if address.lower().startswith(WHATSAPP_PREFIX) else address
    return bare if _E164.fullmatch(bare) else None


def country_of(address: str) -> str | None:
    """Return the ISO 3166 code of the number's country ("ID", "MY", "TL"), or None when it tells none.

    By the calling code, and the area code where countries share one. A SIM card is not a place: a person with
    an Indonesian number may well be in Malaysia.
    """
    number = _parsed(address)
    if number is None:
        return None
    region = phonenumbers.region_code_for_number(number)
    region = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return region if region is not None and region.isalpha() and region != "ZZ" else None


def zone_of(address: str) -> ZoneInfo | None:
    """Return the time zone of a number abroad where it tells one, else None: Indonesia has three.

    By the tables of libphonenumber; a number from a country that has several zones tells none.
    """
    number = _parsed(address)
    if number is None or number.country_code == _INDONESIA:
        return None
    zones = timezone.time_zones_for_number(number)
    known = len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE
    return ZoneInfo(zones[0]) if known else None


def _parsed(address: str) -> phonenumbers.PhoneNumber | None:
    phone = phone_of(address)
    if phone is None:
        return None
    try:
        return phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None
