"""A process that notes acts one after the other, and says so after each commit, until it is killed or done."""

import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.store.journal import note
from tests.factories import make_runtime, make_settings


def main(url: str, folder: str, name: str, acts: int) -> None:
    """Note ``acts`` acts under a name."""
    store = make_runtime(make_settings(url, Path(folder))).store
    for number in range(acts):
        with store.writing() as session:
            note(session, SystemClock().now(), name, "tested", "chain", f"{number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
