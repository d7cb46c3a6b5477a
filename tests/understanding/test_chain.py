import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.chain import Chain
from bot.understanding.rasa import RasaClient
from bot.understanding.report import as_json
from bot.vocabulary import Command, Decision, Intent, Language
from tests.understanding.nlu_double import nlu_double

KEYWORDS_ONLY = Chain(None)


def test_a_command_needs_no_model_and_is_acted_on():
    understood = KEYWORDS_ONLY.understand("BAHASA DAWAN")
    assert understood.command is Command.LANGUAGE
    assert understood.command_language is Language.AOZ
    assert (understood.intent, understood.decision) == (Intent.CHOOSE_LANGUAGE, Decision.ACT)


def test_status_keeps_its_code():
    understood = KEYWORDS_ONLY.understand("status NTT-7K3QX")
    assert (understood.command, understood.command_argument) == (Command.STATUS, "NTT-7K3QX")


@pytest.mark.parametrize("text", ["cek adik disekap majikan", "CEK ADIK DIPUKUL BOS", "status saya disekap"])
def test_danger_goes_before_a_command_with_more_behind_it(text):
    understood = KEYWORDS_ONLY.understand(text)
    assert (understood.command, understood.intent, understood.decision) == (None, Intent.EMERGENCY, Decision.ACT)


def test_a_check_without_danger_and_a_bare_command_stay_commands():
    assert KEYWORDS_ONLY.understand("CEK contoh abadi").command is Command.CHECK
    assert KEYWORDS_ONLY.understand("STOP").command is Command.STOP
    assert KEYWORDS_ONLY.understand("STATUS SAKIT").command is None


def test_a_number_alone_is_unclear_and_kept():
    understood = KEYWORDS_ONLY.understand("no 2")
    assert (understood.number, understood.decision) == (2, Decision.UNCLEAR)


def _parsed(**confidences: float) -> dict:
    return {
        "intent_ranking": [{"name": name, "confidence": share} for name, share in confidences.items()],
    }


SAID = "gaji belum dibayar dan saya dipukul di Johor"


def test_a_danger_phrase_and_a_model_that_agrees_make_an_emergency_and_keep_the_question():
    with nlu_double() as double:
        double.body = _parsed(emergency=0.75, ask_unpaid_wages=0.2, ask_cost=0.05)
        understood = Chain(RasaClient(double.url, "t")).understand(SAID)
    assert (understood.intent, understood.confidence, understood.decision) == (Intent.EMERGENCY, 1.0, Decision.ACT)
    assert understood.urgent
    assert understood.country == "MY"
    assert understood.ranking[1].intent is Intent.ASK_UNPAID_WAGES


def test_a_danger_phrase_that_the_model_only_suspects_gives_the_numbers_and_asks():
    with nlu_double() as double:
        double.body = _parsed(ask_unpaid_wages=0.8, ask_cost=0.1, emergency=0.05)
        understood = Chain(RasaClient(double.url, "t")).understand(SAID)
    assert (understood.intent, understood.decision, understood.danger) == (
        Intent.EMERGENCY,
        Decision.ASK_BACK,
        "beaten",
    )


def test_where_the_model_is_nearly_sure_that_it_is_none_the_emergency_is_offered_and_the_phrase_kept():
    with nlu_double() as double:
        double.body = _parsed(out_of_scope=0.97, greet=0.01, emergency=0.001)
        understood = Chain(RasaClient(double.url, "t")).understand("hatiku dipukul kenyataan, dia pilih yang lain")
    assert understood.danger == "beaten"
    assert (understood.intent, understood.decision) == (Intent.OUT_OF_SCOPE, Decision.ASK_BACK)
    assert understood.ranking[1].intent is Intent.EMERGENCY
    assert not understood.urgent


def test_a_wish_to_die_is_believed_whatever_the_model_says():
    with nlu_double() as double:
        double.body = _parsed(out_of_scope=0.97, greet=0.01, emergency=0.001)
        understood = Chain(RasaClient(double.url, "t")).understand("saya mau mati saja")
    assert (understood.intent, understood.decision) == (Intent.EMERGENCY, Decision.ACT)


def test_a_child_that_is_held_is_believed_whatever_the_model_says():
    with nlu_double() as double:
        double.body = _parsed(ask_withheld_passport=0.98, greet=0.01, emergency=0.001)
        understood = Chain(RasaClient(double.url, "t")).understand("anak saya ditahan perekrut")
    assert (understood.intent, understood.decision, understood.danger) == (
        Intent.EMERGENCY,
        Decision.ACT,
        "child_held",
    )


def test_an_everyday_phrase_that_only_the_model_takes_for_danger_is_none():
    with nlu_double() as double:
        double.body = _parsed(emergency=0.99, out_of_scope=0.005, greet=0.001)
        understood = Chain(RasaClient(double.url, "t")).understand("hp sy mati tadi")
        heard = Chain(RasaClient(double.url, "t")).understand("hp sy mau mati, tolong cepat")
    assert understood.decision is Decision.UNCLEAR
    assert Intent.EMERGENCY not in {ranked.intent for ranked in understood.ranking}
    assert (heard.intent, heard.decision) == (Intent.EMERGENCY, Decision.ACT)


def test_without_a_model_danger_phrases_decide_alone():
    with nlu_double() as double:
        double.status = 500
        understood = Chain(RasaClient(double.url, "t")).understand("saya dipukul majikan sekarang")
    assert (understood.intent, understood.decision, understood.degraded) == (Intent.EMERGENCY, Decision.ACT, True)


def test_the_model_answers_and_rules_add_what_has_a_shape():
    with nlu_double() as double:
        understood = Chain(RasaClient(double.url, "t")).understand("paspor dan biaya 5 juta ke Taiwan berapa")
    assert (understood.source, understood.intent, understood.decision) == ("rasa", Intent.ASK_COST, Decision.ACT)
    assert {entity.entity for entity in understood.entities} == {"document", "money_amount", "country"}
    assert not understood.degraded


def test_without_a_server_keywords_answer_and_say_so():
    with nlu_double() as double:
        url = double.url
    understood = Chain(RasaClient(url, "t")).understand("biaya ke malaysia berapa")
    assert (understood.source, understood.degraded, understood.intent) == ("keywords", True, Intent.ASK_COST)


def test_a_short_ranking_is_filled_up():
    with nlu_double() as double:
        double.body = {"intent_ranking": [{"name": "greet", "confidence": 0.9}]}
        assert len(Chain(RasaClient(double.url, "t")).understand("tabe e kaka").ranking) >= 3


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=300))
def test_no_text_raises_and_the_json_line_has_its_shape(text):
    check_line(text)


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "👍🏽" * 500, "a" * 100_000, "NTT-" * 5_000, "5." * 5_000, "٣"])
def test_odd_and_huge_texts_do_no_harm(text):
    check_line(text)


def check_line(text: str) -> None:
    line = as_json(KEYWORDS_ONLY.understand(text))
    assert list(line) == [
        "text",
        "language",
        "language_confidence",
        "intent",
        "confidence",
        "ranking",
        "decision",
        "urgent",
        "entities",
        "source",
    ]
    assert line["text"] == text
    assert line["intent"] == line["ranking"][0]["name"]
    assert len(line["ranking"]) >= 3
    assert all(text[piece["start"] : piece["end"]] == piece["value"] for piece in line["entities"])
    json.dumps(line)
