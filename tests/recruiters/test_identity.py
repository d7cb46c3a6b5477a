"""What one report tells of a recruiter, and what says nothing about one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recruiters.identity import Identity, IdentityKind, accounts_in, identities_of, place_key


def test_phones_that_say_nothing_about_a_recruiter_are_left_out() -> None:
    told = identities_of(phones=["+6281234567890", "0812 1111 2222"], links_nothing={"+6281211112222"})
    assert told == (Identity(IdentityKind.PHONE, "+6281234567890"),)


def test_each_thing_is_told_once_and_an_alias_is_a_name_of_its_own() -> None:
    told = identities_of(["Yosef Nabu alias Om Beni", "Yosef  Nabu", "Pak"], companies=["PT Maju Jaya"], places=["Soe"])
    assert [(one.kind, one.value) for one in told] == [
        (IdentityKind.NAME, "Yosef Nabu"),
        (IdentityKind.NAME, "Om Beni"),
        (IdentityKind.COMPANY, "PT Maju Jaya"),
        (IdentityKind.PLACE, "Soe"),
    ]


def test_what_is_told_does_not_show_in_a_log() -> None:
    assert "Yosef" not in repr(identities_of(["Yosef Nabu"]))


@pytest.mark.parametrize(
    ("story", "accounts"),
    [
        ("transfer ke rek BRI 0345-01-012345-50-9 an Yosef", ("bank:034501012345509",)),
        ("no rekening bank NTT : 1234567890", ("bank:1234567890",)),
        ("nomor rek 1234 5678 90", ("bank:1234567890",)),
        ("kirim ke dana 081234567890", ()),
        ("bri 081234567890", ()),
        ("gaji 12000000000 rupiah", ()),
        ("fb yosef.nabu88 katanya", ("facebook:yosefnabu88",)),
        ("lihat di facebook dan instagram saja", ()),
        ("ig: @kerja_ln", ("instagram:kerja_ln",)),
        ("hubungi @bos.kerja", ("at:boskerja",)),
        ("surel saya a@gmail.com", ()),
        ("https://www.facebook.com/Yosef.Nabu?x=1", ("facebook:yosefnabu",)),
        ("https://t.me/kerja_aman", ("telegram:kerja_aman",)),
        ("buka www.tiktok.com/@kerja.kapal", ("tiktok:kerjakapal",)),
    ],
)
def test_accounts_are_found_in_a_story_and_phones_are_none(story: str, accounts: tuple[str, ...]) -> None:
    assert accounts_in(story) == accounts


@pytest.mark.parametrize(
    ("one", "other"), [("Desa Oesapa", "Usapa"), ("Kec. Amarasi", "amarasi"), ("Kab. Belu", "Belu"), ("Soe", "SoE")]
)
def test_a_place_in_two_spellings_is_one_place(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


@given(st.text(max_size=200))
def test_no_story_breaks_the_finder(story: str) -> None:
    for account in accounts_in(story):
        site, _, name = account.partition(":")
        assert site
        assert name
