"""Segment counting, plain characters and pages."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.sms import GSM7_BASIC, GSM7_EXTENDED, Encoding, outside_gsm7, segments, split, to_gsm7

gsm7_texts = st.text(st.sampled_from(sorted(GSM7_BASIC | GSM7_EXTENDED)), max_size=700)
ucs2_texts = st.text(st.sampled_from("aê😀你'{ "), max_size=400)
any_texts = st.one_of(gsm7_texts, ucs2_texts, st.text(max_size=300))


def simple_model(text: str) -> int:
    """Count segments the slow, obvious way: write units down one by one, open a new part when a pair would break."""
    gsm7 = not outside_gsm7(text)
    single, part_size = (160, 153) if gsm7 else (70, 67)
    pieces = [
        ("\x1b" + c if c in GSM7_EXTENDED else c) if gsm7 else "u" * (len(c.encode("utf-16-le", "surrogatepass")) // 2)
        for c in text
    ]
    if len("".join(pieces)) <= single:
        return 1
    parts = [""]
    for piece in pieces:
        if len(parts[-1] + piece) > part_size:
            parts.append("")
        parts[-1] += piece
    return len(parts)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        ("", Encoding.GSM7, 0, 1),
        ("a" * 160, Encoding.GSM7, 160, 1),
        ("a" * 161, Encoding.GSM7, 161, 2),
        ("a" * 306, Encoding.GSM7, 306, 2),
        ("a" * 307, Encoding.GSM7, 307, 3),
        ("€" * 80, Encoding.GSM7, 160, 1),
        ("a" * 159 + "€", Encoding.GSM7, 161, 2),
        ("a" * 152 + "€" + "a" * 152, Encoding.GSM7, 306, 3),
        ("ê" + "a" * 69, Encoding.UCS2, 70, 1),
        ("ê" + "a" * 70, Encoding.UCS2, 71, 2),
        ("ê" * 134, Encoding.UCS2, 134, 2),
        ("😀" * 35, Encoding.UCS2, 70, 1),
        ("a" * 66 + "😀" + "a" * 66, Encoding.UCS2, 134, 3),
        ("àéñ@£Ω", Encoding.GSM7, 6, 1),
        ("ç", Encoding.UCS2, 1, 1),
    ],
)
def test_known_counts(text: str, encoding: Encoding, units: int, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.units, found.count) == (encoding, units, count)


@given(any_texts)
def test_count_equals_the_simple_model(text: str) -> None:
    assert segments(text).count == simple_model(text)


@given(any_texts)
def test_segments_add_up_and_stay_within_their_size(text: str) -> None:
    found = segments(text)
    alone, chained = (160, 153) if found.encoding is Encoding.GSM7 else (70, 67)
    assert sum(found.sizes) == found.units
    assert max(found.sizes) <= (alone if found.count == 1 else chained)
    assert all(size >= chained - 1 for size in found.sizes[:-1])


@given(st.lists(st.sampled_from("€😀"), min_size=1, max_size=300), st.booleans())
def test_pairs_are_never_split(characters: list[str], wide: bool) -> None:
    pair = "😀" if wide else "€"
    sizes = segments(pair * len(characters)).sizes
    assert all(size % 2 == 0 for size in sizes)


def test_every_look_alike_becomes_plain() -> None:
    assert to_gsm7("’‘`´ꞌʼʔ") == "'" * 7
    assert to_gsm7("“ya” „ya‟ «ya»") == '"ya" "ya" "ya"'
    assert to_gsm7("tunggu… Rp\u00a05–7 juta") == "tunggu... Rp 5-7 juta"
    assert to_gsm7("a\u200bb\ufeffc\u00ad") == "abc"
    assert to_gsm7("e\u0301 e\u00ad\u0301") == "é é"
    assert to_gsm7("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_long_dash_between_words_does_not_look_like_a_doubled_word() -> None:
    assert to_gsm7("orang—orang") == "orang - orang"
    assert to_gsm7("orang — orang") == "orang - orang"


def test_letters_with_meaning_are_kept() -> None:
    assert to_gsm7("mesê 你 😀 ½") == "mesê 你 😀 ½"
    assert outside_gsm7("mesê ê") == "ê"


@given(any_texts)
def test_plain_text_stays_as_it_is(text: str) -> None:
    once = to_gsm7(text)
    assert to_gsm7(once) == once


@given(gsm7_texts)
def test_text_that_fits_already_is_not_touched(text: str) -> None:
    assert to_gsm7(text.replace("\r", "")) == text.replace("\r", "")


@given(any_texts, st.integers(1, 3), st.sampled_from(["", "1/9 ", "😀 "]), st.sampled_from(["", "\nKetik LAGI", "€"]))
def test_pages_join_back_and_fit(text: str, limit: int, before: str, after: str) -> None:
    pages = split(text, limit, before, after)
    assert "".join("".join(page.split()) for page in pages) == "".join(text.split())
    assert all(segments(before + page + after).count <= limit for page in pages)


@given(st.lists(st.text("abc", min_size=1, max_size=12), min_size=1, max_size=200))
def test_words_are_not_cut(words: list[str]) -> None:
    pages = split(" ".join(words), 1)
    assert [word for page in pages for word in page.split()] == words


def test_pages_are_used_well() -> None:
    text = " ".join(["kata"] * 250)
    pages = split(text, 2)
    assert len(pages) == math.ceil(len(text) / 306)


def test_a_page_ends_with_a_sentence_rather_than_a_word() -> None:
    text = "Satu kalimat yang cukup panjang untuk satu halaman. " * 6
    assert all(page.endswith(".") for page in split(text, 1))


def test_no_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        split("abc", 1, before="x" * 200)
