import pytest

from bot.understanding.spelling import looks_dawan, spelling_class
from bot.understanding.text import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("atoni", "atoin"),  # the two shapes of metathesis
        ("mepu", "meup"),
        ("rero", "lelo"),  # r of Amarasi, l of the others
    ],
)
def test_the_ways_one_dawan_word_is_written_have_one_class(one: str, other: str) -> None:
    assert spelling_class(one) == spelling_class(other) is not None


@pytest.mark.parametrize("word", ["kerja", "dari", "lapor", "paspor", "malaysia", "mama", "beta", "yg", "2", ""])
def test_words_of_other_languages_have_no_class(word: str) -> None:
    assert not looks_dawan(word)
    assert spelling_class(word) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mau k3rja d m4l4ysi4", ("mau", "kerja", "d", "malaysia")),
        ("p4sp0r sy dit4han", ("paspor", "sy", "ditahan")),
        ("anak2 dan ktp2", ("anak", "dan", "ktp")),
    ],
)
def test_figures_typed_for_letters_are_letters_and_a_2_that_doubles_is_no_word(
    typed: str, read: tuple[str, ...]
) -> None:
    assert words(typed) == read


@pytest.mark.parametrize("typed", ["5jt", "rm2jt", "jam7pagi", "no2", "covid19"])
def test_figures_that_are_figures_stay(typed: str) -> None:
    assert any(word.isdigit() for word in words(typed))
