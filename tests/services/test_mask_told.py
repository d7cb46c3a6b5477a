"""Names and numbers of people in what was told are masked; the recruiter's, places, sums and days stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.facts import Facts
from bot.services.mask_told import MARKS, mask_story, mask_told

BENI = Facts(names=("Om Beni",), phones=("+6281234567899",))


@pytest.mark.parametrize(
    ("told", "masked"),
    [
        (
            "Saya Maria Neno dari Oebelo, anak saya Yanti umur 16 diajak Om Beni",
            "Saya [nama] dari Oebelo, anak saya [nama] umur 16 diajak Om Beni",
        ),
        ("Hubungi kakak saya Anton 0813 9999 8888", "Hubungi kakak saya [nama] [nomor]"),
        ("nomor saya\n081234567890", "nomor saya\n[nomor]"),
        ("dia pung hp 0813\u200b99998888", "dia pung hp [nomor]"),
        ("hp nol delapan satu tiga empat lima enam tujuh delapan", "hp [nomor]"),
        ("NIK 5302011234567890", "NIK [nomor]"),
        ("Saksi: Yohanis, Melkianus dan Ferdi", "Saksi: [nama] dan [nama]"),
        ("rumah Pak RT Markus", "rumah Pak RT [nama]"),
        ("surel yanti@example.org atau fb: Yosina Tefa", "surel [akun] atau [akun]"),
        ("be pung adek maria ada ikut om beni", "be pung adek [nama] ada ikut om beni"),
    ],
)
def test_people_are_masked(told: str, masked: str) -> None:
    assert mask_told(told, BENI).text == masked


@pytest.mark.parametrize(
    "told",
    [
        "Lapor: Om Beni nomor 0812 3456 7899 mau bawa 3 orang dari Soe ke Malaysia besok pagi lewat pelabuhan Tenau",
        "PT Kelapa Uji di Kupang janji gaji 5.000.000, bayar 2 juta tanggal 12-03-2027",
        "BENI kasi uang rp 2.500.000",
        "fb: Beni Kerja, wa.me/6281234567899",
        "dia pakai mobil merah",
        "",
        "   \n\n ",
    ],
)
def test_what_officers_need_stays_as_it_was_told(told: str) -> None:
    masked = mask_told(told, BENI)
    assert (masked.text, masked.hidden) == (told, 0)


def test_how_many_pieces_were_masked_is_told_and_the_rest_of_the_facts_stays() -> None:
    facts = Facts(names=("Om Beni",), story=("anak saya Yanti", "dan Markus 0813 9999 8888"), money=("5 juta",))
    masked, hidden = mask_story(facts)
    assert masked.story == ("anak saya [nama]", "dan [nama] [nomor]")
    assert hidden == 3
    assert (masked.names, masked.money) == (facts.names, facts.money)


@pytest.mark.parametrize(
    ("told", "family"),
    [
        ("nomor saya {}", True),
        ("WA beta: {}", True),
        ("kakak saya Anton {}", True),
        ("hubungi suami saya, hp {}", True),
        ("Om Beni tipu saya nomor {}", False),
        ("Om Beni nomor {}", False),
        ("dia telepon saya. nomornya {}", False),
        ("dia tipu anak saya. Nomor {}", False),
    ],
)
def test_a_relatives_number_is_not_the_recruiters(told: str, family: bool) -> None:
    """All numbers of a report are kept as the recruiter's; what the story says of them counts."""
    facts = Facts(names=("Om Beni",), phones=("+6281399998888",), story=(told.format("0813 9999 8888"),))
    masked, hidden = mask_story(facts)
    assert ("9999" not in masked.story[0]) is family
    assert (masked.phones == ()) is family
    assert (hidden > 0) is family


def test_a_long_story_is_read_to_its_end() -> None:
    told = f"{'dia bilang gaji besar dan tidak bayar. ' * 200}anak saya Yanti 0813 9999 8888"
    masked = mask_told(told, BENI)
    assert masked.text.endswith("anak saya [nama] [nomor]")
    assert masked.hidden == 2


@given(st.text(max_size=400))
def test_no_text_is_too_strange(told: str) -> None:
    masked = mask_told(told, BENI)
    assert masked.hidden <= len(told)
    if not masked.hidden:
        assert masked.text == told


@given(st.lists(st.sampled_from(["Yanti", "0813 9999 8888", "dari Soe", "besok pagi", "\n", "Om Beni", "😀", "é"])))
def test_planted_people_never_show(pieces: list[str]) -> None:
    masked = mask_told(" kata ".join(pieces), BENI).text
    assert "Yanti" not in masked
    assert "9999" not in masked
    assert ("Yanti" in pieces) <= (MARKS["nama"] in masked)
