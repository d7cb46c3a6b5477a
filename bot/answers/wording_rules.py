"""Rules for the wording itself, whatever the answer: no typed numbers, no promises, no bare figures."""

import re
from collections.abc import Iterable

from bot.answers.placeholders import placeholders

_NO_NUMBERS = re.compile(
    r"\{[^{}]*\}"
    r"|https?://\S+"
    r"|\b(?:Rp|RM|USD|SGD|HKD|NTD|NT\$|HK\$|US\$|S\$)\s?\d[\d.,]*"
    r"|\b(?:UU|PP|Perpres|Permen\w*|Kepmen\w*|Kepka\w*|Keputusan|Peraturan|Perda|Pergub|SK)\b"
    r"(?:\s+[A-Z]\w*){0,4}(?:\s+(?:[Nn]omor|[Nn]o\.?))?\s+\d+(?:/\w+)*(?:\s+[Tt]ahun\s+\d{4})?"
    r"|\b(?:[Pp]asal|[Aa]yat)\s+\d+"
    r"|\b(?:[Nn]omor|[Nn]o\.)\s*\d+(?:/\w+|\s+[Tt]ahun\s+\d{4})"
    r"|\b[Tt]ahun\s+\d{4}"
    r"|\b\d{1,3}(?:\.\d{3})+\b"
    r"|\b(?:19|20)\d{2}\s*[-/]\s*(?:19|20)\d{2}\b"
    r"|\b\d{1,2}[-/ ]\d{1,2}[-/ ](?:19|20)\d{2}\b"
    r"|\b\d+\s*(?:tahun|bulan|minggu|hari|jam|orang|ribu|juta|miliar|persen|septets)\b"
    r"|\b(?:19|20)\d{2}\b"
)
"""What may hold digits: placeholders, addresses, money, law, years, dates, counted things."""

_LONG_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){6,}")
_CALLING = (
    r"hubungi|telepon|telpon|telp|tlp|call|dial|tekan|polisi|polri|kp2mi|bp2mi|sapa|wa|whatsapp|sms|nomor|no"
    r"|hotline|darurat"
)
_SHORT_NUMBER = re.compile(rf"\b(?:{_CALLING})\b\W{{0,3}}(?:[^\W\d]+\W{{1,3}}){{0,2}}(\d{{3,8}})\b", re.IGNORECASE)

PROMISES = (
    "dijamin",
    "kami jamin",
    "terjamin",
    "pasti aman",
    "pasti selamat",
    "pasti berhasil",
    "pasti ditolong",
    "pasti dibantu",
    "pasti lulus",
    "pasti kembali",
    "sepenuhnya aman",
    "100% aman",
    "kami akan datang",
    "kami datang",
    "polisi akan datang",
    "petugas akan datang",
    "petugas segera datang",
    "bantuan akan datang",
    "kami segera",
    "we guarantee",
    "guaranteed",
    "will come to you",
    "completely safe",
)
"""Help and safety nobody here can promise (design: no promise that anybody is coming)."""

_NEGATED = r"(?<!tidak )(?<!bukan )(?<!belum )(?<!tak )(?<!not )"
_PROMISE = re.compile(_NEGATED + r"\b(" + "|".join(re.escape(promise) for promise in PROMISES) + r")\b", re.IGNORECASE)
_FIGURE = re.compile(r"\bRp\s?\d|\bUU\s\d|\b[Pp]asal\s\d|\b\d+\s(?:tahun|bulan|juta|ribu)\b")


def typed_numbers(text: str, known: Iterable[str]) -> list[str]:
    """Return phone numbers typed into a text: long digit runs, codes after words of calling, known short codes.

    ``known`` are the numbers of the hotlines. Laws, years, dates, money and counted things are no phone numbers.
    """
    rest = _NO_NUMBERS.sub(" ~ ", text)
    found = [match.group() for match in _LONG_NUMBER.finditer(rest)]
    rest = _LONG_NUMBER.sub(" ~ ", rest)
    found += [match.group(1) for match in _SHORT_NUMBER.finditer(rest)]
    found += [number for number in known if re.search(rf"(?<![\w.,]){re.escape(number)}(?![\w%]|[.,]\d)", rest)]
    return list(dict.fromkeys(found))


def promises(text: str) -> list[str]:
    """Return the promises of help or safety in a text, unless they are denied ("tidak dijamin")."""
    return [match.group(1) for match in _PROMISE.finditer(text)]


def states_figures(text: str) -> bool:
    """Return whether a text states law, money or a length of time, which needs a source."""
    return bool(_FIGURE.search(text))


def named(text: str) -> frozenset[str]:
    """Return the placeholders of a text as they are written."""
    return frozenset(str(found) for found in placeholders(text))
