"""The worker: answers bells, and sweeps for whatever no bell rang for.

Run as ``python -m bot.worker``. SIGTERM lets the tasks in hand finish. The queue of SQLite is polled, hence
the short delays; the default would sleep up to ten seconds.
"""

import logging
import sys
from threading import Event, Thread

from huey.api import Huey

from bot.bootstrap import WORKER_THREADS, Runtime
from bot.config import RESPONSES, load_settings
from bot.errors import JalanAmanError, UnavailableError
from bot.learner_starter import LearnerStarter
from bot.learning import learning_of
from bot.logs import set_up_logs
from bot.services.bell import DirectBell
from bot.services.check_health import HEARTBEAT
from bot.services.editing import Editing
from bot.services.keep_evidence import purge_evidence
from bot.services.key_check import verify_keys_if_reachable
from bot.services.login_guard import purge_failures
from bot.services.purge import purge_older, purge_reports, purge_sentences, purge_spool, purge_trials
from bot.services.review_answer import publish_due
from bot.services.sweep import SWEEP_SECONDS, sweep

log = logging.getLogger(__name__)

_SWITCH_SECONDS = 0.0005
"""How soon a thread that computes lets another one run, a tenth of Python's default: the thread that holds the
database's write lock must not wait for five others after every statement, for the webhooks wait for it."""


def run(runtime: Runtime) -> None:
    """Work until told to stop."""
    runtime.wording  # noqa: B018 - a hopeless set-up stops the worker here, with its reasons
    verify_keys_if_reachable(runtime.store)
    consumer = _open_queue(runtime).create_consumer(
        workers=WORKER_THREADS,
        periodic=False,
        initial_delay=0.05,
        backoff=1.0,
        max_delay=0.1,
        graceful_signal="TERM",
    )
    stopping = Event()
    found = DirectBell(
        runtime.turn_taker.work, runtime.sender.work, runtime.alert_sender.work, runtime.evidence_keeper.work
    )
    sweeper = Thread(target=_sweep_forever, args=(runtime, found, stopping), name="sweeper", daemon=True)
    sweeper.start()
    try:
        consumer.run()
    finally:
        stopping.set()
        found.close()


def _open_queue(runtime: Runtime) -> Huey:
    try:
        return runtime.working_bell.open()
    except Exception as fault:
        raise UnavailableError(f"the queue does not answer ({type(fault).__name__})") from None


def _sweep_forever(runtime: Runtime, found: DirectBell, stopping: Event) -> None:
    purged_on = None
    learner = LearnerStarter(learning_of(runtime))
    editing = Editing(runtime.store, runtime.clock, runtime.wording.catalog, RESPONSES)
    while True:
        try:
            sweep(runtime.store, runtime.spool, found, runtime.clock, runtime.escalation.work)
            (runtime.settings.data_dir / HEARTBEAT).touch()
            runtime.export_files.sweep(runtime.clock.now())
            publish_due(editing)
            runtime.knocker.work()
            runtime.takeover_watch.work()
            runtime.digest_sender.work()
            if purged_on != (today := runtime.clock.now().date()):
                purge_older(runtime.store, runtime.clock)
                purge_sentences(runtime.store, runtime.clock)
                purge_reports(runtime.store, runtime.clock)
                purge_spool(runtime.spool, runtime.clock)
                purge_trials(runtime.store, runtime.clock)
                purge_failures(runtime.store, runtime.clock)
                purge_evidence(runtime.store, runtime.clock, runtime.evidence_files)
                runtime.case_checker.start_over()
                purged_on = today
            runtime.case_checker.work()
            learner.work()
        except Exception as fault:
            log.error("sweep failed: %s", type(fault).__name__)
        if stopping.wait(SWEEP_SECONDS):
            learner.close()
            return


def main() -> int:
    """Start the worker; 1 with one clear line when it cannot start."""
    set_up_logs()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        run(Runtime(load_settings()))
    except JalanAmanError as fault:
        sys.stderr.write(f"worker: {fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
