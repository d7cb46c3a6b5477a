"""Retention: texts are kept only as long as they are needed to answer and to correct mistakes."""

from datetime import timedelta

from bot.clock import WITA, Clock
from bot.store.answer_desk import forget_trials
from bot.store.case_erasure import erase_ended
from bot.store.code_tries import forget_tries
from bot.store.drafts import expire_drafts
from bot.store.engine import Store
from bot.store.erase import erase_older
from bot.store.journal import note
from bot.store.learning_jobs import forget_jobs
from bot.store.probes import forget_probes
from bot.store.sentences import delete_sentences
from bot.store.spool import Spool
from bot.training.sentence import RETENTION as SENTENCE_RETENTION

RETENTION = timedelta(days=90)
"""Our choice: long enough to look into a complaint, short enough that a stolen machine holds little."""


def purge_older(store: Store, clock: Clock, age: timedelta = RETENTION) -> int:
    """Erase texts older than ``age`` and contacts silent since then. Returns how many rows were touched."""
    now = clock.now()
    with store.writing() as session:
        count = erase_older(session, now - age)
        if count:
            note(session, now, "retention", "purged", "messages", f"{count} rows")
    return count


def purge_sentences(store: Store, clock: Clock, age: timedelta = SENTENCE_RETENTION) -> int:
    """Delete what was kept for labelling ``age`` ago (at most SENTENCE_RETENTION), labelled or not; return how many.

    What came out of jobs on the model goes after the same time.
    """
    now = clock.now()
    until = (now - min(age, SENTENCE_RETENTION)).astimezone(WITA).date()
    with store.writing() as session:
        count = delete_sentences(session, until)
        forget_jobs(session, now - SENTENCE_RETENTION)
        if count:
            note(session, now, "retention", "purged", "training_sentences", f"{count} rows")
    return count


def purge_reports(store: Store, clock: Clock) -> int:
    """Erase reports nobody sent for 30 days, the content of cases that ended long ago, and old counts and attempts."""
    now = clock.now()
    today = now.astimezone(WITA).date()
    with store.writing() as session:
        count = expire_drafts(session, store.vault, now, today)
        count += erase_ended(session, store.vault, now)
        count += forget_probes(session, now - RETENTION)
        forget_tries(session, today)
        if count:
            note(session, now, "retention", "purged", "reports", f"{count} rows")
    return count


def purge_trials(store: Store, clock: Clock) -> None:
    """Forget which drafts were tried in the simulator on a day before."""
    with store.writing() as session:
        forget_trials(session, clock.now() - timedelta(days=1))


def purge_spool(spool: Spool, clock: Clock, age: timedelta = RETENTION) -> int:
    """Delete spool files nobody could store for ``age``. Returns how many."""
    return spool.purge(clock.now() - age)
