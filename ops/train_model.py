"""Train the NLU model when its inputs changed: ``python3 ops/train_model.py [--force] [--candidate] [--check]``.

The models and the pointer to the served one are in nlu_data/models (bot/training/models.py); a note beside each
holds the hash of everything it was made from. The new model is served at once, as the first one must be and as
changed shipped data ask for; with ``--candidate`` it waits for ``bot models promote``. Killed at any point, the old
model stays usable. Standard library only; Rasa runs in .venv-nlu. ``--check`` only tells whether the served model
is made of today's inputs (exit 1 when not).
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.training.due import settled  # noqa: E402 - the project is found by its place
from bot.training.models import ModelStore  # noqa: E402
from bot.training.topic_data import drop_thin_topics, topics_in  # noqa: E402

NLU_DATA = ROOT / "nlu_data"
MODELS = NLU_DATA / "models"
LOG = MODELS / "train.log"
SCRATCH = NLU_DATA / ".rasa"
RASA_TRAIN = NLU_DATA / "rasa_train.py"
NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
INPUTS = (
    "nlu_data/train/**/*.yml",
    "nlu_data/components/*.py",
    "nlu_data/config.yml",
    "nlu_data/rasa_train.py",
    "nlu_data/domain.yml",
    # What chooses the sentences, what the components import, and the tables these modules read; an edit elsewhere makes
    # no other model.
    "bot/errors.py",
    "bot/training/topic_data.py",
    "bot/vocabulary.py",
    "bot/understanding/datafile.py",
    "bot/understanding/language.py",
    "bot/understanding/language_cues.py",
    "bot/understanding/language_letters.py",
    "bot/understanding/leet.py",
    "bot/understanding/model.py",
    "bot/understanding/patterns.py",
    "bot/understanding/spelling.py",
    "bot/understanding/text.py",
    "bot/understanding/data/language_phrases.tsv",
    "bot/understanding/data/language_weights.tsv",
    "bot/understanding/data/language_words.tsv",
    "bot/understanding/data/letter_figures.tsv",
    "bot/understanding/data/short_forms.tsv",
    "bot/understanding/data/word_sets.tsv",
    "requirements/nlu.txt",
)
# The last is ops/leftovers.py's mark: a start of the service finds by it what an earlier one left.
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "JALAN_AMAN_RUN")
LONGEST_TRAINING_SECONDS = 1_800
PROGRESS_EVERY_SECONDS = 10
LOG_TAIL_LINES = 25


class TrainingError(Exception):
    """Training did not give a model; the text is one line for the terminal."""


def inputs_hash(root: Path = ROOT) -> str:
    """Return the SHA-256 over names and contents of everything the model is made from."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in INPUTS for path in root.glob(pattern) if path.is_file()}):
        name = path.relative_to(root).as_posix().encode()
        content = path.read_bytes()
        digest.update(b"%d:%s%d:" % (len(name), name, len(content)) + content)
    return digest.hexdigest()


def is_current(wanted: str) -> bool:
    """Tell whether the served model was made from inputs with this hash."""
    current = ModelStore(MODELS).current()
    return current is not None and current.inputs == wanted


def rasa_environment() -> dict[str, str]:
    """Return the environment for Rasa: no telemetry, no cache, nothing written outside the project."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": str(SCRATCH),
        "XDG_CONFIG_HOME": str(SCRATCH),
        "XDG_CACHE_HOME": str(SCRATCH),
        "MPLCONFIGDIR": str(SCRATCH),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Rasa tells what is wrong with training data by warnings; the many of its libraries say nothing to us.
        "PYTHONWARNINGS": "ignore,default::UserWarning",
        "PYTHONUTF8": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        # The cache knows nothing of our components' code and would bring back features of an older version.
        "RASA_MAX_CACHE_SIZE": "0",
        "RASA_CACHE_DIRECTORY": str(SCRATCH / "cache"),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
    }


@contextmanager
def training_lock() -> Iterator[None]:
    """Hold the only right to train; waits for another run to finish."""
    MODELS.mkdir(parents=True, exist_ok=True)
    with (MODELS / "train.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another training is running, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def train(wanted: str, *, candidate: bool) -> None:
    """Validate the data, train, and store the new model; serve it unless it is a candidate. Raises TrainingError."""
    if not NLU_PYTHON.exists():
        raise TrainingError("the NLU environment .venv-nlu is missing: run make setup")
    started = time.monotonic()
    for leftover in MODELS.glob(".new-*"):
        shutil.rmtree(leftover)
    LOG.write_text("", encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix=".new-", dir=MODELS) as name:
        folder = Path(name)
        data = gathered_data(folder)
        _run("training", [str(RASA_TRAIN), str(data), name])
        _put_in_place(folder / "model.tar.gz", wanted, topics_in(data / "train"), candidate=candidate)
    say(f"model ready after {time.monotonic() - started:.0f} s")


def gathered_data(folder: Path) -> Path:
    """Copy the sentences: nobody changes a copy while Rasa reads it. Added topics with too few are left out."""
    data = folder / "data"
    shutil.copytree(NLU_DATA / "train", data / "train")
    drop_thin_topics(data / "train")
    return data


def _run(what: str, arguments: list[str]) -> None:
    say(f"{what} ...")
    started = time.monotonic()
    with LOG.open("ab") as log:
        process = subprocess.Popen(
            [*_leash(), str(NLU_PYTHON), *arguments],
            cwd=NLU_DATA,
            env=rasa_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            code = _wait(process, what, started)
        finally:
            process.kill()
            process.wait()
    if code != 0:
        raise TrainingError(f"{what} failed (exit {code}); the end of {LOG.relative_to(ROOT)}:\n{_log_tail()}")


def _leash() -> tuple[str, ...]:
    """Return what ends Rasa with us, also when we are killed, or told to end while it is being started."""
    return ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()


def _wait(process: subprocess.Popen[bytes], what: str, started: float) -> int:
    while time.monotonic() - started < LONGEST_TRAINING_SECONDS:
        try:
            return process.wait(timeout=PROGRESS_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"{what}: {time.monotonic() - started:.0f} s")
    raise TrainingError(f"{what} took longer than {LONGEST_TRAINING_SECONDS} s and was stopped")


def _log_tail() -> str:
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-LOG_TAIL_LINES:])


def _put_in_place(made: Path, wanted: str, topics: tuple[str, ...], *, candidate: bool) -> None:
    """Store the model first and point to it last: killed in between, the next run serves it without training."""
    if not made.is_file():
        raise TrainingError("Rasa ended well but left no model")
    store = ModelStore(MODELS)
    model = store.add(made, wanted, datetime.now(timezone.utc), candidate=candidate, topics=topics)
    if candidate:
        say(f"candidate {model.id}: `bot models promote` compares it with the served one")
    else:
        store.promote(model.id)
    store.prune()


def say(line: str) -> None:
    """Print a progress line at once."""
    print(f"nlu model: {line}", file=sys.stderr, flush=True)


def main() -> int:
    """Train when needed. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Train the NLU model when its inputs changed.")
    parser.add_argument("--force", action="store_true", help="train even when nothing changed")
    parser.add_argument("--candidate", action="store_true", help="do not serve the new model yet")
    parser.add_argument("--check", action="store_true", help="only tell whether the inputs changed (exit 1)")
    options = parser.parse_args()
    if options.check:
        return 0 if is_current(inputs_hash()) else 1
    try:
        with training_lock():
            wanted = inputs_hash()
            why_not = None if options.force else settled(ModelStore(MODELS), wanted, candidate=options.candidate)
            if why_not:
                say(why_not)
            else:
                train(wanted, candidate=options.candidate)
    except TrainingError as problem:
        print(f"nlu model: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nlu model: stopped, the old model stays", file=sys.stderr)
        return 130
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # Like Ctrl-C: the way out ends Rasa, which would go on alone.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(main())
