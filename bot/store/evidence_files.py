"""The files of evidence: sealed, each in a folder of its own below the data folder.

Not in the database: 16 MB in a row hold SQLite's one write lock, and the webhooks with it, while they are written, pass
through its log a second time, and swell every backup and every dump of PostgreSQL. A file is written whole, on disk,
and renamed before the row says that it is there, so a row never promises what is missing. Nothing is ever written
unsealed.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from bot.errors import CorruptDataError, UnavailableError
from bot.store.vault import Vault

ORIGINAL, SHOWN = "original", "shown"
"""The file as it came, and the copy that officers get."""


class EvidenceFiles:
    """The folder of all evidence; safe for several processes on one machine."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Take the folder; it is made when first needed."""
        self._folder = folder
        self._vault = vault

    def write(self, evidence_id: UUID, original: bytes, shown: bytes) -> None:
        """Keep both forms of a file on disk before returning. Raises UnavailableError when the disk refuses."""
        folder = self._folder / evidence_id.hex
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name, content in ((ORIGINAL, original), (SHOWN, shown)):
                self._write(folder / name, self._vault.seal_bytes(_place(evidence_id, name), content))
            _sync(folder)
            _sync(self._folder)
        except OSError as fault:
            raise UnavailableError("the folder of evidence cannot be written") from fault

    def read(self, evidence_id: UUID, name: str = SHOWN) -> bytes:
        """Return a file, by default the copy for officers. Raises CorruptDataError where it is missing or damaged."""
        try:
            sealed = (self._folder / evidence_id.hex / name).read_bytes()
        except OSError as fault:
            raise CorruptDataError("a file of evidence is not there") from fault
        return self._vault.open_bytes(_place(evidence_id, name), sealed)

    def remove(self, evidence_id: UUID) -> None:
        """Delete all forms of a file; one that is not there is no error. Raises UnavailableError."""
        try:
            shutil.rmtree(self._folder / evidence_id.hex)
        except FileNotFoundError:
            return
        except OSError as fault:
            raise UnavailableError("the folder of evidence cannot be written") from fault

    def remove_leftovers(self, before: datetime, is_known: Callable[[UUID], bool]) -> int:
        """Delete folders last written before a time that no row knows, as after a restored backup; return how many."""
        old = [path for path in self._folder.glob("*") if path.stat().st_mtime < before.timestamp()]
        unknown = [path for path in old if _is_id(path.name) and not is_known(UUID(hex=path.name))]
        for path in unknown:
            self.remove(UUID(hex=path.name))
        return len(unknown)

    def _write(self, path: Path, sealed: bytes) -> None:
        new = path.with_name(f"{path.name}.{uuid4().hex}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def _place(evidence_id: UUID, name: str) -> bytes:
    return f"evidence.{name}.{evidence_id.hex}".encode()


def _is_id(name: str) -> bool:
    return len(name) == 32 and all(sign in "0123456789abcdef" for sign in name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
