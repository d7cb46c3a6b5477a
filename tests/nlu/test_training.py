"""ops/train_model.py: trains only when needed, and leaves the old model alone when it fails or is killed."""

import ast
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from bot import nlu_child
from bot.training.models import ModelStore, StoredModel
from ops import leftovers
from tests.doubles.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "ops" / "train_model.py"
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module whose model folder and Rasa are a test's own."""
    spec = importlib.util.spec_from_file_location("train_model", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name, path in {"MODELS": "", "LOG": "train.log"}.items():
        monkeypatch.setattr(module, name, tmp_path / "models" / path)
    monkeypatch.setattr(module, "SCRATCH", tmp_path / "scratch")
    monkeypatch.setattr(module, "NLU_PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "inputs_hash", lambda: "the inputs")
    monkeypatch.setattr(sys, "argv", ["train_model.py"])
    return module


def pretend_rasa(training: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "rasa.py"
    script.write_text("import sys, pathlib, os\ndata, out = map(pathlib.Path, sys.argv[1:])\n" + code, encoding="utf-8")
    monkeypatch.setattr(training, "RASA_TRAIN", script)


GOOD = "(out / 'model.tar.gz').write_bytes(str(len(list(data.rglob('*.yml')))).encode() + b' ' + os.urandom(8))"


def served(training: ModuleType) -> StoredModel:
    model = ModelStore(training.MODELS).current()
    assert model
    return model


def test_a_model_is_made_once_and_not_again(training, tmp_path, monkeypatch, capsys):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    assert training.main() == 0
    model = served(training)
    assert int(ModelStore(training.MODELS).file(model.id).read_bytes().split()[0]) > 2
    assert model.inputs == "the inputs"
    assert training.main() == 0
    assert "up to date" in capsys.readouterr().err
    assert served(training) == model


def change_inputs(training: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(training, "inputs_hash", lambda: "new inputs")
    monkeypatch.setattr(sys, "argv", ["train_model.py", *arguments])


def test_changed_data_are_served_and_the_model_before_is_kept(training, tmp_path, monkeypatch):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    training.main()
    first = served(training)
    change_inputs(training, monkeypatch)
    assert training.main() == 0
    assert served(training).inputs == "new inputs"
    assert ModelStore(training.MODELS).previous() == first


def test_a_candidate_waits_also_when_the_service_starts_again(training, tmp_path, monkeypatch, capsys):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    training.main()
    first = served(training)
    change_inputs(training, monkeypatch, "--candidate")
    assert training.main() == 0
    candidate = ModelStore(training.MODELS).candidate()
    assert candidate
    assert candidate.inputs == "new inputs"
    change_inputs(training, monkeypatch)
    assert training.main() == 0
    assert "waits for `bot models promote`" in capsys.readouterr().err
    assert served(training) == first


def test_what_was_rolled_back_is_not_served_by_the_next_start(training, tmp_path, monkeypatch, capsys):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    training.main()
    first = served(training)
    change_inputs(training, monkeypatch)
    training.main()
    ModelStore(training.MODELS).rollback()
    assert training.main() == 0
    assert "was rolled back" in capsys.readouterr().err
    assert served(training) == first


def test_a_stored_model_of_the_same_inputs_is_served_again_without_training(training, tmp_path, monkeypatch, capsys):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    training.main()
    first = served(training)
    change_inputs(training, monkeypatch)
    training.main()
    monkeypatch.setattr(training, "inputs_hash", lambda: "the inputs")
    pretend_rasa(training, tmp_path, monkeypatch, "sys.exit(9)")
    assert training.main() == 0
    assert served(training) == first


@pytest.mark.parametrize("code", ["print('too bad'); sys.exit(3)", "pass"], ids=["fails", "leaves no model"])
def test_a_failure_keeps_the_old_model_and_shows_the_end_of_the_log(training, tmp_path, monkeypatch, capsys, code):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    assert training.main() == 0
    before = served(training)
    monkeypatch.setattr(training, "inputs_hash", lambda: "new inputs")
    pretend_rasa(training, tmp_path, monkeypatch, code)
    assert training.main() == 1
    assert served(training) == before
    assert not training.is_current("new inputs")
    said = capsys.readouterr().err
    assert "too bad" in said or "no model" in said
    assert not list(training.MODELS.glob(".new-*"))


def test_a_half_written_note_or_model_is_not_current(training, tmp_path, monkeypatch):
    pretend_rasa(training, tmp_path, monkeypatch, GOOD)
    training.main()
    store = ModelStore(training.MODELS)
    model, note = store.file(served(training).id), next(training.MODELS.glob("model-*.json"))
    whole = model.read_bytes()
    model.write_bytes(b"cut off in the middle, and so of another size")
    assert not training.is_current("the inputs")
    model.write_bytes(whole)
    assert training.is_current("the inputs")
    note.write_text("{", encoding="utf-8")
    assert not training.is_current("the inputs")


def test_without_the_nlu_environment_one_line_says_what_to_do(training, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(training, "NLU_PYTHON", tmp_path / "nothing")
    assert training.main() == 1
    assert "make setup" in capsys.readouterr().err


def test_the_script_needs_nothing_but_the_standard_library():
    done = subprocess.run([sys.executable, "-I", "-S", SCRIPT, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--force" in done.stdout


def test_the_hash_follows_contents_and_names(training, tmp_path):
    spec = importlib.util.spec_from_file_location("fresh", SCRIPT)
    assert spec
    assert spec.loader
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    folder = tmp_path / "project" / "nlu_data" / "train" / "id"
    folder.mkdir(parents=True)
    seen = {fresh.inputs_hash(tmp_path / "project")}
    (folder / "a.yml").write_text("one", encoding="utf-8")
    seen.add(fresh.inputs_hash(tmp_path / "project"))
    (folder / "a.yml").write_text("two", encoding="utf-8")
    seen.add(fresh.inputs_hash(tmp_path / "project"))
    (folder / "a.yml").rename(folder / "b.yml")
    seen.add(fresh.inputs_hash(tmp_path / "project"))
    assert len(seen) == 4


def imported_by(path: Path) -> set[str]:
    """Return the files of ``bot`` that a file imports, relative to the project."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
    files = {name.replace(".", "/") + ".py" for name in names if name.startswith("bot.")}
    return {file for file in files if (ROOT / file).is_file()}


def loaded_by_the_components() -> set[str]:
    found: set[str] = set()
    waiting = [*(ROOT / "nlu_data" / "components").glob("*.py"), *(ROOT / "nlu_data").glob("rasa_train.py")]
    while waiting:
        new = imported_by(waiting.pop()) - found
        found |= new
        waiting += [ROOT / file for file in new]
    return found


def test_the_model_is_made_from_what_its_components_load_and_from_nothing_else_of_ours(training):
    modules = loaded_by_the_components()
    assert "bot/understanding/datafile.py" in modules
    tables = {
        f"bot/understanding/data/{name}.tsv"
        for module in modules
        for name in re.findall(r'read_table\("(\w+)"\)', (ROOT / module).read_text(encoding="utf-8"))
    }
    assert len(tables) > 2
    assert {pattern for pattern in training.INPUTS if pattern.startswith("bot/")} == modules | tables


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


PATIENT_RASA = """
import os, pathlib, time
place = pathlib.Path(__file__).parent
(place / "new").write_text(f"{os.getpid()} {os.environ.get('JALAN_AMAN_RUN')}")
(place / "new").rename(place / "started")
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_request_to_end_and_a_kill_stop_rasa_and_keep_the_old_model(tmp_path, how):
    for folder in ("ops", "nlu_data/train", "nlu_data/models", ".venv-nlu/bin", "bot/training"):
        (tmp_path / folder).mkdir(parents=True)
    training = (ROOT / "bot/training" / name for name in ("models.py", "due.py", "topic_data.py"))
    for file in (SCRIPT, *training, ROOT / "bot/errors.py", ROOT / "bot/vocabulary.py"):
        shutil.copy(file, tmp_path / file.relative_to(ROOT))
    (tmp_path / ".venv-nlu/bin/python").symlink_to(sys.executable)
    (tmp_path / "nlu_data/rasa_train.py").write_text(PATIENT_RASA, encoding="utf-8")
    (tmp_path / "made").write_bytes(b"old")
    store = ModelStore(tmp_path / "nlu_data/models")
    old = store.add(tmp_path / "made", "old inputs", NOW)
    store.promote(old.id)
    started = tmp_path / "nlu_data/started"
    environment = {**os.environ, leftovers.MARK: "here"}
    trainer = subprocess.Popen(
        [sys.executable, tmp_path / "ops/train_model.py"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + 20
        while not started.exists() and time.monotonic() < until:
            time.sleep(0.05)
        rasa, mark = started.read_text().split()
        assert mark == "here"
        trainer.send_signal(how)
        said = trainer.communicate(timeout=20)[1]
    finally:
        trainer.kill()
        trainer.wait()
    assert trainer.returncode == (130 if how is signal.SIGTERM else -signal.SIGKILL)
    assert how is signal.SIGKILL or "the old model stays" in said
    assert wait_until(lambda: not is_running(int(rasa)), 10)
    assert store.current() == old


def test_both_rasa_processes_keep_the_mark_by_which_leftovers_are_found(training, monkeypatch):
    monkeypatch.setenv(leftovers.MARK, "a start")
    assert training.rasa_environment()[leftovers.MARK] == "a start"
    with socket.socket() as listener:
        assert nlu_child.environment_of("token", Path("model"), listener)[leftovers.MARK] == "a start"
