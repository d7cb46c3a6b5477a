"""Which added topics a training learns, and how their files are written."""

from pathlib import Path

from bot.training.labelled import write_sentences, write_topics
from bot.training.near_twins import near_twins
from bot.training.topic_data import FILE, LEAST_LEARNED, drop_thin_topics, topics_in
from bot.understanding.examples import Example, read_examples
from bot.vocabulary import is_topic

FIXED = """version: "3.1"

nlu:
- intent: ask_cost
  examples: |
    - berapa biaya
- lookup: country
  examples: |
    - x
"""


def sentences(topic: str, count: int, language: str = "id") -> list[Example]:
    return [Example(f"kalimat {number} soal {topic}", topic, language) for number in range(count)]


def laid_out(folder: Path, *topics: Example) -> Path:
    (folder / "train" / "id").mkdir(parents=True)
    (folder / "train" / "mkn").mkdir()
    (folder / "train" / "id" / "money.yml").write_text(FIXED, encoding="utf-8")
    write_topics(topics, {one.intent for one in topics}, folder)
    return folder / "train"


def test_a_topic_with_too_few_sentences_is_not_learned(tmp_path: Path) -> None:
    few = [*sentences("topic_few", LEAST_LEARNED - 2), *sentences("topic_few", 1, "mkn")]
    train = laid_out(tmp_path, *sentences("topic_many", LEAST_LEARNED), *few)
    assert topics_in(train) == ("topic_few", "topic_many")
    drop_thin_topics(train)
    assert topics_in(train) == ("topic_many",)
    assert not (train / "mkn" / FILE).exists(), "Rasa reads no file without sentences"
    assert len(read_examples(train)) == 1 + LEAST_LEARNED
    assert (train / "id" / "money.yml").read_text(encoding="utf-8") == FIXED


def test_labelled_messages_alone_bring_no_topic_back(tmp_path: Path) -> None:
    train = laid_out(tmp_path)
    other = Example("berapa biaya visa", "ask_visa", "id")
    write_sentences([*sentences("topic_gone", 2 * LEAST_LEARNED), other], tmp_path)
    drop_thin_topics(train)
    assert topics_in(train) == ()
    assert {one.intent for one in read_examples(train)} == {"ask_cost", "ask_visa"}


def test_labelled_messages_help_a_topic_that_is_there(tmp_path: Path) -> None:
    train = laid_out(tmp_path, *sentences("topic_many", LEAST_LEARNED))
    write_sentences([Example("pesan orang soal itu", "topic_many", "id")], tmp_path)
    drop_thin_topics(train)
    assert len([one for one in read_examples(train) if one.intent == "topic_many"]) == LEAST_LEARNED + 1


def test_files_are_made_anew_and_go_when_they_are_empty(tmp_path: Path) -> None:
    train = laid_out(tmp_path, *sentences("topic_many", 6), *sentences("topic_many", 1, "mkn"))
    first = (train / "id" / FILE).read_bytes()
    write_topics([*sentences("topic_many", 6)], {"topic_many"}, tmp_path)
    assert (train / "id" / FILE).read_bytes() == first
    assert not (train / "mkn" / FILE).exists()
    write_topics([], {"topic_many"}, tmp_path)
    assert not (train / "id" / FILE).exists()
    assert topics_in(train) == ()


def test_names_of_topics() -> None:
    assert all(map(is_topic, ("topic_a", "topic_akta_lahir", "topic_2_3", "topic_" + "a" * 34)))
    wrong = (
        "topic_",
        "topic",
        "topic__a",
        "topic_a_",
        "topic_A",
        "topic_é",
        "topic_a b",
        "ask_cost",
        "topic_" + "a" * 35,
    )
    assert not any(map(is_topic, (*wrong, "topic_a\n", None, 7)))


def test_near_twins_are_found_without_comparing_all() -> None:
    known = [
        Example("berapa biaya kerja ke malaysia", "ask_cost", "id"),
        Example("paspor hilang", "ask_passport", "id"),
    ]
    found = near_twins(["Berapa biaya kerja ke Malaysia?", "akta lahir hilang di mana urus", "paspor hilang!"], known)
    assert {place: one.intent for place, one in found.items()} == {0: "ask_cost", 2: "ask_passport"}
