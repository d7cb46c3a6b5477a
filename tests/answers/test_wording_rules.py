"""What counts as a typed phone number, a promise or a bare figure, and what does not."""

import pytest

from bot.answers.wording_rules import promises, states_figures, typed_numbers

KNOWN = ["110", "129", "08001000", "999"]


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi 110 sekarang",
        "Telepon polisi di 112",
        "polisi (110)",
        "Tanya KP2MI: 08001000.",
        "WA 0812-3456-789",
        "WA +62 812 3456 789",
        "nomor 1500630",
        "Di Malaysia 999.",
        "{hotline:kp2mi} atau 129",
        "SAPA 129",
        "Nomornya 0380.821.1234",
    ],
)
def test_typed_numbers_are_found(text: str) -> None:
    assert typed_numbers(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi {hotline:polri_110} atau {whatsapp:sapa_129}",
        "UU 18/2017 pasal 30",
        "UU Nomor 21 Tahun 2007",
        "Permenaker 4 tahun 2023 pasal 110",
        "Keputusan Kepala BP2MI nomor 214/2021",
        "Denda Rp15.000.000.000",
        "Rp 600000000 atau RM1700",
        "gaji 5.000.000 sampai 7.000.000",
        "tahun 2025 dan 2026",
        "2025-2026",
        "tanggal 21-11-2026",
        "18 tahun, 15 juta, 24 jam, 130 orang",
        "Di KP2MI 2025 ada aturan baru",
        "1. Satu\n2. Dua\n3. Tiga",
        "https://contoh.id/12345678",
        "harga 129.500 dan 110%",
    ],
)
def test_laws_years_money_and_counts_are_no_phone_numbers(text: str) -> None:
    assert typed_numbers(text, KNOWN) == []


@pytest.mark.parametrize("text", ["Anda pasti aman.", "Kami akan datang", "Uang dijamin kembali", "We GUARANTEE it"])
def test_promises_are_found(text: str) -> None:
    assert promises(text)


@pytest.mark.parametrize("text", ["tidak dijamin aman", "Kami tidak datang ke rumah", "belum pasti, tanya dulu"])
def test_honest_words_are_no_promises(text: str) -> None:
    assert promises(text) == []


def test_figures_need_a_source() -> None:
    assert states_figures("Denda Rp5 juta")
    assert states_figures("menurut UU 18/2017")
    assert states_figures("paling muda 18 tahun")
    assert not states_figures("Balas dengan angka 1 sampai 3")
