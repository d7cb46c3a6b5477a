"""What a page about a recruiter says of each case: columns only, nothing is decrypted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.store.case_checks import ENDED
from bot.store.tables.cases import Case


@dataclass(frozen=True)
class Glimpse:
    """One case as it is named beside others; see ``Case`` of the tables for the words."""

    id: UUID
    code: str
    kind: str
    state: str
    level: str
    regency: str
    credible: bool
    created_at: datetime

    @property
    def ended(self) -> bool:
        """Return whether nobody works on it any more."""
        return self.state in ENDED


COLUMNS = (Case.id, Case.code, Case.kind, Case.state, Case.level, Case.regency, Case.credible, Case.created_at)


def glimpses(
    session: Session, case_ids: Collection[UUID], is_open: ColumnElement[bool], checked: int
) -> tuple[list[Glimpse], list[UUID]]:
    """Return those of the cases that are open by their columns, and the others that are not up to date.

    ``checked``: the change of officers up to which a case must have been looked through, else its columns may hide it.
    """
    rows = session.execute(select(*COLUMNS, is_open.label("is_open"), Case.checked_no).where(Case.id.in_(case_ids)))
    seen, unsure = [], []
    for *columns, open_now, checked_no in rows:
        if open_now:
            seen.append(Glimpse(*columns))
        elif checked_no < checked:
            unsure.append(columns[0])
    return seen, unsure


def glimpse_of(case: Case) -> Glimpse:
    """Return the same of a case that was read already."""
    return Glimpse(*(getattr(case, column.key) for column in COLUMNS))
