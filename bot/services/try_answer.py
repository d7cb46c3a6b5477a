"""Try a draft in the simulator before it is published: one simulated number is answered with it, and nobody else."""

from dataclasses import dataclass

from bot.answers.model import RevisionState
from bot.services.draft_answers import subject_of
from bot.services.editing import Editing
from bot.services.publish_answer import waiting_revision
from bot.staff.permissions import Actor, Permission
from bot.store.answer_desk import begin_trial, end_trial, tried_revision
from bot.store.engine import Store
from bot.store.journal import note
from bot.vocabulary import Language


@dataclass(frozen=True)
class Tried:
    """What is tried on a number. ``state``: it may have been published meanwhile."""

    key: str
    language: Language
    number: int
    state: RevisionState


def try_draft(editing: Editing, actor: Actor, key: str, language: Language, number: str) -> None:
    """Answer a simulated number with the draft that waits. Raises ForbiddenError, BadInputError when nothing waits."""
    actor.must(Permission.READ_ANSWERS)
    now = editing.clock.now()
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        begin_trial(session, number, row.id, now)
        note(session, now, actor.name, "tried", subject_of(row))


def stop_trying(store: Store, number: str) -> None:
    """Answer a simulated number like everybody again."""
    with store.writing() as session:
        end_trial(session, number)


def tried_on(store: Store, number: str) -> Tried | None:
    """Return what is tried on a simulated number, None for nothing."""
    with store.reading() as session:
        row = tried_revision(session, number)
        return None if row is None else Tried(row.key, Language(row.language), row.number, RevisionState(row.state))
