"""Which cases a typed text finds: by code, or by keyed hashes of what was told; no case is decrypted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.recruiters.search_keys import WordKeys, search_keys
from bot.reports.case_codes import read_code
from bot.store.case_places import keys_of_search, place_hashes
from bot.store.recruiter_lookup import stored_hashes
from bot.store.tables.cases import Case, CasePlace
from bot.store.tables.recruiters import IdentityKey, RecruiterIdentity
from bot.store.vault import Vault


@dataclass(frozen=True)
class _Word:
    """Hashes of one word. ``pieces``: one identity must have one of each."""

    any_of: Sequence[bytes]
    pieces: Sequence[Sequence[bytes]]
    places: Sequence[bytes]


def found_by(vault: Vault, typed: str) -> ColumnElement[bool] | None:
    """Return the condition under which a case is found by a text, None where nothing can be looked for."""
    code, keys = read_code(typed).code, search_keys(typed)
    found: list[ColumnElement[bool]] = [Case.code == code] if code else []
    if keys.any_of:
        found.append(_tells(stored_hashes(vault, keys.any_of)))
    if keys.words:
        places = place_hashes(vault, keys_of_search(typed))
        found += [_is_at(places)] if places else []
        found.append(and_(*(_has_word(_hashed(vault, word)) for word in keys.words)))
    return or_(*found) if found else None


def _hashed(vault: Vault, word: WordKeys) -> _Word:
    pieces = [stored_hashes(vault, [piece]) for piece in word.pieces]
    return _Word(stored_hashes(vault, word.any_of), pieces, place_hashes(vault, keys_of_search(word.word)))


def _has_word(word: _Word) -> ColumnElement[bool]:
    return or_(*_ways(word))


def _ways(word: _Word) -> Iterator[ColumnElement[bool]]:
    yield _tells(word.any_of)
    if word.places:
        yield _is_at(word.places)
    if word.pieces:
        first, *rest = (_identities(piece) for piece in word.pieces)
        yield _of_identities(first.intersect(*rest) if rest else first)


def _tells(hashes: Collection[bytes]) -> ColumnElement[bool]:
    return _of_identities(_identities(hashes))


def _is_at(hashes: Collection[bytes]) -> ColumnElement[bool]:
    return Case.id.in_(select(CasePlace.case_id).where(CasePlace.key_hash.in_(hashes)))


def _identities(hashes: Collection[bytes]) -> Select[int]:
    return select(IdentityKey.identity_seq).where(IdentityKey.key_hash.in_(hashes))


def _of_identities(seqs: object) -> ColumnElement[bool]:
    return Case.id.in_(select(RecruiterIdentity.case_id).where(RecruiterIdentity.seq.in_(seqs)))  # type: ignore[arg-type]
