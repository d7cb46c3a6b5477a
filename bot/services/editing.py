"""What every change of the answers needs: the database, the time, the shipped content and its folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog
from bot.clock import WITA, Clock
from bot.errors import BadInputError
from bot.store.engine import Store
from bot.store.revisions import lock_revisions, published_catalog

LONGEST_NAME = 80
LONGEST_REASON = 400


@dataclass(frozen=True)
class Editing:
    """``shipped`` is the catalog of the files in ``responses``; revisions in the database stand over it."""

    store: Store
    clock: Clock
    shipped: Catalog
    responses: Path

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction in which nobody else changes an answer."""
        with self.store.writing() as session:
            lock_revisions(session)
            yield session

    def published(self) -> Catalog:
        """Return what is published now, added topics too."""
        with self.store.reading() as session:
            return published_catalog(session, self.shipped)

    @property
    def today(self) -> date:
        """Return the day in NTT."""
        return self.clock.now().astimezone(WITA).date()


def refuse_unclear(*names: str, reason: str = "-") -> None:
    """Raise BadInputError for a person's name or a reason that is empty or too long for the history."""
    if not all(name.strip() and len(name) <= LONGEST_NAME for name in names):
        raise BadInputError(f"a name needs 1 to {LONGEST_NAME} characters")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise BadInputError(f"the reason needs 1 to {LONGEST_REASON} characters")
