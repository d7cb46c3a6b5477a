"""Wait until all parts are ready, showing which are not. Standard library only."""

import time

from ops.health import Part, tail
from ops.manager import Manager
from ops.places import SetUpError, say

TURN = 0.3  # seconds between two looks
_REPEAT = 10.0  # seconds after which an unchanged list of waiting parts is shown again


def wait_until_ready(manager: Manager, parts: list[Part], give_up_after: float) -> None:
    """Wait for all parts, showing which are still starting; give up with the logs of those that are not ready."""
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
        if waiting and now - begun > give_up_after:
            raise SetUpError(_gave_up(manager, waiting, give_up_after))
        time.sleep(TURN if waiting else 0)


def _labels(parts: list[Part]) -> str:
    return ", ".join(part.label for part in parts)


def _gave_up(manager: Manager, waiting: list[Part], seconds: float) -> str:
    logs = [manager.logs / f"{part.name}.log" for part in waiting]
    ends = "".join(f"\n\nThe end of var/log/{log.name}:\n{tail(log)}" for log in logs)
    return f"Not ready after {seconds:.0f} s: {_labels(waiting)}.{ends}"


def refuse_end(manager: Manager) -> None:
    if manager.has_ended():
        raise SetUpError(f"The process manager ended. The end of var/log/{manager.log.name}:\n\n{tail(manager.log)}")
