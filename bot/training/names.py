"""Names of people, places and companies in a message, found for redaction: rather one too many than one too few.

Each rule looks at a word and at those before it. A word "may be a name" when no table knows it as an everyday word, or
when it is written with a capital although the message has small letters too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.training.dictionary import LONGEST_PLACE, folded, is_everyday, is_kept, is_name, listed_places
from bot.training.shapes import Piece

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MOST_CAPITALS = 0.7
"""From this share of capitals among the letters a message is shouted, and capitals say nothing about a word."""

_LONGEST_SHORTENED = 3


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _set(
    """pak bapak bapa bapk bpk bpak pa bu ibu ibuk mama mamah mami om tante tanta tant kak kaka kakak ka bang abang mas
    mbak mba sdr sdri saudara saudari nona nyonya ny tuan tn romo pater suster frater pendeta pdt haji hj dr dokter opa
    oma nene nenek kakek mr mrs mis bos bosku si to usif usi ama ina adik ade adi calo agen perekrut sponsor mandor
    majikan cece koko"""
)
_INTRODUCTIONS = _set(
    "nama namanya namaku nm bernama dipanggil panggil panggilan kenalkan perkenalkan kanak kanan named"
)
_AFTER_INTRODUCTION = _set(
    """saya sy sa aku beta be b kami dia ia itu ini nya adalah is pung punya lengkap asli calo agen perekrut
    sponsor mandor majikan orangnya yang yg sebagai ka my au"""
)
_ENDS_NAME = _set(
    """saya sy beta kami dia mereka dong apa siapa mana yang yg ini itu dan dari dr di ke dengan tidak tdk sonde bukan
    jangan sudah su belum mau ada akan bisa untuk kalau perusahaan pt desa kampung kota orang harus boleh bilang suruh
    minta ajak bawa tipu janji jadi karena tapi atau juga lagi pernah kerja"""
)
_ROLES = _set(
    """desa camat lurah guru rt rw kepala polisi admin petugas majikan bos dokter hakim jaksa bupati gubernur presiden
    menteri rumah tangga kandung tiri tua muda mertua hamil saya kami dia"""
)
_BESIDE = _set("oleh sama dengan deng dgn kepada pada bernama diajak ditipu disuruh dibawa dijemput ikut lewat")
_SITES = _set(
    """desa kampung kampong kecamatan kec kabupaten kab kota pasar dusun kelurahan kel pulau jalan jln jl gang bandara
    pelabuhan terminal gereja paroki sekolah rt rw hotel asrama"""
)
_WHERE = _set("di ke dari dr asal d k")
_NO_PLACE = _set(
    """luar negeri sana sini situ rumah sekolah pabrik agensi kantor polisi dinas kebun negara dalam depan pihak
    instansi kementerian internet medsos grup"""
)
_BUILT = re.compile(r"(?:di|me|ber|ter)\w{4,}")
_ME = _set("saya sy sa aku beta be au ini")
_COMPANIES = _set("pt cv ud p3mi lpk yayasan koperasi pjtki")


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool
    """Whether it begins with a capital in a message where that says something."""

    acronym: bool = False


def find_names(text: str, kept: Sequence[Span], named: Sequence[Span]) -> Iterator[Piece]:
    """Yield the names in the text. ``kept``: stretches that stay; ``named``: people's names found already."""
    words = _words(text, kept)
    for start, end in named:
        inside = [word for word in words if start <= word.start < end and word.folded not in _TITLES | _ROLES]
        yield from (Piece(word.start, word.end, "nama") for word in inside)
    yield from _listed_places(words)
    for index, word in enumerate(words):
        mark = _mark_at(text, words, index)
        if mark:
            yield Piece(word.start, word.end, mark)
        if word.folded in _COMPANIES and _may_follow(text, words, index, "perusahaan"):
            yield Piece(word.start, words[index + 1].end, "perusahaan")


def _words(text: str, kept: Sequence[Span]) -> list[_Word]:
    letters = [char for char in text if char.isalpha()]
    shouted = sum(char.isupper() for char in letters) > _MOST_CAPITALS * len(letters)
    return [
        _word(match, shouted=shouted)
        for match in _WORD.finditer(text)
        if not any(start <= match.start() < end for start, end in kept)
    ]


def _word(match: re.Match[str], *, shouted: bool) -> _Word:
    """Return the word; "anak2" is "anak", and in a shouted message only unknown words have their capital."""
    name = folded(match[0]) if match[0].isdecimal() else folded(match[0].removesuffix("2"))
    capital = not is_everyday(name) if shouted else match[0][0].isupper()
    return _Word(name, match.start(), match.end(), capital, acronym=match[0].isupper() and not shouted)


def _mark_at(text: str, words: list[_Word], index: int) -> str | None:
    """Return the mark for a word that is a name by itself or by what stands up to three words before it."""
    word = words[index]
    if word.folded.isdecimal():
        return None
    for back in range(1, min(4, index + 1)):
        if not _adjoining(text, words[index - back], words[index - back + 1]):
            break
        mark = _mark_after(words, index, back)
        if mark:
            return mark
    if is_name(word.folded, capital=word.capital):
        return "nama"
    return "nama" if word.capital and not is_everyday(word.folded) and word.end - word.start > 1 else None


def _mark_after(words: list[_Word], index: int, back: int) -> str | None:
    """Return the mark for the words from the one after the cue, ``back`` words before ``index``, up to ``index``."""
    cue, name = words[index - back], words[index - back + 1 : index + 1]
    if all(map(_may_be_name, name)):
        for cues, mark in ((_COMPANIES, "perusahaan"), (_SITES, "tempat"), (_TITLES, "nama")):
            if cue.folded in cues:
                return mark
    if cue.folded in _INTRODUCTIONS and _introduced(name, bare=cue.folded == "nama"):
        return "nama"
    if back == 1 and cue.folded in _WHERE and _is_capital_place(name[0]):
        return "tempat"
    if any(is_everyday(word.folded) for word in name):
        return None
    following = words[index + 1].folded if index + 1 < len(words) else ""
    return _mark_of_unknown(cue, back, following)


def _mark_of_unknown(cue: _Word, back: int, following: str) -> str | None:
    """Return the mark for unknown words after a cue: "oleh bertus", "maria neno", "di oebelo", "saya neno dari"."""
    if cue.folded in _BESIDE or (len(cue.folded) > 2 and is_name(cue.folded, capital=cue.capital)):
        return "nama"
    if back == 1 and cue.folded in _WHERE:
        return "tempat"
    return "nama" if back == 1 and cue.folded in _ME and following in {"dari", "dr", "asal"} else None


def _introduced(name: list[_Word], *, bare: bool) -> bool:
    """Tell whether the last of the words after "nama" belongs to the name.

    The first one nearly always does, even an everyday word ("nama saya bunga"), but for verbs and after a ``bare``
    "nama" ("nama negara").
    """
    while len(name) > 1 and (name[0].folded in _AFTER_INTRODUCTION or name[0].folded in _TITLES):
        name, bare = name[1:], False
    first = name[0]
    if first.folded in _ENDS_NAME | _AFTER_INTRODUCTION | _TITLES:
        return False
    plain = is_everyday(first.folded) and not first.capital
    return not (plain and (bare or _BUILT.fullmatch(first.folded))) and all(map(_may_be_name, name[1:]))


def _is_capital_place(word: _Word) -> bool:
    """Tell whether a word after "di" or "ke" is a place because it has a capital ("di Amman", "ke Perak")."""
    if not word.capital or word.acronym:
        return False
    return word.folded not in _ROLES | _TITLES | _ENDS_NAME | _SITES | _NO_PLACE | _COMPANIES and not is_kept(
        word.folded
    )


def _may_be_name(word: _Word) -> bool:
    if word.folded in _ROLES or word.folded in _TITLES or word.folded in _ENDS_NAME:
        return False
    return word.capital or not is_everyday(word.folded)


def _may_follow(text: str, words: list[_Word], index: int, mark: str) -> bool:
    following = index + 1 < len(words) and _adjoining(text, words[index], words[index + 1])
    return following and _mark_at(text, words, index + 1) == mark


def _adjoining(text: str, first: _Word, second: _Word) -> bool:
    """Tell whether two words belong together; a dot ends a sentence unless it shortens a word ("Bpk.", "Kec.")."""
    dots = "." if first.end - first.start <= _LONGEST_SHORTENED else ""
    return re.fullmatch(rf"[\s:=\"'(){dots}-]*", text[first.end : second.start]) is not None


def _listed_places(words: list[_Word]) -> Iterator[Piece]:
    for first in range(len(words)):
        for last in range(min(first + LONGEST_PLACE, len(words)), first, -1):
            span = words[first:last]
            if " ".join(word.folded for word in span) in listed_places():
                yield Piece(span[0].start, span[-1].end, "tempat")
                break
