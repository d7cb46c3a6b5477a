"""Jobs on the model as rows, on both databases: one at a time, never lost, and serving only what may be served."""

import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot import learner
from bot.bootstrap import Runtime
from bot.errors import BadInputError, ForbiddenError, UnavailableError
from bot.job_reporter import JobReporter
from bot.learner_starter import LearnerStarter
from bot.learning import learning_of
from bot.services import model_jobs
from bot.services.learning import Learning
from bot.services.purge import purge_sentences
from bot.services.serve_model import Standing, promote, read_models, roll_back
from bot.staff.permissions import Actor, StaffRole
from bot.store.learning_jobs import beat, claim_job, end_job, queue_job
from bot.store.tables.audit import AuditEntry
from bot.training import promotion
from bot.training.comparison import comparison
from bot.training.jobs import STALE, Job, JobKind, JobState, Phase
from bot.training.models import StoredModel
from bot.training.promotion import accuracy_losses, emergency_losses
from bot.training.sentence import RETENTION
from tests.doubles.service import rows
from tests.training.test_models import add
from tests.training.test_promotion import DANGEROUS, GOOD, WORSE

ADMIN = Actor(UUID(int=1), StaffRole.ADMIN)
SECOND = Actor(UUID(int=2), StaffRole.ADMIN)


@pytest.fixture
def learning(runtime: Runtime) -> Learning:
    """A served model and a candidate."""
    models = learning_of(runtime).models
    models.folder.mkdir(parents=True)
    models.promote(add(models, 1).id)
    add(models, 2, candidate=True)
    return learning_of(runtime)


def candidate_of(learning: Learning) -> StoredModel:
    found = learning.models.candidate()
    assert found
    return found


def newest(learning: Learning) -> Job:
    return model_jobs.shown_jobs(learning, ADMIN)[0]


def claim(learning: Learning, owner: UUID) -> Job | None:
    with learning.store.writing() as session:
        return claim_job(session, owner, learning.clock.now())


def compared(learning: Learning, new: object, old: object = GOOD) -> None:
    """Finish a comparison as the learner does."""
    model = candidate_of(learning)
    model_jobs.ask_comparison(learning, ADMIN, model.id)
    owner = uuid4()
    job = claim(learning, owner)
    assert job
    served = learning.models.pointer().current
    verdict = promotion.Verdict(tuple(emergency_losses(old, new)), tuple(accuracy_losses(old, new)), new, old, served)  # type: ignore[arg-type]
    with learning.store.writing() as session:
        now = learning.clock.now()
        assert end_job(session, job.id, owner, now, JobState.DONE, result=comparison(verdict))


def test_two_who_press_at_once_get_one_training(learning: Learning) -> None:
    def press(who: Actor) -> bool:
        try:
            model_jobs.ask_training(learning, who)
        except BadInputError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, [ADMIN, SECOND, ADMIN, SECOND])) == [False, False, False, True]
    with pytest.raises(BadInputError, match="waits or runs"):
        model_jobs.ask_comparison(learning, ADMIN, candidate_of(learning).id)


def test_only_admins_ask_and_only_for_models_there_are(learning: Learning) -> None:
    speaker = Actor(UUID(int=3), StaffRole.REVIEWER, None, "aoz")
    for act in (
        lambda: model_jobs.ask_training(learning, speaker),
        lambda: model_jobs.ask_comparison(learning, speaker, candidate_of(learning).id),
        lambda: model_jobs.cancel(learning, speaker, uuid4()),
        lambda: read_models(learning, speaker),
        lambda: promote(learning, speaker, candidate_of(learning).id),
        lambda: roll_back(learning, speaker, "x"),
    ):
        with pytest.raises(ForbiddenError):
            act()
    served = learning.models.pointer().current
    for wrong in ("", "../../etc/passwd", "*", served or ""):
        with pytest.raises(BadInputError):
            model_jobs.ask_comparison(learning, ADMIN, wrong)


def test_one_job_runs_at_a_time_and_a_cancelled_one_is_told(learning: Learning, runtime: Runtime) -> None:
    model_jobs.ask_training(learning, ADMIN)
    with ThreadPoolExecutor(4) as pool:
        claimed = [job for job in pool.map(lambda _: claim(learning, uuid4()), range(4)) if job]
    assert len(claimed) == 1
    owner = uuid4()
    model_jobs.cancel(learning, ADMIN, claimed[0].id)
    with learning.store.writing() as session:
        assert not beat(session, claimed[0].id, owner, learning.clock.now(), Phase.TRAINING, 0, 0)
        assert not end_job(session, claimed[0].id, owner, learning.clock.now(), JobState.DONE)
    with pytest.raises(BadInputError):
        model_jobs.cancel(learning, ADMIN, claimed[0].id)
    assert newest(learning).state is JobState.CANCELLED
    model_jobs.ask_training(learning, ADMIN)
    assert [row.action for row in rows(runtime, AuditEntry)] == ["asked_train", "cancelled", "asked_train"]


def test_a_job_without_a_beat_is_interrupted_by_the_next_look(learning: Learning, clock) -> None:
    starter = LearnerStarter(learning, (sys.executable, "-c", "pass"))
    model_jobs.ask_training(learning, ADMIN)
    assert claim(learning, uuid4())
    starter.work()
    assert newest(learning).state is JobState.RUNNING
    clock.advance(STALE + timedelta(seconds=1))
    assert newest(learning).is_stale(clock.now())
    starter.work()
    assert newest(learning).state is JobState.INTERRUPTED


def test_a_learner_is_started_for_a_job_and_its_death_is_seen_at_once(learning: Learning) -> None:
    starter = LearnerStarter(learning, (sys.executable, "-c", "import sys, time; time.sleep(60)"))
    starter.work()
    assert starter._process is None
    model_jobs.ask_training(learning, ADMIN)
    starter.work()
    assert starter._process
    assert claim(learning, starter._owner)
    starter.work()
    assert newest(learning).state is JobState.RUNNING
    starter._process.kill()
    starter._process.wait()
    starter.work()
    assert newest(learning).state is JobState.INTERRUPTED
    starter.close()


@dataclass
class Work:
    """Stands for a job's work."""

    fault: BaseException | None = None

    def __call__(self, learning: Learning, job: Job, say: JobReporter) -> dict[str, object]:
        say(Phase.TRAINING)
        if self.fault:
            raise self.fault
        return {"model": None, "added": 0, "refused": 0}


@pytest.mark.parametrize(
    ("fault", "state", "log"),
    [
        (None, JobState.DONE, ""),
        (UnavailableError("the end of the log"), JobState.FAILED, "the end of the log"),
        (OSError("a path"), JobState.FAILED, "OSError"),
    ],
)
def test_a_learner_works_off_what_waits(
    learning: Learning, monkeypatch: pytest.MonkeyPatch, fault: BaseException | None, state: JobState, log: str
) -> None:
    monkeypatch.setattr("bot.learner._WORK", {JobKind.TRAIN: Work(fault), JobKind.COMPARE: Work()})
    model_jobs.ask_training(learning, ADMIN)
    learner.work_off(learning, uuid4())
    assert (newest(learning).state, newest(learning).log) == (state, log)
    model_jobs.ask_comparison(learning, ADMIN, candidate_of(learning).id)
    learner.work_off(learning, uuid4())
    assert newest(learning).state is JobState.DONE


def test_a_cancelled_job_stops_in_the_middle_and_the_next_one_is_done(
    learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.job_reporter.BEAT_SECONDS", 0.05)
    beats = []

    def endless(_learning: Learning, job: Job, say: JobReporter) -> dict[str, object]:
        while True:
            say(Phase.TRAINING)
            time.sleep(0.05)
            if not beats:
                beats.append(job)
                with learning.store.writing() as session:
                    assert queue_job(session, JobKind.WRITE, ADMIN.name, learning.clock.now())
                model_jobs.cancel(learning, ADMIN, job.id)

    monkeypatch.setattr("bot.learner._WORK", {JobKind.TRAIN: endless, JobKind.WRITE: Work()})
    before = signal.signal(signal.SIGTERM, learner._stop)
    try:
        model_jobs.ask_training(learning, ADMIN)
        learner.work_off(learning, uuid4())
    finally:
        signal.signal(signal.SIGTERM, before)
    assert [job.state for job in model_jobs.shown_jobs(learning, ADMIN)] == [JobState.DONE, JobState.CANCELLED]


def test_only_what_was_compared_with_the_served_model_is_served(runtime: Runtime, learning: Learning) -> None:
    model = candidate_of(learning)
    with pytest.raises(BadInputError, match="compare this model"):
        promote(learning, ADMIN, model.id)
    compared(learning, GOOD)
    old = learning.models.pointer().current
    assert promote(learning, ADMIN, model.id).id == learning.models.pointer().current
    with pytest.raises(BadInputError, match="served already"):
        promote(learning, ADMIN, model.id)
    with pytest.raises(BadInputError, match="look again"):
        roll_back(learning, SECOND, "another")
    assert roll_back(learning, ADMIN, model.id).id == old
    with pytest.raises(BadInputError, match="no earlier model"):
        roll_back(learning, ADMIN, old or "")
    acts = [(row.action, row.subject, row.detail) for row in rows(runtime, AuditEntry)]
    assert acts[1:] == [
        ("model_promoted", f"model/{model.id}", f"instead of {old}"),
        ("model_rolled_back", f"model/{old}", f"instead of {model.id}"),
    ]


def test_a_comparison_with_a_model_that_is_not_served_any_more_counts_for_nothing(learning: Learning) -> None:
    compared(learning, GOOD)
    learning.models.promote(add(learning.models, 3).id)
    with pytest.raises(BadInputError, match="compare this model"):
        promote(learning, ADMIN, candidate_of(learning).id)


def test_what_speaks_against_a_model_needs_a_reason_and_emergencies_take_none(
    runtime: Runtime, learning: Learning
) -> None:
    model, served = candidate_of(learning), learning.models.pointer().current
    compared(learning, DANGEROUS)
    for reason in ("", "because"):
        with pytest.raises(BadInputError, match="misses emergencies"):
            promote(learning, ADMIN, model.id, reason)
    compared(learning, WORSE)
    for wrong in ("", "   ", "x" * 401):
        with pytest.raises(BadInputError):
            promote(learning, ADMIN, model.id, wrong)
    assert learning.models.pointer().current == served
    promote(learning, ADMIN, model.id, "the held-out sentences are outdated")
    assert learning.models.pointer().current == model.id
    act = rows(runtime, AuditEntry)[-1]
    assert act.action == "model_forced"
    assert act.reason_sealed
    assert b"outdated" not in act.reason_sealed


def test_models_say_what_they_are(learning: Learning) -> None:
    compared(learning, WORSE)
    promote(learning, ADMIN, candidate_of(learning).id, "to try it")
    add(learning.models, 3, candidate=True)
    add(learning.models, 4)
    standings = [one.standing for one in read_models(learning, ADMIN).models]
    assert standings == [Standing.OLDER, Standing.CANDIDATE, Standing.SERVED, Standing.PREVIOUS]
    roll_back(learning, ADMIN, learning.models.pointer().current or "")
    assert read_models(learning, ADMIN).models[2].standing is Standing.TAKEN_BACK


def test_results_go_with_the_sentences(runtime: Runtime, learning: Learning, clock) -> None:
    compared(learning, GOOD)
    clock.advance(RETENTION + timedelta(days=1))
    purge_sentences(runtime.store, clock)
    assert model_jobs.shown_jobs(learning, ADMIN) == []
