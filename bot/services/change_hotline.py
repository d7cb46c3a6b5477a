"""Phone numbers from draft to reply: a new one or a change, published by a second person, and back again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.answers.findings import said
from bot.answers.model import RevisionState
from bot.errors import BadInputError
from bot.services.editing import Editing, refuse_unclear
from bot.services.hotline_rules import id_fault, refuse_going_back, refuse_unfit
from bot.staff.permissions import Actor, Permission
from bot.store.hotline_revisions import add_version, newest_version, version_in, versions_of
from bot.store.journal import note
from bot.store.tables.answers import HotlineRevision

FROM_FILE = 0
"""The number that stands for what the shipped file says, for ``roll_back_hotline``."""


def add_hotline(editing: Editing, actor: Actor, name: str, data: Mapping[str, Any], reason: str) -> int:
    """Keep a new number until a second person published it. Returns the version's number; sent twice it is kept once.

    Raises ForbiddenError, and BadInputError for an id that is or was in use, and as ``save_hotline``.
    """
    actor.must(Permission.EDIT_ANSWERS)
    refuse_unclear(actor.name, reason=reason)
    if fault := id_fault(name):
        raise BadInputError(fault)
    with editing.writing() as session:
        newest = next(iter(versions_of(session, name)), None)
        if newest is not None and (newest.author, newest.data, newest.state) == (actor.name, data, RevisionState.DRAFT):
            return newest.number
        if name in editing.shipped.hotlines or newest is not None:
            raise BadInputError(said("there is or was a number with the id {name}; choose another id", name=name))
        refuse_unfit(session, editing, name, data)
        return draft_version(session, editing, actor.name, name, data, reason)


def save_hotline(
    editing: Editing, actor: Actor, name: str, data: Mapping[str, Any], reason: str, *, base: int
) -> int | None:
    """Keep a change of a number until a second person published it; None when somebody else wrote meanwhile.

    Raises ForbiddenError, and BadInputError for data the file could not hold, without source or check, and for
    what breaks an answer.
    """
    actor.must(Permission.EDIT_ANSWERS)
    refuse_unclear(actor.name, reason=reason)
    with editing.writing() as session:
        newest = newest_version(session, name)
        if name not in editing.shipped.hotlines and not newest:
            raise BadInputError("there is no such number")
        refuse_unfit(session, editing, name, data)
        if newest != base:
            return None
        return draft_version(session, editing, actor.name, name, data, reason)


def draft_version(
    session: Session, editing: Editing, author: str, name: str, data: Mapping[str, Any], reason: str
) -> int:
    """Add a version in place of the one that waits, if any. Returns its number."""
    now = editing.clock.now()
    waiting = version_in(session, name, RevisionState.DRAFT)
    if waiting is not None:
        waiting.state = RevisionState.RETIRED.value
        note(session, now, author, "replaced_draft", _subject(waiting))
    row = add_version(session, name, data, author, reason, now)
    note(session, now, author, "drafted", _subject(row), reason)
    return row.number


def publish_hotline(editing: Editing, actor: Actor, name: str, number: int) -> None:
    """Send a new or changed number from the next reply on; another person than its author does it.

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
        refuse_unfit(session, editing, name, row.data)
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


def roll_back_hotline(editing: Editing, actor: Actor, name: str, number: int, reason: str) -> None:
    """Send what was once published under this number again, at once: two people read it then.

    ``FROM_FILE`` goes back to the shipped file; a number that the file does not have is taken away by it. Raises
    ForbiddenError, and BadInputError for a version that was never sent, for one that may not be sent today, and for a
    number that an answer names.
    """
    actor.must(Permission.EDIT_ANSWERS)
    refuse_unclear(actor.name, reason=reason)
    now = editing.clock.now()
    with editing.writing() as session:
        if number == FROM_FILE:
            if version_in(session, name, RevisionState.PUBLISHED) is None:
                raise BadInputError("this is how it is now")
            refuse_going_back(session, editing, name)
            _retire(session, name)
            note(session, now, actor.name, "rolled_back", f"hotline/{name}/{FROM_FILE}", reason)
            return
        row = next((one for one in versions_of(session, name) if one.number == number), None)
        if row is None or row.published_at is None:
            raise BadInputError("this version was never sent")
        if row.state == RevisionState.PUBLISHED:
            raise BadInputError("this is how it is now")
        refuse_unfit(session, editing, name, row.data)
        _retire(session, name)
        again = add_version(session, name, row.data, actor.name, reason, now)
        again.state, again.published_at = RevisionState.PUBLISHED.value, now
        note(session, now, actor.name, "rolled_back", _subject(row), f"as {again.number}: {reason}"[:400])


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
