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


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("report_c_send", "ya kirim", "yes"),
        ("report_c_send", "Ya, teruskan pak", "yes"),
        ("report_c_send", "teruskan", "yes"),
        ("report_c_send", "setuju", "yes"),
        ("report_c_send", "jangan dulu", "no"),
        ("report_c_send", "jang", "no"),
        ("report_c_send", "ya jangan", None),
        ("report_c_reply", "1 jangan", "no"),
        ("report_c_reply", "tanpa nama", "no"),
        ("report_c_reply", "tidak boleh", "no"),
        ("report_c_reply", "tidak usah", "no"),
        ("report_c_reply", "2 boleh", "yes"),
        ("withdraw", "ya tarik", "yes"),
        ("withdraw", "jangan", "no"),
        ("withdraw", "tidak jadi", "no"),
        ("", "jangan", None),
        ("", "tidak usah", "stop"),
    ],
)
def test_the_words_of_a_question_answer_that_question_only(question: str, text: str, answer: str | None) -> None:
    assert short_answer(text, question) == answer
