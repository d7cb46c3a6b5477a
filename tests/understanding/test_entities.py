import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.countries import main_country
from bot.understanding.entities import find_entities

FOUND = [
    ("kode saya NTT-7K3QX", "report_code", "NTT-7K3QX", "NTT-7K3QX"),
    ("ntt 7k3qx sudah sampai mana", "report_code", "ntt 7k3qx", "NTT-7K3QX"),
    ("laporan 7K3QX bagaimana", "report_code", "7K3QX", "NTT-7K3QX"),
    ("kode NTT-0OI1X", "report_code", "NTT-0OI1X", "NTT-0OI1X"),
    ("calo nomornya 0812-3456-7890", "phone_number", "0812-3456-7890", "+6281234567890"),
    ("wa +60 17-668 8032", "phone_number", "+60 17-668 8032", "+60176688032"),
    ("hp 6281234567890", "phone_number", "6281234567890", "+6281234567890"),
    ("minta 5 juta", "money_amount", "5 juta", "IDR 5000000"),
    ("bayar Rp 2.500.000 dulu", "money_amount", "Rp 2.500.000", "IDR 2500000"),
    ("500rb", "money_amount", "500rb", "IDR 500000"),
    ("gaji RM 1,500", "money_amount", "RM 1,500", "MYR 1500"),
    ("dua puluh lima juta katanya", "money_amount", "dua puluh lima juta", "IDR 25000000"),
    ("umur saya 17 tahun", "age", "17", "17"),
    ("adik umur tujuh belas", "age", "tujuh belas", "17"),
    ("anak saya 16 thn", "age", "16", "16"),
    ("PT Contoh Abadi resmi tidak", "company_name", "PT Contoh Abadi", "PT Contoh Abadi"),
    ("mau ke Malaysia", "country", "Malaysia", "MY"),
    ("kerja di johor", "place", "johor", "MY"),
]


@pytest.mark.parametrize(("text", "entity", "value", "normalised"), FOUND)
def test_pieces_are_found_with_offsets_of_the_unchanged_text(text, entity, value, normalised):
    (found,) = [piece for piece in find_entities(text) if piece.entity == entity]
    assert (found.value, found.normalised) == (value, normalised)
    assert text[found.start : found.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "saya dari NTT mau ke sana",
        "ntt 2 hari",
        "kontrak 2 tahun",
        "jam 12.30",
        "2026",
        "kl bisa",
        "tw tdk",
        "bahasa korea",
        "kampong",
        "PT ini resmi",
        "5307010101010001",
    ],
)
def test_look_alikes_are_not_taken(text):
    assert find_entities(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("saya dari Hong Kong sekarang di Taiwan", "TW"),
        ("mau pulang dari tawau", None),
        ("suami di Sabah, dulu di Brunei", "MY"),
        ("ke singapura atau di malaysia", "MY"),
        ("KL", None),
        ("saya di KL", "MY"),
        ("kalau di rumah", None),
    ],
)
def test_the_country_somebody_is_in_comes_first(text, code):
    assert main_country(text) == code


def test_a_place_carries_its_role():
    (place,) = find_entities("berangkat ke Johor")
    assert place.role == "destination"


@given(st.text(max_size=300))
def test_offsets_always_fit_and_pieces_never_overlap(text):
    end = 0
    for piece in find_entities(text):
        assert end <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end] == piece.value
        end = piece.end
