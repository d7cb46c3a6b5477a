"""Phone numbers kept by people who are no programmers: never without a source and a check, read by a second person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.answers.answer_rules import answer_findings, emergency_findings
from bot.answers.catalog import Catalog
from bot.answers.findings import Finding, Severity, said
from bot.answers.hotline_files import as_table
from bot.answers.hotlines import Hotline, sendable
from bot.answers.model import Form, RevisionState
from bot.answers.placeholders import placeholders
from bot.errors import BadInputError
from bot.services.editing import Editing, refuse_unclear
from bot.services.staff_names import names_of
from bot.staff.permissions import Actor, Permission
from bot.store.hotline_revisions import (
    add_version,
    hotline_of,
    newest_version,
    version_in,
    versions_of,
    waiting_versions,
    with_hotlines,
)
from bot.store.journal import note
from bot.store.revisions import published_catalog, withdrawn
from bot.store.tables.answers import HotlineRevision


@dataclass(frozen=True)
class HotlineLine:
    """One number of the list. ``used``: answers that name it. ``sent``: whether it may be sent today."""

    hotline: Hotline
    used: tuple[str, ...]
    sent: bool
    waits: bool
    withdrawn: bool


@dataclass(frozen=True)
class HotlineVersion:
    """A version of a hotline. ``own``: who looks wrote it."""

    number: int
    state: RevisionState
    data: Mapping[str, Any]
    author: str
    own: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class HotlineOnDesk:
    """A hotline with its versions, newest first. ``base``: the number of the newest, for ``save_hotline``."""

    line: HotlineLine
    versions: tuple[HotlineVersion, ...]
    base: int
    table: Mapping[str, Any]

    @property
    def waiting(self) -> HotlineVersion | None:
        """Return what waits for a second person."""
        return next((one for one in self.versions if one.state is RevisionState.DRAFT), None)


def list_hotlines(editing: Editing, actor: Actor) -> tuple[HotlineLine, ...]:
    """Return every number in the order of the file. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    with editing.store.reading() as session:
        # Withdrawn ones with what is sure of them, so that they can be told from those that are not.
        catalog = published_catalog(session, editing.shipped)
        gone, waits = withdrawn(session).hotlines, waiting_versions(session)
    used = _used(catalog)
    return tuple(
        HotlineLine(one, used.get(one.id, ()), sendable(one, editing.today), one.id in waits, withdrawn=one.id in gone)
        for one in catalog.hotlines.all()
    )


def read_hotline_desk(editing: Editing, actor: Actor, name: str) -> HotlineOnDesk:
    """Return a hotline. Raises ForbiddenError, and BadInputError when there is none with this name."""
    line = next((one for one in list_hotlines(editing, actor) if one.hotline.id == name), None)
    if line is None:
        raise BadInputError("there is no such number")
    with editing.store.reading() as session:
        rows = versions_of(session, name)
        names = names_of(session, [row.author for row in rows])
        versions = tuple(
            HotlineVersion(
                row.number,
                RevisionState(row.state),
                row.data,
                names[row.author],
                row.author == actor.name,
                row.reason,
                row.created_at,
            )
            for row in rows
        )
        published = version_in(session, name, RevisionState.PUBLISHED)
        table = as_table(editing.shipped.hotlines[name]) if published is None else published.data
        return HotlineOnDesk(line, versions, newest_version(session, name), table)


def save_hotline(
    editing: Editing, actor: Actor, name: str, data: Mapping[str, Any], reason: str, *, base: int
) -> int | None:
    """Keep a change of a number until a second person published it; None when somebody else wrote meanwhile.

    Raises ForbiddenError, and BadInputError for data the file could not hold, without source or check, and for
    what breaks an answer.
    """
    actor.must(Permission.EDIT_ANSWERS)
    refuse_unclear(actor.name, reason=reason)
    now = editing.clock.now()
    with editing.writing() as session:
        _checked(session, editing, name, data)
        if newest_version(session, name) != base:
            return None
        waiting = version_in(session, name, RevisionState.DRAFT)
        if waiting is not None:
            waiting.state = RevisionState.RETIRED.value
        row = add_version(session, name, data, actor.name, reason, now)
        note(session, now, actor.name, "drafted", _subject(row), reason)
        return row.number


def publish_hotline(editing: Editing, actor: Actor, name: str, number: int) -> None:
    """Send a changed number from the next reply on; another person than its author does it.

    Raises ForbiddenError and BadInputError.
    """
    actor.must(Permission.EDIT_ANSWERS)
    now = editing.clock.now()
    with editing.writing() as session:
        row = _waiting(session, name)
        if row.number != number:
            raise BadInputError("somebody wrote a newer text meanwhile; read that one")
        if row.author == actor.name:
            raise BadInputError("you wrote this yourself; a second person publishes it")
        _checked(session, editing, name, row.data)
        _retire(session, name)
        row.state, row.published_at = RevisionState.PUBLISHED.value, now
        note(session, now, actor.name, "published", _subject(row))


def discard_hotline(editing: Editing, actor: Actor, name: str) -> None:
    """Take back what waits. Raises ForbiddenError and BadInputError."""
    actor.must(Permission.EDIT_ANSWERS)
    with editing.writing() as session:
        row = _waiting(session, name)
        row.state = RevisionState.RETIRED.value
        note(session, editing.clock.now(), actor.name, "discarded_draft", _subject(row))


def _waiting(session: Session, name: str) -> HotlineRevision:
    row = version_in(session, name, RevisionState.DRAFT)
    if row is None:
        raise BadInputError("nothing waits here")
    return row


def _retire(session: Session, name: str) -> None:
    before = version_in(session, name, RevisionState.PUBLISHED)
    if before is not None:
        before.state = RevisionState.RETIRED.value
        session.flush()  # before the next one is published: there is never more than one


def _subject(row: HotlineRevision) -> str:
    return f"hotline/{row.hotline}/{row.number}"


def _checked(session: Session, editing: Editing, name: str, data: Mapping[str, Any]) -> None:
    """Raise BadInputError for a change that may not be published."""
    if name not in editing.shipped.hotlines:
        raise BadInputError("there is no such number")
    hotline, faults = hotline_of(name, data)
    if faults:
        raise BadInputError(said("{name}: {fault}", name=faults[0].where.rpartition(".")[2], fault=faults[0].message))
    if not hotline.last_checked or not hotline.checked_by:
        raise BadInputError("say when somebody rang the number, and who")
    if not sendable(hotline, editing.today):
        raise BadInputError("this number would not be sent: not sure, or checked more than 24 months ago")
    served = published_catalog(session, editing.shipped)
    before = set(_errors(served, name, editing))
    broken = [one for one in _errors(with_hotlines(served, [hotline]), name, editing) if one not in before]
    if broken:
        raise BadInputError(
            said("it would break the answer {key}: {fault}", key=broken[0].where, fault=broken[0].message)
        )


def _errors(catalog: Catalog, name: str, editing: Editing) -> Iterator[Finding]:
    used = _used(catalog).get(name, ())
    findings = [one for key in used for one in answer_findings(catalog.answer(key), catalog, editing.today)]
    findings += [*catalog.placeholder_findings(), *emergency_findings(catalog, editing.today)]
    return (one for one in findings if one.severity is Severity.ERROR)


def _used(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the answers that name each hotline."""
    found: dict[str, dict[str, None]] = {}
    for answer in catalog.answers():
        for form in Form:
            for one in placeholders(answer.text(form)):
                if one.argument:
                    found.setdefault(one.argument, {})[answer.key] = None
    return {name: tuple(keys) for name, keys in found.items()}
