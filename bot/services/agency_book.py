"""The agencies of both lists, ready to be searched, and made anew when an operator changed a list."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from bot.errors import JalanAmanError
from bot.recruiters.agencies import AgencyList, AgencyRecord
from bot.recruiters.agency_changes import Agencies
from bot.recruiters.agency_files import shipped_notices
from bot.recruiters.agency_search import AgencyIndex
from bot.store.agencies import AgencyVersion, agencies_of, agency_version, newest_list
from bot.store.engine import Store

log = logging.getLogger(__name__)

REGISTER_KEPT = timedelta(days=183)
"""Age from which the register needs a newer import: what may change is reviewed every six months, like the answers."""


@dataclass
class AgencyBook:
    """Keeps one index for all threads of a process; asking for it costs one small query."""

    store: Store
    _version: AgencyVersion | None = None
    _index: AgencyIndex = field(default_factory=lambda: AgencyIndex(()))
    _lock: Lock = field(default_factory=Lock)

    def index(self) -> AgencyIndex:
        """Return today's index. While one thread makes it anew the others wait: half a second for 10,000 agencies.

        A list that cannot be read leaves the last index standing: nobody's turn may fail for it.
        """
        with self._lock:
            try:
                self._renew()
            except JalanAmanError as fault:
                log.error("the lists of companies cannot be read: %s", type(fault).__name__)
            return self._index

    def _renew(self) -> None:
        with self.store.reading() as session:
            version = agency_version(session)
            if version != self._version:
                self._index, self._version = AgencyIndex(_told(session)), version


def register_state(store: Store) -> tuple[date | None, int]:
    """Return of which day the official register is, None without one, and how many companies both lists know."""
    with store.reading() as session:
        newest = newest_list(session, AgencyList.REGISTER)
        return newest.as_of if newest else None, len(AgencyIndex(_told(session)))


def present_agencies(session: Session, kind: AgencyList) -> Agencies:
    """Return the agencies of a kind: the imported ones, else the notices that came with this release."""
    imported = agencies_of(session, kind)
    if imported is not None:
        return imported
    return shipped_notices() if kind is AgencyList.NOTICES else {}


def _told(session: Session) -> Iterable[AgencyRecord]:
    """Yield what people may be told: a notice that somebody took out of the list was perhaps never true."""
    yield from present_agencies(session, AgencyList.REGISTER).values()
    notices = present_agencies(session, AgencyList.NOTICES).values()
    yield from (record for record in notices if not record.gone_as_of)
