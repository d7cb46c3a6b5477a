"""Look through cases again: whom they name after officers changed, and by which places they are found.

Lists of cases (list_cases.py) go by columns. Until a case was looked through it is in no list where it may not belong.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import CorruptDataError
from bot.reports.conflicts import rules_of_naming
from bot.services.tell_officers import look_for_changed
from bot.store.case_checks import UNREADABLE, cases_to_check, check_again, lock_cases
from bot.store.case_figures import seal_figures
from bot.store.case_places import keep_places
from bot.store.cases import facts_of
from bot.store.engine import Store
from bot.store.journal import note, was_noted
from bot.store.officers import Reachable, officers_on_duty
from bot.store.tables.cases import Case

log = logging.getLogger(__name__)

_AT_ONCE = 10
"""Cases of one transaction: SQLite has one writer at a time, and people wait for it."""

_ACT = "names_looked_for_anew"
_MOST = 2_000
_SECONDS = 3.0
"""How long one sweep looks through cases; the next one goes on."""


@dataclass(frozen=True)
class CaseChecker:
    """What looks cases through, the open ones first. ``timer``: seconds that only grow."""

    store: Store
    clock: Clock
    timer: Callable[[], float] = time.monotonic

    def work(self) -> int:
        """Look through cases for some seconds; returns how many. What is left is found again."""
        with self.store.reading() as session:
            waiting = cases_to_check(session, _MOST)
        end, done = self.timer() + _SECONDS, 0
        while done < len(waiting) and self.timer() < end:
            batch = waiting[done : done + _AT_ONCE]
            self._check(batch)
            done += len(batch)
        return done

    def start_over(self) -> None:
        """Have cases that could not be read looked through again, and all once the rules of naming are others.

        Called when the worker starts, and every day.
        """
        rules = rules_of_naming()
        with self.store.writing() as session:
            others = not was_noted(session, _ACT, rules)
            check_again(session, all_cases=others)
            if others:
                note(session, self.clock.now(), "service", _ACT, rules)

    def _check(self, case_ids: Sequence[UUID]) -> None:
        with self.store.writing() as session:
            officers = officers_on_duty(session, self.store.vault)
            for case in lock_cases(session, case_ids):
                self._look_at(session, case, officers)

    def _look_at(self, session: Session, case: Case, officers: list[Reachable]) -> None:
        try:
            look_for_changed(session, case, self.store.vault, officers)
            if not case.places_kept:
                facts = facts_of(self.store.vault, case)
                keep_places(session, self.store.vault, case, facts)
                seal_figures(self.store.vault, case, facts)
        except CorruptDataError:
            log.error("case %s unreadable; it is in no list", case.id)
            case.checked_no = UNREADABLE
