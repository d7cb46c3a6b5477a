"""Reading the Indonesian answers, one TOML file a topic."""

from pathlib import Path

from bot.answers.findings import Finding, error
from bot.answers.model import Answer, AskedAs, Audience, Confidence, Form, Source
from bot.answers.tables import Table, read_toml
from bot.vocabulary import LONGEST_TOPIC, TOPIC_PREFIX, is_topic

_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_ASKED_IN = ("id", "mkn", "aoz", "en")


def read_answers(folder: Path, findings: list[Finding]) -> dict[str, Answer]:
    """Return the answers of all ``*.toml`` files by key, faulty ones too; every fault goes to ``findings``."""
    answers: dict[str, Answer] = {}
    for path in answer_files(folder):
        for key, answer in read_answer_file(path, findings).items():
            if key in answers:
                findings.append(
                    error(answer_where(answer), f"is already in {answers[key].topic}.toml; keep one of the two")
                )
            answers.setdefault(key, answer)
    if not answers:
        findings.append(error(folder.name, "holds no answers (*.toml)"))
    return answers


def answer_files(folder: Path) -> list[Path]:
    """Return the files of answers in a folder, by name."""
    return sorted(folder.glob("*.toml"))


def read_answer_file(path: Path, findings: list[Finding]) -> dict[str, Answer]:
    """Return the answers of one file by key, faulty ones too; every fault goes to ``findings``."""
    answers = {}
    for key, data in read_toml(path, findings).items():
        table = Table(f"{path.name} [{key}]", data, findings)
        if not set(key) <= _KEY_CHARACTERS:
            table.fault("", "the key in [brackets] must be lower-case letters, digits and _")
        if key.startswith(TOPIC_PREFIX) and not is_topic(key):
            table.fault("", f"is no added topic's key: {TOPIC_PREFIX} and words, at most {LONGEST_TOPIC} letters")
        answers[key] = _answer(key, path.stem, table)
    return answers


def answer_where(answer: Answer, part: Form | str = "") -> str:
    """Return the place of an answer, or of one part of it, as findings name it."""
    return f"{answer.topic}.toml [{answer.key}]" + (f".{part}" if part else "")


def _answer(key: str, topic: str, table: Table) -> Answer:
    answer = Answer(
        key=key,
        topic=topic,
        label=table.text("label", required=False),
        short=table.text("short"),
        full=table.text("full"),
        next=table.texts("next"),
        sources=_sources(table),
        reviewed_on=table.day("reviewed_on", required=False),
        review_by=table.day("review_by", required=False),
        variant_of=table.text("variant_of", required=False),
        destination=table.text("destination", required=False),
        audience=table.optional_word("audience", Audience),
        sentences=_sentences(table) if is_topic(key) else (),
    )
    table.refuse_unknown()
    return answer


def _sources(table: Table) -> tuple[Source, ...]:
    data = table.raw("sources")
    if data is None:
        return ()
    if not isinstance(data, list):
        table.fault("sources", "must be tables of the form [[key.sources]]")
        return ()
    return tuple(read_source(table.part(f"sources {number}", item)) for number, item in enumerate(data, start=1))


def _sentences(table: Table) -> tuple[AskedAs, ...]:
    data = table.raw("sentences")
    if data is None:
        return ()
    if not isinstance(data, list):
        table.fault("sentences", "must be tables of the form [[key.sentences]]")
        return ()
    return tuple(_sentence(table.part(f"sentences {number}", item)) for number, item in enumerate(data, start=1))


def _sentence(table: Table) -> AskedAs:
    speaker = table.text("speaker", required=False)
    sentence = AskedAs(table.text("language"), " ".join(table.text("text").split()), speaker)
    if sentence.language not in _ASKED_IN:
        table.fault("language", f"must be one of {', '.join(_ASKED_IN)}")
    table.refuse_unknown()
    return sentence


def read_source(table: Table) -> Source:
    """Return a source; every fault goes to the table's findings."""
    source = Source(
        fact=table.text("fact"),
        title=table.text("title"),
        url=table.url("url"),
        date=table.partial_day("date"),
        confidence=table.word("confidence", Confidence, Confidence.LOW),
        perishable=table.flag("perishable", default=False),
    )
    table.refuse_unknown()
    return source
