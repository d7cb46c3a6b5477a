"""An added topic in a conversation: answered like any question, and nothing at all where it is not there (any more)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answers.catalog import Catalog
from bot.answers.model import Answer
from bot.conversation.engine import take_turn
from bot.conversation.meaning import intent_of
from bot.conversation.report_state import DangerTalk
from bot.conversation.state import ConversationState, Paging
from bot.conversation.turn import Turn, TurnMessage
from bot.services.replies import compose
from bot.services.turn_directory import TurnDirectory
from bot.understanding.model import RankedIntent, Understanding
from bot.vocabulary import Channel, Command, Decision, Intent
from tests.conversation.transcript import CATALOG, CONTEXT, DIRECTORY
from tests.factories import NOON, understood

TOPIC = "topic_akta_lahir"
AKTA = Answer(
    TOPIC, "added", "Akta lahir", "Urus di Dukcapil. Ketik LAGI.", "Urus di Dukcapil.", ("ask_cost", "ask_age")
)
WITH_TOPIC = Catalog([*CATALOG.answers(), AKTA], CATALOG.translations(), CATALOG.hotlines)
HAS = TurnDirectory(WITH_TOPIC, CONTEXT, DIRECTORY.agencies)
GREETED = ConversationState(greeted=True)


def says(*ranking: tuple[str, float], decision: Decision = Decision.ACT, **more: object) -> Understanding:
    """What the model makes of a message, by the names of its intents."""
    ranked = tuple(
        RankedIntent(Intent.ADDED_TOPIC, share, name) if name == TOPIC else RankedIntent(Intent(name), share)
        for name, share in ranking
    )
    return replace(understood(**more), ranking=ranked, decision=decision)


def turn(event: Understanding, directory: TurnDirectory = HAS, state: ConversationState = GREETED) -> Turn:
    done = take_turn(state, TurnMessage(Channel.SMS, NOON), event, directory)
    compose(done.replies, Channel.SMS, directory.catalog, CONTEXT)
    assert ConversationState.from_json(done.state.to_json()) == done.state
    return done


def keys(done: Turn) -> list[str]:
    return [reply.key for reply in done.replies]


def test_a_message_about_the_topic_gets_its_answer_and_its_pages() -> None:
    first = turn(says((TOPIC, 0.8), ("ask_cost", 0.1)))
    assert keys(first) == [TOPIC]
    assert first.state.paging
    assert first.state.paging.key == TOPIC
    assert not first.state.given, "what admins add may be delicate: it is never rated"


def test_a_list_offers_it_by_its_title_and_its_number_gives_it() -> None:
    asked = turn(says(("ask_cost", 0.3), (TOPIC, 0.25), decision=Decision.ASK_BACK))
    assert asked.replies[0].choices == ("ask_cost", TOPIC)
    (content,) = compose(asked.replies, Channel.SMS, WITH_TOPIC, CONTEXT)
    assert "2 Akta lahir" in content.text.replace(".", "").replace(")", "")
    assert keys(turn(understood(number=2), state=asked.state)) == [TOPIC]
    assert intent_of(TOPIC) is Intent.ADDED_TOPIC


@pytest.mark.parametrize(
    ("ranking", "wanted"),
    [
        (((TOPIC, 0.9), ("ask_cost", 0.03), ("greet", 0.01)), ["not_understood"]),
        (((TOPIC, 0.5), ("ask_cost", 0.3), ("ask_age", 0.1)), ["ask_back"]),
        (((TOPIC, 0.3), ("ask_cost", 0.6), ("ask_age", 0.01)), ["ask_cost"]),
    ],
)
def test_a_topic_that_is_not_here_counts_as_nothing(ranking: tuple[tuple[str, float], ...], wanted: list[str]) -> None:
    assert keys(turn(says(*sorted(ranking, key=lambda one: -one[1])), DIRECTORY)) == wanted


def test_an_event_without_a_name_is_no_topic() -> None:
    assert keys(turn(understood(Intent.ADDED_TOPIC, others=()))) == ["not_understood"]


def test_danger_goes_before_a_topic() -> None:
    cry = says((TOPIC, 0.9), ("emergency", 0.02), decision=Decision.ASK_BACK, danger="beaten")
    for directory in (HAS, DIRECTORY):
        assert keys(turn(cry, directory))[0] == "emergency"


def test_a_topic_that_goes_while_it_is_read_leaves_no_fault() -> None:
    reading = GREETED.but(paging=Paging(TOPIC, 1, NOON + timedelta(hours=2)))
    assert keys(turn(understood(command=Command.MORE), DIRECTORY, reading)) == ["nothing_more"]
    listed = GREETED.asking(NOON, choices=(TOPIC, "ask_cost", "ask_age"))
    assert keys(turn(understood(number=1), DIRECTORY, listed)) == ["not_understood"]
    assert keys(turn(understood(number=2), DIRECTORY, listed)) == ["ask_cost"]
    again = turn(understood(number=9), DIRECTORY, listed)
    assert again.replies[0].choices == again.state.choices == ("ask_cost", "ask_age")
    only = GREETED.asking(NOON, choices=(TOPIC,))
    assert keys(turn(understood(number=9), DIRECTORY, only)) == ["not_understood"]
    talk = GREETED.but(danger=DangerTalk(NOON, "danger_q_now", choices=(TOPIC, "ask_cost")))
    assert turn(understood(Intent.DENY, text="tidak"), DIRECTORY, talk).replies
