"""What learning needs: the database, the time, the folder with the sentences, and the models."""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.store.engine import Store
from bot.training.models import ModelStore


@dataclass(frozen=True)
class Learning:
    """``nlu_data``: the folder with ``train``, ``dev`` and ``test``; ``models``: the models made of it."""

    store: Store
    clock: Clock
    nlu_data: Path
    models: ModelStore
