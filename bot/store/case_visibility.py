"""Which cases an officer may find in a list, as a condition on columns: nothing is decrypted.

It says what ``route_of`` (bot/services/tell_officers.py) and ``chain`` (bot/reports/routing.py) say, and never more:
where a case was not looked through since officers changed, only who is on its route in any case finds it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, not_, or_, select
from sqlalchemy.orm import Session

from bot.reports.cases import CaseKind
from bot.reports.routing import OfficerRole
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer


@dataclass(frozen=True)
class Reader:
    """What the list must know of an active officer; see ``Officer`` of the tables."""

    id: UUID
    role: OfficerRole
    institution: str
    regency: str
    order: int
    change_no: int


def active_readers(session: Session) -> list[Reader]:
    """Return the active officers, their addresses left sealed."""
    columns = (Officer.id, Officer.role, Officer.institution, Officer.regency, Officer.position, Officer.change_no)
    rows = session.execute(select(*columns).where(Officer.active))
    return [Reader(one, OfficerRole(role), where, area, order, no) for one, role, where, area, order, no in rows]


def open_to(reader: Reader, readers: Collection[Reader]) -> ColumnElement[bool]:
    """Return the condition under which a case is open to one of the active officers ``readers``."""
    up_to_date = Case.checked_no >= max(one.change_no for one in readers)
    anybody = and_(up_to_date, Case.restricted.is_(False))
    if reader.role is OfficerRole.DUTY:
        where = and_(anybody, _on_duty(reader, readers))
    else:
        where = or_(anybody, _first_of_role(reader, readers))
    return and_(Case.checked_no >= reader.change_no, _not_avoided(reader.id.hex), where)


def _on_duty(reader: Reader, readers: Collection[Reader]) -> ColumnElement[bool]:
    """Return where an officer on duty reads unrestricted cases: in the regency, or where nobody else does."""
    danger, chosen = Case.kind == CaseKind.DANGER.value, Case.pass_to == reader.institution
    place = func.lower(Case.regency)  # the names of regencies are plain ASCII
    if reader.regency:
        return and_(place == reader.regency.lower(), or_(danger, chosen))
    local = [one for one in readers if one.role is OfficerRole.DUTY and one.regency]
    same = [one for one in local if one.institution == reader.institution]
    return or_(and_(danger, _none_left(place, local)), and_(not_(danger), chosen, _none_left(place, same)))


def _none_left(place: ColumnElement[str], local: Collection[Reader]) -> ColumnElement[bool]:
    """Return where the place is in no regency of these officers, or the case is closed to all who are there."""
    there: dict[str, list[Reader]] = {}
    for one in local:
        there.setdefault(one.regency.lower(), []).append(one)
    stepped_aside = [
        and_(place == area, *(not_(_not_avoided(one.id.hex)) for one in ones)) for area, ones in sorted(there.items())
    ]
    return or_(place.not_in(sorted(there)), *stepped_aside)


def _first_of_role(reader: Reader, readers: Collection[Reader]) -> ColumnElement[bool]:
    """Return where a coordinator or deputy is the first who may read, even if the case is restricted or will be.

    Who might still be found to be named counts as free: then nobody reads it whose turn it may not be.
    """
    before = [one for one in readers if one.role is reader.role and (one.order, one.id) < (reader.order, reader.id)]
    barred = (not_(and_(_not_avoided(one.id.hex), _not_avoided(f"@{one.institution}"))) for one in before)
    return and_(_not_avoided(f"@{reader.institution}"), *barred)


def _not_avoided(who: str) -> ColumnElement[bool]:
    """Return where ``who`` (an officer's id or "@" and an institution) is not in the JSON lists of who may not read."""
    return and_(*(not_(cast(column, String).contains(f'"{who}"')) for column in (Case.avoided, Case.recused)))
