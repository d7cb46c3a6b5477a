"""Driving the whole service inside one process, and looking into its tables."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.config import RESPONSES
from bot.messaging.door import Inbound
from bot.services.editing import Editing
from bot.services.receive_message import Received, receive_message
from bot.services.rehearse import work_off_sends, work_off_turns
from bot.services.review_answer import publish_due
from bot.services.sweep import sweep
from bot.store.alerts import cases_with_alerts_due
from bot.store.base import Base
from bot.store.evidence import evidence_due
from bot.store.outbox import read_content
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage


class WorkerKilledError(BaseException):
    """Stands for ``kill -9``: no ``except Exception`` of ours may see it."""


class RingCounter:
    """A bell that only notes who rang."""

    def __init__(self) -> None:
        """Start with silence."""
        self.turns: list[UUID] = []
        self.sends: list[UUID] = []
        self.alerts: list[UUID] = []
        self.evidence: list[UUID] = []

    def ring_turn(self, conversation_id: UUID) -> None:
        """Note the ring."""
        self.turns.append(conversation_id)

    def ring_send(self, conversation_id: UUID) -> None:
        """Note the ring."""
        self.sends.append(conversation_id)

    def ring_alert(self, case_id: UUID) -> None:
        """Note the ring."""
        self.alerts.append(case_id)

    def ring_evidence(self, evidence_id: UUID) -> None:
        """Note the ring."""
        self.evidence.append(evidence_id)


def deliver(runtime: Runtime, inbound: Inbound) -> Received:
    """Let the service receive one message."""
    return receive_message(runtime.store, runtime.spool, runtime.bell, runtime.clock, inbound)


def work(runtime: Runtime) -> None:
    """Do everything that is due now, as the workers would: turns, escalation, answers, knocks, alerts, sends."""
    work_off_turns(runtime.store, runtime.clock, runtime.turn_taker)
    runtime.escalation.work()
    publish_due(editing_of(runtime))
    runtime.knocker.work()
    runtime.takeover_watch.work()
    with runtime.store.reading() as session:
        due = cases_with_alerts_due(session, runtime.clock.now())
    for case_id in due:
        runtime.alert_sender.work(case_id)
    fetch(runtime)
    work_off_sends(runtime.store, runtime.clock, runtime.sender)
    runtime.case_checker.work()


def editing_of(runtime: Runtime) -> Editing:
    """Return what changing the answers of a service needs."""
    return Editing(runtime.store, runtime.clock, runtime.wording.catalog, RESPONSES)


def fetch(runtime: Runtime) -> None:
    """Do what is due about photos and files."""
    with runtime.store.reading() as session:
        due = evidence_due(session, runtime.clock.now())
    for evidence_id in due:
        runtime.evidence_keeper.work(evidence_id)


def work_by_sweeps(runtime: Runtime, rounds: int = 12, seconds: float = 11) -> None:
    """Let only the sweep find work, ``rounds`` times, with the clock moving on in between."""
    clock = runtime.clock
    assert isinstance(clock, SettableClock)
    for _ in range(rounds):
        found = RingCounter()
        sweep(runtime.store, runtime.spool, found, clock, runtime.escalation.work)
        for conversation_id in found.turns:
            runtime.turn_taker.work(conversation_id)
        for case_id in found.alerts:
            runtime.alert_sender.work(case_id)
        for evidence_id in found.evidence:
            runtime.evidence_keeper.work(evidence_id)
        for conversation_id in found.sends:
            runtime.sender.work(conversation_id)
        clock.advance(timedelta(seconds=seconds))


def conversation_ids(runtime: Runtime) -> list[UUID]:
    """Return the conversations in no order."""
    with runtime.store.reading() as session:
        return list(session.scalars(select(Conversation.id)))


def rows(runtime: Runtime, table: type[Base]) -> list:
    """Return all rows of a table, in order of arrival where it has one."""
    with runtime.store.reading() as session:
        order = next((getattr(table, name) for name in ("seq", "created_at", "day") if hasattr(table, name)), None)
        return list(session.scalars(select(table).order_by(order)))


def inbox(runtime: Runtime) -> list[Message]:
    """Return the messages of people."""
    return rows(runtime, Message)


def outbox(runtime: Runtime) -> list[OutboxMessage]:
    """Return the messages to people."""
    return rows(runtime, OutboxMessage)


def contact(runtime: Runtime) -> Contact:
    """Return the only contact."""
    (only,) = rows(runtime, Contact)
    return only


def texts(runtime: Runtime) -> list[str]:
    """Return the texts of all messages of ours, in order."""
    return [read_content(runtime.vault, row).text for row in outbox(runtime)]


def change(runtime: Runtime, statement: str, **values: object) -> None:
    """Change the database behind the service's back."""
    with runtime.store.writing() as session:
        session.execute(text(statement), values)
