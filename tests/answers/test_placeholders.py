"""Placeholders: what is refused, how they are filled, what values from outside may do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.hotlines import Hotlines
from bot.answers.placeholders import MAX_VALUE, clean_value, fill, placeholders, unusable
from tests.answers.content import HOTLINES, hotline, load_hotlines


@pytest.fixture
def hotlines(tmp_path: Path) -> Hotlines:
    whatsapp = hotline("ksatria", "+60105288040", country="MY").replace("number =", "whatsapp =")
    path = tmp_path / "hotlines.toml"
    path.write_text(HOTLINES + whatsapp.replace('"call"', '"whatsapp"'))
    return load_hotlines(path)


@pytest.mark.parametrize(
    "text", ["tanpa", "{hotline:kp2mi} {number:polisi} {whatsapp:ksatria}", "{service} {choices} {code} {language}"]
)
def test_good_placeholders(hotlines: Hotlines, text: str) -> None:
    assert unusable(text, hotlines) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{apa}", "unknown placeholder {apa}"),
        ("{}", "unknown placeholder {}"),
        ("{hotline}", "not in hotlines.toml"),
        ("{hotline:lain}", "not in hotlines.toml: {hotline:lain}"),
        ("{whatsapp:polisi}", "does not have: {whatsapp:polisi}"),
        ("{number:ksatria}", "does not have: {number:ksatria}"),
        ("{service:x}", "unknown placeholder {service:x}"),
        ("satu { saja", "single {"),
        ("{{code}}", "single {"),
    ],
)
def test_bad_placeholders_are_named(hotlines: Hotlines, text: str, fault: str) -> None:
    assert any(fault in found for found in unusable(text, hotlines))


def test_placeholders_keep_their_order() -> None:
    assert [str(found) for found in placeholders("{b:c} x {a}")] == ["{b:c}", "{a}"]


@given(st.text(max_size=200))
def test_a_filled_value_is_never_filled_again(value: str) -> None:
    assert fill("{a} dan {b}", lambda found: value) == f"{value} dan {value}"


@given(st.text(max_size=300))
def test_values_are_one_short_visible_line(value: str) -> None:
    cleaned = clean_value(value)
    assert len(cleaned) <= MAX_VALUE
    assert cleaned == " ".join(cleaned.split())
    assert clean_value(cleaned) == cleaned


def test_control_and_direction_characters_are_dropped() -> None:
    assert clean_value("PT\u202e \x00Maju\n\tJaya\u200f ") == "PT Maju Jaya"
    assert clean_value("a" * 100) == "a" * 57 + "..."
