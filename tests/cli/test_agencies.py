"""``bot agencies`` as an operator types it, beside a running worker: the next reply knows the list."""

from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from tests.cli.test_answers import ask
from tests.cli.test_talk import environment, run
from tests.doubles.processes import environment as service_environment
from tests.doubles.processes import running, start_worker

__all__ = ["environment"]

ROWS = "Nama P3MI;Nomor SIP3MI;Berlaku sampai\nPT Kelapa Uji Coba;12/2025;31/12/2030\nPT Lewat Uji;3/2020;01/01/2021\n"
FROM = ("--as-of", "2026-11-01", "--source", "Sisko P2MI", "--by", "Maria")


def listed(folder: Path, rows: str = ROWS) -> str:
    path = folder / "daftar.csv"
    path.write_text(rows, encoding="utf-8")
    return str(path)


@pytest.mark.timeout(180)
def test_an_imported_list_is_in_the_next_reply_of_a_running_service(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    env = service_environment(database_url, tmp_path / "var")
    with running(start_worker(env, tmp_path / "worker.log")):
        before = "\n".join(ask(runtime, "CEK kelapa uji coba"))
        assert "tidak ada dalam catatan kami" in before
        done = run(env, "agencies", "import", listed(tmp_path), *FROM, "--yes")
        assert done.returncode == 0, done.stderr
        after = "\n".join(ask(runtime, "cek PT Kelapa Uji Coba"))
        assert "daftar resmi per 1 November 2026" in after
        assert "Belum bukti tawaran ini benar" in after
        expired = "\n".join(ask(runtime, "CEK Lewat Uji"))
        assert "izinnya sampai 1 Januari 2021" in expired
        assert run(env, "agencies", "undo", "--by", "Maria").returncode == 0
        assert "tidak ada dalam catatan kami" in "\n".join(ask(runtime, "CEK kelapa uji coba"))


def test_the_changes_are_shown_and_nothing_is_done_without_a_yes(environment: dict[str, str], tmp_path: Path) -> None:
    shown = run(environment, "agencies", "import", listed(tmp_path), *FROM, "--dry-run")
    assert "new: 2\n  new PT Kelapa Uji Coba\n" in shown.stdout
    refused = run(environment, "agencies", "import", listed(tmp_path), *FROM)
    assert refused.returncode == 1
    assert "nothing was imported" in run(environment, "agencies", "lists").stdout


def test_a_bad_row_is_one_clear_error(environment: dict[str, str], tmp_path: Path) -> None:
    bad = run(environment, "agencies", "import", listed(tmp_path, ROWS + ";4;kapan\n"), *FROM, "--yes")
    assert bad.returncode == 1
    assert "line 4: has no name" in bad.stderr
    assert "Traceback" not in bad.stderr
    assert "no such agency" in run(environment, "agencies", "find", "kelapa uji coba").stdout


def test_find_and_history_tell_what_is_known(environment: dict[str, str], tmp_path: Path) -> None:
    assert "dicabut" in run(environment, "agencies", "find", "bidar timur").stdout
    run(environment, "agencies", "import", listed(tmp_path), *FROM, "--yes")
    assert "register: terdaftar, 12/2025" in run(environment, "agencies", "find", "kelapa uji coba").stdout
    assert "new PT Kelapa Uji Coba" in run(environment, "agencies", "history", "Kelapa Uji Coba").stdout
    assert "register of 2026-11-01, Sisko P2MI; daftar.csv" in run(environment, "agencies", "lists").stdout
    (line,) = [one for one in run(environment, "doctor").stdout.splitlines() if " companies: " in one]
    assert "2026-11-01" in line
