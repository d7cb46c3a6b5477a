"""How reports are taken on this installation, and what one turn may look up about cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA
from bot.conversation.turn import KnownCase, ReportRules, Takeover
from bot.messaging.address import phone_of
from bot.reports.case_codes import read_code
from bot.reports.case_questions import CaseQuestion
from bot.reports.cases import CaseState, PassTo
from bot.reports.takeover import TakeoverState
from bot.services.takeovers import why_over
from bot.services.tell_officers import NOTHING_SET_UP, SetUp, route_of
from bot.store.alerts import was_told
from bot.store.case_questions import open_question
from bot.store.cases import Author, case_with_code, case_with_word, fresh_code, is_own, open_danger
from bot.store.code_tries import may_try
from bot.store.evidence import tells_a_place
from bot.store.officers import has_reader, institutions_on_duty, officer_with_phone, officers_on_duty
from bot.store.people import Recipient
from bot.store.tables.cases import Case
from bot.store.takeovers import takeover_in
from bot.store.vault import Vault

_OPEN = frozenset({CaseState.RECEIVED.value, CaseState.TAKEN.value, CaseState.PASSED_ON.value})


@dataclass(frozen=True)
class ReportDesk:
    """What an operator set. ``random`` draws the case codes."""

    sleeps_after: timedelta = timedelta(minutes=60)
    set_up: SetUp = NOTHING_SET_UP
    random: Random = field(default_factory=SystemRandom)

    def rules(self, session: Session) -> ReportRules:
        """Return how reports are taken now: officers come and go."""
        chosen = [one for one in PassTo if one in {PassTo.COORDINATOR, *institutions_on_duty(session)}]
        return ReportRules(has_reader(session, self.set_up.ways), self.sleeps_after, tuple(chosen))

    def code(self, session: Session, rules: ReportRules) -> str:
        """Return a code for the case that a turn may begin, "" where none can begin."""
        return fresh_code(session, self.random) if rules.open else ""


def author_of(person: Recipient, conversation_id: UUID) -> Author:
    """Return by what the same phone is known again: its number, whatever the channel, else its address."""
    address = person.address or ""
    return Author(conversation_id, phone_of(address) or f"{person.provider}\0{address}")


@dataclass(frozen=True)
class CaseFinder:
    """Looks cases up for one sender, within one turn's transaction. ``officer``: who the sender is, if an officer."""

    session: Session
    vault: Vault
    author: Author
    now: datetime
    officer: UUID | None = None

    def by_code(self, code: str) -> KnownCase | None:
        """Return the case with this code; None also after too many wrong ones."""
        case = case_with_code(self.session, code) if self._may_try() else None
        return self._known(case)

    def by_word(self, word: str) -> KnownCase | None:
        """Return the newest case for which this phone chose this word; None also after too many wrong ones."""
        case = case_with_word(self.session, self.vault, self.author, word) if self._may_try() else None
        return self._known(case)

    def may_take(self, code: str) -> bool:
        """Tell whether the sender is an officer who was told of the case with this code."""
        if self.officer is None:
            return False
        case = case_with_code(self.session, read_code(code).code)
        if case is None or case.state not in _OPEN or case.taken_by not in {None, self.officer}:
            return False
        told = {one.officer for one in was_told(self.session, case.id)}
        route = route_of(self.session, case, self.vault, officers_on_duty(self.session, self.vault))
        return self.officer in told and self.officer in route

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:
        """Tell whether a photo of these messages says where it was taken."""
        return tells_a_place(self.session, self.author.conversation_id, evidence)

    def open_danger(self) -> str:
        """Return the code of this conversation's danger that began within the hour and nobody took yet, "" for none."""
        case = open_danger(self.session, self.author.conversation_id, self.now - timedelta(hours=1))
        return case.code if case else ""

    def is_open(self, code: str) -> bool:
        """Tell whether a case is still worked on."""
        case = case_with_code(self.session, code)
        return case is not None and case.state in _OPEN

    def takeover(self) -> Takeover | None:
        """Return the officer's part in this conversation, None where there is none, or its time is over."""
        row = takeover_in(self.session, self.author.conversation_id)
        if row is None or why_over(self.session, self.vault, row, self.now) is not None:
            return None
        code = self.session.get_one(Case, row.case_id).code
        return Takeover(code, row.state == TakeoverState.JOINED.value, row.heard_at)

    def _may_try(self) -> bool:
        return may_try(self.session, self.author.keys(self.vault)[0], self.now.astimezone(WITA).date())

    def _known(self, case: Case | None) -> KnownCase | None:
        if case is None:
            return None
        own = is_own(self.vault, case, self.author)
        waiting = open_question(self.session, case.id) if own and case.state in _OPEN else None
        asked = CaseQuestion(waiting.question).answer_key if waiting else ""
        return KnownCase(case.code, CaseState(case.state), own, asked)


def finder_for(session: Session, vault: Vault, person: Recipient, author: Author, now: datetime) -> CaseFinder:
    """Return what looks cases up for the sender of a message."""
    phone = phone_of(person.address or "")
    return CaseFinder(session, vault, author, now, officer_with_phone(session, vault, phone) if phone else None)
