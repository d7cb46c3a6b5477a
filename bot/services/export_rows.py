"""What an export holds: rows of cases by how much of people is in them, and counts without anybody."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.clock import WITA
from bot.errors import CorruptDataError
from bot.reports.cases import Level
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.reports.small_numbers import mask_list
from bot.reports.table_files import Table, Value
from bot.services.mask_told import mask_phones
from bot.store.case_export import CountedCase
from bot.store.cases import facts_of
from bot.store.tables.cases import Case
from bot.store.vault import Vault
from bot.vocabulary import Word


class Redaction(Word):
    """How much of people an export holds, the least first."""

    NUMBERS = "numbers"
    NOBODY = "nobody"
    RECRUITERS = "recruiters"
    ALL = "all"


@dataclass(frozen=True)
class ExportWords:
    """What stands in the file in words. ``say`` gives headings and titles by our name of them.

    ``kind``, ``level``, ``state`` and ``flag`` give what is read for the words of cases and for codes of red flags.
    """

    say: Callable[[str], str]
    kind: Callable[[str], str]
    level: Callable[[str], str]
    state: Callable[[str], str]
    flag: Callable[[str], str]


_COLUMNS: Mapping[str, int] = {
    "code": 14,
    "kind": 22,
    "level": 18,
    "state": 18,
    "regency": 28,
    "confirmed": 13,
    "began": 13,
    "act_by": 13,
    "taken": 13,
    "ended": 13,
    "flags": 40,
}
_RECRUITER: Mapping[str, int] = {"names": 24, "phones": 20, "companies": 24}
_STORY: Mapping[str, int] = {"story": 70}


def case_table(
    redaction: Redaction, cases: Iterable[tuple[Case, Facts | None]], words: ExportWords, title: str
) -> Table:
    """Return one row for each case; ``None`` for facts that cannot be read."""
    columns = dict(_COLUMNS)
    if redaction in {Redaction.RECRUITERS, Redaction.ALL}:
        columns |= _RECRUITER
    if redaction is Redaction.ALL:
        columns |= _STORY
    rows = (_row(case, facts, redaction, words) for case, facts in cases)
    return Table(title, [words.say(name) for name in columns], rows, list(columns.values()))


def count_tables(cases: Iterable[CountedCase], words: ExportWords) -> list[Table]:
    """Return how many cases there are by regency, kind, level and month; small numbers are hidden.

    All lists are of the same cases and have only their total in common, which ``mask_list`` never covers.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("regency", "kind", "level", "month")}
    for case in cases:
        counts["regency"][case.regency or words.say("no_place")] += 1
        counts["kind"][words.kind(case.kind)] += 1
        counts["level"][case.level] += 1
        counts["month"][f"{case.created_at.astimezone(WITA):%Y-%m}"] += 1
    levels = {level.value: counts["level"][level.value] for level in Level if counts["level"][level.value]}
    counts["level"] = Counter({words.level(name): count for name, count in levels.items()})
    return [_count_table(words.say(name), _ordered(name, each), words) for name, each in counts.items()]


def facts_if_readable(vault: Vault, case: Case) -> Facts | None:
    """Return what a case tells, None where it cannot be read: one damaged row must not stop an export."""
    try:
        return facts_of(vault, case)
    except CorruptDataError:
        return None


def _ordered(name: str, counts: Counter[str]) -> list[tuple[str, int]]:
    return list(counts.items()) if name == "level" else sorted(counts.items())


def _count_table(title: str, counts: Sequence[tuple[str, int]], words: ExportWords) -> Table:
    shown = mask_list([count for _, count in counts])
    rows: list[Sequence[Value]] = [
        [name, cell if isinstance(cell, int) else str(cell)]
        for (name, _), cell in zip(counts, shown.cells, strict=True)
    ]
    total = shown.total if isinstance(shown.total, int) else str(shown.total)
    rows.append([words.say("total"), total])
    return Table(title, [title, words.say("cases")], rows, [40, 12])


def _row(case: Case, facts: Facts | None, redaction: Redaction, words: ExportWords) -> list[Value]:
    told = facts or NOTHING_TOLD
    row: list[Value] = [
        case.code,
        words.kind(case.kind),
        words.level(case.level),
        words.state(case.state),
        case.regency or words.say("no_place"),
        words.say("yes" if case.confirmed else "no"),
        *(_time(at) for at in (case.created_at, case.act_by, case.taken_at, case.closed_at)),
        ", ".join(words.flag(flag) for flag in told.flags) if facts else words.say("unreadable"),
    ]
    if redaction is Redaction.RECRUITERS:
        told = mask_phones(told)
    if redaction in {Redaction.RECRUITERS, Redaction.ALL}:
        row += [", ".join(told.names), ", ".join(told.phones), ", ".join(told.companies)]
    if redaction is Redaction.ALL:
        row.append("\n\n".join(told.story))
    return row


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(WITA):%Y-%m-%d %H:%M}" if at else ""


def each_case(
    pages: Iterator[tuple[Sequence[Case], Mapping[UUID, Sequence[str]]]], vault: Vault
) -> Iterator[tuple[Case, Facts | None]]:
    """Yield the cases of pages with what they tell; a page comes with what was added to its cases."""
    for page, added in pages:
        for case in page:
            facts = facts_if_readable(vault, case)
            more = added.get(case.id, ())
            yield case, replace(facts, story=(*facts.story, *more)) if facts else None
