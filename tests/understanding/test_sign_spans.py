"""The very words that state a red flag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.offer_signs import find_signs
from bot.understanding.sign_spans import sign_spans

STORY = (
    "Om Beni bilang kerja di Malaysia. Paspor saya dia yang pegang, dan kami berangkat besok pagi! "
    "Dia kasih uang oko mama 2 juta ke bapak saya"
)


def told(text: str) -> dict[str, str]:
    return {one.code: text[one.start : one.end] for one in sign_spans(text)}


def test_the_words_of_each_sign_and_no_others() -> None:
    found = told(STORY)
    assert set(found) == set(find_signs(STORY))
    assert found["RF_MONEY_TO_FAMILY"] == "kasih uang oko"
    assert "Om Beni" not in " ".join(found.values())


def test_a_sign_far_behind_in_a_long_story_has_its_place() -> None:
    text = "kami di kampung. " * 300 + "Paspor saya ditahan agen."
    (one,) = sign_spans(text)
    assert one.code == "RF_PASSPORT_HELD"
    assert text[one.start : one.end] in text[-len("Paspor saya ditahan agen.") :]


@pytest.mark.parametrize("text", ["", "   ", ".", "??!", "\x00", "halo"])
def test_nothing_is_marked_where_nothing_stands(text: str) -> None:
    assert sign_spans(text) == ()


@given(st.text(alphabet=st.sampled_from("paspor ditahn ageuk.!?\n’😀\u0301"), max_size=300))
def test_places_lie_within_the_text(text: str) -> None:
    for one in sign_spans(text):
        assert 0 <= one.start < one.end <= len(text)
