"""Finished exports that wait to be fetched: archives with a password, sealed once more, for some minutes.

They are made in memory; nothing readable is ever written. What a killed process leaves behind is sealed too, and is
deleted by the next look at the folder.
"""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from bot.errors import CorruptDataError, UnavailableError
from bot.store.vault import Vault

KEPT = timedelta(minutes=15)
"""How long a finished export can be fetched: our choice, a slow line and a second try."""


class ExportFiles:
    """The folder of finished exports; safe for several processes on one machine."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Take the folder; it is made when first needed."""
        self._folder = folder
        self._vault = vault

    def keep(self, export_id: UUID, account: UUID, content: bytes, now: datetime) -> None:
        """Keep a file for the account that made it. Raises UnavailableError when the disk refuses."""
        path = self._path(export_id)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(self._vault.seal_bytes(_place(export_id, account), content))
            os.utime(path, (now.timestamp(), now.timestamp()))
        except OSError as fault:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise UnavailableError("the folder of exports cannot be written") from fault

    def read(self, export_id: UUID, account: UUID, now: datetime) -> bytes | None:
        """Return a file, None where there is none for this account, or not any more."""
        self.sweep(now)
        try:
            return self._vault.open_bytes(_place(export_id, account), self._path(export_id).read_bytes())
        except (OSError, CorruptDataError):
            return None

    def sweep(self, now: datetime) -> int:
        """Delete what is too old, and return how many files; one that cannot be deleted is met again."""
        oldest, done = (now - KEPT).timestamp(), 0
        for path in self._folder.glob("*"):
            try:
                if path.stat().st_mtime <= oldest:
                    path.unlink()
                    done += 1
            except OSError:
                continue
        return done

    def _path(self, export_id: UUID) -> Path:
        return self._folder / export_id.hex


def _place(export_id: UUID, account: UUID) -> bytes:
    return f"export.{export_id.hex}.{account.hex}".encode()
