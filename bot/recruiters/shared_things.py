"""What several cases tell alike of one recruiter, or of two: the same phone, company or place, however it is spelt.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.recruiters.company_names import spelling_key
from bot.recruiters.identity import Identity, IdentityKind, place_key

LINKING = (IdentityKind.PHONE, IdentityKind.ACCOUNT, IdentityKind.COMPANY, IdentityKind.PLACE)
"""Kinds of things by which cases hang together, the strongest first. Names are compared, never equal."""


@dataclass(frozen=True)
class Thing:
    """One thing that was told, as the newest case spells it. ``by``: the cases that tell it and the day, newest first.

    It is in ``identity``'s kind.
    """

    identity: Identity
    by: tuple[tuple[UUID, date], ...]

    @property
    def cases(self) -> tuple[UUID, ...]:
        """Return the cases that tell it."""
        return tuple(case for case, _ in self.by)


def things_told(told: Mapping[UUID, Mapping[Identity, date]]) -> tuple[Thing, ...]:
    """Return everything that cases tell, each once: by kind, what most cases tell first."""
    groups: dict[tuple[IdentityKind, str], list[tuple[date, UUID, Identity]]] = {}
    for case, identities in told.items():
        for one, day in identities.items():
            groups.setdefault((one.kind, _key(one)), []).append((day, case, one))
    made = []
    for found in groups.values():
        found.sort(key=lambda each: (each[0], each[1].bytes), reverse=True)
        days = {case: day for day, case, _ in reversed(found)}
        made.append(Thing(found[0][2], tuple(sorted(days.items(), key=lambda each: (each[1], each[0]), reverse=True))))
    order = list(IdentityKind)
    return tuple(sorted(made, key=lambda one: (order.index(one.identity.kind), -len(one.by), one.identity.value)))


def shared_by_several(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Return what two cases or more tell, without names: phones first, each kind by how many tell it."""
    several = (one for one in things if len(one.by) > 1 and one.identity.kind in LINKING)
    return tuple(sorted(several, key=lambda one: (LINKING.index(one.identity.kind), -len(one.by), one.identity.value)))


def _key(one: Identity) -> str:
    """Return what two spellings of one thing have in common."""
    match one.kind:
        case IdentityKind.COMPANY:
            return spelling_key(one.value) or one.value
        case IdentityKind.PLACE:
            return place_key(one.value) or one.value
        case IdentityKind.NAME:
            return " ".join(one.value.casefold().split())
        case _:
            return one.value
