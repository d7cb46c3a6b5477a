"""``python3 -m ops.run``: set everything up, start all parts, wait until they are ready, stop them on Ctrl-C.

Standard library only: it also runs before the environments exist.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ops import leftovers
from ops.env_file import settings
from ops.health import parts_of
from ops.launch import Launch, launch_from
from ops.locks import TakenError, held
from ops.manager import Manager
from ops.places import ROOT, SetUpError, say
from ops.readiness import TURN, refuse_end, wait_until_ready
from ops.setup import end_on_terminate, set_up
from ops.steps import run_step

_EXAMPLE = ".venv/bin/bot webhook-example"
_READY = """
{name} is running.

  Chat with it:          http://{console}/
  Public webhooks:       http://{public}/twilio/message
  Logs:                  var/log/
  Stop everything:       Ctrl-C
"""
_RECORDER = """
No Twilio account is set (TWILIO_ACCOUNT_SID in .env), so the recorder is the gateway: replies are
not sent to anybody, they are kept and shown in the simulator."""


def serve(root: Path, give_up_after: float) -> None:
    """Run the service from ``root`` until it is interrupted; ``SetUpError`` says why it cannot run."""
    os.environ[leftovers.MARK] = str(root)
    _refuse_leftovers(root)
    set_up(root)
    found = settings(root, os.environ)
    launch = launch_from(found)
    launch.refuse_taken_ports()
    run_step(root, "training the language model", ".venv/bin/python", "ops/train_model.py")
    run_step(root, "preparing the database", ".venv/bin/bot", "migrate")
    with Manager(root, launch) as manager:
        wait_until_ready(manager, parts_of(launch, manager.log), give_up_after)
        _show_ready(root, launch, found.get("SERVICE_NAME", "Jalan Aman"))
        _stay(manager)


def _refuse_leftovers(root: Path) -> None:
    if leftovers.marked(root):
        say("Parts of an earlier start are still running: waiting for them to end")
    left = leftovers.wait_until_gone(root, seconds=15)
    if left:
        numbers = " ".join(str(pid) for pid in left)
        raise SetUpError(f"Parts of an earlier start in this folder do not end. End them first: kill {numbers}")


def _show_ready(root: Path, launch: Launch, name: str) -> None:
    say(_READY.format(name=name, console=launch.console, public=launch.public).rstrip())
    if not launch.sends_by_twilio:
        say(_RECORDER)
    say(f"\nSend it a signed test message, as Twilio would ({_EXAMPLE} prints this again):\n")
    say(_example(root) or f"  {_EXAMPLE}")


def _example(root: Path) -> str:
    """Return what the example command prints, or nothing when it fails: the service runs all the same."""
    try:
        done = subprocess.run(_EXAMPLE.split(), cwd=root, capture_output=True, text=True, timeout=60, check=True)
    except subprocess.SubprocessError:
        return ""
    return done.stdout.strip()


def _stay(manager: Manager) -> None:
    """Return never: an interruption or the end of the process manager ends this."""
    parent = os.getppid() if "MAKELEVEL" in os.environ else None
    while parent in {None, os.getppid()}:
        refuse_end(manager)
        time.sleep(TURN)
    raise KeyboardInterrupt  # make was killed: nobody is left who could press Ctrl-C


def main() -> int:
    """Run the service and return the exit code: 0 after Ctrl-C, 1 when it could not run."""
    parser = argparse.ArgumentParser(prog="make run", description="Set up and run the service until Ctrl-C.")
    parser.add_argument(
        "--give-up-after", type=float, default=240, metavar="SECONDS", help="time for all parts to start"
    )
    arguments = parser.parse_args()
    end_on_terminate()
    try:
        with held(ROOT, "run", waiting=None):
            return _run(arguments.give_up_after)
    except TakenError:
        print("It already runs from this folder. Stop it with Ctrl-C where it was started.", file=sys.stderr)
        return 1


def _run(give_up_after: float) -> int:
    """Serve, then make sure that nothing this start began is left."""
    try:
        serve(ROOT, give_up_after)
    except SetUpError as error:
        print(f"\nStopped. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        leftovers.end(ROOT, seconds=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
