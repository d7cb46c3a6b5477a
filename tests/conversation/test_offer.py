"""Looking at an offer together: what comes out for which answers, and that it never says "safe"."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.conversation.engine import take_turn
from bot.conversation.offer_questions import QUESTIONS
from bot.conversation.state import ConversationState
from bot.conversation.turn import Turn, TurnMessage
from bot.recruiters.red_flags import SEVERITY, OfferGrade, Severity, answer_key, grade, gravest_first
from bot.vocabulary import Channel, Intent, Language
from tests.conversation.transcript import CATALOG, DIRECTORY, texts_of, understanding_of
from tests.factories import NOON

START = ConversationState(greeted=True)
_PROMISES = ("pasti aman", "tawaran ini aman", "sudah aman", "offer is safe", "is legal")
_LONGEST_BODY = 1_600
"""What a provider takes in one message (Twilio, error 21617)."""


def take(state: ConversationState, says: str, channel: Channel = Channel.SMS, **step: object) -> Turn:
    message = TurnMessage(channel, NOON)
    return take_turn(state, message, understanding_of({"says": says, **step}), DIRECTORY)


def answered(answers: tuple[str, ...], channel: Channel = Channel.SMS) -> Turn:
    turn = take(START, "tolong cek tawaran ini", channel, intent="check_offer")
    for said in answers:
        turn = take(turn.state, said, channel)
    return turn


def test_all_questions_skipped_tells_too_little() -> None:
    turn = answered(("lewati",) * 8)
    assert [reply.key for reply in turn.replies] == ["offer_unknown"]
    assert turn.state.offer is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_shows_its_own_sign(question: str) -> None:
    flag, shown_by_yes = QUESTIONS[question]
    said = tuple(
        ("ya" if shown_by_yes else "tidak") if key == question else ("tidak" if by_yes else "ya")
        for key, (_, by_yes) in QUESTIONS.items()
    )
    (reply,) = answered(said).replies
    assert reply.key.removesuffix("_under_18") == "offer_danger"
    assert reply.parts == (answer_key(flag),)


def test_without_any_sign_it_still_never_says_safe() -> None:
    said = tuple("tidak" if by_yes else "ya" for _, by_yes in QUESTIONS.values())
    for channel in Channel:
        turn = answered(said, channel)
        assert [reply.key for reply in turn.replies] == ["offer_unknown"]
        (text,) = texts_of(turn, channel)
        assert "tidak bisa bilang ini aman" in text
        assert not any(promise in text.lower() for promise in _PROMISES)


@pytest.mark.parametrize(("channel", "language"), list(product(Channel, Language)))
def test_every_sign_at_once_fits_into_one_message_each(channel: Channel, language: Language) -> None:
    turn = answered(("ya", "ya", "ya", "ya", "tidak", "ya", "tidak", "ya"), channel)
    parts = tuple(answer_key(flag) for flag in SEVERITY)
    replies = tuple(replace(reply, parts=parts, language=language) for reply in turn.replies)
    texts = texts_of(replace(turn, replies=replies), channel)
    assert all(0 < len(text) <= _LONGEST_BODY for text in texts)
    if channel is Channel.SMS:
        assert all(len(text) <= 306 for text in texts)


def test_every_flag_has_its_answer_and_every_question_its_flag() -> None:
    assert {answer_key(flag) for flag in SEVERITY} == {key for key in CATALOG.keys() if key.startswith("flag_")}  # noqa: SIM118
    assert {flag for flag, _ in QUESTIONS.values()} <= set(SEVERITY)
    assert len(QUESTIONS) == 8


def test_one_message_with_signs_is_answered_at_once_and_the_rest_is_asked_for() -> None:
    turn = take(START, "besok disuruh berangkat pakai visa turis, aman?", intent="check_offer")
    assert [reply.key for reply in turn.replies] == ["offer_danger", "offer_go_on"]
    assert set(turn.replies[0].parts) == {"flag_leave_now", "flag_visit_visa"}
    following = take(turn.state, "ya")
    asked = {reply.key for reply in following.replies}
    assert asked == {"offer_q_under_18"}
    while following.state.offer and following.state.offer.question:
        asked.add(following.state.offer.question)
        following = take(following.state, "lewati")
    assert asked.isdisjoint({"offer_q_visit_visa", "offer_q_leave_now"}), "what was told is not asked again"


def test_a_story_in_the_middle_is_answered_at_once_and_the_question_stays_open() -> None:
    turn = take(answered(("tidak",)).state, "dia bilang besok langsung berangkat saja, paspor dia yang pegang")
    assert [reply.key for reply in turn.replies] == ["offer_danger", "offer_go_on"]
    assert {"flag_leave_now", "flag_passport_held"} == set(turn.replies[0].parts)
    assert take(turn.state, "ya").replies[0].key == "offer_q_family_money"


def test_a_story_without_a_sign_leaves_the_question_open() -> None:
    turn = take(answered(()).state, "ada orang ajak adik saya kerja di toko punya dia di sana")
    assert [reply.key for reply in turn.replies] == ["offer_q_under_18"]


@pytest.mark.parametrize(
    ("question", "said", "flagged"),
    [
        (0, "sudah 18", False),
        (0, "17 tahun", True),
        (0, "dia 16", True),
        (0, "masih", True),
        (0, "belum", True),
        (0, "sudah", False),
        (0, "tidak", False),
        (1, "ada, lewat oko mama", True),
        (3, "turis", True),
        (5, "besok", True),
        (5, "besok pagi", True),
        (4, "tidak ada", True),
        (6, "belum", True),
        (6, "sudah tahu", False),
        (6, "tidak tahu", True),
        (0, "belum 18", True),
        (0, "hampir 18", True),
        (0, "umur 25", False),
        (3, "ya visa kerja", False),
        (7, "ada di rumah", False),
        (7, "dong su ambil", True),
    ],
)
def test_how_each_question_is_answered_in_few_words(question: int, said: str, flagged: bool) -> None:
    waiting = list(QUESTIONS)[question]
    before = answered(("lewati",) * question)
    assert before.state.offer
    assert before.state.offer.question == waiting
    turn = take(before.state, said)
    after = turn.state.offer
    if after:
        assert waiting in after.asked
        assert (QUESTIONS[waiting][0] in after.flags) == flagged
    else:
        assert (answer_key(QUESTIONS[waiting][0]) in turn.replies[0].parts) == flagged


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (0, "belum nikah, 25"),
        (0, "hampir 25"),
        (0, "2"),
        (0, "boleh tanya?"),
        (0, "ada apa ini"),
        (4, "ya belum"),
        (4, "ada tapi belum dibaca"),
        (3, "tidak ada"),
        (4, "iya tidak"),
        (7, "ya fotokopi saja"),
    ],
)
def test_what_is_no_clear_answer_is_asked_again(question: int, said: str) -> None:
    before = answered(("lewati",) * question)
    turn = take(before.state, said, intent="out_of_scope", confidence=0.2, decision="unclear")
    assert [reply.key for reply in turn.replies] == ["offer_answer_hint", list(QUESTIONS)[question]]
    assert turn.state.offer == before.state.offer


def test_an_answer_is_no_emergency_whatever_the_model_takes_it_for() -> None:
    before = answered(("lewati",) * 5)
    turn = take(before.state, "malam ini", intent="emergency")
    assert turn.replies[0].key == "offer_q_family_knows"
    for cry in ("tolong saya", "tolong, malam ini", "saya takut malam ini", "dong datang malam ini"):
        assert take(before.state, cry, intent="emergency").replies[0].key == "emergency"


def test_breaking_off_tells_the_signs_that_were_not_told_yet() -> None:
    turn = take(answered(("ya",)).state, "BATAL")
    assert [reply.key for reply in turn.replies] == ["offer_danger_under_18"]
    assert turn.state.offer is None
    assert [reply.key for reply in take(answered(("tidak",)).state, "sudah dulu ya").replies] == ["offer_stopped"]


def test_a_stop_question_is_not_hidden_by_ours() -> None:
    turn = take(answered(("tidak",)).state, "jangan sms saya lagi", intent="opt_out")
    assert [reply.key for reply in turn.replies] == ["stop_confirm"]


def test_a_greeting_ends_it_without_a_trace() -> None:
    turn = take(answered(("ya",)).state, "halo", intent="greet")
    assert [reply.key for reply in turn.replies] == ["greeting"]
    assert turn.state.offer is None


def test_a_company_that_was_sanctioned_is_named_with_the_signs() -> None:
    turn = take(START, "PT Putra Timur Mandiri tawar kerja, mama dikasih uang 2 juta", intent="check_offer")
    assert [reply.key for reply in turn.replies] == ["offer_danger", "agency_suspended", "offer_go_on"]


def test_after_an_hour_nothing_of_it_is_left() -> None:
    turn = answered(("ya",))
    later = TurnMessage(Channel.SMS, NOON + timedelta(minutes=61))
    next_holder = take_turn(turn.state, later, understanding_of({"says": "ya", "intent": "affirm"}), DIRECTORY)
    assert next_holder.state.offer is None
    assert [reply.key for reply in next_holder.replies] == ["acknowledged"]


@pytest.mark.parametrize("word", ["MENU", "LAPOR", "STATUS", "BERHENTI", "HAPUS", "BATAL"])
def test_a_command_ends_it(word: str) -> None:
    assert take(answered(("ya",)).state, word).state.offer is None


@pytest.mark.parametrize("word", ["LAGI", "BAHASA", "CEK PT Bidar Timur"])
def test_these_do_not_end_it(word: str) -> None:
    before = answered(("ya",)).state.offer
    assert take(answered(("ya",)).state, word).state.offer == before


def test_danger_ends_it_at_once() -> None:
    turn = take(answered(("ya",)).state, "tolong saya disekap")
    assert turn.replies[0].key == "emergency"
    assert turn.state.offer is None


def test_a_question_of_their_own_is_answered_and_ours_stands_again() -> None:
    turn = take(answered(("tidak",)).state, "apa itu visa kerja", intent=Intent.ASK_VISA.value)
    assert [reply.key for reply in turn.replies] == ["ask_visa", "offer_q_family_money"]


def test_the_grades() -> None:
    medium = [flag for flag, severity in SEVERITY.items() if severity is Severity.MEDIUM]
    assert grade([]) is OfferGrade.UNKNOWN
    assert grade(medium) is OfferGrade.CAREFUL
    assert grade([*medium, "RF_UNDER_18"]) is OfferGrade.DANGER
    assert gravest_first([medium[0], "RF_UNDER_18", medium[0]]) == ("RF_UNDER_18", medium[0])


@pytest.mark.parametrize("farewell", ["terima kasih kak", "terima kasih, sudah cukup", "sampai jumpa"])
def test_who_says_goodbye_learns_the_signs_first(farewell: str) -> None:
    turn = take(answered(("belum 18", "tidak")).state, farewell, intent="thanks")
    assert [reply.key for reply in turn.replies] == ["offer_danger_under_18"]


def test_a_result_is_not_told_twice() -> None:
    turn = take(START, "besok disuruh berangkat pakai visa turis", intent="check_offer")
    assert [reply.key for reply in take(turn.state, "BATAL").replies] == ["offer_stopped"]


def test_a_statement_with_a_condition_is_told_and_not_asked() -> None:
    turn = take(answered(("tidak",)).state, "dia bilang kalau kabur denda 20 juta", intent="ask_cancellation_penalty")
    assert "flag_contract_penalty" in turn.replies[0].parts


def test_inside_indonesia_no_visa_is_asked_for() -> None:
    turn = take(START, "cek tawaran: kerja di Batam, naik kapal, tidak pakai visa", intent="check_offer")
    assert "flag_visit_visa" not in turn.replies[0].parts
    asked = set()
    turn = take(turn.state, "ya")
    while turn.state.offer and turn.state.offer.question:
        asked.add(turn.state.offer.question)
        turn = take(turn.state, "lewati")
    assert "offer_q_visit_visa" not in asked


def test_signs_in_what_was_not_understood_begin_a_check() -> None:
    turn = take(START, "dong su kas mama 10 juta", intent="ask_salary", confidence=0.3, decision="ask_back")
    assert [reply.key for reply in turn.replies] == ["offer_danger", "offer_go_on"]
    unsure = {"intent": "ask_salary", "confidence": 0.3, "decision": "ask_back", "others": ["ask_visa", "ask_cost"]}
    abroad = take(START, "saya di Malaysia, paspor dia pegang", **unsure)
    assert abroad.replies[0].key == "ask_back"
    there = take(START, "PT Putra Timur Mandiri ajak kerja di Malaysia", **unsure)
    assert [reply.key for reply in there.replies] == ["offer_unknown", "agency_suspended", "offer_go_on"]


@pytest.mark.parametrize(
    ("says", "intent"), [("anak saya hilang", "missing_relative"), ("saya mau lapor", "report_recruiter")]
)
def test_what_is_graver_ends_the_check(says: str, intent: str) -> None:
    turn = take(answered(("tidak",)).state, says, intent=intent)
    assert len(turn.replies) == 1
    assert turn.state.offer is None


def test_a_menu_in_the_middle_keeps_its_lines() -> None:
    turn = take(answered(("tidak",)).state, "apa saja yang bisa saya tanya", intent="ask_help")
    assert [reply.key for reply in turn.replies] == ["menu"]
    assert turn.replies[0].choices


def test_an_age_in_the_story_is_not_asked_for_again() -> None:
    grown = take(START, "om kasih mama uang 2 juta, saya umur 22, cek tawaran ini", intent="check_offer")
    assert take(grown.state, "ya").replies[0].key != "offer_q_under_18"
    child = take(answered(("lewati",)).state, "dong ajak be pung adi umur 15 juga ke sana")
    assert "flag_under_18" in child.replies[0].parts
