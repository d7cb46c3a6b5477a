"""Which regency of East Nusa Tenggara a place belongs to, so that the officers there are told (data/regencies.tsv)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.reports.rows import FOLDER, read_rows


def regency_of(places: Iterable[str]) -> str:
    """Return the regency of the first of these places that has one ("Kabupaten Belu"), "" where none is known."""
    known = _regencies()
    return next((known[place.casefold()] for place in places if place.casefold() in known), "")


def regencies() -> tuple[str, ...]:
    """Return the names of all regencies and of the city."""
    return tuple(sorted(set(_regencies().values())))


@lru_cache(maxsize=1)
def _regencies() -> Mapping[str, str]:
    rows = read_rows(FOLDER / "regencies.tsv", ("place", "regency"))
    return {row["place"]: row["regency"] for row in rows}
