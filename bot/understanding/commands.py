"""The fixed commands and menu numbers: understood without a model, only when they are the whole message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import clean, fold, split_words, words
from bot.vocabulary import Command, Language

MAX_COMMAND_CHARS = 120
HIGHEST_NUMBER = 20

_POLITE = frozenset(
    [
        "tolong",
        "mohon",
        "minta",
        "kak",
        "kaka",
        "pak",
        "bapak",
        "bapa",
        "bu",
        "ibu",
        "mama",
        "om",
        "tanta",
        "mas",
        "mbak",
        "bang",
        "min",
        "admin",
        "ya",
        "dong",
        "deh",
        "saja",
        "aja",
        "please",
        "pls",
        "tua",
        "kakak",
        "nona",
        "bos",
    ]
)
_NUMBER_LEADS = frozenset(
    [
        "no",
        "nomor",
        "nomer",
        "nmr",
        "nmor",
        "pilih",
        "pilihan",
        "yang",
        "ke",
        "saya",
        "mau",
        "jawab",
        "jawaban",
        "opsi",
        "angka",
        "number",
        "option",
        "menu",
        "ketik",
        "jwb",
        "plh",
        "yg",
        "pili",
    ]
)
_CASE_CODE = re.compile(r"(?:NTT)?[A-Z0-9]{5}")
_VOWELS_OF_A_CODE = 1
"""Words of five letters ("SAKIT", "TAKUT") have two vowels or more; a code of letters alone hardly ever has."""

_COMPANY = frozenset({"pt", "cv", "ud", "p3mi", "lpk", "yayasan", "koperasi"})
_NUMBER_ONLY = re.compile(
    r"(?:(?:no|nomor|nomer|hp|wa|telp|telepon)\W{0,2}){0,2}\+?\d(?:[ .-]?\d){8,15}", re.IGNORECASE
)
"""A telephone number alone after CEK."""

_NO_CHECK = frozenset(
    [
        "kesehatan",
        "medis",
        "medical",
        "darah",
        "status",
        "laporan",
        "lapor",
        "paspor",
        "visa",
        "ktp",
        "kk",
        "dokumen",
        "umur",
        "gaji",
        "biaya",
        "lowongan",
        "loker",
        "tawaran",
        "penawaran",
        "kerja",
        "kerjaan",
        "pekerjaan",
        "job",
        "offer",
        "penipuan",
        "lagi",
        "nomor",
        "apa",
        "apakah",
        "berapa",
        "mana",
        "dimana",
        "bagaimana",
        "kapan",
        "siapa",
        "kenapa",
        "ini",
        "itu",
        "dia",
        "saya",
        "mau",
        "bisa",
        "boleh",
        "sudah",
        "belum",
        "tidak",
        "resmi",
        "dulu",
        "ke",
        "di",
        "untuk",
        "yang",
        "dengan",
        "jadwal",
        "pulsa",
        "syarat",
        "kehamilan",
        "kontrak",
        "data",
        "harga",
        "ongkir",
        "saldo",
        "up",
    ]
)


@dataclass(frozen=True)
class FoundCommand:
    """A command, what followed it ("NTT-7K3QX", a company's name; else empty) and the language it chooses."""

    command: Command
    argument: str = ""
    language: Language | None = None


def find_command(text: str) -> FoundCommand | None:
    """Return the command that the whole message is, or None. Case, punctuation and polite words do not matter."""
    if len(text) > MAX_COMMAND_CHARS:
        return None
    found = words(text)
    return _table().get(" ".join(found)) or _table().get(" ".join(_bare(found))) or _with_argument(text)


def find_number(text: str) -> int | None:
    """Return the menu number (1-20) that the whole message is: "2", "2.", "no 2", "nomor dua", "yang kedua"."""
    if len(text) > MAX_COMMAND_CHARS or re.search(r"\d\s*[-/,+:]\s*\d", text):
        return None
    found = list(_bare(words(text)))
    while len(found) > 1 and found[0] in _NUMBER_LEADS:
        found.pop(0)
    number = _number(" ".join(found))
    return number if number is not None and 1 <= number <= HIGHEST_NUMBER else None


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= len(str(HIGHEST_NUMBER)) and int(word[0]) > 0:
        return int(word)
    return _number_words().get(word)


def _bare(found: tuple[str, ...]) -> tuple[str, ...]:
    """Drop polite words from both ends, but never all of the message."""
    first, last = 0, len(found)
    while first < last - 1 and found[first] in _POLITE:
        first += 1
    while last > first + 1 and found[last - 1] in _POLITE:
        last -= 1
    return found[first:last]


def _with_argument(text: str) -> FoundCommand | None:
    found = split_words(text)
    while len(found) > 1 and found[0].text in _POLITE:
        found = found[1:]
    if len(found) < 2:
        return None
    argument = clean(text)[found[0].end :].strip(" \t\r\n:.,;!?-#")
    if found[0].text == "status" and _looks_like_code(argument):
        return FoundCommand(Command.STATUS, argument)
    if found[0].text in {"cek", "check"} and (_looks_like_company(words(argument)) or _NUMBER_ONLY.fullmatch(argument)):
        return FoundCommand(Command.CHECK, argument)
    return None


def _looks_like_code(argument: str) -> bool:
    compact = re.sub(r"[\W_]+", "", argument).upper()
    if not _CASE_CODE.fullmatch(compact):
        return False
    shaped = compact.startswith("NTT") and len(compact) > len("NTTXX") and (" " not in argument or "-" in argument)
    in_capitals = argument.upper() == argument and sum(char in "AEIOU" for char in compact) <= _VOWELS_OF_A_CODE
    return shaped or in_capitals or any(char.isdigit() for char in compact)


def _looks_like_company(found: tuple[str, ...]) -> bool:
    if not found or not 1 <= len(found) <= 7 or any(word in _NO_CHECK for word in found):
        return False
    return found[0] in _COMPANY or len(found) <= 4


@lru_cache(maxsize=1)
def _table() -> Mapping[str, FoundCommand]:
    return {
        " ".join(fold(word) for word in row["phrase"].split()): FoundCommand(
            Command(row["command"]), language=Language(row["language"]) if row["language"] else None
        )
        for row in read_table("commands")
    }


@lru_cache(maxsize=1)
def _number_words() -> Mapping[str, int]:
    return {row["word"]: int(row["number"]) for row in read_table("number_words")}
