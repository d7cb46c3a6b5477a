"""Case codes: drawn, and read as they are typed."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.case_codes import ALPHABET, LENGTH, PREFIX, ReadCode, Slip, check_character, new_code, read_code

codes = st.integers().map(lambda seed: new_code(Random(seed)))
LETTERS = set(ALPHABET)


def slip_of(five: str) -> Slip:
    return read_code(f"{PREFIX}-{five}").slip


def test_every_wrong_character_is_noticed_whatever_the_others_are() -> None:
    # The check is linear, so a change is noticed for all codes or for none: each is tried at each place of a few codes.
    for first in ("2222", "7K3Q", "ZZZZ", "A2Z9"):
        code = first + check_character(first)
        for place, char in product(range(LENGTH), ALPHABET):
            wrong = code[:place] + char + code[place + 1 :]
            assert (slip_of(wrong) is Slip.NONE) == (wrong == code)


def test_every_pair_of_neighbours_that_are_swapped_is_noticed() -> None:
    for place, one, other in product(range(LENGTH - 2), ALPHABET, ALPHABET):
        if one != other:
            first = ("7K3Q"[:place] + one + other + "7K3Q"[place + 2 :])[: LENGTH - 1]
            code = first + check_character(first)
            assert slip_of(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is Slip.CHECK


def test_the_last_two_swapped_are_noticed_in_every_code() -> None:
    for first in map("".join, product("29AHZ", ALPHABET, "37QY", ALPHABET)):
        code = first + check_character(first)
        if code[3] != code[4]:
            assert slip_of(code[:3] + code[4] + code[3]) is Slip.CHECK


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_wrong_character_in_any_code_is_noticed(code: str, place: int, char: str) -> None:
    five = code.removeprefix("NTT-")
    wrong = five[:place] + char + five[place + 1 :]
    assert slip_of(wrong) is (Slip.NONE if wrong == five else Slip.CHECK)


@given(codes, st.integers(0, LENGTH - 2))
def test_a_swap_in_any_code_is_noticed(code: str, place: int) -> None:
    five = code.removeprefix("NTT-")
    swapped = five[:place] + five[place + 1] + five[place] + five[place + 2 :]
    assert slip_of(swapped) is (Slip.NONE if swapped == five else Slip.CHECK)


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    five = code.removeprefix("NTT-")
    ways = [
        code,
        code.lower(),
        five,
        five.lower(),
        f"ntt {five}",
        f"NTT{five}",
        f"ntt – {' '.join(five)}",
        f" {code}. ",
    ]
    assert {read_code(way) for way in ways} == {ReadCode(code, Slip.NONE)}


@given(codes)
def test_a_new_code_has_the_promised_shape(code: str) -> None:
    prefix, five = code.split("-")
    assert prefix == "NTT"
    assert len(five) == LENGTH
    assert set(five) <= LETTERS


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from("0O1Ioi"))
def test_lookalikes_are_told_as_such(code: str, place: int, char: str) -> None:
    five = code.removeprefix("NTT-")
    assert read_code(five[:place] + char + five[place + 1 :]) == ReadCode("", Slip.LOOKALIKE)


@pytest.mark.parametrize(
    "typed", ["", "NTT", "NTT-", "7K3Q", "7K3QXX", "NTT-7K3QXX", "7K3Q!", "7K3Qé", "halo", "🙂🙂🙂🙂🙂"]
)
def test_what_has_not_the_shape_of_a_code_is_none(typed: str) -> None:
    assert read_code(typed) == ReadCode("", Slip.SHAPE)


def test_a_code_that_begins_like_the_prefix_is_read_without_it_too() -> None:
    five = "NTT4" + check_character("NTT4")
    assert read_code(five).code == read_code(f"ntt{five}").code == f"NTT-{five}"


@given(st.text())
def test_any_text_is_read_without_an_error(typed: str) -> None:
    read = read_code(typed)
    assert bool(read.code) == (read.slip is Slip.NONE)
