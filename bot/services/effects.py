"""Do what a turn wants done, inside the turn's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from bot.conversation.effects import Effect, EraseContact, RateAnswer, StartContact, StopContact
from bot.store.erase import erase_conversation
from bot.store.inbox import WaitingMessage
from bot.store.journal import note
from bot.store.people import request_erasure, set_stopped
from bot.store.ratings import count_rating


def perform(session: Session, message: WaitingMessage, effects: Sequence[Effect], now: datetime) -> None:
    """Do the effects in their order."""
    for effect in effects:
        _perform_one(session, message, effect, now)


def _perform_one(session: Session, message: WaitingMessage, effect: Effect, now: datetime) -> None:
    match effect:
        case StopContact():
            set_stopped(session, message.conversation_id, now)
        case StartContact():
            set_stopped(session, message.conversation_id, None)
        case EraseContact():
            erase_conversation(session, message.conversation_id, asked_by=message.id)
            request_erasure(session, message.conversation_id, now)
            note(session, now, "person", "erased", str(message.conversation_id))
        case RateAnswer():
            count_rating(session, now, effect.key, effect.language, helped=effect.helped)
        case _:
            assert_never(effect)
