"""Officers' questions to authors of cases: kept with their window, ended once, with the knock that goes out."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.reports.case_questions import OPEN, WAITS_FOR, CaseQuestion, QuestionState, WhyOver
from bot.store.outbox import hold_back
from bot.store.tables.cases import Case, CaseQuestionRow
from bot.store.tables.messages import OutboxMessage

_OPEN = tuple(state.value for state in OPEN)


def open_question(session: Session, case_id: UUID) -> CaseQuestionRow | None:
    """Return the question of a case that waits for its hour or its answer; there is one at most."""
    found = select(CaseQuestionRow).where(CaseQuestionRow.case_id == case_id, CaseQuestionRow.state.in_(_OPEN))
    return session.scalar(found.order_by(CaseQuestionRow.asked_at).limit(1))


def asked_since(session: Session, case_id: UUID, since: datetime) -> int:
    """Return how many questions about a case were asked since then."""
    asked = select(func.count()).where(CaseQuestionRow.case_id == case_id, CaseQuestionRow.asked_at >= since)
    return session.scalar(asked) or 0


def questions_of(session: Session, case_id: UUID) -> list[CaseQuestionRow]:
    """Return the questions of a case, the oldest first."""
    found = select(CaseQuestionRow).where(CaseQuestionRow.case_id == case_id)
    return list(session.scalars(found.order_by(CaseQuestionRow.asked_at)))


def add_question(
    session: Session,
    case: Case,
    question: CaseQuestion,
    officer: UUID,
    window: tuple[datetime, datetime],
    now: datetime,
    *,
    between: str = "",
) -> None:
    """Keep a question until its hour."""
    send_at, send_before = window
    session.add(
        CaseQuestionRow(
            case_id=case.id,
            question=question.value,
            between=between,
            asked_by=officer,
            asked_at=now,
            send_at=send_at,
            send_before=send_before,
        )
    )


def cases_with_questions_due(session: Session, now: datetime) -> list[UUID]:
    """Return the cases with a question whose knock is due or did not go out, or that waited too long."""
    knock = (CaseQuestionRow.state == QuestionState.WAITING.value) & (CaseQuestionRow.send_at <= now)
    given_up = CaseQuestionRow.outbox_id.in_(select(OutboxMessage.id).where(OutboxMessage.state == "failed"))
    unsent = (CaseQuestionRow.state == QuestionState.SENT.value) & given_up
    late = CaseQuestionRow.state.in_(_OPEN) & (CaseQuestionRow.asked_at <= now - WAITS_FOR)
    return list(session.scalars(select(CaseQuestionRow.case_id).where(knock | unsent | late).distinct().limit(100)))


def end_question(
    session: Session, row: CaseQuestionRow, state: QuestionState, now: datetime, why: WhyOver | None = None
) -> None:
    """End a question; a knock for it that was not sent yet stays unsent."""
    row.state, row.ended_at, row.why = state.value, now, why.value if why else ""
    if row.outbox_id is not None:
        hold_back(session, [row.outbox_id], now)


def end_questions(session: Session, cases: Collection[UUID], now: datetime, why: WhyOver) -> None:
    """End what is still to be asked about these cases."""
    found = select(CaseQuestionRow).where(CaseQuestionRow.case_id.in_(cases), CaseQuestionRow.state.in_(_OPEN))
    for row in session.scalars(found.with_for_update()):
        end_question(session, row, QuestionState.OVER, now, why)


def end_questions_to(session: Session, conversation_id: UUID, now: datetime) -> None:
    """End what is still to be asked of this person: they want no messages, or had everything erased."""
    own = session.scalars(select(Case.id).where(Case.conversation_id == conversation_id)).all()
    end_questions(session, own, now, WhyOver.NOT_ALLOWED)
