"""End officers' parts in conversations whose time is over: at each sweep."""

import logging
from dataclasses import dataclass
from uuid import UUID

from bot.clock import Clock
from bot.errors import CorruptDataError
from bot.reports.takeover import TakeoverState, WhyEnded
from bot.services.ask_reporter import allowed_address
from bot.services.bell import Bell
from bot.services.replies import Wording
from bot.services.takeovers import end_open_takeover, tell_author, why_over
from bot.store.engine import Store
from bot.store.leases import lock_conversation
from bot.store.tables.cases import Case
from bot.store.takeovers import open_takeovers, pace_of, takeover_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakeoverWatch:
    """What hands conversations back to the bot: nobody came or answered, the person is silent, the case went on."""

    store: Store
    clock: Clock
    bell: Bell
    wording: Wording

    def work(self) -> int:
        """End what is over; return how many."""
        now, vault = self.clock.now(), self.store.vault
        with self.store.reading() as session:
            over = [row.case_id for row in open_takeovers(session) if why_over(session, vault, row, now)]
        return sum(map(self._look_at, over))

    def _look_at(self, case_id: UUID) -> bool:
        try:
            return self._end(case_id)
        except CorruptDataError:
            log.error("takeover of case %s not ended: its data cannot be read", case_id)
            return False

    def _end(self, case_id: UUID) -> bool:
        now, vault = self.clock.now(), self.store.vault
        with self.store.writing() as session:
            conversation_id = session.get_one(Case, case_id).conversation_id
            if conversation_id is not None:
                lock_conversation(session, conversation_id)  # always before the case: turns lock so as well
            case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
            row = takeover_of(session, case_id)
            why = why_over(session, vault, row, now) if row else None
            if row is None or why is None:
                return False
            joined = row.state == TakeoverState.JOINED.value
            end_open_takeover(session, case, now, why, "service")
            told = joined and pace_of(row).same_hands(now) and why is not WhyEnded.STOPPED
            if told and allowed_address(session, vault, case) is not None:
                key = "takeover_waited" if why is WhyEnded.UNANSWERED else "takeover_over"
                tell_author(session, vault, self.wording, case, key, now)
        if told and conversation_id is not None:
            self.bell.ring_send(conversation_id)
        return True
