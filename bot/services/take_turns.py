"""Take a conversation's turns, one after the other in order of arrival, by whichever worker holds the lease.

Understanding happens with no transaction open. Then one transaction re-checks the lease, takes the turn,
saves the state, does the effects, queues the replies and marks the message: all of it or nothing.
"""

import logging
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog
from bot.clock import Clock
from bot.conversation.engine import take_turn
from bot.conversation.state import ConversationState
from bot.errors import CorruptDataError, JalanAmanError, UnavailableError
from bot.recruiters.agency_search import AgencyIndex
from bot.services.agency_book import AgencyBook
from bot.services.bell import Bell
from bot.services.case_effects import Doing
from bot.services.count_answers import count_answers
from bot.services.count_turns import count_turn, is_counted
from bot.services.effects import perform
from bot.services.keep_sentences import SentenceKeeper, TakenTurn
from bot.services.last_resort import queue_last_resort
from bot.services.replies import Wording, compose
from bot.services.report_desk import ReportDesk, author_of, finder_for
from bot.services.try_topic import with_tried_topic
from bot.services.turn_directory import TurnDirectory
from bot.services.turn_input import outcome_of, turn_message
from bot.store.answer_desk import with_trial
from bot.store.drafts import read_drafts, write_drafts
from bot.store.engine import Store
from bot.store.evidence import evidence_of_message
from bot.store.inbox import WaitingMessage, finish_message, next_due, postpone_message, read_message
from bot.store.leases import hold_lease, release_lease, take_lease
from bot.store.outbox import add_replies
from bot.store.people import is_stopped, read_state, recipient, write_state
from bot.store.revisions import served_catalog
from bot.understanding.model import Understander, Understanding

log = logging.getLogger(__name__)


class LeaseLostError(JalanAmanError):
    """Our turn took longer than the lease, so another worker may have taken the conversation over."""


@dataclass(frozen=True)
class _Committed:
    """What a turn left to do: replies to send, cases with alerts to send, files to fetch."""

    replied: bool = False
    cases: tuple[UUID, ...] = ()
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class TurnTaker:
    """All that taking turns needs."""

    store: Store
    clock: Clock
    bell: Bell
    understander: Understander
    wording: Wording
    agencies: AgencyBook
    keeper: SentenceKeeper = field(default_factory=SentenceKeeper)
    desk: ReportDesk = field(default_factory=ReportDesk)

    def work(self, conversation_id: UUID) -> int:
        """Take every due turn of one conversation; returns how many. 0 when another worker has it."""
        owner, taken = uuid4(), 0
        with self.store.writing() as session:
            if not take_lease(session, conversation_id, owner, self.clock.now()):
                return 0
        while True:
            message_id = self._next(conversation_id)
            if message_id is None:
                if self._release(conversation_id, owner):
                    return taken
                continue
            if not self._take(message_id, conversation_id, owner):
                return taken
            taken += 1

    def _next(self, conversation_id: UUID) -> UUID | None:
        with self.store.reading() as session:
            return next_due(session, conversation_id, self.clock.now())

    def _read(self, message_id: UUID) -> WaitingMessage:
        with self.store.reading() as session:
            return read_message(session, self.store.vault, message_id)

    def _release(self, conversation_id: UUID, owner: UUID) -> bool:
        with self.store.writing() as session:
            if release_lease(session, conversation_id, owner, self.clock.now()):
                return True
            # Not released: a message came meanwhile, or the lease was lost while this process slept.
            return not hold_lease(session, conversation_id, owner, self.clock.now())

    def _take(self, message_id: UUID, conversation_id: UUID, owner: UUID) -> bool:
        """Take one turn. False: stop here, the lease is given back or belongs to another worker."""
        try:
            message = self._read(message_id)
            understood = self.understander.understand(message.text)
            outcome = self._commit_turn(message, owner, understood, self.agencies.index())
        except LeaseLostError:
            # Counted, or a message that is slow every time would be tried for ever and hold up all later ones.
            log.warning("turn of message %s took longer than its lease", message_id)
            self._postpone(message_id, conversation_id, owner, counts=True)
            return False
        except UnavailableError:
            return self._postpone(message_id, conversation_id, owner, counts=False)
        except Exception as fault:
            # The type only: the text of a fault may hold what the person wrote.
            log.error("turn of message %s failed: %s", message_id, type(fault).__name__)
            return self._postpone(message_id, conversation_id, owner, counts=True)
        if outcome.replied:
            self.bell.ring_send(conversation_id)
        for case_id in outcome.cases:
            self.bell.ring_alert(case_id)
        for evidence_id in outcome.evidence:
            self.bell.ring_evidence(evidence_id)
        return True

    def _commit_turn(
        self, message: WaitingMessage, owner: UUID, understood: Understanding, agencies: AgencyIndex
    ) -> _Committed:
        now = self.clock.now()
        with self.store.writing() as session:
            if not hold_lease(session, message.conversation_id, owner, now):
                raise LeaseLostError("another worker has this conversation")
            person = recipient(session, self.store.vault, message.conversation_id)
            catalog = with_trial(session, served_catalog(session, self.wording.catalog), person.address)
            understood = with_tried_topic(session, understood, person.address)
            before = self._state(session, message.conversation_id)
            rules = self.desk.rules(session)
            author = author_of(person, message.conversation_id)
            cases = finder_for(session, self.store.vault, person, author, now)
            directory = TurnDirectory(catalog, self.wording.context(), agencies, rules, cases)
            told = turn_message(message, person, self.desk.code(session, rules))
            turn = take_turn(before, told, understood, directory)
            if not finish_message(session, self.store.vault, message.id, outcome_of(understood, turn), now):
                return _Committed()
            taken = TakenTurn(message, before.without_stale(message.received_at), understood, turn)
            self.keeper.look_at(session, self.store.vault, taken, now)
            doing = Doing(session, self.store.vault, author, message.id, now, self.desk.set_up, cases.officer)
            return self._save(session, taken, catalog, doing)

    def _state(self, session: Session, conversation_id: UUID) -> ConversationState:
        try:
            stored = read_state(session, self.store.vault, conversation_id)
            drafts = read_drafts(session, self.store.vault, conversation_id)
            if stored is not None or drafts:
                return ConversationState.from_json(stored).with_drafts(drafts)
        except CorruptDataError:
            # A person must get an answer even when yesterday's state is lost; the talk begins anew.
            log.error("state of conversation %s unreadable; begun anew", conversation_id)
        # A STOP outlives the state, which retention clears.
        return ConversationState(stopped=is_stopped(session, conversation_id))

    def _save(self, session: Session, taken: TakenTurn, catalog: Catalog, doing: Doing) -> _Committed:
        message, turn, now = taken.message, taken.turn, doing.now
        vault, conversation_id = self.store.vault, message.conversation_id
        cases = perform(session, message, turn.effects, doing)
        person = recipient(session, vault, conversation_id)
        count_turn(session, taken, person, catalog, now)  # before the state is written, which tells of the last turn
        write_state(session, vault, conversation_id, turn.state.without_drafts().to_json(), now)
        write_drafts(session, vault, conversation_id, turn.state.all_drafts(), now)
        count_answers(session, turn.replies, catalog, person.address, now)
        contents = compose(turn.replies, person.channel, catalog, self.wording.context())
        add_replies(session, vault, conversation_id, message.id, contents, now, counted=is_counted(person))
        return _Committed(bool(turn.replies), cases, evidence_of_message(session, message.id))

    def _postpone(self, message_id: UUID, conversation_id: UUID, owner: UUID, *, counts: bool) -> bool:
        now = self.clock.now()
        with self.store.writing() as session:
            if not postpone_message(session, message_id, now, counts=counts):
                release_lease(session, conversation_id, owner, now)
                return False
            vault, wording = self.store.vault, self.wording
            replied = queue_last_resort(session, vault, wording, conversation_id, message_id, now)
        log.error("message %s set aside after repeated failures", message_id)
        if replied:
            self.bell.ring_send(conversation_id)
        return True
