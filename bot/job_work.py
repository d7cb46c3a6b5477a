"""What the learner's jobs do: write labelled sentences, train a candidate, compare a model with the served one."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from bot.config import PROJECT
from bot.errors import BadInputError, UnavailableError
from bot.job_reporter import JobReporter
from bot.measure import measure
from bot.services.learning import Learning
from bot.services.write_labelled import write_labelled
from bot.training.comparison import comparison
from bot.training.jobs import Job, Phase
from bot.training.promotion import judge
from bot.training.results import Result

_LOOK_SECONDS = 1.0
_END_SECONDS = 20.0
_WAITS = "waiting for it"
"""How ops/train_model.py says that another training is running."""


def write(learning: Learning, job: Job, say: JobReporter) -> dict[str, Any]:
    """Write the labelled sentences. Returns how many were added and refused."""
    written = write_labelled(learning, say, job.asked_by)
    return {"added": written.added, "refused": written.refused}


def train(learning: Learning, job: Job, say: JobReporter) -> dict[str, Any]:
    """Write what waits, then train a candidate. Returns its id; None when there is nothing new to learn from.

    Raises UnavailableError with the end of the log.
    """
    written = write_labelled(learning, say, job.asked_by)
    before = {model.id for model in learning.models.models()}
    say(Phase.TRAINING)
    with tempfile.TemporaryFile() as out:
        _run_training(out, say)
    made = [model.id for model in learning.models.models() if model.id not in before]
    return {"model": made[0] if made else None, "added": written.added, "refused": written.refused}


def compare(learning: Learning, job: Job, say: JobReporter) -> dict[str, Any]:
    """Compare a model with the served one. Returns what bot/training/comparison.py makes of it."""
    model = learning.models.get(job.model)
    if model is None:
        raise BadInputError("this model is gone: only the last five are kept")

    def measured(file: Path) -> Sequence[Result]:
        phase = Phase.MEASURING_NEW if file == learning.models.file(model.id) else Phase.MEASURING_SERVED
        say(Phase.STARTING)
        return measure(file, lambda _line: None, lambda done, total: say(phase, done, total))

    verdict = judge(learning.models, model, measured, lambda _line: None)
    say(Phase.WEIGHING)
    return comparison(verdict)


def _run_training(out: IO[bytes], say: JobReporter) -> None:
    """Run ops/train_model.py, which ends Rasa when it is asked to end. Raises UnavailableError with what it said."""
    leash = ("setpriv", "--pdeathsig", "TERM", "--") if shutil.which("setpriv") else ()
    command = [*leash, sys.executable, str(PROJECT / "ops" / "train_model.py"), "--candidate"]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    try:
        while (code := _ended(process)) is None:
            say(Phase.WAITING if _said(out).endswith(_WAITS) else Phase.TRAINING)
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if code != 0:
        raise UnavailableError(_said(out) or f"the training ended with exit code {code}")


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(_LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _said(out: IO[bytes]) -> str:
    """Return what it has said so far; its own place in the file is left alone."""
    size = out.seek(0, 2)
    out.seek(max(0, size - 8_000))
    return out.read().decode("utf-8", "replace").strip()
