"""Versions of hotlines, which stand over the shipped file."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog
from bot.answers.findings import Finding
from bot.answers.hotline_files import read_hotline
from bot.answers.hotlines import Hotline, Hotlines
from bot.answers.model import RevisionState
from bot.answers.tables import Table
from bot.store.tables.answers import HotlineRevision


def published_hotlines(session: Session) -> tuple[Hotline, ...]:
    """Return the published versions; one that cannot be read any more is left out, so that the shipped one answers."""
    rows = session.scalars(select(HotlineRevision).where(HotlineRevision.state == RevisionState.PUBLISHED))
    found = (hotline_of(row.hotline, row.data) for row in rows)
    return tuple(hotline for hotline, faults in found if not faults)


def with_hotlines(catalog: Catalog, changed: Collection[Hotline]) -> Catalog:
    """Return a catalog in which some hotlines are replaced, and those it does not have stand at the end."""
    if not changed:
        return catalog
    return Catalog(catalog.answers(), catalog.translations(), catalog.hotlines.with_changed(changed))


def without_hotline(catalog: Catalog, name: str) -> Catalog:
    """Return a catalog that has no hotline of this name any more."""
    kept = Hotlines(hotline for hotline in catalog.hotlines.all() if hotline.id != name)
    return Catalog(catalog.answers(), catalog.translations(), kept)


def hotline_of(name: str, data: Mapping[str, Any]) -> tuple[Hotline, list[Finding]]:
    """Return a hotline as its table says, and what is wrong with it."""
    faults: list[Finding] = []
    return read_hotline(name, Table(name, dict(data), faults)), faults


def add_version(
    session: Session, name: str, data: Mapping[str, Any], author: str, reason: str, now: datetime
) -> HotlineRevision:
    """Add a version that waits for a second person, under the next number."""
    row = HotlineRevision(
        hotline=name,
        number=newest_version(session, name) + 1,
        data=dict(data),
        state=RevisionState.DRAFT.value,
        author=author,
        reason=reason,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def versions_of(session: Session, name: str) -> list[HotlineRevision]:
    """Return all versions of a hotline, newest first."""
    found = select(HotlineRevision).where(HotlineRevision.hotline == name)
    return list(session.scalars(found.order_by(HotlineRevision.number.desc())))


def newest_version(session: Session, name: str) -> int:
    """Return the number of the newest version, 0 when there is none."""
    return session.scalar(select(func.max(HotlineRevision.number)).where(HotlineRevision.hotline == name)) or 0


def version_in(session: Session, name: str, state: RevisionState) -> HotlineRevision | None:
    """Return the newest version of a hotline in a state, None when there is none."""
    found = HotlineRevision.hotline == name, HotlineRevision.state == state.value
    return session.scalar(select(HotlineRevision).where(*found).order_by(HotlineRevision.number.desc()).limit(1))


def newest_versions(session: Session) -> list[HotlineRevision]:
    """Return the newest version of every hotline that has one, by their ids."""
    newest = select(HotlineRevision.hotline, func.max(HotlineRevision.number).label("number"))
    last = newest.group_by(HotlineRevision.hotline).subquery()
    same = and_(HotlineRevision.hotline == last.c.hotline, HotlineRevision.number == last.c.number)
    return list(session.scalars(select(HotlineRevision).join(last, same).order_by(HotlineRevision.hotline)))


def waiting_versions(session: Session) -> frozenset[str]:
    """Return the hotlines of which a version waits."""
    return frozenset(
        session.scalars(select(HotlineRevision.hotline).where(HotlineRevision.state == RevisionState.DRAFT))
    )
