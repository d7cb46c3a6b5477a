"""Which officers are told of a case, and in which order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from bot.reports.cases import CaseKind, Consent, PassTo
from bot.vocabulary import Word


class OfficerRole(Word):
    """What an officer does: on duty for a regency, coordinator of the province, or the coordinator's deputy."""

    DUTY = "duty"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"


@dataclass(frozen=True)
class Officer:
    """Somebody of the task force. ``regency`` is "" for the whole province; ``order`` counts up within it.

    ``phones`` are in E.164 form, ``has_email``: can be told by e-mail.
    """

    id: UUID
    name: str
    role: OfficerRole
    institution: PassTo
    regency: str = ""
    order: int = 0
    phones: tuple[str, ...] = ()
    has_email: bool = False


def chain(
    officers: Collection[Officer],
    regency: str,
    kind: CaseKind,
    consent: Consent,
    restricted: bool,
    named: Collection[UUID],
    institutions: Collection[PassTo] = (),
) -> tuple[Officer, ...]:
    """Return the officers in the order in which they are told; nobody of ``named``, ever.

    First those on duty in the regency, else for the whole province: of the institution the author chose, of any for
    danger now, none where the author chose the coordinator. Then the coordinator, then the deputy. A ``restricted``
    case (see conflicts.names_an_official) goes only to one coordinator and one deputy who belong to none of the named
    ``institutions``; empty where nobody is left, which only the operator can solve.
    """
    free = sorted((one for one in officers if one.id not in named), key=lambda one: (one.order, one.id))
    if restricted:
        return _heads([one for one in free if one.institution not in institutions], most=1)
    return (*_on_duty(free, regency, kind, consent), *_heads(free, most=len(free)))


def _on_duty(officers: Iterable[Officer], regency: str, kind: CaseKind, consent: Consent) -> tuple[Officer, ...]:
    wanted = [one for one in officers if one.role is OfficerRole.DUTY and _may_read(one, kind, consent)]
    place = regency.casefold()
    here = tuple(one for one in wanted if one.regency and one.regency.casefold() == place)
    return here or tuple(one for one in wanted if not one.regency)


def _may_read(officer: Officer, kind: CaseKind, consent: Consent) -> bool:
    return kind is CaseKind.DANGER or officer.institution is consent.to


def _heads(officers: Collection[Officer], most: int) -> tuple[Officer, ...]:
    """Return coordinators, then deputies, at most ``most`` of each."""
    roles = (OfficerRole.COORDINATOR, OfficerRole.DEPUTY)
    return tuple(one for role in roles for one in [one for one in officers if one.role is role][:most])
