"""The pieces of a message that later steps can use: who, which company, which numbers, where, how much, when.

Each kind has its own finder. They run in the order of ``FINDERS``, and a piece is kept when it overlaps none kept
before: what has the surest shape comes first, so the figures of a code are no phone number and the town in
a company's name is no place. Offsets count characters of the unchanged text; the first 2,000 are read.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable

from bot.understanding.model import Entity
from bot.understanding.pieces.ages import find_ages
from bot.understanding.pieces.amounts import find_money
from bot.understanding.pieces.codes import find_codes
from bot.understanding.pieces.companies import find_companies
from bot.understanding.pieces.counts import find_counts
from bot.understanding.pieces.dates import find_departure_dates
from bot.understanding.pieces.names import find_recruiters
from bot.understanding.pieces.phones import find_phones
from bot.understanding.pieces.places import find_places
from bot.understanding.pieces.reading import Reading, read_message
from bot.understanding.pieces.terms import find_documents, find_job_types, find_languages

FINDERS: tuple[Callable[[Reading], Iterable[Entity]], ...] = (
    find_codes,
    find_money,
    find_phones,
    find_companies,
    find_ages,
    find_counts,
    find_departure_dates,
    find_recruiters,
    find_languages,
    find_documents,
    find_job_types,
    find_places,
)
"""The finders, the surest first."""


def find_entities(text: str) -> tuple[Entity, ...]:
    """Return the pieces found, in the order of the text, none overlapping another."""
    reading = read_message(text)
    kept: list[Entity] = []
    starts: list[int] = []
    for finder in FINDERS:
        for entity in finder(reading):
            at = bisect_left(starts, entity.start)
            free_before = at == 0 or kept[at - 1].end <= entity.start
            if free_before and (at == len(kept) or entity.end <= kept[at].start):
                kept.insert(at, entity)
                starts.insert(at, entity.start)
    return tuple(kept)
