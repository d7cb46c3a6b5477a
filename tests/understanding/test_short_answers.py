"""Yes, no or skip in a few words."""

import pytest

from bot.understanding.short_answers import short_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Ya", "yes"),
        ("iyaa betul pak", "yes"),
        ("sudah", "yes"),
        ("hao tua", "yes"),
        ("TIDAK", "no"),
        ("tdk", "no"),
        ("belum ada", "no"),
        ("sonde", "no"),
        ("kaha'", "no"),
        ("tidak tahu", "skip"),
        ("son tau", "skip"),
        ("belum tahu", "skip"),
        ("lewati saja", "skip"),
        ("don't know", "skip"),
        ("ya tapi dia bilang tidak usah tanda tangan", None),
        ("yanus", None),
        ("2", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_short_answers(text: str, answer: str | None) -> None:
    assert short_answer(text) == answer
