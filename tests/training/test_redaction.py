"""Redaction: nothing that could tell of whom a message speaks survives it."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.training.dictionary import folded, is_everyday, is_kept, listed_places
from bot.training.redaction import MARKS, PLACEHOLDER, has_words, redact
from bot.understanding.datafile import read_table
from bot.understanding.text import fold

CASES = [
    ("Nama saya Maria Taneofeto dari desa Boking, umur 17 tahun", "Nama saya <nama> dari desa <tempat>, umur <umur>"),
    ("pak yos ambil paspor di soe hp 0812 3456 7890", "pak <nama> ambil paspor di <tempat> hp <nomor>"),
    ("PT Sinar Maju Jaya suruh bayar 5 juta", "<perusahaan> suruh bayar <uang>"),
    ("PAK BERTUS TIPU SAYA DI OEBELO", "PAK <nama> TIPU SAYA DI <tempat>"),
    ("ditipu oleh bertus taneofeto kemarin", "ditipu oleh <nama> kemarin"),
    ("saya neonbasu dari kolbano", "saya <nama> dari <tempat>"),
    ("nama saya bunga", "nama saya <nama>"),
    ("email saya maria.t@gmail.com atau wa.me/abc atau @yos_ntt", "email saya <email> atau <tautan> atau <akun>"),
    ("cek ntt 7k3qx ya", "cek <kode> ya"),
    ("8️⃣1️⃣2️⃣ 3\u200b4\u200b5６７８ itu nomornya", "<nomor> itu nomornya"),
    ("nol delapan satu dua tiga empat lima", "<nomor>"),
    ("au kanak Yakobus", "au kanak <nama>"),
    ("adik sudah di Amman", "adik sudah di <tempat>"),
]
STAYS = [
    "brp biaya ke Malaysia",
    "apakah calo itu boleh minta uang",
    "ibu saya mau pulang dari Taiwan",
    "BP3MI di mana?",
    "pak camat tidak mau tanda tangan",
    "kontrak 2 tahun, gaji 3 bulan belum dibayar",
    "nama PT nya apa",
    "Bagaimana cara urus paspor? Tolong bantu",
    "bahasa Jawa bisa ko",
]


@pytest.mark.parametrize(("message", "redacted"), CASES)
def test_what_names_somebody_gets_a_mark(message, redacted):
    assert redact(message) == redacted


@pytest.mark.parametrize("message", STAYS)
def test_what_teaches_stays(message):
    assert redact(message) == message


@given(st.text(max_size=400))
def test_no_run_of_three_figures_survives_any_text(text):
    assert not re.search(r"\d{3}", redact(text))
    assert "\n" not in redact(text)


@given(st.text(alphabet="0123456789+-. ()/o\u200b８٣²", min_size=3, max_size=40))
def test_no_figures_survive_whatever_stands_between_them(text):
    left = PLACEHOLDER.sub("|", redact(f"hubungi {text} ya"))
    assert not re.search(r"\d[\d .()/+-]*\d[\d .()/+-]*\d", left)


PHONES = st.from_regex(r"(\+62|62|0)8[1-9]{2}[ .-]?[0-9]{3,4}[ .-]?[0-9]{3,4}", fullmatch=True)
CODES = st.from_regex(r"NTT[- ]?[2-9A-HJ-NP-Z]{4}[2-9]", fullmatch=True)
NAMES = st.from_regex(r"[A-Z][a-z]{4,9}( [A-Z][a-z]{4,9})?", fullmatch=True)
LISTED_NAMES = st.sampled_from([row["name"] for row in read_table("given_names") if not row["needs"]])
PLACES = st.sampled_from(sorted(place for place in listed_places() if place.isalpha()))
SENTENCES = st.sampled_from(
    [
        "kemarin {} minta uang, apa itu boleh",
        "kami takut karena {} datang lagi ke rumah",
        "dong bilang {} su kasi surat",
        "paspor saya ada di {} sampai sekarang",
        "ditipu oleh {} waktu mau berangkat",
    ]
)


@settings(max_examples=300)
@given(SENTENCES, st.one_of(PHONES, CODES, LISTED_NAMES, PLACES))
def test_nothing_planted_survives(sentence, planted):
    left = fold(PLACEHOLDER.sub("|", redact(sentence.format(planted))))
    assert fold(planted) not in left.split()
    assert re.sub(r"\W", "", planted).lower() not in re.sub(r"\W", "", left)


@settings(max_examples=300)
@given(SENTENCES, NAMES)
def test_an_invented_name_with_a_capital_does_not_survive(sentence, name):
    parts = [folded(part) for part in name.split()]
    assume(not any(is_everyday(part) or is_kept(part) for part in parts))
    redacted = redact(sentence.format(name))
    assert not {fold(part) for part in name.split()} & set(fold(redacted).split())


@given(st.lists(st.one_of(PHONES, NAMES, LISTED_NAMES, PLACES, SENTENCES), max_size=6))
def test_marks_are_never_marked_again(parts):
    once = redact(" ".join(parts))
    assert set(re.findall(r"<(\w+)>", redact(once))) <= set(MARKS)
    assert len(PLACEHOLDER.findall(redact(once))) >= min(1, len(PLACEHOLDER.findall(once)))


def test_a_text_of_marks_and_figures_has_no_words():
    assert not has_words(redact("0812 3456 7890 !!"))
    assert has_words("<nama> mau")
