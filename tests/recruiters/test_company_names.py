"""Names of companies in the forms that are compared."""

import pytest

from bot.recruiters.company_names import name_words, sound_key, spelling_key


@pytest.mark.parametrize(
    "written",
    [
        "PT Bina Karya Welastri",
        "pt. bina karya welastri",
        "P.T. BINA KARYA WELASTRI",
        "Pt, Bina Karya Welastri",
        "binakarya  welastri",
        "perusahaan bina karya welastri",
        "PT Bina Karya Welastri (BKW), cabang Kupang",
        "PT Bína Karyâ Welastri",
    ],
)
def test_one_name_in_many_ways_has_one_key(written: str) -> None:
    assert spelling_key(written) == "binakaryawelastri"


def test_old_spelling_is_todays() -> None:
    assert spelling_key("Tjipta Doenia Djaja") == "ciptaduniajaja"
    assert spelling_key("Njoman") == spelling_key("Nyoman")


def test_other_names_have_other_keys() -> None:
    assert spelling_key("PT Maju Jaya") != spelling_key("PT Maju Jasa")
    assert spelling_key("LPK Maju") != spelling_key("PT Maju")


@pytest.mark.parametrize("nothing", ["", "PT", "P.T.", "...", "🙂", "(BUS)", "\u202e"])
def test_what_is_no_name_has_no_words_or_harmless_ones(nothing: str) -> None:
    assert spelling_key(nothing) in {"", "bus"}


@pytest.mark.parametrize(
    ("one", "other"), [("djaja", "jaya"), ("fitria", "vitria"), ("khoirul", "hoirul"), ("elok", "iluk")]
)
def test_what_is_heard_alike_sounds_alike(one: str, other: str) -> None:
    assert sound_key("".join(name_words(one))) == sound_key("".join(name_words(other)))
