"""A file that takes incoming messages when the database cannot: encrypted lines, appended and fsynced.

Each line is ``<record id> <base64 of the sealed JSON>``. Writers hold a shared lock on a side file, the
drainer an exclusive one while it moves the file aside, so that nothing is appended to a file being read.
A line torn by a crash was never acknowledged to the provider, which sends it again; it is skipped and counted.
"""

import base64
import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from bot.errors import CorruptDataError, UnavailableError
from bot.messaging.door import Attachment, Inbound
from bot.store.vault import Vault
from bot.vocabulary import Channel

log = logging.getLogger(__name__)


class Spool:
    """The spool in one folder; safe for several processes on one machine."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Take the folder; it is made when first needed."""
        self._folder = folder
        self._vault = vault
        self._file = folder / "inbound.spool"

    def append(self, inbound: Inbound) -> None:
        """Keep a message on disk before returning. Raises UnavailableError when the disk refuses."""
        record_id = uuid4()
        sealed = self._vault.seal_bytes(_place(record_id), json.dumps(asdict(inbound)).encode())
        line = b"\n%s %s\n" % (record_id.hex.encode(), base64.b64encode(sealed))
        try:
            with self._locked("lock", fcntl.LOCK_SH):
                self._append_line(line)
        except OSError as fault:
            raise UnavailableError("the spool file cannot be written") from fault

    def _append_line(self, line: bytes) -> None:
        new = not self._file.exists()
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.write(handle, line) != len(line):
                raise OSError("short write")
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            _sync_folder(self._folder)

    def drain(self, take: Callable[[Inbound], None]) -> tuple[int, int]:
        """Hand every kept message to ``take`` and then delete the file. Returns taken and unreadable lines.

        When ``take`` raises UnavailableError, the file stays and is read again next time; storing is
        idempotent. It stays, too, when a message could not be stored for another reason; the others are. A file
        with unreadable lines is renamed to ``.unreadable`` for a person to look at. Raises OSError.
        """
        taken = unreadable = 0
        with self._locked("drain.lock", fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
            for path in self._files() if alone else []:
                good, bad = self._drain_file(path, take)
                taken, unreadable = taken + good, unreadable + bad
        return taken, unreadable

    def _drain_file(self, path: Path, take: Callable[[Inbound], None]) -> tuple[int, int]:
        read = [self._read(line) for line in path.read_bytes().splitlines() if line]
        messages = [inbound for inbound in read if inbound is not None]
        refused = [_try(take, inbound) for inbound in messages].count(False)
        unreadable = len(read) - len(messages)
        if refused:
            log.error("%d spooled messages could not be stored; they stay in the spool", refused)
        elif unreadable:
            path.rename(path.with_name(f"{uuid4().hex}.unreadable"))
        else:
            path.unlink()
        return len(messages) - refused, unreadable

    def purge(self, before: datetime) -> int:
        """Delete files with unreadable lines or refused messages last written before ``before``; return how many."""
        old = []
        with self._locked("drain.lock", fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
            kept = [*self._folder.glob("*.unreadable"), *self._folder.glob("*.draining")] if alone else []
            old = [path for path in kept if path.stat().st_mtime < before.timestamp()]
            for path in old:
                path.unlink()
        return len(old)

    def waiting(self) -> bool:
        """Tell whether messages wait here."""
        return self._file.exists() or any(self._folder.glob("*.draining"))

    def _files(self) -> Iterator[Path]:
        """Go through what was set aside before, oldest first, and only then set aside what came since."""
        left = sorted(self._folder.glob("*.draining"))
        yield from left
        if self._file.exists():
            number = int(left[-1].stem) + 1 if left else 1
            path = self._folder / f"{number:09d}.draining"
            with self._locked("lock", fcntl.LOCK_EX):
                self._file.rename(path)
            yield path

    def _read(self, line: bytes) -> Inbound | None:
        try:
            record_id, encoded = line.split(b" ", 1)
            sealed = base64.b64decode(encoded, validate=True)
            stored = json.loads(self._vault.open_bytes(_place(UUID(hex=record_id.decode())), sealed))
            attachments = tuple(Attachment(**file) for file in stored.pop("attachments"))
            return Inbound(**(stored | {"channel": Channel(stored["channel"]), "attachments": attachments}))
        except (ValueError, TypeError, KeyError, CorruptDataError):  # torn, damaged, or of another version
            return None

    @contextmanager
    def _locked(self, name: str, kind: int) -> Iterator[bool]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _lock(handle, kind)
        finally:
            os.close(handle)


def _try(take: Callable[[Inbound], None], inbound: Inbound) -> bool:
    try:
        take(inbound)
    except UnavailableError:
        raise
    except Exception as fault:
        log.error("spooled message not stored: %s", type(fault).__name__)
        return False
    return True


def _lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind)
    except BlockingIOError:
        return False
    return True


def _place(record_id: UUID) -> bytes:
    return b"spool." + record_id.hex.encode()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
