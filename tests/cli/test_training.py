"""``bot training export`` and ``add``: out to a sheet and back into the training data."""

import csv
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.bootstrap import Runtime
from bot.cli import training as commands
from bot.cli.main import app
from bot.errors import BadInputError
from bot.store.sentences import keep_sentence
from bot.store.tables.audit import AuditEntry
from bot.training.labelled import FILE
from bot.training.sentence import Guess, NewSentence, Reason
from bot.understanding.examples import read_examples
from tests.doubles.service import rows
from tests.factories import NOON

TRAIN = 'version: "3.1"\n\nnlu:\n  - intent: ask_cost\n    examples: |\n      - berapa biaya kerja ke malaysia\n'
TEXTS = {"karmana itu barang e": "mkn", "pak <nama> minta kartu hijau buat apa": "id", "haim he nao na": "other"}


@pytest.fixture
def installation(runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """A service with three kept sentences and training data of its own."""
    monkeypatch.setattr(commands, "load_settings", lambda: runtime.settings)
    monkeypatch.setattr(commands, "Runtime", lambda _settings: runtime)
    monkeypatch.setattr(commands, "NLU_DATA", tmp_path / "nlu_data")
    for part in ("train/id", "train/mkn", "test"):
        (tmp_path / "nlu_data" / part).mkdir(parents=True)
    (tmp_path / "nlu_data" / "train" / "id" / "money.yml").write_text(TRAIN, encoding="utf-8")
    with runtime.store.writing() as session:
        for text, language in TEXTS.items():
            new = NewSentence(NOON.date(), text, language, (Guess("ask_cost", 0.2),), Reason.UNCLEAR)
            assert keep_sentence(session, runtime.vault, new)
    return runtime


def run(*arguments: object, code: int = 0) -> str:
    """Run a command; returns what it prints and raises the error it ends with."""
    done = CliRunner().invoke(app, ["training", *map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def fill(file: Path, labels: dict[str, dict[str, str]]) -> None:
    """Do what a labeller does in a spreadsheet: fill cells of the rows with these texts."""
    with file.open(encoding="utf-8-sig", newline="") as sheet:
        table = list(csv.DictReader(sheet))
    with file.open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.DictWriter(sheet, list(table[0]))
        writer.writeheader()
        writer.writerows(row | labels.get(row["text"], {}) for row in table)


def sentences(tmp_path: Path) -> list[tuple[str, str, str]]:
    found = read_examples(tmp_path / "nlu_data" / "train")
    return [(one.language, one.intent, one.text) for one in found if "biaya" not in one.text]


LABELS = {
    "karmana itu barang e": {"label": "out_of_scope"},
    "pak <nama> minta kartu hijau buat apa": {"label": "ask_recruiter_money"},
    "haim he nao na": {"label": "Ask_Cost", "language": "aoz"},
}


def test_out_labelled_and_back_and_a_second_time_nothing_changes(installation: Runtime, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    assert "3 sentences written to sheet.csv" in run("export", sheet)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    fill(sheet, LABELS)
    said = run("add", sheet)
    assert "3 rows labelled; new training sentences: aoz 1, id 1, mkn 1; not added: 0" in said
    assert said.splitlines()[-1] == "now run: bot models train, bot models promote"
    written = sentences(tmp_path)
    assert ("mkn", "out_of_scope", "karmana itu barang e") in written
    assert ("aoz", "ask_cost", "haim he nao na") in written
    assert len(written) == 3
    assert "<nama>" not in str(written)
    files = {path: path.read_bytes() for path in (tmp_path / "nlu_data").rglob("*.yml")}
    said = run("add", sheet)
    assert "0 rows labelled" in said
    assert "labelled before: 3" in said
    assert "now run" not in said
    assert {path: path.read_bytes() for path in (tmp_path / "nlu_data").rglob("*.yml")} == files
    assert "nothing waits" in run("export", tmp_path / "empty.csv")
    assert not (tmp_path / "empty.csv").exists()
    assert [row.action for row in rows(installation, AuditEntry)] == ["exported", "labelled"]


def test_one_faulty_row_changes_nothing_unless_the_good_ones_are_asked_for(
    installation: Runtime, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    run("export", sheet)
    fill(sheet, LABELS | {"haim he nao na": {"label": "ask_cost"}})
    said = run("add", sheet, code=1)
    assert "the language column needs one of" in said
    assert said.startswith("line ") or "\nline " in said
    assert "nothing is changed" in said
    assert "haim" not in said
    assert sentences(tmp_path) == []
    assert "2 rows labelled" in run("add", "--partial", sheet, code=1)
    assert len(sentences(tmp_path)) == 2
    fill(sheet, {"haim he nao na": {"label": "skip"}})
    assert "1 rows labelled; new training sentences: none" in run("add", sheet)


def test_killed_between_the_files_and_the_labels_the_next_run_goes_on(
    installation: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "sheet.csv"
    run("export", sheet)
    fill(sheet, LABELS)

    def killed(*_given: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("bot.services.label_sentences._label", killed)
        CliRunner().invoke(app, ["training", "add", str(sheet)])
    assert len(sentences(tmp_path)) == 3
    said = run("add", sheet)
    assert "3 rows labelled; new training sentences: none; not added: 0" in said
    assert len(sentences(tmp_path)) == 3


def test_a_near_twin_is_labelled_and_not_added(installation: Runtime, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("export", sheet)
    fill(sheet, {"karmana itu barang e": {"label": "ask_salary", "text": "Berapa biaya kerja ke Malaysia?"}})
    said = run("add", sheet)
    assert "a near twin of a sentence there is already, labelled ask_cost; not added" in said
    assert "1 rows labelled; new training sentences: none; not added: 1; still without a label: 2" in said
    assert not list((tmp_path / "nlu_data").rglob(FILE))


def test_a_sheet_is_never_overwritten_and_a_missing_one_is_named(installation: Runtime, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("labels")
    with pytest.raises(BadInputError, match=r"sheet\.csv is there already"):
        run("export", tmp_path / "sheet.csv")
    with pytest.raises(BadInputError, match=r"cannot read gone\.csv"):
        run("add", tmp_path / "gone.csv")


def test_what_is_written_can_be_chosen(installation: Runtime, tmp_path: Path) -> None:
    assert "nothing waits" in run("export", "--reason", "corrected", tmp_path / "a.csv")
    assert "2 sentences" in run("export", "--reason", "unclear", "--limit", 2, tmp_path / "b.csv")
