"""The form of an answer: what stands in its fields, and what was typed into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.answer_files import read_source
from bot.answers.findings import Finding, said
from bot.answers.model import Answer, Form, Source
from bot.answers.tables import Table
from bot.errors import BadInputError
from bot.services.follow_ups import MOST
from bot.services.read_answer import AnswerOnDesk
from bot.services.typed_texts import TypedTexts, typed_texts
from bot.vocabulary import Language

FIELDS = {Form.LABEL: "judul", Form.SHORT: "singkat", Form.FULL: "lengkap"}
SOURCE_FIELDS = {
    "fact": "fakta",
    "title": "nama",
    "url": "alamat",
    "date": "tanggal",
    "confidence": "yakin",
    "perishable": "berubah",
}
MOST_SOURCES = 40
NEXT_FIELDS = tuple(f"berikut-{number}" for number in range(1, MOST + 1))
_SOURCE = re.compile(r"sumber-(\d{1,3})-([a-z]+)")


@dataclass(frozen=True)
class Filled:
    """What stands in the fields. ``sources``: one mapping of SOURCE_FIELDS to texts for each, "" for none."""

    texts: Mapping[str, str]
    reviewed_on: str = ""
    review_by: str = ""
    sources: tuple[Mapping[str, str], ...] = ()
    reason: str = ""
    next: tuple[str, ...] = ()


def filled_from(desk: AnswerOnDesk) -> Filled:
    """Return the fields as they are to begin with: what waits, else what is served."""
    texts = {form.value: desk.texts().get(form, "") for form in Form}
    if desk.language is not Language.ID:
        return Filled(texts)
    answer, pending = desk.answer, desk.pending
    revision = pending.revision if pending is not None else None
    sources = answer.sources if revision is None or revision.sources is None else revision.sources
    reviewed_on = (revision and revision.reviewed_on) or answer.reviewed_on
    review_by = (revision and revision.review_by) or answer.review_by
    return Filled(
        texts,
        reviewed_on.isoformat() if reviewed_on else "",
        review_by.isoformat() if review_by else "",
        tuple(_as_fields(source) for source in sources),
        pending.reason if pending is not None and pending.own else "",
        answer.next if revision is None or revision.next is None else revision.next,
    )


def filled_again(form: Mapping[str, str]) -> Filled:
    """Return the fields as they were typed, whatever it was."""
    rows = _source_rows(form)
    return Filled(
        {one.value: form.get(name, "").replace("\r\n", "\n") for one, name in FIELDS.items()},
        form.get("diperiksa", "")[:20],
        form.get("tinjau", "")[:20],
        tuple(row for row in rows if any(value for name, value in row.items() if name != "confidence")),
        form.get("alasan", ""),
        _chosen(form),
    )


def typed_from(form: Mapping[str, str], language: Language, answer: Answer) -> TypedTexts:
    """Read the form. Raises BadInputError for a date or a source that cannot be read."""
    texts = {one: form.get(name, "") for one, name in FIELDS.items()}
    if language is not Language.ID:
        return typed_texts(texts)
    if "diperiksa" not in form and "tinjau" not in form:
        return typed_texts(texts, answer.sources, answer.reviewed_on, answer.review_by, answer.next)
    follow_ups = _chosen(form) if any(name in form for name in NEXT_FIELDS) else answer.next
    days = _day(form.get("diperiksa", "")), _day(form.get("tinjau", ""))
    return typed_texts(texts, _sources(form), *days, follow_ups)


def _chosen(form: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for name in NEXT_FIELDS if (key := form.get(name, "").strip()[:60]))


def _as_fields(source: Source) -> Mapping[str, str]:
    texts = {name: str(getattr(source, name)) for name in SOURCE_FIELDS if name != "perishable"}
    return texts | {"perishable": "1" if source.perishable else ""}


def _source_rows(form: Mapping[str, str]) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    words = {word: name for name, word in SOURCE_FIELDS.items()} | {"hapus": "hapus"}
    for key, value in form.items():
        found = _SOURCE.fullmatch(key)
        if found and found[2] in words:
            rows.setdefault(int(found[1]), {})[words[found[2]]] = " ".join(value.split())[:500]
    return [row for _, row in sorted(rows.items())][: MOST_SOURCES + 1]


def _sources(form: Mapping[str, str]) -> tuple[Source, ...]:
    wanted = [row for row in _source_rows(form) if not row.get("hapus") and (row.get("fact") or row.get("title"))]
    if len(wanted) > MOST_SOURCES:
        raise BadInputError("an answer has at most 40 sources")
    return tuple(_source(number, row) for number, row in enumerate(wanted, start=1))


def _source(number: int, row: Mapping[str, str]) -> Source:
    findings: list[Finding] = []
    data: dict[str, object] = {name: row.get(name, "") for name in SOURCE_FIELDS if name != "perishable"}
    data["perishable"] = bool(row.get("perishable"))
    source = read_source(Table(f"{number}", data, findings))
    if findings:
        name = findings[0].where.rpartition(".")[2]
        raise BadInputError(
            said("source {number}, {name}: {fault}", number=number, name=name, fault=findings[0].message)
        )
    return source


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInputError("write the date as year-month-day, such as 2026-11-21") from None
