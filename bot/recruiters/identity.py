"""What makes a recruiter known: phones, names, companies, places and accounts, as one report tells them."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from bot.recruiters.person_names import names_told, read_name
from bot.vocabulary import Word

HOME = "ID"
LONGEST_VALUE = 80
"""Characters of a name or place that are kept; longer ones are no names."""

_ENDS_OF_ACCOUNT = (10, 16)
"""Digits of an account number: those of the Indonesian banks have 10 (BCA, BNI) to 16 (our choice of limits)."""

_BANK = re.compile(
    r"\b(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|bri|bni|bca|btn|bsi|mandiri|bank\s+\w+|seabank)\b\.?"
    r"(?:\s*(?:no(?:mor)?|nomer|rek(?:ening)?|bri|bni|bca|btn|bsi|mandiri|ntt|bank|atas|ke|:|\.|=))*\s*"
    r"(\d(?:[ .-]?\d){9,17})(?!\d)",
    re.IGNORECASE,
)
_SITES = {"fb": "facebook", "facebook": "facebook", "ig": "instagram", "instagram": "instagram", "tiktok": "tiktok"}
_SITES |= {"tt": "tiktok", "tele": "telegram", "telegram": "telegram", "t": "telegram", "x": "x", "twitter": "x"}
_ADDRESS = re.compile(
    r"\b(facebook|fb|instagram|tiktok|t|twitter|x)\.(?:com|me)/(?:@|profile\.php\?id=)?([\w.]{3,40})", re.IGNORECASE
)
_HANDLE = re.compile(
    r"\b(facebook|fb|instagram|ig|tiktok|tt|telegram|tele)\b(?:\s*(?:akun|nama|namanya|nya|dia|:|=|-))*\s*(@?[\w.]{4,40})",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<![\w.])@([\w.]{3,40})")
_KIND_OF_PLACE = re.compile(r"\b(?:desa|kelurahan|kel|kecamatan|kec|kabupaten|kab|dusun|kampung|kota|rt|rw)\b\.?")


class IdentityKind(Word):
    """What kind of thing makes a recruiter known."""

    PHONE = "phone"
    NAME = "name"
    COMPANY = "company"
    PLACE = "place"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Identity:
    """One thing that was told of a recruiter. ``value``: a phone in E.164 form, an account as ``bri`` or ``facebook``
    with its number or handle (``bank:0123456789``), the others as they were told, cleaned of blanks.
    """

    kind: IdentityKind
    value: str

    def __repr__(self) -> str:
        """Show the kind only: values must not reach a log."""
        return f"Identity({self.kind})"


def identities_of(
    names: Iterable[str] = (),
    phones: Iterable[str] = (),
    companies: Iterable[str] = (),
    places: Iterable[str] = (),
    accounts: Iterable[str] = (),
    links_nothing: Collection[str] = (),
) -> tuple[Identity, ...]:
    """Return what one report tells of a recruiter, each once.

    ``links_nothing``: phones in E.164 form that say nothing about a recruiter: the reporter's own, offices', hotlines',
    shops'. ``accounts``: see ``accounts_in``. A name told with its alias makes an identity of each.
    """
    barred = {_phone(phone) for phone in links_nothing}
    told = [(IdentityKind.PHONE, phone) for phone in map(_phone, phones) if phone and phone not in barred]
    told += [(IdentityKind.NAME, name) for one in names for name in names_told(one) if read_name(name).words]
    told += [(IdentityKind.COMPANY, company) for company in companies]
    told += [(IdentityKind.PLACE, place) for place in places]
    told += [(IdentityKind.ACCOUNT, account) for account in accounts]
    cleaned = ((kind, " ".join(value.split())[:LONGEST_VALUE]) for kind, value in told)
    return tuple(Identity(kind, value) for kind, value in dict.fromkeys(cleaned) if value)


def accounts_in(text: str) -> tuple[str, ...]:
    """Return bank accounts and handles of social media in a story, each once.

    Careful: a number counts only after the word for an account or a bank's name and when it is no mobile phone, a
    handle only behind "@", in an address, or when it is clearly no word of the sentence (a dot, a digit or "_" in it).
    """
    return tuple(dict.fromkeys((*_banks(text), *_handles(text))))


def place_key(told: str) -> str:
    """Return the name of a place as it is compared: without "desa" and the like, in small letters, today's spelling."""
    levelled = unicodedata.normalize("NFKD", told).casefold()
    named = re.sub(r"[\W_]", "", _KIND_OF_PLACE.sub("", levelled)) or re.sub(r"[\W_]", "", levelled)
    return re.sub(r"(\w)\1+", r"\1", named.replace("oe", "u").replace("y", "i").replace("h", ""))


def is_kind_of_place(word: str) -> bool:
    """Tell whether a word only says what kind of place it is ("desa"): beside a name it does not count."""
    return place_key(f"{word} x") == "x"


def _phone(told: str) -> str:
    """Return a phone in E.164 form, "" for what is none."""
    try:
        parsed = phonenumbers.parse(told, HOME)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _banks(text: str) -> Iterator[str]:
    for found in _BANK.finditer(text):
        digits = re.sub(r"\D", "", found[1])
        if _ENDS_OF_ACCOUNT[0] <= len(digits) <= _ENDS_OF_ACCOUNT[1] and not re.match(r"0?8|628", digits):
            yield f"bank:{digits}"


def _handles(text: str) -> Iterator[str]:
    rest = text
    for found in _ADDRESS.finditer(text):
        yield _handle(_SITES[found[1].casefold()], found[2])
        rest = rest.replace(found[0], " ")
    for found in _HANDLE.finditer(rest):
        if found[2].startswith("@") or re.search(r"\w[._\d]\w|\d$", found[2]):
            yield _handle(_SITES[found[1].casefold()], found[2].lstrip("@"))
            rest = rest.replace(found[2], " ", 1)
    for found in _AT.finditer(rest):
        yield _handle("at", found[1])


def _handle(site: str, name: str) -> str:
    return f"{site}:{re.sub(r'[.]', '', name.casefold())}"
