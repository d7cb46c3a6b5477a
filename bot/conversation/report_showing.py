"""What was understood of a report, to be shown back: the keys of its lines, and what fills them."""

from collections.abc import Iterator

from bot.conversation.turn import Values
from bot.reports.facts import Facts

_HOME_CODE = "+62"
_LISTS = ("names", "phones", "companies", "origins", "destinations", "seen_at", "money")


def shown(facts: Facts) -> tuple[tuple[str, ...], Values]:
    """Return the keys of the lines (``fact_names`` …) and the value of each; a line that says it all has none."""
    lines = tuple(_lines(facts))
    return tuple(key for key, _ in lines), tuple((key, value) for key, value in lines if value)


def _as_dialled(value: str) -> str:
    """Return a number of Indonesia as people dial it; anything else as it is."""
    return f"0{value.removeprefix(_HOME_CODE)}" if value.startswith(_HOME_CODE) else value


def _lines(facts: Facts) -> Iterator[tuple[str, str]]:
    for name in _LISTS:
        told = getattr(facts, name)
        if told:
            yield f"fact_{name}", ", ".join(map(_as_dialled, told))
    if facts.departures:
        yield "fact_departures", facts.departures[-1].said
    if facts.people:
        yield "fact_people", str(facts.people)
    if facts.under_18 is not None:
        yield ("fact_under_18" if facts.under_18 else "fact_adults"), ""
    if facts.papers_taken:
        yield "fact_papers", ""
