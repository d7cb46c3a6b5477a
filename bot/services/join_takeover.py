"""An officer joins a person's conversation, writes in it, and hands it back to the bot."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.reports.case_codes import read_code
from bot.reports.officer_words import Hint
from bot.reports.takeover import TakeoverState, WhyEnded
from bot.services.acting import Acting
from bot.services.handle_case import Who, open_for
from bot.services.replies import Wording
from bot.services.takeover_words import measure_words
from bot.services.takeovers import end_open_takeover, queue_to_author, tell_author, why_over
from bot.store.cases import add_event
from bot.store.journal import note_case, officer_actor
from bot.store.leases import lock_conversation
from bot.store.outbox import Content
from bot.store.tables.cases import Case
from bot.store.tables.takeovers import TakeoverRow
from bot.store.takeovers import add_line, line_with_id, pace_of, takeovers_of
from bot.vocabulary import Language

_NOT_NOW = "the reporter does not allow messages now: ask them again"


@dataclass(frozen=True)
class _Part:
    """An officer's part in a conversation, locked for one act. ``holds``: they may still write."""

    session: Session
    case: Case
    row: TakeoverRow
    officer: UUID
    now: datetime
    holds: bool

    def note(self, action: str, detail: str = "") -> None:
        note_case(self.session, self.now, self.officer, action, self.case.id, detail)


def join(acting: Acting, wording: Wording, code: str, officer: Who) -> None:
    """Join: from now on the bot is silent there, and says so. Raises BadInputError where it is not allowed any more."""
    with _part(acting, code, officer) as part:
        _refuse_over(part)
        if part.row.state == TakeoverState.JOINED.value:
            return
        part.row.state, part.row.joined_at = TakeoverState.JOINED.value, part.now
        tell_author(part.session, acting.store.vault, wording, part.case, "takeover_joined", part.now)
        add_event(part.session, part.case, part.now, officer_actor(part.officer), "takeover_joined")
        part.note("joined_conversation")


def write(
    acting: Acting, wording: Wording, code: str, officer: Who, line_id: UUID, text: str, *, sure: bool = False
) -> Mapping[Hint, tuple[str, ...]]:
    """Send what the officer wrote. Returns words to think about first, and then nothing was sent unless ``sure``.

    ``line_id``: made with the form, so that what is sent twice goes out once. Raises BadInputError for what must not
    go out, for too much, and where the officer may not write any more; what was typed is the caller's to keep.
    """
    with _part(acting, code, officer) as part:
        earlier = line_with_id(part.session, line_id)
        if earlier is not None and earlier.takeover_id == part.row.id:
            return {}
        _refuse_over(part)
        if part.row.state != TakeoverState.JOINED.value or earlier is not None:
            raise BadInputError("join the conversation first")
        measured = measure_words(part.session, acting.store.vault, wording, part.case, text)
        if measured.hints and not sure:
            return measured.hints
        content = Content(measured.sent, Language.ID.value, measured.size.count if measured.size else 0)
        (outbox_id,) = queue_to_author(part.session, acting.store.vault, part.case, (content,), part.now)
        add_line(part.session, acting.store.vault, part.row, line_id, measured.sent, outbox_id, part.now)
        part.note("wrote_to_reporter", line_id.hex)
    return {}


def hand_back(acting: Acting, wording: Wording, code: str, officer: Who) -> None:
    """Let the bot answer again; the person is told, while the same hands hold the phone. Twice is no fault."""
    with _part(acting, code, officer) as part:
        if part.row.state == TakeoverState.ENDED.value:
            return
        joined = part.row.state == TakeoverState.JOINED.value
        end_open_takeover(part.session, part.case, part.now, WhyEnded.OFFICER, officer_actor(part.officer))
        if joined and part.holds and pace_of(part.row).same_hands(part.now):
            tell_author(part.session, acting.store.vault, wording, part.case, "takeover_over", part.now)
        part.note("left_conversation")


def _refuse_over(part: _Part) -> None:
    if not part.holds or part.row.state == TakeoverState.ENDED.value:
        raise BadInputError(_NOT_NOW)


@contextmanager
def _part(acting: Acting, code: str, officer: Who) -> Iterator[_Part]:
    """Open the newest part of an officer in the conversation about a case. Raises BadInputError where there is none."""
    now = acting.clock.now()
    with acting.store.writing() as session:
        conversation_id = session.scalar(select(Case.conversation_id).where(Case.code == read_code(code).code))
        if conversation_id is not None:
            lock_conversation(session, conversation_id)  # always before the case: turns lock so as well
        case, officer_id = open_for(acting.store, session, code, officer)
        row = next(reversed(takeovers_of(session, case.id)), None)
        if row is None or row.officer_id != officer_id:
            raise BadInputError(_NOT_NOW)
        holds = why_over(session, acting.store.vault, row, now) is None
        yield _Part(session, case, row, officer_id, now, holds)
    if conversation_id is not None:
        acting.bell.ring_send(conversation_id)
