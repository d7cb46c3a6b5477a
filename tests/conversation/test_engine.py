"""Whatever a person writes, in whatever order: the engine answers, its state survives JSON, every reply renders."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.engine import take_turn
from bot.conversation.meaning import answer_key
from bot.conversation.state import ConversationState
from bot.conversation.turn import TurnMessage
from bot.errors import CorruptDataError
from bot.vocabulary import FIXED_INTENTS, Channel, Command, Decision, Intent, Language, MessageLanguage
from tests.conversation.transcript import CATALOG, DIRECTORY, texts_of
from tests.factories import NOON, understood

_MOST_SEGMENTS_CHARACTERS = 1_600
"""Twilio's limit for one message body."""

events = st.builds(
    understood,
    intent=st.sampled_from(Intent),
    decision=st.sampled_from(Decision),
    language=st.sampled_from(MessageLanguage),
    others=st.lists(st.sampled_from(Intent), max_size=4).map(tuple),
    command=st.none() | st.sampled_from(Command),
    command_language=st.none() | st.sampled_from(Language),
    number=st.none() | st.integers(0, 25),
    country=st.sampled_from([None, "ID", "MY", "TW", "XX"]),
)
messages = st.builds(
    TurnMessage,
    channel=st.sampled_from(Channel),
    received_at=st.integers(0, 80).map(lambda hours: NOON + timedelta(hours=hours)),
    has_text=st.booleans(),
    has_media=st.booleans(),
    home_country=st.sampled_from([None, "ID", "MY"]),
    provider_opt_out=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(messages, events), max_size=8))
def test_any_conversation_goes_on(steps: list[tuple[TurnMessage, object]]) -> None:
    state = ConversationState()
    for message, event in steps:
        turn = take_turn(state, message, event, DIRECTORY)  # type: ignore[arg-type]
        state = ConversationState.from_json(turn.state.to_json())
        assert state == turn.state
        for text in texts_of(turn, message.channel):
            assert 0 < len(text) <= _MOST_SEGMENTS_CHARACTERS


@given(messages, events)
@settings(deadline=None)
def test_after_stop_only_danger_is_answered(message: TurnMessage, event: object) -> None:
    stopped = ConversationState(stopped=True)
    turn = take_turn(stopped, message, event, DIRECTORY)  # type: ignore[arg-type]
    keys = {reply.key for reply in turn.replies}
    if getattr(event, "command", None) is Command.START and not message.provider_opt_out:
        assert keys == {"started"}
    else:
        assert keys <= {"emergency", "emergency_abroad"}


@pytest.mark.parametrize("intent", FIXED_INTENTS)
@pytest.mark.parametrize("channel", Channel)
def test_every_intent_has_an_answer(intent: Intent, channel: Channel) -> None:
    message = TurnMessage(channel, NOON)
    turn = take_turn(ConversationState(greeted=True), message, understood(intent), DIRECTORY)
    assert turn.replies
    assert all(texts_of(turn, channel))


def test_every_faq_intent_is_routed_to_its_own_answer() -> None:
    for intent in FIXED_INTENTS:
        if intent.kind.value == "faq":
            assert answer_key(intent) == intent.value
            assert intent.value in CATALOG


def test_the_same_input_gives_the_same_turn() -> None:
    message = TurnMessage(Channel.SMS, NOON)
    first = take_turn(ConversationState(), message, understood(), DIRECTORY)
    assert first == take_turn(ConversationState(), message, understood(), DIRECTORY)


@pytest.mark.parametrize(
    "stored",
    ["", "{}", "[]", "null", '{"version": 99}', '{"version": 1, "language": "xx", "choices": []}', "{", '"text"'],
)
def test_an_unreadable_state_says_so(stored: str) -> None:
    with pytest.raises(CorruptDataError):
        ConversationState.from_json(stored)


def test_emergency_numbers_go_out_alone() -> None:
    event = understood(Intent.EMERGENCY)
    both = replace(event, ranking=(event.ranking[0], replace(event.ranking[1], confidence=0.6)))
    turn = take_turn(ConversationState(), TurnMessage(Channel.SMS, NOON), both, DIRECTORY)
    assert [reply.key for reply in turn.replies] == ["emergency"]
