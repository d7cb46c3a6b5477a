"""Names of persons, as people in NTT write them from hearing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recruiters.name_likeness import Agreement, compare_names
from bot.recruiters.person_names import names_told, read_name, sound


@pytest.mark.parametrize(
    ("told", "words", "sex"),
    [
        ("Bpk. Yosef Nabu, S.H.", ("yosef", "nabu"), "m"),
        ("Mama Maria", ("maria",), "f"),
        ("bos besar Anton", ("besar", "anton"), ""),
        ("Haji Achmad bin Saleh", ("achmad", "saleh"), "m"),
        ("H. Ahmad", ("ahmad",), "m"),
        ("Kaka Ina", ("ina",), ""),
        ("Ade", ("ade",), ""),
        ("To'o Yan", ("yan",), "m"),
        ("DJOEMADI", ("jumadi",), ""),
        ("Tallo", ("talo",), ""),
        ("Y. Nabu", ("y", "nabu"), ""),
        ("Pak", (), "m"),
        ("0812", (), ""),
        ("", (), ""),
    ],
)
def test_titles_degrees_and_old_spelling_do_not_belong_to_a_name(told: str, words: tuple[str, ...], sex: str) -> None:
    name = read_name(told)
    assert (name.words, name.sex) == (words, sex)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Johanes", "Yohannis"),
        ("Yohanes", "Yoanes"),
        ("Soetrisno", "Sutrisno"),
        ("Djafar", "Jafar"),
        ("Tjahjono", "Cahyono"),
        ("Vitria", "Fitria"),
        ("Christina", "Kristina"),
        ("Michael", "Mikhael"),
        ("Achmad", "Ahmad"),
        ("Khairul", "Hairul"),
        ("Lucia", "Lusia"),
        ("Zakarias", "Sakarias"),
        ("Victor", "Viktor"),
        ("Yacob", "Jakob"),
    ],
)
def test_one_name_in_two_spellings_sounds_alike(one: str, other: str) -> None:
    assert read_name(one).sounds == read_name(other).sounds


@pytest.mark.parametrize(("one", "other"), [("Maria", "Mario"), ("Nabu", "Nubu"), ("Yan", "Yun"), ("Beni", "Doni")])
def test_other_names_do_not_sound_alike(one: str, other: str) -> None:
    assert read_name(one).sounds != read_name(other).sounds


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("Yosef Nabu alias Om Beni", ("Yosef Nabu", "Om Beni")),
        ("Yosef Nabu (Ben)", ("Yosef Nabu", "Ben")),
        ("Maria Bere biasa dipanggil Mia", ("Maria Bere", "Mia")),
        ('Paulus "Polus" Tefa', ("Paulus", "Polus", "Tefa")),
        ("Maria", ("Maria",)),
        ("( )", ()),
    ],
)
def test_an_alias_is_a_name_of_its_own(told: str, names: tuple[str, ...]) -> None:
    assert names_told(told) == names


@pytest.mark.parametrize(
    ("one", "other", "agreement", "sure"),
    [
        ("Yosef Nabu", "Bapak Yosep Naboe", Agreement.SAME, True),
        ("Nabu Yosef", "Yosef Nabu", Agreement.SAME, True),
        ("Y. Nabu", "Yosef Nabu", Agreement.SAME, True),
        ("Siti Mariam", "Sitimariam", Agreement.SAME, True),
        ("Yan", "Yanto", Agreement.SAME, True),
        ("Nus Tefa", "Yunus Tefa", Agreement.SAME, True),
        ("Yan", "Yanto Bere", Agreement.PART, False),
        ("Bere", "Maria Bere", Agreement.PART, False),
        ("Maria", "Maria Bere", Agreement.PART, True),
        ("Maria Bere", "Mario Bere", Agreement.SAME, False),
        ("Maria Bere", "Yosef Bere", Agreement.SOME, False),
        ("Pak Bere", "Mama Bere", Agreement.SAME, False),
        ("Yosef Nabu", "Anton Lake", Agreement.NONE, False),
        ("A. Nabu", "Yosef Nabu", Agreement.SOME, False),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, agreement: Agreement, sure: bool) -> None:
    for first, second in ((one, other), (other, one)):
        likeness = compare_names(read_name(first), read_name(second))
        assert (likeness.agreement, likeness.sure) == (agreement, sure)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    for told in names_told(text):
        name = read_name(told)
        assert len(name.sounds) == len(name.words)
        assert all(name.sounds)
        if name.words:
            assert compare_names(name, name).agreement is Agreement.SAME


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_word_always_sounds_like_something(word: str) -> None:
    assert sound(word)
