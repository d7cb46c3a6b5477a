"""Plain words: what makes a text hard to read is named."""

import pytest

from bot.answers.reading_level import hard_to_read, reading_level

PLAIN = "Anda boleh menolak. Minta surat dari PT. Tanya Disnaker dulu. Jangan bayar. " * 4


def test_a_plain_text_has_no_fault() -> None:
    assert hard_to_read(PLAIN) == []


def test_what_stands_in_brackets_is_a_sentence_of_its_own() -> None:
    level = reading_level("Tanya BP3MI NTT (kantor pelindungan pekerja migran di Kupang) dulu.")
    assert (level.longest, level.words) == (6, 10)


def test_placeholders_figures_and_lists_do_not_count_as_long() -> None:
    text = "Hubungi {hotline:kp2mi}:\n- Rp1.500.000 per bulan\n- UU 18/2017 pasal 5"
    assert reading_level(text).longest == 4


def test_a_long_sentence_is_shown_by_its_beginning() -> None:
    (fault,) = hard_to_read("kata " * 19)
    assert "a sentence of 19 words" in fault
    assert '"kata kata kata kata kata kata ..."' in fault


def test_long_sentences_and_long_words_are_counted_over_the_text() -> None:
    assert any(
        "words a sentence" in fault
        for fault in hard_to_read(("satu dua tiga empat lima enam tujuh delapan sembilan. ") * 4)
    )
    assert any("letters and more" in fault for fault in hard_to_read("penandatanganan itu mudah sekali. " * 10))


@pytest.mark.parametrize("nothing", ["", "...", "{choices}", "🙂"])
def test_nothing_to_read_is_not_hard(nothing: str) -> None:
    assert hard_to_read(nothing) == []
