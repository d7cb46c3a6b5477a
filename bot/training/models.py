"""The trained models of an installation, which of them is served, and which it was before.

Each model is a file of its own, ``model-<id>.tar.gz``, with a note beside it; its id is the moment of its training
and the beginning of its SHA-256. ``current.json`` names the served one, those served before it and those rolled
back. Every file appears by a rename after its content is on the disk, the pointer last: whoever is killed in between
leaves what was served before. Standard library only: ops/train_model.py uses it before any environment exists.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import BadInputError

FOLDER = Path(__file__).resolve().parents[2] / "nlu_data" / "models"
POINTER = "current.json"
KEPT = 5
"""Models that stay, the served one, the one before it and the candidate among them."""

Figures = dict[str, dict[str, float]]
Intervals = dict[str, dict[str, list[float]]]
"""Lower end, upper end and number of sentences of each figure."""


@dataclass(frozen=True)
class StoredModel:
    """A model and what is known of it.

    ``inputs`` is the hash of what it was made from (ops/train_model.py), ``bytes`` its size, ``trained_at`` an ISO time
    in UTC. A ``candidate`` was trained to be compared first. ``figures`` are those of nlu_data/test in the shape of
    thresholds.toml, ``intervals`` their 95 % intervals, ``refused`` why it was not promoted when it was last compared.
    ``topics`` are the added ones that it knows.
    """

    id: str
    inputs: str
    bytes: int
    trained_at: str
    candidate: bool = False
    figures: Figures | None = None
    refused: tuple[str, ...] = ()
    intervals: Intervals | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pointer:
    """Ids of models: the served one, those served before it (newest first), and those rolled back."""

    current: str | None = None
    earlier: tuple[str, ...] = ()
    rolled_back: tuple[str, ...] = ()

    @property
    def served(self) -> frozenset[str]:
        """Return every model that has ever been served, as far as it is remembered."""
        return frozenset([*([self.current] if self.current else []), *self.earlier, *self.rolled_back])


class ModelStore:
    """The models in a folder. Any number of processes may use it at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Take the folder; nothing is read or made yet."""
        self.folder = folder

    def file(self, model_id: str) -> Path:
        """Return where the model is, or would be."""
        return self.folder / f"model-{model_id}.tar.gz"

    def pointer(self) -> Pointer:
        """Return what is served; an unreadable file, or one of an older form, names nothing."""
        try:
            found = json.loads((self.folder / POINTER).read_text(encoding="utf-8"))
            current = found.get("current")
            lists = {name: tuple(map(str, found.get(name, ()))) for name in ("earlier", "rolled_back")}
        except (OSError, ValueError, AttributeError, TypeError):
            return Pointer()
        return Pointer(current if isinstance(current, str) else None, **lists)

    def models(self) -> list[StoredModel]:
        """Return all whole models, newest first; one that is half there is none."""
        notes = (self._read_note(path) for path in sorted(self.folder.glob("model-*.json"), reverse=True))
        return [note for note in notes if note]

    def get(self, model_id: str | None) -> StoredModel | None:
        """Return a whole model by its id."""
        return self._read_note(self._note(model_id)) if model_id else None

    def named(self, part: str) -> StoredModel:
        """Return the one model whose id holds ``part``; BadInputError when there is none or more than one."""
        found = [model for model in self.models() if part in model.id]
        if len(found) != 1:
            raise BadInputError("no such model, or more than one; `bot models list` shows them")
        return found[0]

    def current(self) -> StoredModel | None:
        """Return the served model."""
        return self.get(self.pointer().current)

    def previous(self) -> StoredModel | None:
        """Return the model a rollback would serve."""
        return next((model for name in self.pointer().earlier if (model := self.get(name))), None)

    def candidate(self) -> StoredModel | None:
        """Return the newest model that was trained to be compared and has never been served."""
        served = self.pointer().served
        return next((model for model in self.models() if model.candidate and model.id not in served), None)

    def made_from(self, inputs: str) -> StoredModel | None:
        """Return the newest model made from inputs with this hash."""
        return next((model for model in self.models() if model.inputs == inputs), None)

    def add(
        self, made: Path, inputs: str, now: datetime, *, candidate: bool = False, topics: tuple[str, ...] = ()
    ) -> StoredModel:
        """Move a trained model into the store, from the same file system, and return it; it is not served yet."""
        content = made.read_bytes()
        model = StoredModel(
            f"{now:%Y%m%dT%H%M%SZ}-{hashlib.sha256(content).hexdigest()[:8]}",
            inputs,
            len(content),
            now.isoformat(timespec="seconds"),
            candidate,
            topics=topics,
        )
        self.annotate(model)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(self.file(model.id))
        return model

    def annotate(self, model: StoredModel) -> None:
        """Write a model's note anew."""
        self._write(self._note(model.id), asdict(model))

    def promote(self, model_id: str, instead_of: str | None = None) -> None:
        """Serve this model from now on; the one served until now becomes the previous one.

        ``instead_of``: the model it was compared with; raises BadInputError where another one is served by now.
        """
        with self._changing():
            old = self.pointer()
            if instead_of and old.current != instead_of:
                raise BadInputError("another model is served by now: compare again")
            if old.current == model_id:
                return
            before = [old.current, *old.earlier] if self.get(old.current) else old.earlier
            rest = _without(old.rolled_back, model_id)
            self._point(Pointer(model_id, _without(before, model_id), rest))

    def rollback(self, instead_of: str | None = None) -> StoredModel:
        """Serve the previous model again and return it; BadInputError when none is kept.

        ``instead_of``: the model that is to be taken back; BadInputError where another one is served by now.
        """
        with self._changing():
            old, previous = self.pointer(), self.previous()
            if instead_of and old.current != instead_of:
                raise BadInputError("another model is served by now: look again")
            if previous is None:
                raise BadInputError("no earlier model is kept")
            back = [old.current, *_without(old.rolled_back, old.current)]
            later = old.earlier[old.earlier.index(previous.id) + 1 :]
            self._point(Pointer(previous.id, later, _without(back, None)))
            return previous

    def prune(self) -> None:
        """Delete all but the newest models; never the served one, the previous one and the candidate."""
        with self._changing():
            wanted = (self.current(), self.previous(), self.candidate(), *self.models())
            kept = list(dict.fromkeys(model.id for model in wanted if model))[:KEPT]
            names = {path.name for model_id in kept for path in (self.file(model_id), self._note(model_id))}
            for path in (*self.folder.glob("*.tar.gz"), *self.folder.glob("model-*.json")):
                if path.name not in names:
                    path.unlink(missing_ok=True)
            old = self.pointer()
            self._point(
                replace(
                    old,
                    earlier=tuple(name for name in old.earlier if name in kept),
                    rolled_back=tuple(name for name in old.rolled_back if name in kept),
                )
            )

    def _note(self, model_id: str) -> Path:
        return self.folder / f"model-{model_id}.json"

    def _read_note(self, path: Path) -> StoredModel | None:
        known = {field.name for field in fields(StoredModel)}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            model = StoredModel(**{name: value for name, value in found.items() if name in known})
            whole = path == self._note(model.id) and self.file(model.id).stat().st_size == model.bytes
        except (OSError, ValueError, AttributeError, TypeError):
            return None
        return replace(model, refused=tuple(model.refused), topics=tuple(model.topics)) if whole else None

    def _point(self, pointer: Pointer) -> None:
        self._write(self.folder / POINTER, asdict(pointer))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the only right to change the pointer; it takes milliseconds, so everybody waits."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "store.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _write(path: Path, content: dict[str, Any]) -> None:
        """Replace a file in one step; its content is on the disk before its name is."""
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        with new.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def _without(names: Iterable[str | None], unwanted: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name and name != unwanted)
