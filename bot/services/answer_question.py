"""What an author of a case does about an officer's question, in the turn's transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.reports.case_questions import QuestionState
from bot.store.case_questions import end_question, open_question
from bot.store.cases import add_event
from bot.store.tables.cases import Case


def show_question(session: Session, case: Case, now: datetime) -> None:
    """Note that the question was shown: a knock for it is not needed any more."""
    row = open_question(session, case.id)
    if row is None or row.state == QuestionState.SHOWN.value:
        return
    end_question(session, row, QuestionState.SHOWN, now)
    row.ended_at = None
    add_event(session, case, now, "service", "question_shown", row.question)


def answer_question(session: Session, case: Case, now: datetime, *, declined: bool) -> UUID | None:
    """Note the answer to the question that waits; return who asked. None where it ended meanwhile."""
    row = open_question(session, case.id)
    if row is None:
        add_event(session, case, now, "reporter", "added", "an answer to a question that had ended")
        return case.taken_by
    state = QuestionState.DECLINED if declined else QuestionState.ANSWERED
    end_question(session, row, state, now)
    add_event(session, case, now, "reporter", f"question_{state.value}", row.question)
    return row.asked_by
