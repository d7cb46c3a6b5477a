"""Erasing what people told in cases, and what leads from cases to a phone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.reports.cases import NOTHING_ALLOWED, CaseState
from bot.reports.facts import NOTHING_TOLD
from bot.store.case_places import forget_places
from bot.store.case_work import forget_work
from bot.store.cases import seal_consent, seal_facts
from bot.store.evidence import drop_evidence_of
from bot.store.recruiter_history import forget_reasons
from bot.store.tables.cases import Case, CaseAddition, CaseIntake, CaseRendering
from bot.store.tables.messages import Message
from bot.store.tables.probes import Probe
from bot.store.tables.recruiters import RecruiterIdentity
from bot.store.tables.takeovers import TakeoverRow
from bot.store.vault import Vault

CLOSED_KEPT = timedelta(days=365)
WITHDRAWN_KEPT = timedelta(days=30)
"""How long the content of a case is kept once it ended: our choice, until the task force sets its own."""


def erase_ended(session: Session, vault: Vault, now: datetime) -> int:
    """Erase what people told in cases that ended: taken back 30 days ago, closed a year ago. Return how many.

    Code, level, regency and history stay: they tell of nobody.
    """
    ended = (Case.state == CaseState.CLOSED.value) & (Case.closed_at < now - CLOSED_KEPT)
    taken_back = (Case.state == CaseState.WITHDRAWN.value) & (Case.closed_at < now - WITHDRAWN_KEPT)
    rows = session.scalars(select(Case).where(ended | taken_back, Case.erased.is_(False))).all()
    for case in rows:
        seal_facts(vault, case, NOTHING_TOLD)
        seal_consent(vault, case, NOTHING_ALLOWED)
        case.conversation_id = case.message_id = case.reporter_key = case.secret_hash = None
        case.erased = True
        for table in (CaseAddition, CaseIntake, CaseRendering):
            session.execute(delete(table).where(table.case_id == case.id))
        drop_evidence_of(session, case.id, now)
        forget_places(session, case.id)
        forget_work(session, case.id)
        if case.state == CaseState.WITHDRAWN.value:
            session.execute(delete(RecruiterIdentity).where(RecruiterIdentity.case_id == case.id))
            forget_reasons(session, case.id)
    return len(rows)


def forget_author(session: Session, conversation_id: UUID) -> None:
    """Cut what leads from cases to a phone: the code no longer opens them from there, and no officer can write back.

    The keyed hash of the address stays, so that the same phone never counts as two reporters.
    """
    session.execute(
        update(Case)
        .where(Case.conversation_id == conversation_id)
        .values(conversation_id=None, message_id=None, secret_hash=None, forgotten=True)
    )
    session.execute(
        update(TakeoverRow).where(TakeoverRow.conversation_id == conversation_id).values(conversation_id=None)
    )
    own = select(Message.id).where(Message.conversation_id == conversation_id)
    for table in (CaseAddition, Probe):
        session.execute(
            update(table)
            .where(table.message_id.in_(own))
            .values(message_id=None)
            .execution_options(synchronize_session=False)
        )
