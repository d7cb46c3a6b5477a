"""``.env``: private, complete, and never replaced."""

import base64
from pathlib import Path

import dotenv
import pytest

from ops.env_file import ensure_env_file, read_env_file, settings
from ops.places import SetUpError

KEYS = ["SECRET_KEY", "DATA_KEYS", "NLU_TOKEN", "TWILIO_AUTH_TOKEN"]


def test_the_first_start_writes_all_keys_privately(tmp_path: Path) -> None:
    assert ensure_env_file(tmp_path, {}) == KEYS
    path = tmp_path / ".env"
    assert path.stat().st_mode & 0o777 == 0o600
    found = read_env_file(path)
    assert list(found) == KEYS
    name, _, key = found["DATA_KEYS"].partition(":")
    assert name == "k1"
    assert len(base64.b64decode(key, validate=True)) == 32
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


def test_two_installations_share_no_key(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        ensure_env_file(tmp_path / name, {})
    one, two = (read_env_file(tmp_path / name / ".env") for name in ("one", "two"))
    assert not set(one.values()) & set(two.values())


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    ensure_env_file(tmp_path, {})
    before = (tmp_path / ".env").read_bytes()
    assert ensure_env_file(tmp_path, {}) == []
    assert (tmp_path / ".env").read_bytes() == before


def test_missing_keys_are_added_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nSECRET_KEY=keep-me\nNLU_TOKEN=\nPORT=9000")
    path.chmod(0o644)
    assert ensure_env_file(tmp_path, {}) == ["DATA_KEYS", "NLU_TOKEN", "TWILIO_AUTH_TOKEN"]
    assert path.read_text().startswith("# mine\nSECRET_KEY=keep-me\nNLU_TOKEN=\nPORT=9000\n")
    found = read_env_file(path)
    assert (found["SECRET_KEY"], found["PORT"]) == ("keep-me", "9000")
    assert found["NLU_TOKEN"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_set_in_the_environment_is_not_written(tmp_path: Path) -> None:
    assert "DATA_KEYS" not in ensure_env_file(tmp_path, {"DATA_KEYS": "k7:abc"})
    assert "DATA_KEYS" not in read_env_file(tmp_path / ".env")


def test_no_new_data_key_over_a_database_that_another_key_encrypted(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/service.sqlite3").write_bytes(b"")
    with pytest.raises(SetUpError, match="DATA_KEYS is missing"):
        ensure_env_file(tmp_path, {})
    assert not (tmp_path / ".env").exists()


def test_plain_lines_are_read_as_python_dotenv_reads_them(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        "# comment\n\nA=1\nexport B = two words  \nC='single # quoted' # note\nD=\"double\"\n"
        "E=x#y # note\nF=\nG=k1:ab+/==\nA=last\nnot a setting\n"
    )
    assert read_env_file(path) == {k: v for k, v in dotenv.dotenv_values(path).items() if v is not None}


def test_the_environment_overrides_the_file_unless_empty(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9000\nHOST=127.0.0.2\nSERVICE_NAME=\n")
    assert settings(tmp_path, {"PORT": "9100", "HOST": ""}) == {"PORT": "9100", "HOST": "127.0.0.2"}
