from pathlib import Path

import pytest

from bot.understanding.danger import danger_phrase, is_urgent, only_sounds_like_danger

HERE = Path(__file__).parent


def sentences(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("text", sentences("danger_cases.txt"))
def test_somebody_in_danger_is_heard(text):
    assert danger_phrase(text)
    assert is_urgent(text)


@pytest.mark.parametrize("text", sentences("danger_lookalikes.txt"))
def test_everyday_words_raise_no_alarm(text):
    assert danger_phrase(text) is None


def test_the_lists_are_long_enough_to_mean_something():
    assert len(sentences("danger_cases.txt")) >= 80
    assert len(sentences("danger_lookalikes.txt")) >= 80


def test_what_is_over_in_one_sentence_hides_no_danger_in_the_next():
    assert danger_phrase("Dulu dia baik. Saya dipukul majikan tiap malam")
    assert danger_phrase("dulu dia baik sekarang saya dipukul")
    assert danger_phrase("dulu saya pernah dipukul") is None


@pytest.mark.parametrize(
    "text",
    [
        "besok berangkat",
        "besok saya berangkat ke malaysia",
        "malam ini mau dibawa",
        "beso be pi malaysia deng om",
        "3 hari lagi terbang ke hongkong",
        "hari senin berangkat",
        "i leave tomorrow",
    ],
)
def test_leaving_within_days_is_urgent(text):
    assert is_urgent(text)


@pytest.mark.parametrize(
    "text",
    ["besok kantor buka jam berapa", "berapa lama prosesnya", "tahun depan mau berangkat", "kapan bisa berangkat", ""],
)
def test_plans_and_office_hours_are_not_urgent(text):
    assert not is_urgent(text)


def test_a_huge_message_is_read_quickly_up_to_its_limit():
    assert danger_phrase("saya sedang " * 5_000) is None
    assert danger_phrase("tolong saya dipukul majikan " + "x " * 50_000)


def test_the_end_of_a_long_story_is_read_too():
    assert danger_phrase("kalau boleh saya cerita. " * 150 + "sekarang saya dikurung")
    assert danger_phrase("kalau boleh saya cerita, " * 150 + "sekarang saya dikurung")
    assert danger_phrase("kalau boleh saya cerita, " * 50 + "sekarang saya dikurung")
    assert danger_phrase("terima kasih banyak, " * 300) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("majikan kunci pintu, sy mau bunuh diri", "wants_to_die"),
        ("dia pukul saya tiap hari, saya mau mati saja", "wants_to_die"),
        ("Saya dipukul majikan tiap malam. Saya mau mati saja", "wants_to_die"),
        ("anak sy disekap orang di ruko", "child_held"),
        ("anak saya ditahan mereka di mess", "child_held"),
        ("anak sy diculik orang", "child_held"),
        ("anak sy umur 14 dibawa lari calo ke medan, tolong", "child_held"),
        ("sy dikurung. anak sy disekap juga", "child_held"),
        ("saya dipukul majikan", "beaten"),
    ],
)
def test_a_wish_to_die_and_then_a_child_held_come_before_everything_else(text, rule):
    assert danger_phrase(text) == rule


@pytest.mark.parametrize("text", sentences("no_alert.txt"))
def test_everyday_messages_hold_no_danger_phrase(text):
    assert danger_phrase(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hp mau mati, tolong sy takut",
        "hp sy mati, majikan kunci",
        "tadi malam pukul 9 calo datang bawa parang",
        "besok pukul 5 kami dibawa ke kapal",
        "dia pukul 3 kali",
        "dulu dia baik sekarang dia pukul lagi",
        "di berita ada kapal, adik saya ada di situ",
        "sy lupa kunci, tolong dia kejar sy",
        "hp mati " + "lalu " * 20,
    ],
)
def test_a_cry_beside_an_everyday_phrase_stays_a_cry(text):
    assert not only_sounds_like_danger(text)


def test_the_question_for_a_saying_is_no_wish_to_die_and_the_wish_in_such_words_is():
    assert danger_phrase("lebih baik mati daripada malu kata orang tua dulu, artinya apa") is None
    assert danger_phrase("lebih baik mati, apa artinya hidup") == "wants_to_die"
