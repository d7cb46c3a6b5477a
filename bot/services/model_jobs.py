"""Asking for work on the model that takes minutes, watching it, and ending it. bot/learner.py does it."""

from uuid import UUID

from bot.errors import BadInputError
from bot.services.learning import Learning
from bot.staff.permissions import Actor, Permission
from bot.store.journal import note
from bot.store.label_desk import last_label_to_write
from bot.store.learning_jobs import cancel_job, jobs, queue_job
from bot.store.topics import topics_to_write
from bot.training.jobs import Job, JobKind

_SHOWN = 8


def ask_writing(learning: Learning, actor: Actor) -> None:
    """Ask for the labels to be written now. Raises ForbiddenError, BadInputError when none waits or it runs."""
    actor.must(Permission.LABEL_SENTENCES)
    with learning.store.reading() as session:
        if not last_label_to_write(session)[0] and not topics_to_write(session)[0]:
            raise BadInputError("no label waits to be written")
    _ask(learning, actor, JobKind.WRITE)


def ask_training(learning: Learning, actor: Actor) -> None:
    """Ask for a candidate made of today's sentences. Raises ForbiddenError, BadInputError when one is in the making."""
    actor.must(Permission.MANAGE_MODELS)
    _ask(learning, actor, JobKind.TRAIN)


def ask_comparison(learning: Learning, actor: Actor, model_id: str) -> None:
    """Ask for a model to be compared with the served one. Raises ForbiddenError, BadInputError."""
    actor.must(Permission.MANAGE_MODELS)
    model = learning.models.get(_checked(learning, model_id))
    if model is None:
        raise BadInputError("this model is gone: only the last five are kept")
    if model.id == learning.models.pointer().current:
        raise BadInputError("this model is served already")
    _ask(learning, actor, JobKind.COMPARE, model.id)


def cancel(learning: Learning, actor: Actor, job_id: UUID) -> None:
    """End a job that waits or runs. Raises ForbiddenError, BadInputError when it has ended."""
    actor.must(Permission.MANAGE_MODELS)
    now = learning.clock.now()
    with learning.store.writing() as session:
        if not cancel_job(session, job_id, actor.name, now):
            raise BadInputError("this work has ended already")
        note(session, now, actor.name, "cancelled", f"learning_job/{job_id}")


def shown_jobs(learning: Learning, actor: Actor, *, of_labels: bool = False) -> list[Job]:
    """Return the newest jobs; ``of_labels``: the writing of labels only, as labellers see it. Raises ForbiddenError."""
    actor.must(Permission.LABEL_SENTENCES)
    everything = actor.may(Permission.MANAGE_MODELS) and not of_labels
    kinds = () if everything else (JobKind.WRITE,)
    with learning.store.reading() as session:
        return jobs(session, _SHOWN, *kinds)


def _ask(learning: Learning, actor: Actor, kind: JobKind, model: str | None = None) -> None:
    now = learning.clock.now()
    with learning.store.writing() as session:
        if not queue_job(session, kind, actor.name, now, model):
            raise BadInputError("work of this kind waits or runs already")
        note(session, now, actor.name, f"asked_{kind}", "learning", model or "")


def _checked(learning: Learning, model_id: str) -> str | None:
    """Return the id when a stored model bears it: an id becomes a part of a file's name."""
    return next((model.id for model in learning.models.models() if model.id == model_id), None)
