"""Finding Pythons: only one that runs and names the right version is taken."""

import sys
from pathlib import Path

import pytest

from ops import choose
from ops.interpreters import Interpreter, ask, candidates, fitting
from ops.places import SetUpError
from tests.ops.stand_in import write_program

THIS = sys.version_info[:2]
SHIM = "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n"
UV_WITHOUT_INTERNET = "#!/bin/sh\necho 'error: no address for the name' >&2\nexit 2\n"


def python_saying(path: Path, version: str, *, makes_environments: bool = True) -> Path:
    """Write a program that answers like a Python of ``version``."""
    flag = "true" if makes_environments else "false"
    answer = f'{{"path": "{path}", "implementation": "cpython", "version": [{version}], "makes_environments": {flag}}}'
    return write_program(path, f"#!/bin/sh\necho '{answer}'\n")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH, no pyenv, and no uv-made Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("NLU_PYTHON", raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "python-running-now"))
    return folder


def test_the_running_python_says_what_it_is() -> None:
    found = ask(sys.executable)
    assert found is not None
    assert found.version == THIS
    assert not found.path.is_relative_to(sys.prefix)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(SHIM, id="pyenv shim"),
        pytest.param("#!/bin/sh\necho Python 3.10.13\n", id="not our answer"),
        pytest.param("#!/bin/sh\necho '{\"version\": 3}'\n", id="another answer"),
        pytest.param("#!/no/such/interpreter\n", id="cannot start"),
    ],
)
def test_a_program_that_fails_when_run_is_no_python(tmp_path: Path, script: str) -> None:
    assert ask(write_program(tmp_path / "python3.10", script)) is None


def test_behind_a_failing_shim_the_one_in_pyenvs_versions_folder_is_taken(bare: Path, tmp_path: Path) -> None:
    write_program(bare / "python3.10", SHIM)
    real = python_saying(tmp_path / "pyenv/versions/3.10.13/bin/python3.10", "3, 10")
    assert choose.nlu_python(tmp_path, tmp_path / "no-uv").path == real


def test_a_program_named_310_that_is_another_version_is_not_taken(bare: Path) -> None:
    python_saying(bare / "python3.10", "3, 12")
    assert list(fitting(candidates(((3, 10),)), ((3, 10),))) == []


def test_each_program_is_run_once(tmp_path: Path) -> None:
    program = python_saying(tmp_path / "python3.11", "3, 11")
    found = list(fitting([str(program), str(program)], ((3, 11),)))
    assert found == [Interpreter(program, (3, 11), makes_environments=True)]


def test_without_any_310_the_message_says_what_to_do(bare: Path, tmp_path: Path) -> None:
    uv = write_program(tmp_path / "uv", UV_WITHOUT_INTERNET)
    with pytest.raises(SetUpError, match=r"(?s)Python 3\.10.*pyenv install.*NLU_PYTHON.*no address for the name"):
        choose.nlu_python(tmp_path, uv)


def test_what_uv_installed_is_run_before_it_is_taken(bare: Path, tmp_path: Path) -> None:
    broken = write_program(tmp_path / "python-from-uv", SHIM)
    uv = write_program(tmp_path / "uv", f"#!/bin/sh\necho {broken}\n")
    with pytest.raises(SetUpError):
        choose.nlu_python(tmp_path, uv)
    python_saying(broken, "3, 10")
    assert choose.nlu_python(tmp_path, uv).path == broken


def test_a_named_python_must_be_a_310(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NLU_PYTHON", str(python_saying(tmp_path / "mine", "3, 11")))
    with pytest.raises(SetUpError, match="NLU_PYTHON"):
        choose.nlu_python(tmp_path, tmp_path / "no-uv")
    python_saying(tmp_path / "mine", "3, 10")
    assert choose.nlu_python(tmp_path, tmp_path / "no-uv").path == tmp_path / "mine"


def test_a_python_without_venv_names_the_debian_package(bare: Path) -> None:
    python_saying(bare / "python3", "3, 11", makes_environments=False)
    with pytest.raises(SetUpError, match="apt-get install python3-venv"):
        choose.app_python()
    whole = python_saying(bare / "python3.12", "3, 12")
    assert choose.app_python().path == whole


def test_without_a_new_enough_python_the_message_names_the_version(bare: Path) -> None:
    python_saying(bare / "python3", "3, 9")
    with pytest.raises(SetUpError, match=r"No Python 3\.11 or newer"):
        choose.app_python()
