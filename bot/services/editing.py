"""What every change of the answers needs: the database, the time, the shipped content and its folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answers.catalog import Catalog
from bot.clock import WITA, Clock
from bot.store.engine import Store


@dataclass(frozen=True)
class Editing:
    """``shipped`` is the catalog of the files in ``responses``; revisions in the database stand over it."""

    store: Store
    clock: Clock
    shipped: Catalog
    responses: Path

    @property
    def today(self) -> date:
        """Return the day in NTT."""
        return self.clock.now().astimezone(WITA).date()
