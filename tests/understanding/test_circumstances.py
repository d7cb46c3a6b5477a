"""Where the work is and for whom somebody asks, told by rules."""

import pytest

from bot.understanding.chain import Chain
from bot.understanding.circumstances import audience_of, destination_of

_RULES = Chain(None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("gaji di taiwan berapa", "TW"),
        ("biaya ke hongkong brp", "HK"),
        ("saya di arab saudi paspor ditahan", "SA"),
        ("suami saya kerja di johor", "MY"),
        ("dulu kerja di malaysia skrg mau ke taiwan", "TW"),
        ("dari malaysia mau ke singapura", "SG"),
        ("lewat nunukan ke sabah", "MY"),
        ("mau kerja di Batam", "ID"),
        ("pung gaji kerja di Medan brp", "ID"),
        ("AKAD itu apa", "ID"),
        ("kerja dalam negeri syaratnya apa", "ID"),
        ("mau ke Jepang", "JP"),
        ("kerja di kupang", ""),
        ("ktp dibuat di Surabaya", ""),
        ("orang malaysia jahat ka", ""),
        ("berapa biayanya", ""),
        ("", ""),
    ],
)
def test_where_the_work_is(text: str, country: str) -> None:
    assert destination_of(_RULES.understand(text)) == country


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("anak sy 16 thn diajak ke Malaysia", "under_18"),
        ("sy umur 17 bisa kerja di taiwan", "under_18"),
        ("sy masih sekolah bisa kerja ka", "under_18"),
        ("anak di bawah umur", "under_18"),
        ("anak saya mau ke Taiwan", "family"),
        ("beta pung ade mo pi malaysia", "family"),
        ("katong pung anak su di malaysia", "family"),
        ("gaji suami saya tidak dibayar", "family"),
        ("my daughter wants to go to Malaysia", "family"),
        ("gaji suami belum dibayar", "family"),
        ("suami saya sudah pulang dari malaysia", "family"),
        ("saya kelas 2 SMA, bisa kerja?", "under_18"),
        ("saya masih SMA", "under_18"),
        ("umur saya 25", ""),
        ("anak saya masih sekolah, saya mau kerja ke malaysia syaratnya apa", ""),
        ("saya punya anak umur 5, bole ka saya kerja di taiwan", ""),
        ("saya ibu dari 2 anak mau kerja ke Taiwan", ""),
        ("om saya ajak saya kerja", ""),
        ("suami saya di Malaysia, saya mau menyusul", ""),
        ("saya masih SMA umur 19", ""),
        ("saya mau kerja di Malaysia", ""),
        ("umur minimal 17 atau 18 tahun ka", None),
        ("berapa umur boleh kerja", None),
        ("suami tdk kasih ijin", None),
        ("orang tua saya tidak setuju saya pergi", None),
        ("kontrak 2 tahun", None),
        ("", None),
    ],
)
def test_for_whom_somebody_asks(text: str, audience: str | None) -> None:
    assert audience_of(_RULES.understand(text)) == audience
