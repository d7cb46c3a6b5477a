"""Knocks: what tells the author of a case, at an hour they named, that there is a message for them."""

import logging
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply
from bot.errors import CorruptDataError
from bot.messaging.address import zone_of
from bot.reports.case_questions import KNOCK, WAITS_FOR, QuestionState, WhyOver
from bot.services.ask_reporter import allowed_address, hours_for, whatsapp_is_closed
from bot.services.bell import Bell
from bot.services.replies import Wording, compose
from bot.store.case_questions import cases_with_questions_due, end_question, open_question
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.leases import lock_conversation
from bot.store.outbox import TOO_LATE, add_replies, was_given_up
from bot.store.people import read_state, recipient
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case, CaseQuestionRow
from bot.vocabulary import Channel, Language

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Knocker:
    """What sends knocks when their hour comes, and ends questions that cannot be asked any more.

    ``template``: WhatsApp may be written to after its 24 hours.
    """

    store: Store
    clock: Clock
    bell: Bell
    wording: Wording
    template: bool = False

    def work(self) -> int:
        """Do what is due about questions; return how many knocks were queued."""
        with self.store.reading() as session:
            due = cases_with_questions_due(session, self.clock.now())
        return sum(map(self._look_at, due))

    def _look_at(self, case_id: UUID) -> bool:
        try:
            conversation_id = self._knock(case_id)
        except CorruptDataError:
            log.error("question of case %s not asked: its data cannot be read", case_id)
            return False
        if conversation_id is not None:
            self.bell.ring_send(conversation_id)
        return conversation_id is not None

    def _knock(self, case_id: UUID) -> UUID | None:
        now, vault = self.clock.now(), self.store.vault
        with self.store.writing() as session:
            before = session.get_one(Case, case_id)
            if before.conversation_id is not None:
                lock_conversation(session, before.conversation_id)  # always before the case: turns lock so as well
            case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
            row = open_question(session, case.id)
            if row is None or self._ended(session, case, row, now):
                return None
            address = allowed_address(session, vault, case) or ""
            missed = row.state == QuestionState.SENT.value and _was_too_late(session, row)
            if missed or (row.state == QuestionState.WAITING.value and now >= row.send_before):
                self._wait_on(case, row, zone_of(address) or WITA, now)
            elif row.state == QuestionState.WAITING.value and now >= row.send_at:
                return self._queue(session, case, row, now)
        return None

    def _ended(self, session: Session, case: Case, row: CaseQuestionRow, now: datetime) -> bool:
        why = self._why_over(session, case, row, now)
        if why is not None:
            end_question(session, row, QuestionState.OVER, now, why)
            add_event(session, case, now, "service", "question_over", f"{row.question} {why.value}")
        return why is not None

    def _why_over(self, session: Session, case: Case, row: CaseQuestionRow, now: datetime) -> WhyOver | None:
        if case.closed_at is not None:
            return WhyOver.CASE_ENDED
        if allowed_address(session, self.store.vault, case) is None:
            return WhyOver.NOT_ALLOWED
        if now >= row.asked_at + WAITS_FOR:
            return WhyOver.NO_ANSWER
        waits = row.state == QuestionState.WAITING.value
        closed = waits and not self.template and whatsapp_is_closed(session, self.store.vault, case, now)
        refused = row.state == QuestionState.SENT.value and _refused(session, row)
        return WhyOver.NO_WAY if closed or refused else None

    def _wait_on(self, case: Case, row: CaseQuestionRow, zone: tzinfo, now: datetime) -> None:
        """Wait for the next window: this one passed without the knock, as when the provider was away."""
        hours = hours_for(self.store.vault, case, row.between)
        row.send_at, row.send_before = hours.next_window(now, zone)
        row.state, row.outbox_id = QuestionState.WAITING.value, None

    def _queue(self, session: Session, case: Case, row: CaseQuestionRow, now: datetime) -> UUID:
        if case.conversation_id is None or case.message_id is None:  # looked at above, in the same transaction
            raise CorruptDataError("a case without an author")
        vault, conversation_id = self.store.vault, case.conversation_id
        channel = recipient(session, vault, conversation_id).channel
        reply = Reply(KNOCK, self._language(session, conversation_id, channel))
        catalog = served_catalog(session, self.wording.catalog)
        contents = compose((reply,), channel, catalog, self.wording.context(), notice=True)
        (row.outbox_id,) = add_replies(
            session, vault, conversation_id, case.message_id, contents, now, send_before=row.send_before
        )
        row.state = QuestionState.SENT.value
        add_event(session, case, now, "service", "author_asked", row.question)
        return conversation_id

    def _language(self, session: Session, conversation_id: UUID, channel: Channel) -> Language:
        if self.template and channel is Channel.WHATSAPP:
            return Language.ID  # the template's, or a knock in doubt would not be found by its text and go out twice
        return ConversationState.from_json(read_state(session, self.store.vault, conversation_id)).language


def _was_too_late(session: Session, row: CaseQuestionRow) -> bool:
    return row.outbox_id is not None and was_given_up(session, row.outbox_id) == TOO_LATE


def _refused(session: Session, row: CaseQuestionRow) -> bool:
    return row.outbox_id is not None and was_given_up(session, row.outbox_id) not in {"", TOO_LATE}
