"""Finished exports: sealed, for who made them, and gone after a while, also what a killed process left behind."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.errors import UnavailableError
from bot.store.export_files import KEPT, ExportFiles
from bot.store.vault import DataKey, Vault
from tests.factories import NOON

CONTENT = b"PK\x03\x04 an archive"


@pytest.fixture
def files(tmp_path: Path) -> ExportFiles:
    return ExportFiles(tmp_path / "exports", Vault([DataKey("k1", b"k" * 32)]))


def test_only_who_made_it_reads_it(files: ExportFiles, tmp_path: Path) -> None:
    export, account = uuid4(), uuid4()
    files.keep(export, account, CONTENT, NOON)
    assert files.read(export, account, NOON) == CONTENT
    assert files.read(export, uuid4(), NOON) is None
    assert files.read(uuid4(), account, NOON) is None
    (path,) = (tmp_path / "exports").iterdir()
    assert CONTENT not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_it_goes_after_a_while(files: ExportFiles, tmp_path: Path) -> None:
    export, account = uuid4(), uuid4()
    files.keep(export, account, CONTENT, NOON)
    assert files.sweep(NOON + KEPT - timedelta(seconds=1)) == 0
    assert files.read(export, account, NOON + KEPT) is None
    assert not list((tmp_path / "exports").iterdir())


def test_half_a_file_of_a_killed_process_goes_too(files: ExportFiles, tmp_path: Path) -> None:
    export, account = uuid4(), uuid4()
    files.keep(export, account, CONTENT, NOON)
    (path,) = (tmp_path / "exports").iterdir()
    half = path.with_name(uuid4().hex)
    half.write_bytes(path.read_bytes()[:7])  # written on the machine's own clock, never put back to ours
    assert files.sweep(NOON + timedelta(days=3650)) == 2
    assert files.sweep(NOON) == 0


def test_a_disk_that_refuses_says_so(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file is in the way")
    files = ExportFiles(tmp_path / "exports", Vault([DataKey("k1", b"k" * 32)]))
    with pytest.raises(UnavailableError):
        files.keep(uuid4(), uuid4(), CONTENT, NOON)
    assert files.read(uuid4(), uuid4(), NOON) is None
