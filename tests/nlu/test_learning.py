"""The whole loop with real processes in a small copy of the project: label, write, train, compare, serve, take back.

A copy, so that nothing is trained into this project's own models: a few hundred sentences, and the real worker,
learner, Rasa and NLU server. Whoever is killed in the middle leaves a clear state and the old model.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from bot.bootstrap import Runtime
from bot.clock import WITA, SystemClock
from bot.config import PROJECT
from bot.learning import learning_of
from bot.services import model_jobs
from bot.services.label_queue import Wanted, label_page, read_queue
from bot.services.serve_model import Standing, promote, read_models, roll_back
from bot.staff.permissions import Actor, StaffRole
from bot.store.sentences import keep_sentence
from bot.training.jobs import Job, JobKind, JobState, Phase
from bot.training.labelled import FILE
from bot.training.sentence import Guess, NewSentence, Outcome, Reason
from bot.training.sheet import Row
from bot.understanding.examples import Example, read_examples
from bot.vocabulary import Intent
from tests.conftest import migrated_sqlite
from tests.doubles.processes import environment, wait_until
from tests.factories import make_runtime, make_settings

pytestmark = [pytest.mark.nlu, pytest.mark.timeout(1_500)]

ADMIN = Actor(UUID(int=1), StaffRole.ADMIN)
INTENTS = (Intent.GREET, Intent.ASK_COST, Intent.ASK_PASSPORT, Intent.EMERGENCY, Intent.OUT_OF_SCOPE)
LONG = 420
CONFIG = """recipe: default.v1
language: id
assistant_id: jalan-aman
pipeline:
  - name: nlu_data.components.message_words.MessageWordTokenizer
  - name: nlu_data.components.message_language.MessageLanguageFeaturizer
  - name: CountVectorsFeaturizer
  - name: nlu_data.components.intent_classifier.CalibratedIntentClassifier
    ranking_length: 5
"""
TEXTS = {
    "lele jumbo di danau oesusu enak digoreng": "out_of_scope",
    "tolong bikin puisi tentang sasando": "out_of_scope",
}


def small_copy(folder: Path) -> None:
    """Copy the project's code, with a cut-down folder of sentences."""
    quiet = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(PROJECT / "bot", folder / "bot", ignore=quiet)
    shutil.copytree(PROJECT / "ops", folder / "ops", ignore=quiet)
    for name in (".venv", ".venv-nlu", "responses", "requirements"):
        (folder / name).symlink_to((PROJECT / name).resolve())
    ours, data = PROJECT / "nlu_data", folder / "nlu_data"
    shutil.copytree(ours / "components", data / "components", ignore=quiet)
    for name in ("rasa_train.py", "rasa_serve.py"):
        shutil.copy(ours / name, data / name)
    (data / "config.yml").write_text(CONFIG)
    (data / "domain.yml").write_text('version: "3.1"\nintents:\n' + "".join(f"  - {one}\n" for one in INTENTS))
    (data / "thresholds.toml").write_text("[at_least.accuracy]\nid = 0.2\n")
    (data / "test_language.tsv").write_text("text\tlanguage\tkind\tnote\nberapa biaya ke malaysia\tid\tshort\t\n")
    for part in ("dev", "test_entities", "models"):
        (data / part).mkdir()
    shutil.copy(ours / "test_entities" / "id.yml", data / "test_entities" / "id.yml")
    write(data / "train", chosen(read_examples(ours / "train"), 25))
    write(data / "test", chosen(read_examples(ours / "test"), 6))


def chosen(examples: tuple[Example, ...], most: int) -> list[Example]:
    """Return some sentences of every intent in every language."""
    found: list[Example] = []
    for language in ("id", "mkn", "aoz", "en"):
        for intent in INTENTS:
            found += [one for one in examples if (one.language, one.intent) == (language, intent)][:most]
    return found


def write(folder: Path, examples: list[Example]) -> None:
    """Write sentences as Rasa reads them."""
    for language in sorted({one.language for one in examples}):
        lines = ['version: "3.1"', "nlu:"]
        for intent in INTENTS:
            lines += [f"- intent: {intent}", "  examples: |"]
            lines += [f"    - {one.text}" for one in examples if (one.language, one.intent) == (language, intent)]
        (folder / language).mkdir(parents=True)
        (folder / language / "small.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for another process that trains: two at once on two cores outlast what each of them waits for."""
    with (Path(tempfile.gettempdir()) / "jalan-aman-training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Copy:
    """The small project with a worker that can be killed."""

    def __init__(self, folder: Path) -> None:
        small_copy(folder)
        self.folder = folder
        url, data = migrated_sqlite(folder / "test.db"), folder / "var"
        self.env = environment(url, data, PYTHONPATH=str(folder))
        self.runtime: Runtime = make_runtime(make_settings(url, data), clock=SystemClock())  # type: ignore[arg-type]
        self.runtime.nlu_data = folder / "nlu_data"
        self.learning = learning_of(self.runtime)
        self.worker: subprocess.Popen[bytes] | None = None

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command of the copy; it dies with us."""
        leash = ["setpriv", "--pdeathsig", "KILL", sys.executable, *command]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(leash, cwd=self.folder, env=self.env, stdout=log, stderr=log)

    def start_worker(self) -> None:
        """Start the worker."""
        self.worker = self.run("-m", "bot.worker")

    def stop(self) -> None:
        """Kill the worker."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait(20)

    def job(self, kind: JobKind) -> Job:
        """Return the newest job of a kind."""
        return next(one for one in model_jobs.shown_jobs(self.learning, ADMIN) if one.kind is kind)

    def ended(self, kind: JobKind, state: JobState) -> Job:
        """Wait for the end of the newest job of a kind."""
        assert wait_until(lambda: not self.job(kind).open, LONG, step=0.5), self.log()
        found = self.job(kind)
        assert found.state is state, (found.state, found.log, self.log())
        return found

    def in_training(self) -> bool:
        """Wait until Rasa runs."""
        return wait_until(lambda: self.job(JobKind.TRAIN).phase is Phase.TRAINING and bool(self.rasa()), 120, step=0.2)

    def rasa(self) -> list[int]:
        """Return the processes of this copy's Rasa and its trainer."""
        mine = str(self.folder).encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = place.read_bytes()
            except OSError:
                continue
            if mine in line and (b"rasa_train.py" in line or b"train_model.py" in line):
                found.append(int(place.parent.name))
        return found

    def learner(self) -> int:
        """Return the learner's process."""
        assert self.worker
        tasks = Path(f"/proc/{self.worker.pid}/task").glob("*/children")
        (child,) = {int(pid) for task in tasks for pid in task.read_text().split()}
        return child

    def log(self) -> str:
        """Return the end of what the processes said."""
        return (self.folder / "log").read_text(errors="replace")[-3_000:]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    with ExitStack() as stack:
        stack.enter_context(one_at_a_time())
        made = Copy(tmp_path_factory.mktemp("copy") / "project")
        stack.callback(made.stop)
        stack.callback(made.runtime.store.engine.dispose)
        first = made.run("ops/train_model.py")
        assert first.wait(LONG) == 0, made.log()
        yield made


def test_a_killed_worker_and_a_killed_learner_leave_a_clear_state_and_the_old_model(copy: Copy) -> None:
    served = copy.learning.models.pointer()
    copy.start_worker()
    label(copy)
    model_jobs.ask_training(copy.learning, ADMIN)
    assert copy.in_training(), copy.log()
    copy.stop()
    assert copy.ended(JobKind.TRAIN, JobState.INTERRUPTED)
    assert wait_until(lambda: not copy.rasa(), 30), "nothing goes on without the worker"
    copy.start_worker()
    model_jobs.ask_training(copy.learning, ADMIN)
    assert copy.in_training(), copy.log()
    os.kill(copy.learner(), signal.SIGKILL)
    copy.ended(JobKind.TRAIN, JobState.INTERRUPTED)
    assert wait_until(lambda: not copy.rasa(), 30), "nothing goes on without the learner"
    assert copy.learning.models.pointer() == served


def test_a_training_is_cancelled(copy: Copy) -> None:
    model_jobs.ask_training(copy.learning, ADMIN)
    assert copy.in_training(), copy.log()
    model_jobs.cancel(copy.learning, ADMIN, copy.job(JobKind.TRAIN).id)
    assert wait_until(lambda: not copy.rasa(), 30)
    assert copy.job(JobKind.TRAIN).state is JobState.CANCELLED
    assert len(copy.learning.models.models()) == 1


def test_from_the_label_to_another_model_and_back(copy: Copy) -> None:
    learning, models = copy.learning, copy.learning.models
    old = models.current()
    assert old
    model_jobs.ask_training(learning, ADMIN)
    trained = copy.ended(JobKind.TRAIN, JobState.DONE)
    found = read_examples(copy.folder / "nlu_data" / "train")
    assert {one.text for one in found} >= set(TEXTS), "labels go into the data before the training"
    assert (copy.folder / "nlu_data" / "train" / "id" / FILE).is_file()
    assert {one.outcome for one in read_queue(learning, ADMIN, Wanted()).labelled} == {Outcome.ADDED}
    candidate = trained.result["model"]
    assert models.pointer().current == old.id
    model_jobs.ask_comparison(learning, ADMIN, candidate)
    begun = time.monotonic()
    compared = copy.ended(JobKind.COMPARE, JobState.DONE)
    assert time.monotonic() - begun < LONG
    assert compared.result["against"] == old.id
    assert compared.result["emergencies"] == []
    assert set(compared.result["figures"]["new"]) == {"id", "mkn", "aoz", "en", "emergency"}
    shown = {one.standing: one for one in read_models(learning, ADMIN).models}
    assert shown[Standing.CANDIDATE].model.intervals
    reason = "a small copy" if shown[Standing.CANDIDATE].others else ""
    assert promote(learning, ADMIN, candidate, reason).id == models.pointer().current == candidate
    assert roll_back(learning, ADMIN, candidate).id == models.pointer().current == old.id


def test_nothing_new_makes_no_candidate(copy: Copy) -> None:
    before = copy.learning.models.models()
    model_jobs.ask_training(copy.learning, ADMIN)
    assert copy.ended(JobKind.TRAIN, JobState.DONE).result["model"] is None
    assert copy.learning.models.models() == before


def label(copy: Copy) -> None:
    """Keep two messages and label them as the console does."""
    day = copy.learning.clock.now().astimezone(WITA).date()
    with copy.learning.store.writing() as session:
        for text in TEXTS:
            new = NewSentence(day, text, "id", (Guess("greet", 0.2),), Reason.UNCLEAR)
            assert keep_sentence(session, copy.learning.store.vault, new)
    queue = read_queue(copy.learning, ADMIN, Wanted()).sentences
    rows = [Row(line, str(one.id), one.text, "id", TEXTS[one.text]) for line, one in enumerate(queue)]
    assert len(label_page(copy.learning, ADMIN, rows).labelled) == len(TEXTS)
