"""The overview's tables of messages, counted by day: what became of them, languages, topics, waiting, delivery."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.reports.figure_period import Period
from bot.services.count_turns import Outcome
from bot.services.overview_tables import FigureTable, Line, TableName
from bot.store.answer_desk import ratings_between, uses_between
from bot.store.daily_counts import CountKind, sums_of
from bot.store.sending_counts import SendStep, Wait
from bot.store.tables.figures import DailyCount
from bot.vocabulary import Channel, MessageLanguage

UNDERSTOOD = "understood"
"""The column of the share, in whole per cent, of answered messages among those that asked something."""

MOST_TOPICS = 15
_LONGEST = {"day": 31, "week": 200, "month": 750}
"""Days up to which messages are counted by day, week and month; by year beyond: some thirty lines at most."""

_ASKED = (Outcome.ANSWERED, Outcome.ASKED_BACK, Outcome.UNCLEAR)


def message_tables(session: Session, period: Period) -> list[FigureTable]:
    """Return all tables of messages."""
    return [
        _messages(session, period),
        _by(session, period, TableName.LANGUAGES, MessageLanguage, CountKind.TURN, DailyCount.language),
        _by(session, period, TableName.CHANNELS, Channel, CountKind.TURN, DailyCount.channel),
        _topics(session, period),
        _by(session, period, TableName.WAITS, Wait, CountKind.WAIT, DailyCount.name),
        _by(session, period, TableName.SENDING, SendStep, CountKind.SENDING, DailyCount.name),
    ]


def share(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, None of nothing. All but not all is never 100, some is never 0."""
    if not whole:
        return None
    return max(int(part > 0), min(99, round(100 * part / whole))) if part < whole else 100


def understood_share(counts: Sequence[int]) -> int | None:
    """Return the share that was answered of what asked something. ``counts``: in the order of Outcome."""
    by_outcome = dict(zip(Outcome, counts, strict=False))
    return share(by_outcome[Outcome.ANSWERED], sum(by_outcome[one] for one in _ASKED))


def _messages(session: Session, period: Period) -> FigureTable:
    step_of = _step(period)
    columns = (DailyCount.day, DailyCount.name)
    counts: dict[date, Counter[str]] = {begin: Counter() for begin in _steps(period)}
    for day, name, times in sums_of(session, CountKind.TURN, period.first, period.last, *columns):
        counts[step_of(day)][name] += times
    lines = []
    for begin, each in counts.items():
        cells = [each[outcome.value] for outcome in Outcome]
        lines.append(Line(begin.isoformat(), (*cells, understood_share(cells))))
    return FigureTable(TableName.MESSAGES, (*(one.value for one in Outcome), UNDERSTOOD), tuple(lines))


def step_name(period: Period) -> str:
    """Return by what messages are counted: day, week (from Monday on), month or year."""
    return next((name for name, days in _LONGEST.items() if period.days <= days), "year")


def _step(period: Period) -> Callable[[date], date]:
    begins: dict[str, Callable[[date], date]] = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
    return begins[step_name(period)]


def _steps(period: Period) -> Iterable[date]:
    step_of, day = _step(period), period.first
    while day <= period.last:
        yield step_of(day)
        day += timedelta(days=1)


def _by(
    session: Session,
    period: Period,
    name: TableName,
    words: Iterable[str],
    kind: CountKind,
    column: InstrumentedAttribute[str],
) -> FigureTable:
    counts: dict[str, int] = dict(sums_of(session, kind, period.first, period.last, column))
    return FigureTable(name, (name.value,), tuple(Line(str(word), (counts.get(str(word), 0),)) for word in words))


def _topics(session: Session, period: Period) -> FigureTable:
    uses = uses_between(session, period.first, period.last)
    rated = ratings_between(session, period.first, period.last)
    by_use = sorted(uses, key=lambda key: (-uses[key], key))
    lines = [Line(key, (uses[key], *rated.get(key, (0, 0)))) for key in by_use[:MOST_TOPICS]]
    rest = by_use[MOST_TOPICS:]
    if rest:
        good, bad = (sum(rated.get(key, (0, 0))[place] for key in rest) for place in (0, 1))
        lines.append(Line("", (sum(uses[key] for key in rest), good, bad)))
    return FigureTable(TableName.TOPICS, ("given", "helped", "unhelped"), tuple(lines))
