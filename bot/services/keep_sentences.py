"""Keep, redacted, what was not understood or asked back, and what the person then chose: inside the turn.

A kept row has no link to its message, but while the message's own text is there the row can be found by redacting
that text again: so a choice reaches its row, and a row goes when the conversation turns out to be private or is erased.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA
from bot.conversation.effects import EraseContact
from bot.conversation.meaning import intent_of
from bot.conversation.state import ConversationState
from bot.conversation.turn import Turn
from bot.services.private_turns import QUIET, is_private, may_be_private, was_private
from bot.store.inbox import WaitingMessage
from bot.store.journal import was_noted
from bot.store.past_turns import PastTurn, past_turns
from bot.store.sentences import keep_sentence, note_choice, withdraw
from bot.store.vault import Vault
from bot.training.redaction import has_words, redact
from bot.training.sentence import MAX_CHARS, Guess, NewSentence, Reason
from bot.understanding.model import Understanding
from bot.vocabulary import Intent

log = logging.getLogger(__name__)

_REASONS = {"not_understood": Reason.UNCLEAR, "ask_back": Reason.ASKED_BACK}
_GUESSES = 3


@dataclass(frozen=True)
class TakenTurn:
    """One turn with what went in and what came out. ``before`` is the state the turn began with."""

    message: WaitingMessage
    before: ConversationState
    understood: Understanding
    turn: Turn


@dataclass(frozen=True)
class SentenceKeeper:
    """Keeps sentences for labelling. ``served_model`` names the model that understands now; None when unknown."""

    enabled: bool = True
    served_model: Callable[[], str | None] = lambda: None

    def look_at(self, session: Session, vault: Vault, taken: TakenTurn, now: datetime) -> None:
        """Keep what the turn teaches, and take back what must not stay. Never fails a turn: a fault is logged.

        Call it before the turn's effects are done: what is erased cannot be found any more.
        """
        try:
            with session.begin_nested():
                self._look_at(session, vault, taken, now)
        except Exception as fault:
            # The type only: the text of a fault may hold what the person wrote.
            log.error("nothing kept of message %s: %s", taken.message.id, type(fault).__name__)

    def _look_at(self, session: Session, vault: Vault, taken: TakenTurn, now: datetime) -> None:
        if is_private(taken.understood, taken.turn):
            _take_back(session, vault, taken)
        elif self.enabled and not taken.before.stopped and not taken.turn.state.stopped:
            picked = _picked(taken)
            if picked is not None:
                _note_pick(session, vault, taken, picked)
            elif (reason := _reason(taken)) and not _is_closed(session, vault, taken):
                self._keep(session, vault, taken, reason, now)

    def _keep(self, session: Session, vault: Vault, taken: TakenTurn, reason: Reason, now: datetime) -> None:
        text = redact(taken.message.text)
        if not has_words(text):
            return
        understood = taken.understood
        best = understood.ranking[:_GUESSES]
        new = NewSentence(
            kept_on=now.astimezone(WITA).date(),
            text=text,
            language=understood.language.language.value,
            guesses=tuple(Guess(ranked.name, round(ranked.confidence, 4)) for ranked in best),
            reason=reason,
            model=self.served_model() if understood.source == "rasa" else None,
        )
        keep_sentence(session, vault, new)


def _reason(taken: TakenTurn) -> Reason | None:
    """Return why the message is to be kept, None when it is not."""
    text, understood = taken.message.text, taken.understood
    if len(text) > MAX_CHARS or not text.strip() or taken.before.pending:
        return None
    if understood.command is not None or understood.number is not None:
        return None
    reply = next((reply for reply in taken.turn.replies if reply.key in _REASONS), None)
    if reply is None or may_be_private(understood, reply.choices if reply.key == "ask_back" else ()):
        return None
    return _REASONS[reply.key]


def _is_closed(session: Session, vault: Vault, taken: TakenTurn) -> bool:
    """Tell whether nothing of this conversation is kept: it was private lately, or was erased once."""
    recent = _past(session, vault, taken, recent=True)
    erased = was_noted(session, "erased", str(taken.message.conversation_id))
    return erased or any(was_private(past.outcome) for past in recent)


def _picked(taken: TakenTurn) -> str | None:
    """Return the answer key the person picked by number, None when the message is no pick."""
    choices, number = taken.before.choices, taken.understood.number
    return choices[number - 1] if number is not None and 1 <= number <= len(choices) else None


def _note_pick(session: Session, vault: Vault, taken: TakenTurn, picked: str) -> None:
    intent, asked = intent_of(picked), _asked(session, vault, taken)
    if intent is not None and asked is not None and asked.text is not None:
        note_choice(session, vault, redact(asked.text), picked if intent is Intent.ADDED_TOPIC else intent.value)


def _asked(session: Session, vault: Vault, taken: TakenTurn) -> PastTurn | None:
    """Return the turn whose list the number answers; numbers outside the list stand between at most."""
    for past in _past(session, vault, taken, recent=True):
        if past.answers.isdisjoint(_REASONS):
            return None
        if past.text is not None and has_words(past.text):
            return past
    return None


def _take_back(session: Session, vault: Vault, taken: TakenTurn) -> None:
    """Delete what was kept of a conversation that is private: of the last day, or all when it is erased."""
    recent = EraseContact() not in taken.turn.effects
    past = _past(session, vault, taken, recent=recent)
    texts = [one.text for one in past if one.text is not None and not one.answers.isdisjoint(_REASONS)]
    withdraw(session, vault, {redact(text) for text in texts if len(text) <= MAX_CHARS})


def _past(session: Session, vault: Vault, taken: TakenTurn, *, recent: bool) -> Iterator[PastTurn]:
    conversation_id: UUID = taken.message.conversation_id
    since = taken.message.received_at - QUIET if recent else None
    return past_turns(session, vault, conversation_id, taken.message.id, since)
