"""What a second person does with a revision in review: say something, return it, publish it now or at a time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.answers.model import RevisionState
from bot.errors import BadInputError
from bot.services.draft_answers import subject_of
from bot.services.editing import Editing, refuse_unclear
from bot.services.publish_answer import (
    NO_SPEAKER_HERE,
    publish_row,
    refuse_faults,
    submit_answer,
    waiting_revision,
)
from bot.services.roll_back_answer import roll_back_answer
from bot.services.staff_names import account_behind, names_of
from bot.staff.permissions import Actor, Permission, StaffRole
from bot.store.answer_desk import add_comment
from bot.store.journal import note
from bot.store.revisions import due_revisions, served_number
from bot.store.staff import account
from bot.store.tables.answers import AnswerRevision
from bot.vocabulary import Language

LONGEST_COMMENT = 2_000
_FARTHEST = timedelta(days=366)
_BY_TIME = "schedule"
_NOT_PUBLISHED = "it was not published at its time: it breaks a rule by now"


def submit(editing: Editing, actor: Actor, key: str, language: Language) -> int:
    """Hand a draft in. Returns its number. Raises ForbiddenError, and BadInputError as ``submit_answer``."""
    actor.must_write(language)
    return submit_answer(editing, key, language, actor.name)


def comment(editing: Editing, actor: Actor, key: str, language: Language, text: str) -> None:
    """Say something about what waits. Raises ForbiddenError, and BadInputError when nothing waits or is said."""
    actor.must(Permission.REVIEW_ANSWERS)
    with editing.writing() as session:
        _say(session, waiting_revision(session, key, language), actor, text, editing.clock.now())


def return_draft(editing: Editing, actor: Actor, key: str, language: Language, text: str) -> None:
    """Give a revision in review back to its author with a comment. Raises as ``comment``."""
    actor.must_review(language)
    now = editing.clock.now()
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        if row.state == RevisionState.DRAFT:
            raise BadInputError("this is a draft already")
        _say(session, row, actor, text, now)
        row.state, row.submitted_at, row.publish_at = RevisionState.DRAFT.value, None, None
        note(session, now, actor.name, "returned", subject_of(row))


def approve(editing: Editing, actor: Actor, key: str, language: Language, number: int) -> int:
    """Publish the revision in review that the reviewer read; the next reply says it. Returns its number.

    Raises ForbiddenError, and BadInputError for one's own text, a Dawan text no speaker wrote or reads, another number
    than ``number``, and with every rule that it breaks.
    """
    now = editing.clock.now()
    with editing.writing() as session:
        row = _fit(session, editing, actor, key, language, number)
        publish_row(session, row, now, actor.name)
        note(session, now, actor.name, "published", subject_of(row))
        return row.number


def schedule(editing: Editing, actor: Actor, key: str, language: Language, number: int, publish_at: datetime) -> int:
    """Approve the revision in review and let it be published at a time. Raises as ``approve``, and for a past time."""
    now = editing.clock.now()
    if not now < publish_at <= now + _FARTHEST:
        raise BadInputError("choose a time in the future, within a year")
    with editing.writing() as session:
        row = _fit(session, editing, actor, key, language, number)
        row.state, row.approved_by, row.publish_at = RevisionState.SCHEDULED.value, actor.name, publish_at
        note(session, now, actor.name, "scheduled", subject_of(row), f"for {publish_at:%Y-%m-%d %H:%M} UTC")
        return row.number


def cancel_schedule(editing: Editing, actor: Actor, key: str, language: Language) -> None:
    """Keep a scheduled revision from being published: it is in review again. Raises ForbiddenError, BadInputError."""
    actor.must_review(language)
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        if row.state != RevisionState.SCHEDULED:
            raise BadInputError("nothing is scheduled here")
        row.state, row.publish_at = RevisionState.IN_REVIEW.value, None
        note(session, editing.clock.now(), actor.name, "unscheduled", subject_of(row))


def roll_back(
    editing: Editing, actor: Actor, key: str, language: Language, number: int, reason: str
) -> tuple[int, int]:
    """Serve an earlier version again. Returns its new number, and the number by which this can be undone (0: none).

    Raises ForbiddenError, and BadInputError as ``roll_back_answer``.
    """
    actor.must_review(language)
    with editing.store.reading() as session:
        before = served_number(session, key, language)
    return roll_back_answer(editing, key, language, number, actor.name, reason), before


def publish_due(editing: Editing) -> int:
    """Publish what is scheduled for now; returns how much. What breaks a rule by then goes back into review."""
    now = editing.clock.now()
    with editing.store.reading() as session:
        if not due_revisions(session, now):
            return 0
    done = 0
    with editing.writing() as session:
        for row in due_revisions(session, now):
            done += _publish_scheduled(session, row, editing)
    return done


def _publish_scheduled(session: Session, row: AnswerRevision, editing: Editing) -> bool:
    now = editing.clock.now()
    try:
        refuse_faults(session, row, editing)
    except BadInputError:
        row.state, row.publish_at = RevisionState.IN_REVIEW.value, None
        add_comment(session, row, _BY_TIME, _NOT_PUBLISHED, now)
        note(session, now, _BY_TIME, "not_published", subject_of(row))
        return False
    publish_row(session, row, now, row.approved_by)
    note(session, now, row.approved_by, "published", subject_of(row), "at the time it was scheduled for")
    return True


def _fit(session: Session, editing: Editing, actor: Actor, key: str, language: Language, number: int) -> AnswerRevision:
    """Return what waits, with who stands for a translation, if the actor may approve it and it breaks no rule."""
    actor.must_review(language)
    row = waiting_revision(session, key, language)
    if row.number != number:
        raise BadInputError("somebody wrote a newer text meanwhile; read that one")
    if row.state == RevisionState.DRAFT:
        raise BadInputError("this text is not in review yet")
    if row.author == actor.name:
        raise BadInputError("you wrote this yourself; a second person publishes it")
    if language is not Language.ID:
        row.speaker = _reader(session, actor, row)
    refuse_faults(session, row, editing)
    return row


def _reader(session: Session, actor: Actor, row: AnswerRevision) -> str:
    """Return who stands for a translation: who approves it; for Dawan the speaker among the two."""
    if row.language != Language.AOZ:
        return names_of(session, [actor.name])[actor.name]
    for one in (actor.account, account_behind(row.author)):
        found = None if one is None else account(session, one)
        if found is not None and found.role == StaffRole.REVIEWER and found.language == Language.AOZ:
            return found.name
    raise BadInputError(NO_SPEAKER_HERE)


def _say(session: Session, row: AnswerRevision, actor: Actor, text: str, now: datetime) -> None:
    refuse_unclear(actor.name)
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > LONGEST_COMMENT:
        raise BadInputError("a comment needs 1 to 2,000 characters")
    add_comment(session, row, actor.name, said, now)
    note(session, now, actor.name, "commented", subject_of(row))
