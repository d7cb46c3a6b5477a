"""Finding cases by a place they tell: only keyed hashes of the places are kept, of the whole name and of its words."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from bot.recruiters.identity import is_kind_of_place, place_key
from bot.reports.facts import Facts
from bot.store.tables.cases import Case, CasePlace
from bot.store.vault import Vault
from bot.understanding.countries import find_countries

_HASH_KIND = "case place"
_HASH_BYTES = 16
_SHORTEST_WORD = 3
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")


def keep_places(session: Session, vault: Vault, case: Case, facts: Facts) -> None:
    """Make these facts' places, and the case's regency, what the case is found by."""
    forget_places(session, case.id)
    told = (*facts.origins, *facts.destinations, *facts.seen_at, case.regency)
    hashes = {vault.fingerprint(_HASH_KIND, key)[:_HASH_BYTES] for place in told for key in keys_of_place(place)}
    if hashes:
        session.execute(insert(CasePlace), [{"key_hash": each, "case_id": case.id} for each in sorted(hashes)])
    case.places_kept = True


def forget_places(session: Session, case_id: UUID) -> None:
    """Let a case be found by no place any more."""
    session.execute(delete(CasePlace).where(CasePlace.case_id == case_id))


def keys_of_place(told: str) -> set[str]:
    """Return the keys of one place as a case tells it: its name, each word of it, and the country it is in."""
    if _COUNTRY_CODE.fullmatch(told):
        return {f"country:{told}"}
    words = (word for word in re.split(r"[\W_]+", told) if len(word) >= _SHORTEST_WORD and not is_kind_of_place(word))
    return {f"place:{key}" for key in map(place_key, (told, *words)) if key} | set(_countries(told, "country", "place"))


def keys_of_search(typed: str) -> set[str]:
    """Return the keys of which a place somebody looks for has one: its whole name, or the country."""
    key = place_key(typed)
    return ({f"place:{key}"} if key else set()) | set(_countries(typed, "country"))


def place_hashes(vault: Vault, keys: Iterable[str]) -> list[bytes]:
    """Return what may be stored of keys, under whichever of our data keys."""
    return [each[:_HASH_BYTES] for key in keys for each in vault.fingerprints(_HASH_KIND, key)]


def _countries(told: str, *entities: str) -> Iterator[str]:
    """Yield the country that a whole text names ("Malaysia") or is a place in ("Tawau")."""
    for found in find_countries(told):
        if found.entity in entities and found.normalised and found.end - found.start == len(told.strip()):
            yield f"country:{found.normalised}"
