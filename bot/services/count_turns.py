"""Count messages by what became of them, and people by month, for the overview: inside the turn, nothing personal.

What is about danger, a report or a person's own data (private_turns.py) is counted with greetings and thanks: nobody
can tell from the counts how many wrote about a report.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.answers.answer_rules import is_question
from bot.answers.catalog import Catalog
from bot.clock import WITA
from bot.conversation.turn import Turn
from bot.messaging.simulated import is_simulated
from bot.services.keep_sentences import TakenTurn
from bot.services.private_turns import is_private
from bot.store.daily_counts import Counted, CountKind, count_all, local_day
from bot.store.people import Recipient, last_turn_at
from bot.understanding.model import Understanding
from bot.vocabulary import Word

NOT_PEOPLE = ("simulator", "talk")
"""Providers whose messages nobody sent from a telephone: the console's simulator and ``bot talk``."""


class Outcome(Word):
    """What became of a message. ``other``: small talk, and everything private."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    UNCLEAR = "unclear"
    COMMAND = "command"
    OTHER = "other"


class Visit(Word):
    """A person's first message of a month: their first ever (as far as is known after retention), or again."""

    NEW = "new"
    AGAIN = "again"


def is_counted(person: Recipient) -> bool:
    """Tell whether a message comes from somebody's telephone."""
    return person.provider not in NOT_PEOPLE and not (person.address and is_simulated(person.address))


def count_turn(session: Session, taken: TakenTurn, person: Recipient, catalog: Catalog, now: datetime) -> None:
    """Count one turn, and its author where it is their first of the month. Call it before the state is written."""
    if not is_counted(person):
        return
    channel, language = person.channel.value, taken.understood.language.language.value
    outcome = result_of(taken.understood, taken.turn, catalog)
    count_all(session, local_day(now), [Counted(CountKind.TURN, outcome.value, channel, language)])
    visit = _visit(session, taken.message.conversation_id, now)
    if visit is not None:
        count_all(session, local_day(now).replace(day=1), [Counted(CountKind.PEOPLE, visit.value, channel)])


def result_of(understood: Understanding, turn: Turn, catalog: Catalog) -> Outcome:
    """Return what became of a message."""
    given = {reply.key for reply in turn.replies}
    if is_private(understood, turn):
        return Outcome.OTHER
    if understood.command is not None or understood.number is not None:
        return Outcome.COMMAND
    if "not_understood" in given:
        return Outcome.UNCLEAR
    if "ask_back" in given:
        return Outcome.ASKED_BACK
    answered = any(key in catalog and is_question(catalog.answer(key)) for key in given)
    return Outcome.ANSWERED if answered else Outcome.OTHER


def _visit(session: Session, conversation_id: UUID, now: datetime) -> Visit | None:
    before = last_turn_at(session, conversation_id)
    if before is None:
        return Visit.NEW
    month = now.astimezone(WITA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Visit.AGAIN if before < month else None
