"""What officers do with a case in the console: one transaction on it, its history, and the alerts that follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.reports.case_work import LONGEST_REASON
from bot.services.bell import Bell
from bot.services.handle_case import Who, case_of
from bot.services.tell_news import tell_news
from bot.services.tell_officers import SetUp
from bot.store.alerts import has_waiting
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor
from bot.store.tables.cases import Case
from bot.store.vault import Vault


@dataclass(frozen=True)
class Acting:
    """All that acting on cases needs."""

    store: Store
    clock: Clock
    set_up: SetUp
    bell: Bell


@dataclass(frozen=True)
class Act:
    """A case locked for one act of an officer."""

    session: Session
    vault: Vault
    case: Case
    officer: UUID
    now: datetime
    set_up: SetUp

    def record(self, event: str, detail: str = "", reason: str = "", *, action: str, noted: str = "") -> None:
        """Put a step into the case's history, with a reason in the officer's words, and the act into the audit log.

        ``noted``: what stands before the detail there.
        """
        sealed = (self.vault, reason) if reason else None
        add_event(self.session, self.case, self.now, officer_actor(self.officer), event, detail, reason=sealed)
        self.note(action, f"{noted} {detail}".strip())

    def note(self, action: str, detail: str = "") -> None:
        """Put an act into the audit log."""
        note_case(self.session, self.now, self.officer, action, self.case.id, detail)

    def tell(self, officer: UUID | None) -> None:
        """Alert another officer of news in the case, at once, where they may read it."""
        if officer is not None and officer != self.officer:
            tell_news(self.session, self.vault, self.case, officer, self.now, self.set_up, at_once=True)


@contextmanager
def act_on(acting: Acting, code: str, officer: Who, seen: int | None = None) -> Iterator[Act]:
    """Open a case for an act; alerts that it queues are rung for. Raises BadInputError, see ``case_of``."""
    with case_of(acting.store, code, officer, seen) as (session, case, officer_id):
        case_id = case.id
        yield Act(session, acting.store.vault, case, officer_id, acting.clock.now(), acting.set_up)
        session.flush()
        rings = has_waiting(session, case_id)
    if rings:
        acting.bell.ring_alert(case_id)


def refuse_ended(case: Case) -> None:
    """Raise BadInputError for a case on which nobody works any more."""
    if case.closed_at is not None:
        raise BadInputError("the case is closed or was taken back")


def said_why(reason: str) -> str:
    """Return a reason as it is kept. Raises BadInputError for none, and for a very long one."""
    if not reason.strip():
        raise BadInputError("say why: the reason stays in the case's history")
    if len(reason) > LONGEST_REASON:
        raise BadInputError("a reason has at most 1,000 characters")
    return reason.strip()


def worded(text: str, longest: int, problem: str) -> str:
    """Return what an officer typed. Raises BadInputError(problem) for nothing, too much, or what no column takes."""
    kept = text.replace("\r\n", "\n").strip()
    if not kept or len(kept) > longest or "\0" in kept:
        raise BadInputError(problem)
    return kept
