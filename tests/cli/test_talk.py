"""``bot talk`` and ``bot understand`` as other programs use them, without the NLU server (``--no-nlu``)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.warm_bot import run_warm
from tests.factories import DATA_KEYS

_BOT = Path(sys.executable).parent / "bot"
"""As it is installed; the other tests have it run_warm."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine's environment with its own data folder and keys."""
    own = {"SECRET_KEY": "s" * 40, "DATA_KEYS": DATA_KEYS, "NLU_TOKEN": "n" * 20, "DATA_DIR": str(tmp_path / "var")}
    return {**os.environ, **own, "TWILIO_AUTH_TOKEN": "t" * 32}


def run(environment: dict[str, str], *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the bot command."""
    return run_warm(arguments, environment, given)


def test_the_command_itself_starts(environment: dict[str, str]) -> None:
    done = subprocess.run([_BOT, "--help"], env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert "Safe-migration advice" in done.stdout


def script(tmp_path: Path, *steps: dict[str, object]) -> str:
    """Write a script file and return its path."""
    path = tmp_path / "script.jsonl"
    path.write_text("".join(json.dumps(step) + "\n" for step in steps), encoding="utf-8")
    return str(path)


def test_a_script_gives_one_json_line_a_step(environment: dict[str, str], tmp_path: Path) -> None:
    steps = script(tmp_path, {"user": "halo"}, {"user": "MENU"}, {"user": "3"}, {"user": "lagi", "after_hours": 25})
    done = run(environment, "talk", "--no-nlu", "--json", "--script", steps)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["user"] for line in lines] == ["halo", "MENU", "3", "lagi"]
    assert set(lines[0]) == {"user", "language", "intent", "confidence", "replies", "effects"}
    assert set(lines[0]["replies"][0]) == {"text", "language", "segments", "choices"}
    assert len(lines[1]["replies"][0]["choices"]) == 8
    assert "Ketik LAGI" in lines[2]["replies"][0]["text"]
    assert "lanjutannya" in lines[3]["replies"][0]["text"], "pages are kept for a day"


def test_effects_and_other_addresses(environment: dict[str, str], tmp_path: Path) -> None:
    steps = script(
        tmp_path,
        {"user": "STOP"},
        {"user": "menu"},
        {"user": "menu", "from": "+620000000777"},
        {"user": "HAPUS", "from": "+620000000777"},
    )
    done = run(environment, "talk", "--no-nlu", "--json", "--script", steps)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [effect["type"] for effect in lines[0]["effects"]] == ["StopContact"]
    assert lines[1]["replies"] == []
    assert lines[2]["replies"]
    assert [effect["type"] for effect in lines[3]["effects"]] == ["EraseContact"]
    assert "dihapus" in lines[3]["replies"][0]["text"]


def test_media_beside_the_script(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8")
    steps = script(tmp_path, {"user": "", "media": "foto.jpg"})
    done = run(environment, "talk", "--channel", "whatsapp", "--no-nlu", "--json", "--script", steps)
    [line] = [json.loads(line) for line in done.stdout.splitlines()]
    assert "foto" in line["replies"][0]["text"].lower()


def test_a_throw_away_database_leaves_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    run(environment, "talk", "--no-nlu", given="halo\n")
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "line 1 is not JSON"),
        ("{}", "line 1 needs"),
        ('{"user": "a", "after_hours": -1}', "after_hours"),
        ('{"user": "a", "after_hours": true}', "after_hours"),
        ('{"user": "a", "other": 1}', "may have"),
        ('{"user": "a", "media": "missing.jpg"}', "media"),
        ('{"user": "a", "from": 5}', "from"),
    ],
)
def test_a_bad_script_is_one_clear_line(environment: dict[str, str], tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "script.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    done = run(environment, "talk", "--no-nlu", "--json", "--script", str(path))
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_understand_reads_lines_as_they_are(environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "messages.txt"
    path.write_bytes('berapa biaya ke malaysia\n\n"halo" \\n\r\nSTOP\nsaya disekap\n😀\u2028x'.encode())
    done = run(environment, "understand", "--no-nlu", "--json", "--file", str(path))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["text"] for line in lines] == [
        "berapa biaya ke malaysia",
        "",
        '"halo" \\n',
        "STOP",
        "saya disekap",
        "😀\u2028x",
    ]
    assert all(len(line["ranking"]) >= 3 for line in lines)
    assert all(line["intent"] == line["ranking"][0]["name"] for line in lines)
    assert lines[4]["urgent"] is True
    assert lines[4]["intent"] == "emergency"


def test_a_missing_file_is_one_clear_line(environment: dict[str, str], tmp_path: Path) -> None:
    done = run(environment, "understand", "--json", "--file", str(tmp_path / "missing.txt"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["bot: cannot read missing.txt as UTF-8 text"]


def test_bad_settings_are_one_line(environment: dict[str, str]) -> None:
    done = run(environment | {"PORT": "99999"}, "doctor")
    assert done.returncode == 1
    assert "PORT" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_migrate_twice_and_the_doctor(environment: dict[str, str]) -> None:
    first = run(environment, "migrate")
    assert first.returncode == 0, first.stderr
    assert "0 shipped" not in first.stdout
    assert "0 shipped" in run(environment, "migrate").stdout
    doctor = run(environment | {"NLU_URL": "http://127.0.0.1:9"}, "doctor")
    assert doctor.returncode == 1
    assert "ok    database" in doctor.stdout
    assert "FAULT worker" in doctor.stdout
    assert "FAULT nlu" in doctor.stdout
    assert "recorder" in doctor.stdout
    assert "no official register was imported; 57 companies are known from news only" in doctor.stdout


def test_the_example_webhook_takes_simulated_numbers_only(environment: dict[str, str]) -> None:
    done = run(environment, "webhook-example", "halo", "--from", "+6281234567890")
    assert done.returncode == 1
    assert "simulated" in done.stderr
    good = run(environment, "webhook-example", "biaya?")
    assert good.stdout.startswith("curl -sS -H 'X-Twilio-Signature: ")


def test_answers_check(environment: dict[str, str]) -> None:
    done = run(environment, "answers", "check")
    assert "0 errors" in done.stdout
    assert done.returncode == 0
