"""Writing Indonesian answers back into their TOML files: what did not change stays as it is, comments too."""

from collections.abc import Iterable
from typing import cast

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from bot.answers.model import Answer, AskedAs, Form, Source


def topics_file(topics: Iterable[Answer]) -> str:
    """Return the file of the topics that admins added, with the sentences people ask for them with."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Topics that admins added, with examples of how people ask for them."))
    for topic in topics:
        document.add(tomlkit.nl())
        document[topic.key] = _topic(topic)
    return tomlkit.dumps(document)


def _topic(topic: Answer) -> Table:
    table = tomlkit.table()
    for form in Form:
        table[form.value] = _string(topic.text(form))
    table["next"] = list(topic.next)
    for name in ("reviewed_on", "review_by"):
        day = getattr(topic, name)
        if day is not None:
            table[name] = day
    if topic.sources:
        table["sources"] = AoT([_as_table(source) for source in topic.sources])
    if topic.sentences:
        table["sentences"] = AoT([_asked(sentence) for sentence in topic.sentences])
    return table


def _asked(sentence: AskedAs) -> Table:
    table = tomlkit.table()
    table["language"], table["text"] = sentence.language, sentence.text
    if sentence.speaker:
        table["speaker"] = sentence.speaker
    return table


def with_answers(text: str, answers: Iterable[Answer]) -> str:
    """Return a topic's file, given as text, with the present texts, follow-ups, sources and dates of these answers.

    An answer that the file does not have is left out: where a new one belongs is for a person to say.
    """
    document = tomlkit.parse(text)
    for answer in answers:
        if answer.key in document:
            _update(document, answer)
    return tomlkit.dumps(document)


def _update(document: TOMLDocument, answer: Answer) -> None:
    table = document[answer.key]
    if not isinstance(table, Table):
        return
    for form in Form:
        if str(table.get(form.value, "")).strip() != answer.text(form):
            table[form.value] = _string(answer.text(form))
    if tuple(table.get("next", ())) != answer.next:
        _put_before_parts(table, "next", list(answer.next))
    for name in ("reviewed_on", "review_by"):
        day = getattr(answer, name)
        if day is not None and table.get(name) != day:
            table[name] = day
    sources = [_as_table(source) for source in answer.sources]
    if [dict(source) for source in sources] != [_whole(source) for source in table.get("sources", ())]:
        table["sources"] = AoT(sources)


def _put_before_parts(table: Table, name: str, value: list[str]) -> None:
    """Set a field; a new one stands before the sources, because what stands below those belongs to the last of them."""
    parts = table.pop("sources", None) if name not in table else None
    table[name] = value
    if parts is not None:
        table["sources"] = parts


def _string(text: str) -> tomlkit.items.String:
    """Return a text of one line in quotes, one of several between three, beginning on a line of its own."""
    if "\n" not in text:
        return tomlkit.string(text)
    opened = '"""'
    written = tomlkit.string(text, multiline=True).as_string()
    begun_below = tomlkit.value(f"{opened}\n{written.removeprefix(opened)}")
    return cast(tomlkit.items.String, begun_below)


def _as_table(source: Source) -> Table:
    table = tomlkit.table()
    for name in ("fact", "title", "url", "date"):
        table[name] = getattr(source, name)
    table["confidence"] = source.confidence.value
    table["perishable"] = source.perishable
    return table


def _whole(source: Table) -> dict[str, object]:
    """Return a source of a file with what may be left out."""
    return {"perishable": False} | dict(source)
