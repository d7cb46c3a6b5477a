"""``python3 -m ops.setup``: both environments and ``.env``, made once and kept up to date. Standard library only."""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from ops.env_file import ensure_env_file
from ops.environments import make_environments
from ops.locks import held
from ops.places import ROOT, SetUpError, say
from ops.stamps import State, app_environment, nlu_environment

_WAITING = "Another set-up is at work in this folder: waiting for it to finish"


def set_up(root: Path) -> None:
    """Bring the project folder into a state in which everything can run; ``SetUpError`` says what is missing."""
    begun = time.monotonic()
    with held(root, "setup", waiting=_WAITING) as descriptor:
        done_before = all(
            environment.state() is State.READY for environment in (app_environment(root), nlu_environment(root))
        )
        make_environments(root, descriptor)
        ensure_env_file(root, os.environ)
    if not done_before:
        say(f"Set-up finished in {time.monotonic() - begun:.0f} s")


def end_on_terminate() -> None:
    """Treat SIGTERM and a closed terminal like Ctrl-C, so that running steps are ended.

    SIGINT too: a shell that starts a command in the background lets it ignore that. nohup's wish stays.
    """
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Set up and return the exit code."""
    end_on_terminate()
    try:
        set_up(ROOT)
    except SetUpError as error:
        print(f"\nSet-up stopped. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted. The same command goes on from there.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
