"""Wait until all parts are ready, showing which are not. Standard library only."""

import time

from ops.health import Part, ends, tail
from ops.manager import Manager
from ops.places import SetUpError, say

TURN = 0.3  # seconds between two looks
_ENDS = 3  # times a part may end by itself while everything starts
_REPEAT = 10.0  # seconds after which an unchanged list of waiting parts is shown again


def wait_until_ready(manager: Manager, parts: list[Part], give_up_after: float) -> None:
    """Wait for all parts, showing which are still starting; give up with the logs of those that are not ready.

    The language model alone takes 20 s on a free machine and two minutes on a busy one, so the limit is generous;
    a part that keeps ending by itself is not waited for.
    """
    begun = shown = time.monotonic()
    waiting = parts
    say(f"Starting: {_labels(waiting)}")
    while waiting:
        refuse_end(manager)
        still = [part for part in waiting if not part.is_ready()]
        now = time.monotonic()
        if still and (len(still) < len(waiting) or now - shown > _REPEAT):
            say(f"Still starting after {now - begun:.0f} s: {_labels(still)}")
            shown = now
        waiting = still
        failing = [part for part in waiting if ends(part.name, manager.log) >= _ENDS]
        if failing:
            raise SetUpError(f"Ends again and again: {_labels(failing)}.{_last_words(manager, failing)}")
        if waiting and now - begun > give_up_after:
            longer = f'A slow machine may need longer: make run ARGS="--give-up-after {2 * give_up_after:.0f}"'
            raise SetUpError(
                f"Not ready after {give_up_after:.0f} s: {_labels(waiting)}. {longer}{_last_words(manager, waiting)}"
            )
        time.sleep(TURN if waiting else 0)


def _labels(parts: list[Part]) -> str:
    return ", ".join(part.label for part in parts)


def _last_words(manager: Manager, parts: list[Part]) -> str:
    logs = [manager.logs / f"{part.name}.log" for part in parts]
    return "".join(f"\n\nThe end of var/log/{log.name}:\n{tail(log)}" for log in logs)


def refuse_end(manager: Manager) -> None:
    """Raise ``SetUpError`` with the end of the process manager's log when it is gone."""
    if manager.has_ended():
        raise SetUpError(f"The process manager ended. The end of var/log/{manager.log.name}:\n\n{tail(manager.log)}")
