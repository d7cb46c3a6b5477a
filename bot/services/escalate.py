"""Pass on danger nobody answered for, tell the next officer of cases nobody took in time, free what is left behind."""

import logging
from dataclasses import dataclass
from uuid import UUID

from bot.clock import Clock
from bot.errors import CorruptDataError
from bot.reports.cases import NOTHING_ALLOWED, CaseKind
from bot.services.assign_case import take_back_unopened
from bot.services.free_cases import OFF_DUTY, free_case
from bot.services.open_case import NewCase, open_case
from bot.services.report_desk import ReportDesk, author_of
from bot.services.tell_officers import tell_next
from bot.store.alerts import cases_to_escalate
from bot.store.cases import fresh_code, left_cases
from bot.store.danger_watches import take_watch, watches_due
from bot.store.engine import Store
from bot.store.leases import lock_conversation
from bot.store.people import erasure_requested, recipient
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Escalation:
    """What the sweep does about cases; each step in its own transaction, so that a killed worker repeats none."""

    store: Store
    clock: Clock
    desk: ReportDesk

    def work(self) -> None:
        """Do all that is due now. The alerts are found by the sweep afterwards."""
        now = self.clock.now()
        with self.store.reading() as session:
            unanswered, waiting = watches_due(session, now), cases_to_escalate(session, now)
            left = left_cases(session)
        for conversation_id in unanswered:
            self._pass_on(conversation_id)
        for step, case_ids in ((self._free, left), (self._tell_next, waiting)):
            for case_id in case_ids:
                try:
                    step(case_id)
                except CorruptDataError:
                    log.error("case %s unreadable; not escalated", case_id)

    def _pass_on(self, conversation_id: UUID) -> None:
        now, vault = self.clock.now(), self.store.vault
        with self.store.writing() as session:
            lock_conversation(session, conversation_id)  # before the watch, in the order in which a turn locks
            watch = take_watch(session, vault, conversation_id, now)
            if watch is None:
                return
            person = recipient(session, vault, conversation_id)
            forgotten = person.address is None or erasure_requested(session, conversation_id)
            author = None if forgotten else author_of(person, conversation_id)
            code = fresh_code(session, self.desk.random)
            new = NewCase(code, CaseKind.DANGER, watch.facts, NOTHING_ALLOWED, watch.message_id, confirmed=False)
            open_case(session, vault, new, author, now, self.desk.set_up)

    def _tell_next(self, case_id: UUID) -> None:
        now = self.clock.now()
        with self.store.writing() as session:
            case = session.get(Case, case_id, with_for_update=True)
            if case is None or case.escalate_at is None or case.escalate_at > now:
                return
            take_back_unopened(session, case, now)
            tell_next(session, self.store.vault, case, now, self.desk.set_up)

    def _free(self, case_id: UUID) -> None:
        """Free a case that somebody took just as they were sent off duty."""
        now = self.clock.now()
        with self.store.writing() as session:
            case = session.get(Case, case_id, with_for_update=True)
            if case is None or case.closed_at is not None or case.taken_by is None:
                return
            if not session.get_one(Officer, case.taken_by).active:
                free_case(session, self.store.vault, case, now, self.desk.set_up, OFF_DUTY)
