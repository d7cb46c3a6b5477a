"""How pressing a case is, why, and until when somebody must act."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.reports.cases import CaseKind, Level, Triage
from bot.reports.facts import Facts
from bot.reports.triage_conditions import SHORTEST, Circumstances
from bot.reports.triage_rules import triage_rules
from bot.reports.working_time import end_of_next_working_day, end_of_working_day

_HIGH = timedelta(hours=4)
_LOW_WORKING_DAYS = 5


def grade(
    facts: Facts,
    kind: CaseKind,
    *,
    confirmed: bool,
    now: datetime,
    severity: Mapping[str, str],
    cluster: bool = False,
    corroborated: bool = False,
) -> Triage:
    """Return the highest level of all rules that hold, with the names of them all, the most pressing first.

    ``act_by`` is the earliest limit of these rules, but at the latest 12 hours before the day of the first departure
    begins and never earlier than 15 minutes from ``now`` (aware). ``severity``: of each red flag, by its code.
    """
    case = Circumstances(facts, kind, now, severity, confirmed, cluster, corroborated)
    holding = [rule for rule in triage_rules() if rule.holds(case)]
    limits = [now + rule.act_within if rule.act_within else limit(rule.level, now) for rule in holding]
    # A departure somewhere in a wide span that has begun ("bulan ini") leaves the time that its level gives.
    latest = [moment for moment in case.latest_moments() if moment > now]
    act_by = max(min(limits + latest), now + SHORTEST)
    return Triage(holding[0].level, tuple(rule.name for rule in holding), act_by)


def limit(level: Level, now: datetime) -> datetime:
    """Return until when somebody must act on a case of that level that names no departure (our choice)."""
    if level is Level.NOW:
        return now + SHORTEST
    if level is Level.HIGH:
        return now + _HIGH
    return end_of_next_working_day(now) if level is Level.NORMAL else end_of_working_day(now, _LOW_WORKING_DAYS)


def act_by_at(level: Level, facts: Facts, kind: CaseKind, now: datetime) -> datetime:
    """Return until when somebody must act on a case that an officer puts at this level; a departure counts as well."""
    latest = [moment for moment in Circumstances(facts, kind, now, {}).latest_moments() if moment > now]
    return max(min([limit(level, now), *latest]), now + SHORTEST)


def reasons_for_officers(triage: Triage) -> tuple[str, ...]:
    """Return the reasons as Indonesian lines, the most pressing first; a rule that is no more is left out."""
    told = {rule.name: rule.reason_id for rule in triage_rules()}
    return tuple(told[name] for name in triage.reasons if name in told)
