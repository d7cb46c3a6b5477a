"""How well and how fast an agency is found among 10,000 by 300 misspelt names made by another hand."""

import statistics
import time

from bot.recruiters.agencies import AgencyList, AgencyQuestion, AgencyRecord, AgencyStatus
from bot.recruiters.agency_search import AgencyIndex
from tests.recruiters.misspelt_names import agency_names, misspelt

SEEDS = (11, 12, 13)


def lines() -> list[str]:
    """Return one line a run: the share found first, median and p95 of all searches and of the inexact ones."""
    names = agency_names()
    index = AgencyIndex(AgencyRecord(name, AgencyList.REGISTER, AgencyStatus.REGISTERED) for name in names)
    return [_line(index, names, seed) for seed in SEEDS]


def _line(index: AgencyIndex, names: list[str], seed: int) -> str:
    found, taken, searched = 0, [], []
    cases = misspelt(300, seed, names)
    for typed, right, _ in cases:
        start = time.perf_counter()
        matches = index.find(AgencyQuestion(typed))
        taken.append((time.perf_counter() - start) * 1000)
        found += bool(matches) and matches[0].name == right
        if not (matches and matches[0].exact):
            searched.append(taken[-1])
    share = f"{found / len(cases):.1%} of {len(cases)} found first among {len(index)}"
    inexact = f"not spelt alike ({len(searched)}) {_spread(searched)}"
    return f"agencies, seed {seed}: {share}; all {_spread(taken)}; {inexact}"


def _spread(taken: list[float]) -> str:
    ordered = sorted(taken)
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered)) - 1]:.1f} ms"
