"""An officer's part in a person's conversation, as the person's turns see it: allowed, still holding, at its end."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply
from bot.errors import CorruptDataError
from bot.reports.case_questions import CaseQuestion
from bot.reports.takeover import LINE_HOLDS, TakeoverState, WhyEnded
from bot.services.answer_question import answer_question
from bot.services.ask_reporter import allowed_address
from bot.services.count_turns import is_counted
from bot.services.replies import Wording, compose
from bot.services.tell_officers import route_of
from bot.store.case_questions import open_question
from bot.store.cases import add_event
from bot.store.officers import officers_on_duty
from bot.store.outbox import Content, add_replies
from bot.store.people import read_state, recipient
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case
from bot.store.tables.takeovers import TakeoverRow
from bot.store.takeovers import begin_takeover, end_takeover, pace_of, takeover_of
from bot.store.vault import Vault


def why_over(session: Session, vault: Vault, row: TakeoverRow, now: datetime) -> WhyEnded | None:
    """Return why an officer may not write any more, None while they may.

    Only who has the case may, while it is open to them and its author may be written to.
    """
    timed = pace_of(row).over(now)
    if timed is not None:
        return timed
    case = session.get_one(Case, row.case_id)
    if case.closed_at is not None or case.taken_by != row.officer_id or case.conversation_id is None:
        return WhyEnded.CASE
    if allowed_address(session, vault, case) is None:
        return WhyEnded.STOPPED
    on_route = row.officer_id in route_of(session, case, vault, officers_on_duty(session, vault))
    return None if on_route else WhyEnded.CASE


def queue_to_author(
    session: Session, vault: Vault, case: Case, contents: Sequence[Content], now: datetime
) -> list[UUID]:
    """Queue messages to the author of a case; after a while nobody sends them any more. Return their ids."""
    if case.conversation_id is None or case.message_id is None:
        raise CorruptDataError("a case without an author")
    counted = is_counted(recipient(session, vault, case.conversation_id))
    before = now + LINE_HOLDS
    return add_replies(
        session, vault, case.conversation_id, case.message_id, contents, now, send_before=before, counted=counted
    )


def tell_author(session: Session, vault: Vault, wording: Wording, case: Case, key: str, now: datetime) -> None:
    """Queue one of our own texts to the author of a case, in their language."""
    if case.conversation_id is None:
        raise CorruptDataError("a case without an author")
    reply = Reply(key, ConversationState.from_json(read_state(session, vault, case.conversation_id)).language)
    channel = recipient(session, vault, case.conversation_id).channel
    catalog = served_catalog(session, wording.catalog)
    queue_to_author(session, vault, case, compose((reply,), channel, catalog, wording.context()), now)


def allow_takeover(session: Session, case: Case, now: datetime) -> UUID | None:
    """Note that the author of a case allows an officer to write now; return whom to tell.

    None where the question ended meanwhile, or nobody has the case any more.
    """
    asked = open_question(session, case.id)
    if asked is None or asked.question != CaseQuestion.TAKEOVER.value:
        return None
    answer_question(session, case, now, declined=False)
    if case.taken_by is None:
        return None
    begin_takeover(session, case, case.taken_by, now)
    add_event(session, case, now, "reporter", "takeover_allowed")
    return case.taken_by


def end_open_takeover(session: Session, case: Case, now: datetime, why: WhyEnded, actor: str = "reporter") -> bool:
    """End the officer's part in the conversation about a case; tell whether there was one."""
    row = takeover_of(session, case.id)
    if row is None:
        return False
    joined = row.state == TakeoverState.JOINED.value
    end_takeover(session, row, now, why)
    add_event(session, case, now, actor, "takeover_ended" if joined else "takeover_missed", why.value)
    return True
