"""The phone numbers as those who keep them see them: what is sent, what waits, what each version changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.answers.hotline_files import as_table
from bot.answers.hotlines import Hotline, sendable
from bot.answers.model import RevisionState
from bot.errors import BadInputError
from bot.services.answer_history import Act
from bot.services.editing import Editing
from bot.services.hotline_rules import named_in
from bot.services.staff_names import names_of
from bot.staff.permissions import Actor, Permission
from bot.store.hotline_revisions import (
    hotline_of,
    newest_version,
    newest_versions,
    version_in,
    versions_of,
    waiting_versions,
)
from bot.store.journal import acts_on
from bot.store.revisions import published_catalog, withdrawn


@dataclass(frozen=True)
class HotlineLine:
    """One number of the list. ``used``: answers that name it. ``sent``: whether it may be sent today.

    ``new``: the shipped file does not have it. ``there``: False for a new one that nobody published yet, or that was
    taken away again.
    """

    hotline: Hotline
    used: tuple[str, ...]
    sent: bool
    waits: bool
    withdrawn: bool
    new: bool
    there: bool


@dataclass(frozen=True)
class HotlineVersion:
    """A version of a hotline. ``own``: who looks wrote it. ``before``: the version before, else what the file says.

    ``served``: people were sent it, so it can be sent again.
    """

    number: int
    state: RevisionState
    data: Mapping[str, Any]
    before: Mapping[str, Any]
    author: str
    own: bool
    reason: str
    at: datetime
    served: bool


@dataclass(frozen=True)
class HotlineOnDesk:
    """A hotline with its versions, newest first, and who did what. ``base``: the newest number, for ``save_hotline``.

    ``table``: what is sent now, empty for a new one that is not there.
    """

    line: HotlineLine
    versions: tuple[HotlineVersion, ...]
    acts: tuple[Act, ...]
    base: int
    table: Mapping[str, Any]

    @property
    def waiting(self) -> HotlineVersion | None:
        """Return what waits for a second person."""
        return next((one for one in self.versions if one.state is RevisionState.DRAFT), None)

    @property
    def from_file(self) -> bool:
        """Return whether the shipped file's own text is sent, or nothing where it has none."""
        return not any(one.state is RevisionState.PUBLISHED for one in self.versions)


def list_hotlines(editing: Editing, actor: Actor) -> tuple[HotlineLine, ...]:
    """Return every number in the order of the file, then those that are not there. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    with editing.store.reading() as session:
        # Withdrawn ones with what is sure of them, so that they can be told from those that are not.
        catalog = published_catalog(session, editing.shipped)
        gone, waits = withdrawn(session).hotlines, waiting_versions(session)
        others = [hotline_of(row.hotline, row.data)[0] for row in newest_versions(session)]
    used = named_in(catalog)
    there = [
        HotlineLine(
            one,
            used.get(one.id, ()),
            sent=sendable(one, editing.today),
            waits=one.id in waits,
            withdrawn=one.id in gone,
            new=one.id not in editing.shipped.hotlines,
            there=True,
        )
        for one in catalog.hotlines.all()
    ]
    not_there = [
        HotlineLine(one, (), sent=False, waits=one.id in waits, withdrawn=False, new=True, there=False)
        for one in others
        if one.id not in catalog.hotlines
    ]
    return (*there, *not_there)


def read_hotline_desk(editing: Editing, actor: Actor, name: str) -> HotlineOnDesk:
    """Return a hotline. Raises ForbiddenError, and BadInputError when there is none with this name."""
    line = next((one for one in list_hotlines(editing, actor) if one.hotline.id == name), None)
    if line is None:
        raise BadInputError("there is no such number")
    with editing.store.reading() as session:
        published = version_in(session, name, RevisionState.PUBLISHED)
        shipped = as_table(editing.shipped.hotlines[name]) if name in editing.shipped.hotlines else {}
        return HotlineOnDesk(
            line,
            _versions(session, actor, name, shipped),
            _acts(session, name),
            newest_version(session, name),
            shipped if published is None else published.data,
        )


def hotline_names(editing: Editing) -> Mapping[str, str]:
    """Return the names of the numbers that have a version, by their ids; those that were taken away too."""
    with editing.store.reading() as session:
        return {row.hotline: str(row.data.get("name", row.hotline)) for row in newest_versions(session)}


def _versions(session: Session, actor: Actor, name: str, shipped: Mapping[str, Any]) -> tuple[HotlineVersion, ...]:
    rows = versions_of(session, name)
    names = names_of(session, [row.author for row in rows])
    return tuple(
        HotlineVersion(
            row.number,
            RevisionState(row.state),
            row.data,
            before.data if before is not None else shipped,
            names[row.author],
            row.author == actor.name,
            row.reason,
            row.created_at,
            served=row.published_at is not None,
        )
        for row, before in zip(rows, [*rows[1:], None], strict=False)
    )


def _acts(session: Session, name: str) -> tuple[Act, ...]:
    """Return who did what to a hotline, newest first; a withdrawal is of the hotline, not of a version."""
    found = acts_on(session, (f"hotline/{name}",))
    rows = [row for row in found if f"{row.subject}/".startswith(f"hotline/{name}/")]
    names = names_of(session, [row.actor for row in rows])
    return tuple(Act(row.at, names[row.actor], row.action, row.subject, row.detail) for row in reversed(rows))
