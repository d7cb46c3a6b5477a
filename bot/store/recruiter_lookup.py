"""Looking recruiters up by keyed hashes: few rows are read of each key, then the likeliest are opened.

Only what credible cases tell is found.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import CompoundSelect, Integer, bindparam, insert, literal_column, select, union_all
from sqlalchemy.orm import Session

from bot.recruiters.blocking import all_keys, blocking_keys
from bot.recruiters.identity import Identity, IdentityKind
from bot.recruiters.matching import Profile
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import IdentityKey, Recruiter, RecruiterIdentity
from bot.store.vault import Vault

MOST_OF_A_KEY = 100
MOST_IDENTITIES = 300
MOST_RECRUITERS = 40
MOST_OPENED = 800
"""Rows read of one key, identities looked at, recruiters and identities opened: the newest and likeliest (our choice).

They bound the time of a look-up, however many reports there are.
"""

_KEYS_AT_ONCE = 16
"""Look-ups are filled up to a multiple of so many keys: the databases then meet few different statements."""

_Id = TypeVar("_Id", int, UUID)

_HASH_KIND = "recruiter key"
_HASH_BYTES = 16


@dataclass(frozen=True)
class Found:
    """Recruiters that a report may be of. ``commonness``: how many share a key of the report, as far as read."""

    known: tuple[tuple[UUID, Profile], ...] = ()
    commonness: Mapping[str, int] = field(default_factory=dict)


def add_identities(
    session: Session, vault: Vault, case_id: UUID, recruiter_id: UUID, told: Mapping[Identity, date]
) -> None:
    """Keep what a case tells, each with the day it was told, and the keys."""
    rows = [
        RecruiterIdentity(case_id=case_id, recruiter_id=recruiter_id, kind=one.kind.value, value_sealed=b"", told_on=on)
        for one, on in told.items()
    ]
    for row, one in zip(rows, told, strict=True):
        row.value_sealed = vault.seal(RecruiterIdentity.value_sealed, row.id, one.value)
    session.add_all(rows)
    session.flush()
    keys = [
        {"key_hash": key_hash, "identity_seq": row.seq}
        for row, one in zip(rows, told, strict=True)
        for key_hash in key_hashes(vault, blocking_keys(one, told))
    ]
    if keys:
        session.execute(insert(IdentityKey), keys)


def key_hashes(vault: Vault, keys: Iterable[str]) -> list[bytes]:
    """Return what is stored of keys."""
    return [vault.fingerprint(_HASH_KIND, key)[:_HASH_BYTES] for key in keys]


def stored_hashes(vault: Vault, keys: Iterable[str]) -> list[bytes]:
    """Return what may be stored of keys, under whichever of our data keys."""
    return [each[:_HASH_BYTES] for key in keys for each in vault.fingerprints(_HASH_KIND, key)]


def told_by(session: Session, vault: Vault, case_id: UUID) -> dict[Identity, date]:
    """Return what was kept of a case, each with the day it was told."""
    return told_by_each(session, vault, [case_id])[case_id]


def told_by_each(
    session: Session, vault: Vault, case_ids: Collection[UUID], kinds: Collection[IdentityKind] = tuple(IdentityKind)
) -> dict[UUID, dict[Identity, date]]:
    """Return what was kept of each of these cases, of these kinds, each thing with the day it was told."""
    columns = (RecruiterIdentity.id, RecruiterIdentity.kind, RecruiterIdentity.value_sealed, RecruiterIdentity.told_on)
    rows = session.execute(
        select(RecruiterIdentity.case_id, *columns)
        .where(RecruiterIdentity.case_id.in_(case_ids), RecruiterIdentity.kind.in_([kind.value for kind in kinds]))
        .order_by(RecruiterIdentity.seq)
    )
    told: dict[UUID, dict[Identity, date]] = {case_id: {} for case_id in case_ids}
    for case_id, row_id, kind, sealed, day in rows:
        told[case_id][_identity(vault, row_id, kind, sealed)] = day
    return told


def look_up(session: Session, vault: Vault, told: Sequence[Identity], except_for: UUID | None = None) -> Found:
    """Return the recruiters that share keys with what a report tells, but the one with the root ``except_for``."""
    keys = all_keys(told)
    rows = _rows_of_keys(session, vault, keys)
    weights: dict[int, float] = defaultdict(float)
    for seqs in rows.values():
        for seq in seqs:
            weights[seq] += _weight(len(seqs))
    likeliest = sorted(weights, key=lambda seq: (-weights[seq], -seq))[:MOST_IDENTITIES]
    roots = _roots(session, likeliest)
    scores: dict[UUID, float] = defaultdict(float)
    newest: dict[UUID, int] = defaultdict(int)
    for seqs in rows.values():
        for root in {roots[seq] for seq in seqs if seq in roots}:
            scores[root] += _weight(len(seqs))
    for seq, root in roots.items():
        newest[root] = max(newest[root], seq)
    best = sorted(scores.keys() - {except_for}, key=lambda root: (-scores[root], -newest[root]))[:MOST_RECRUITERS]
    commonness = {key: len({roots.get(seq, seq) for seq in seqs}) for key, seqs in rows.items()}
    return Found(_profiles(session, vault, best), commonness)


def holder_of(session: Session, vault: Vault, root_id: UUID, told: Iterable[Identity]) -> UUID:
    """Return who of a merged group has one of these phones, the root itself where nobody has.

    A case that a phone links belongs to the one who has it, so that it stays there when the merge is undone.
    """
    phones = [one for one in told if one.kind is IdentityKind.PHONE]
    keys = [key for phone in phones for key in blocking_keys(phone)]
    hashes = stored_hashes(vault, keys)
    found = session.scalar(
        select(RecruiterIdentity.recruiter_id)
        .join(IdentityKey, IdentityKey.identity_seq == RecruiterIdentity.seq)
        .join(Recruiter, Recruiter.id == RecruiterIdentity.recruiter_id)
        .where(IdentityKey.key_hash.in_(hashes), Recruiter.root_id == root_id)
        .order_by(RecruiterIdentity.seq.desc())
        .limit(1)
    )
    return found or root_id


def _weight(rows: int) -> float:
    """Return how much a key says that so many rows have."""
    return 1 / (1 + math.log2(rows))


def _rows_of_keys(session: Session, vault: Vault, keys: Sequence[str]) -> dict[str, list[int]]:
    """Return the newest identities of each key, under whichever of our keys their hashes were made."""
    hashes = [(key, each[:_HASH_BYTES]) for key in keys for each in vault.fingerprints(_HASH_KIND, key)]
    if not hashes:
        return {}
    places = -(-len(hashes) // _KEYS_AT_ONCE) * _KEYS_AT_ONCE
    parameters = {f"key_{number}": b"" for number in range(places)}
    parameters |= {f"key_{number}": each for number, (_, each) in enumerate(hashes)}
    rows: dict[str, list[int]] = defaultdict(list)
    for number, seq in session.execute(_newest_of_keys(places), parameters):
        rows[hashes[number][0]].append(seq)
    return rows


@lru_cache(maxsize=20)
def _newest_of_keys(count: int) -> CompoundSelect[Any]:
    """Return the statement that reads the newest rows of so many keys, each from its own part of the index."""
    return union_all(*(select(_newest(number).subquery(f"n{number}")) for number in range(count)))


def _newest(number: int) -> Any:
    return (
        select(literal_column(str(number), Integer).label("number"), IdentityKey.identity_seq)
        .where(IdentityKey.key_hash == bindparam(f"key_{number}"))
        .order_by(IdentityKey.identity_seq.desc())
        .limit(MOST_OF_A_KEY)
    )


def _roots(session: Session, seqs: Sequence[int]) -> dict[int, UUID]:
    rows = session.execute(
        select(RecruiterIdentity.seq, Recruiter.root_id)
        .join(Recruiter, Recruiter.id == RecruiterIdentity.recruiter_id)
        .join(Case, Case.id == RecruiterIdentity.case_id)
        .where(RecruiterIdentity.seq.in_(_filled(seqs, MOST_IDENTITIES)), Case.credible)
    )
    return {seq: root for seq, root in rows}  # noqa: C416 - rows are no pairs to the type checker


def _profiles(session: Session, vault: Vault, roots: Sequence[UUID]) -> tuple[tuple[UUID, Profile], ...]:
    columns = (RecruiterIdentity.id, RecruiterIdentity.kind, RecruiterIdentity.value_sealed)
    rows = session.execute(
        select(RecruiterIdentity.seq, Recruiter.root_id, RecruiterIdentity.case_id, RecruiterIdentity.told_on, *columns)
        .join(Recruiter, Recruiter.id == RecruiterIdentity.recruiter_id)
        .join(Case, Case.id == RecruiterIdentity.case_id)
        .where(Recruiter.root_id.in_(_filled(roots, MOST_RECRUITERS)), Case.credible)
    ).all()
    told: dict[UUID, list[tuple[Identity, date]]] = defaultdict(list)
    cases: dict[UUID, set[UUID]] = defaultdict(set)
    # Sorted here: asked for the newest, PostgreSQL walks through all rows from the newest on.
    for _, root, case_id, day, row_id, kind, sealed in sorted(rows, key=lambda row: -row.seq)[:MOST_OPENED]:
        told[root].append((_identity(vault, row_id, kind, sealed), day))
        cases[root].add(case_id)
    return tuple((root, Profile.of(told[root], len(cases[root]))) for root in roots if root in told)


def _filled(values: Sequence[_Id], count: int) -> list[_Id]:
    """Return the values, the last one repeated: databases keep the plan of a statement that never changes."""
    filled = list(values)
    return filled + filled[-1:] * (count - len(filled))


def _identity(vault: Vault, row_id: UUID, kind: str, sealed: bytes) -> Identity:
    return Identity(IdentityKind(kind), vault.open(RecruiterIdentity.value_sealed, row_id, sealed))
