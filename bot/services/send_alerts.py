"""Send a case's alerts: lease, send with no transaction open, record. What went out is told to who asked for help."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply
from bot.messaging.alerts import Alert, AlertDoor
from bot.messaging.door import Receipt, SendError
from bot.reports.cases import CaseKind
from bot.services.bell import Bell
from bot.services.replies import Wording, compose
from bot.store.alerts import (
    WEBHOOK,
    DueAlert,
    cases_with_alerts_due,
    has_accepted,
    has_waiting,
    lease_alert,
    record_accepted,
    record_dropped,
    record_refused,
)
from bot.store.cases import add_event, events_of
from bot.store.engine import Store
from bot.store.leases import lock_conversation
from bot.store.officers import officers_on_duty
from bot.store.outbox import add_replies
from bot.store.people import read_state, recipient
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case
from bot.vocabulary import Language

log = logging.getLogger(__name__)

_TOLD_WITHIN = timedelta(minutes=5)
"""How long after a cry for help its author is told that it was passed on. Later, it would come out of the blue."""


@dataclass(frozen=True)
class AlertSender:
    """All that sending alerts needs. ``doors`` by way; a way without a door waits until there is one.

    ``places`` bounds the cases whose alerts are under way at once: a slow mail server must not hold every worker.
    Whoever holds a place goes on with what waits, the most pressing first: a crowd does not wait for the sweep.
    """

    store: Store
    clock: Clock
    bell: Bell
    wording: Wording
    doors: Mapping[str, AlertDoor]
    console_url: str
    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2))

    def work(self, case_id: UUID) -> int:
        """Send every due alert of one case, then of those that found no place; returns how many were accepted."""
        if not self.places.acquire(blocking=False):
            return 0
        try:
            done: set[UUID] = set()
            following: UUID | None = case_id
            sent = 0
            while following is not None:
                sent += self._work_off(following)
                done.add(following)
                following = self._most_pressing(but=done)
            return sent
        finally:
            self.places.release()

    def _work_off(self, case_id: UUID) -> int:
        sent = 0
        while (due := self._lease(case_id)) is not None:
            sent += self._send(due)
        return sent

    def _most_pressing(self, but: set[UUID]) -> UUID | None:
        with self.store.reading() as session:
            waiting = cases_with_alerts_due(session, self.clock.now())
        return next((case_id for case_id in waiting if case_id not in but), None)

    def _lease(self, case_id: UUID) -> DueAlert | None:
        with self.store.writing() as session:
            while (due := lease_alert(session, case_id, self.clock.now())) is not None:
                case = session.get_one(Case, case_id)
                to_system = due.target == WEBHOOK and case.restricted
                if due.target not in (*case.avoided, *case.recused) and not to_system:
                    return due
                # Meanwhile the case names who was to be told, or was closed to them.
                record_dropped(session, due.id, self.clock.now())
            return None

    def _send(self, due: DueAlert) -> bool:
        try:
            receipt = self._hand_over(due)
        except SendError as fault:
            self._refused(due, fault)
            return False
        self._accepted(due, receipt)
        return True

    def _hand_over(self, due: DueAlert) -> Receipt:
        door = self.doors.get(due.way)
        if door is None:
            raise SendError("no_door", retryable=True)
        with self.store.reading() as session:
            case = session.get_one(Case, due.case_id)
            to = self._address(session, due)
            alert = Alert(
                id=due.id,
                case_code=case.code,
                level=case.level,
                regency=case.regency,
                kind=case.kind,
                console_url=f"{self.console_url}/cases/{case.code}",
                at=case.created_at,
                unconfirmed=not case.confirmed,
                news=due.news,
            )
        try:
            earlier = door.find(alert, to, due.first_tried_at) if due.doubtful else None
            return earlier or door.send(alert, to)
        except SendError:
            raise
        except Exception as fault:
            # Nobody knows how far a door got that failed in a way it does not promise.
            raise SendError(type(fault).__name__[:40], retryable=True, maybe_sent=True) from None

    def _address(self, session: Session, due: DueAlert) -> str:
        if due.target == WEBHOOK:
            return ""
        people = {one.officer.id.hex: one for one in officers_on_duty(session, self.store.vault)}
        person = people.get(due.target)
        ways = {
            "email": person.email if person else None,
            "sms": person.phone if person else None,
            "whatsapp": f"whatsapp:{person.phone}" if person and person.phone else None,
        }
        address = ways[due.way]
        if address is None:
            raise SendError("no_address", retryable=False)
        return address

    def _accepted(self, due: DueAlert, receipt: Receipt) -> None:
        now = self.clock.now()
        with self.store.writing() as session:
            before = session.get_one(Case, due.case_id)
            if before.conversation_id is not None:
                lock_conversation(session, before.conversation_id)
            case = session.get_one(Case, due.case_id, with_for_update=True, populate_existing=True)
            first = not has_accepted(session, case.id) or not self._was_told_author(session, case)
            record_accepted(session, due.id, receipt.provider_id, now)
            add_event(session, case, now, "service", "alert_accepted", f"{due.way} to {due.target}")
            conversation_id = case.conversation_id
            answered = first and not due.news and self._tell_author(session, case)
        if answered and conversation_id is not None:
            self.bell.ring_send(conversation_id)

    def _was_told_author(self, session: Session, case: Case) -> bool:
        return any(event.event == "author_told" for event in events_of(session, case.id))

    def _tell_author(self, session: Session, case: Case) -> bool:
        """Queue the reply that says what was done, only now that it was done; of danger that was confirmed only."""
        now = self.clock.now()
        late = now - self._cried_at(session, case) > _TOLD_WITHIN
        if case.kind != CaseKind.DANGER.value or not case.confirmed or late:
            return False
        if case.conversation_id is None or case.message_id is None:
            return False
        vault, conversation_id = self.store.vault, case.conversation_id
        time = now.astimezone(WITA).strftime("%H.%M WITA")
        reply = Reply("danger_passed", self._language(session, conversation_id), values=(("time", time),))
        channel = recipient(session, vault, conversation_id).channel
        catalog = served_catalog(session, self.wording.catalog)
        contents = compose((reply,), channel, catalog, self.wording.context())
        add_replies(session, vault, conversation_id, case.message_id, contents, now)
        add_event(session, case, now, "service", "author_told")
        return True

    def _cried_at(self, session: Session, case: Case) -> datetime:
        """Return when danger was told, or confirmed: the last word of the person themselves."""
        said = [event.at for event in events_of(session, case.id) if event.actor == "reporter"]
        return said[-1] if said else case.created_at

    def _language(self, session: Session, conversation_id: UUID) -> Language:
        stored = read_state(session, self.store.vault, conversation_id)
        return ConversationState.from_json(stored).language

    def _refused(self, due: DueAlert, fault: SendError) -> None:
        log.warning("alert %s not sent: %s", due.id, fault.code)
        now = self.clock.now()
        with self.store.writing() as session:
            case = session.get_one(Case, due.case_id, with_for_update=True)
            needed = (due.news or case.taken_at is None) and case.closed_at is None
            given_up = record_refused(
                session,
                due.id,
                fault.code,
                now,
                retryable=fault.retryable and needed,
                maybe_sent=fault.maybe_sent and needed,
            )
            if not given_up:
                return
            add_event(session, case, now, "service", "alert_failed", f"{due.way} to {due.target}: {fault.code}")
            if needed and not due.news and not has_accepted(session, case.id) and not has_waiting(session, case.id):
                case.escalate_at = now  # this officer cannot be told: the next one at once
