"""Do what a turn wants done, inside the turn's transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from bot.conversation.effects import Effect, EraseContact, RateAnswer, StartContact, StopContact
from bot.reports.takeover import WhyEnded
from bot.services.case_effects import Doing
from bot.store.case_questions import end_questions_to
from bot.store.erase import erase_conversation
from bot.store.inbox import WaitingMessage
from bot.store.journal import note
from bot.store.people import request_erasure, set_stopped
from bot.store.ratings import count_rating
from bot.store.takeovers import end_takeovers_in


def perform(session: Session, message: WaitingMessage, effects: Sequence[Effect], doing: Doing) -> tuple[UUID, ...]:
    """Do the effects in their order; return the cases that have alerts to send."""
    told = [_perform_one(session, message, effect, doing) for effect in effects]
    return tuple(dict.fromkeys(case_id for case_id in told if case_id is not None))


def _perform_one(session: Session, message: WaitingMessage, effect: Effect, doing: Doing) -> UUID | None:
    match effect:
        case StopContact():
            set_stopped(session, message.conversation_id, doing.now)
            end_takeovers_in(session, message.conversation_id, doing.now, WhyEnded.STOPPED)
            end_questions_to(session, message.conversation_id, doing.now)
        case StartContact():
            set_stopped(session, message.conversation_id, None)
        case EraseContact():
            end_takeovers_in(session, message.conversation_id, doing.now, WhyEnded.STOPPED)
            end_questions_to(session, message.conversation_id, doing.now)
            erase_conversation(session, message.conversation_id, asked_by=message.id)
            request_erasure(session, message.conversation_id, doing.now)
            note(session, doing.now, "person", "erased", str(message.conversation_id))
        case RateAnswer():
            count_rating(session, doing.now, effect.key, effect.language, helped=effect.helped)
        case _:
            return doing.do(effect)
    return None
