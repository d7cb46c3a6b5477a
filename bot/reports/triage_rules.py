"""The table of triage rules: which circumstances make a case how pressing, and the line that says so to officers."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.errors import BadInputError
from bot.reports.cases import Level
from bot.reports.rows import FOLDER, Row, read_rows
from bot.reports.triage_conditions import Circumstances, Condition, condition

TABLE = FOLDER / "triage_rules.tsv"

_COLUMNS = ("rule", "when", "level", "act_within_hours", "reason_id", "reason_en")
_NAME = re.compile(r"[a-z0-9_]+")
_LONGEST_HOURS = 24 * 14
_NEEDED = {("no_time_left", Level.NOW), ("danger_confirmed", Level.NOW), ("always", Level.LOW)}
"""Rules that must be there: nobody leaves or is in danger without an alarm, and every case has a level."""


@dataclass(frozen=True)
class Rule:
    """One rule. ``act_within`` is None for the time of its level. The reasons are for officers: Indonesian, English."""

    name: str
    conditions: tuple[Condition, ...]
    level: Level
    act_within: timedelta | None
    reason_id: str
    reason_en: str

    def holds(self, case: Circumstances) -> bool:
        """Tell whether all its conditions hold."""
        return all(holds(case) for holds in self.conditions)


@cache
def triage_rules(path: Path = TABLE) -> tuple[Rule, ...]:
    """Return the rules, the most pressing level first. Raises BadInputError with the line of a broken row."""
    rows = read_rows(path, _COLUMNS)
    missing = _NEEDED - {(row["when"], row["level"]) for row in rows}
    if missing:
        names = ", ".join(sorted(f"{when} ({level})" for when, level in missing))
        raise BadInputError(f"{path.name}: these rules must be there: {names}")
    rules: dict[str, Rule] = {}
    for row in rows:
        rules[row["rule"]] = _rule(row, rules)
    return tuple(sorted(rules.values(), key=lambda rule: list(Level).index(rule.level)))


def _rule(row: Row, before: Collection[str]) -> Rule:
    name = row["rule"]
    if not _NAME.fullmatch(name) or name in before:
        raise BadInputError(f"{row.place}: a rule has a name of its own of small letters, figures and _")
    if not row["reason_id"] or not row["reason_en"]:
        raise BadInputError(f"{row.place}: a rule says its reason in Indonesian and English")
    if row["level"] not in set(Level):
        raise BadInputError(f"{row.place}: the level is one of {', '.join(Level)}")
    try:
        conditions = tuple(condition(part) for part in row["when"].split(" and "))
    except ValueError as problem:
        raise BadInputError(f"{row.place}: {problem}") from problem
    return Rule(name, conditions, Level(row["level"]), _act_within(row), row["reason_id"], row["reason_en"])


def _act_within(row: Row) -> timedelta | None:
    written = row["act_within_hours"]
    if not written:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", written) or not 0 < float(written) <= _LONGEST_HOURS:
        raise BadInputError(f"{row.place}: act_within_hours is empty or a number of hours up to {_LONGEST_HOURS}")
    return timedelta(hours=float(written))
