"""Documents, kinds of work and languages: entries of tables (data/documents.tsv, job_types.tsv, languages.tsv).

Some entries are everyday words too. A kind of work such as "kebun" counts after a word for working; a language's
name such as "Indonesia" after "bahasa", or where the message is about the language it is answered in.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.reading import Reading, Term, find_terms, folded

_LONGEST = 4


@lru_cache(maxsize=4)
def _table(name: str) -> Mapping[str, dict[str, str]]:
    return {folded(row["alias"]): row for row in read_table(name)}


def find_documents(reading: Reading) -> Iterator[Entity]:
    """Yield the papers named, normalised to their usual name."""
    for term, row in find_terms(reading, _table("documents"), _LONGEST):
        yield _entity(reading, "document", term, row)


def find_job_types(reading: Reading) -> Iterator[Entity]:
    """Yield the kinds of work named."""
    for term, row in find_terms(reading, _table("job_types"), _LONGEST):
        near = reading.before(term.first, 3)
        if not row["needs"] or any(word in entity_words("job_cues") for word in near):
            yield _entity(reading, "job_type", term, row)


def find_languages(reading: Reading) -> Iterator[Entity]:
    """Yield the languages named, without the word "bahasa"."""
    for term, row in find_terms(reading, _table("languages"), _LONGEST):
        near = reading.before(term.first, 3)
        said = bool(near) and near[-1] in entity_words("language_word")
        if said or (not row["needs"]) or any(word in entity_words("language_cues") for word in near[-2:]):
            yield _entity(reading, "language", term, row)


def _entity(reading: Reading, name: str, term: Term, row: Mapping[str, str]) -> Entity:
    start, end = reading.words[term.first].start, reading.words[term.last - 1].end
    return reading.entity(name, start, end, row["name"])
