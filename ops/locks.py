"""Let one process at a time do a job in this project folder. Standard library only.

The lock belongs to an open file, so it ends with the process, however that ends. Child processes that write
(package installers) get the file too: if only their parent is killed, the next set-up still waits for them.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.places import private_folder, say


class TakenError(Exception):
    """Another process holds the lock."""


@contextmanager
def held(root: Path, name: str, *, waiting: str | None) -> Iterator[int]:
    """Hold ``var/<name>.lock`` and yield its file descriptor.

    When another process holds it: print ``waiting`` and wait; with ``None``, raise ``TakenError`` at once.
    """
    path = private_folder(root) / f"{name}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if waiting is None:
                raise TakenError(path.name) from error
            say(waiting)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
