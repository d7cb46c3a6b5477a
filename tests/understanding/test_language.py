import time
from pathlib import Path

import pytest

from bot.understanding.language import guess_language
from bot.vocabulary import MessageLanguage

SENTENCES = {
    "id": [
        "bagaimana cara kerja ke luar negeri",
        "sy mau tny brp biaya ke malaysia",
        "tolong",
        "gaji saya belum dibayar",
        "paspor ditahan majikan hrs bgmn",
    ],
    "mkn": [
        "beta mau kerja di Malaysia karmana",
        "dong tahan be pung paspor",
        "be sonde tau",
        "lu su pi kantor ko balom",
        "sonde",
    ],
    "aoz": [
        "au he nao meup et Malaysia",
        "Au ka uhiin fa",
        "au karu nao on Malaysia musti biaya fauk",
        "hoo mnao on mee?",
        "hai mpaluu surat saa' kerja ke Malaysia",
        "loit fauk tua",
        "sin na'loep kau",
        "sin naloep kau",
    ],
    "en": ["how can I work abroad legally", "my husband is missing", "what documents do I need"],
    "other": [
        "Ha'u hakarak servisu iha Malaysia",
        "aku arep kerjo ning Malaysia piye carane",
        "我想去台湾工作",
        "я хочу работать",
    ],
    "und": ["", "   ", "2", "08123456789", "👍", "!!", "ya", "ko", "ma", "tua", "es", "ok", "hao"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts])
def test_short_messages_are_recognised(code, text):
    assert guess_language(text).language is MessageLanguage(code)


def test_confidence_is_a_share_and_nothing_readable_has_none():
    assert 0.5 < guess_language("bagaimana cara kerja ke luar negeri").confidence <= 1
    assert guess_language("👍").confidence == 0


def test_a_clear_dawan_cue_decides_in_a_mixed_message():
    mixed = "au he nao kerja ke Malaysia tapi majikan minta surat izin suami, bagaimana"
    assert guess_language(mixed).language is MessageLanguage.AOZ


def test_both_metathesis_shapes_and_the_r_dialects_are_one_language():
    assert {guess_language(text).language for text in ("atoni leko", "atoin reko", "au 'meup", "au mepu")} == {
        MessageLanguage.AOZ
    }


def cases():
    lines = (Path(__file__).parent / "language_cases.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("code", "text"), cases())
def test_short_messages_of_our_languages_and_of_their_neighbours(code, text):
    assert guess_language(text).language is MessageLanguage(code)


@pytest.mark.parametrize("text", ["ya pak", "paspor Malaysia", "ok stop"])
def test_words_of_all_languages_never_switch_the_conversation(text):
    assert guess_language(text).confidence <= 0.5


def test_a_guess_takes_little_time_however_long_the_word():
    guess_language("sekali dulu")
    for text in ("kx" * 1_000, "au ka " * 333, "he nao " * 285):
        started = time.process_time()
        guess_language(text)
        assert time.process_time() - started < 0.1


def test_the_same_message_has_the_same_guess():
    assert len({guess_language("au he nao kerja ke Malaysia") for _ in range(5)}) == 1
