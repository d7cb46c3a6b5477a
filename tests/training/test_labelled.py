"""Labelled sentences become training data that Rasa and our reader understand, each of them once."""

from pathlib import Path
from uuid import uuid4

import pytest

from bot.training.labelled import FILE, sort_out, write_sentences
from bot.training.labels import Labelled
from bot.training.redaction import MARKS
from bot.training.standins import with_stand_ins
from bot.understanding.examples import read_examples

TRAIN = """version: "3.1"

nlu:
  - intent: ask_cost
    examples: |
      - berapa biaya kerja ke malaysia
      - ongkos ke kupang siapa yang bayar
"""


@pytest.fixture
def nlu_data(tmp_path: Path) -> Path:
    for name, text in {"train/id/money.yml": TRAIN, "test/id.yml": TRAIN.replace("berapa biaya", "apa syarat")}.items():
        path = tmp_path / "nlu_data" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "nlu_data" / "train" / "mkn").mkdir()
    return tmp_path / "nlu_data"


def labelled(text: str, label: str = "ask_cost", language: str = "id", line: int = 2) -> Labelled:
    return Labelled(line, uuid4(), text, language, label)


def add(nlu_data: Path, *rows: Labelled) -> tuple[str, ...]:
    found = sort_out(rows, nlu_data)
    write_sentences(found.new, nlu_data)
    return found.refused


def test_sentences_go_to_their_language_under_their_intent(nlu_data: Path) -> None:
    rows = [
        labelled("brp doi mo pi sana e kaka", language="mkn", line=2),
        labelled("katong pung gaji su dua bulan sonde ada", "ask_unpaid_wages", "mkn", line=3),
        labelled("tiket pesawat itu tanggungan siapa", line=4),
    ]
    assert add(nlu_data, *rows) == ()
    assert add(nlu_data, labelled("musti gadai tanah ko untuk ongkos", language="mkn")) == ()
    found = read_examples(nlu_data / "train" / "mkn")
    assert [(one.intent, one.text) for one in found] == [
        ("ask_cost", "brp doi mo pi sana e kaka"),
        ("ask_cost", "musti gadai tanah ko untuk ongkos"),
        ("ask_unpaid_wages", "katong pung gaji su dua bulan sonde ada"),
    ]
    assert (nlu_data / "train" / "id" / FILE).read_text(encoding="utf-8").startswith("# ")
    assert not list(nlu_data.rglob(".*"))


def test_a_second_time_nothing_changes(nlu_data: Path) -> None:
    row = labelled("tiket pesawat itu tanggungan siapa")
    add(nlu_data, row)
    before = (nlu_data / "train" / "id" / FILE).read_bytes()
    assert add(nlu_data, row) == ()
    assert (nlu_data / "train" / "id" / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Berapa biaya kerja ke Malaysia??", "a near twin of a sentence there is already, labelled ask_cost"),
        ("apa syarat kerja ke malaysia", "a near twin of a sentence the model is tested with"),
        ("<nomor>", "nothing is left"),
    ],
)
def test_what_teaches_nothing_or_is_tested_is_refused(nlu_data: Path, text: str, reason: str) -> None:
    (refused,) = add(nlu_data, labelled(text, "ask_salary", line=7))
    assert refused.startswith(f"line 7: {reason}")
    assert not (nlu_data / "train" / "id" / FILE).exists()


def test_of_two_new_twins_one_is_taken(nlu_data: Path) -> None:
    rows = [labelled("tiket pesawat itu tanggungan siapa"), labelled("tiket pesawat itu tanggungan siapa?", line=3)]
    assert len(add(nlu_data, *rows)) == 1


def test_a_fourth_sentence_from_one_mould_is_refused(nlu_data: Path) -> None:
    places = ("malaysia", "taiwan", "brunei", "singapura")
    rows = [labelled(f"boleh kerja ko di {place}", line=line) for line, place in enumerate(places)]
    assert [line.split(":")[0] for line in add(nlu_data, *rows)] == ["line 3"]


def test_no_mark_and_no_sign_of_the_file_format_gets_into_the_training_data() -> None:
    text = "- [x](place) {y} \\n #" + " ".join(f"<{mark}>" for mark in MARKS)
    made = with_stand_ins(text)
    assert made == with_stand_ins(text)
    assert not set(made) & set("[]{}<>\\")
    assert not made.startswith(("-", "#"))
    assert "nomor" not in made
