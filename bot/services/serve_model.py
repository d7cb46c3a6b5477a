"""Which models there are, serving another one, and taking it back. A running service follows within a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import BadInputError
from bot.services.editing import LONGEST_REASON
from bot.services.learning import Learning
from bot.staff.permissions import Actor, Permission
from bot.store.journal import note
from bot.store.learning_jobs import last_comparison
from bot.training.jobs import Job
from bot.training.models import StoredModel
from bot.vocabulary import Word


class Standing(Word):
    """What a model is here. ``taken_back``: it was served and rolled back. ``older``: none of the others."""

    SERVED = "served"
    PREVIOUS = "previous"
    CANDIDATE = "candidate"
    TAKEN_BACK = "taken_back"
    OLDER = "older"


@dataclass(frozen=True)
class ShownModel:
    """A model with what it is and its last comparison. ``fresh``: that was with the model that is served now."""

    model: StoredModel
    standing: Standing
    compared: Job | None = None
    fresh: bool = False

    @property
    def emergencies(self) -> tuple[str, ...]:
        """Return what speaks against it and cannot be overruled."""
        return tuple(_found(self.compared).get("emergencies", ()))

    @property
    def others(self) -> tuple[str, ...]:
        """Return what else speaks against it."""
        return tuple(_found(self.compared).get("others", ()))


@dataclass(frozen=True)
class Models:
    """All models, newest first, and whether one can be taken back."""

    models: tuple[ShownModel, ...]
    previous: StoredModel | None

    @property
    def served(self) -> StoredModel | None:
        """Return the served one."""
        return next((one.model for one in self.models if one.standing is Standing.SERVED), None)


def read_models(learning: Learning, actor: Actor) -> Models:
    """Return the models. Raises ForbiddenError."""
    actor.must(Permission.MANAGE_MODELS)
    store, pointer = learning.models, learning.models.pointer()
    previous, candidate = store.previous(), store.candidate()
    standings = {model.id: Standing.OLDER for model in store.models()}
    standings |= dict.fromkeys(pointer.rolled_back, Standing.TAKEN_BACK)
    standings |= {candidate.id: Standing.CANDIDATE} if candidate else {}
    standings |= {previous.id: Standing.PREVIOUS} if previous else {}
    standings |= {pointer.current: Standing.SERVED} if pointer.current else {}
    with learning.store.reading() as session:
        compared = {model.id: last_comparison(session, model.id) for model in store.models()}
    shown = (
        ShownModel(model, standings[model.id], job, job is not None and _against(job) == pointer.current)
        for model in store.models()
        for job in [compared.get(model.id)]
    )
    return Models(tuple(shown), previous)


def promote(learning: Learning, actor: Actor, model_id: str, reason: str = "") -> StoredModel:
    """Serve a model that was compared with the served one. Returns it.

    ``reason``: why it is served despite what speaks against it; never good enough where it loses emergencies.
    Raises ForbiddenError, BadInputError.
    """
    found = next((one for one in read_models(learning, actor).models if one.model.id == model_id), None)
    if found is None:
        raise BadInputError("this model is gone: only the last five are kept")
    if found.standing is Standing.SERVED:
        raise BadInputError("this model is served already")
    if found.compared is None or not found.fresh:
        raise BadInputError("compare this model with the served one first")
    if found.emergencies:
        raise BadInputError("this model misses emergencies that are found now: it cannot be served")
    if found.others and not reason.strip():
        raise BadInputError("something speaks against this model: say why it is served all the same")
    if len(reason) > LONGEST_REASON:
        raise BadInputError(f"the reason needs 1 to {LONGEST_REASON} characters")
    served = _against(found.compared)
    _note(learning, actor, "model_forced" if found.others else "model_promoted", model_id, served, reason)
    learning.models.promote(model_id, instead_of=served)
    return found.model


def roll_back(learning: Learning, actor: Actor, served: str) -> StoredModel:
    """Serve the previous model again, at once and unmeasured. Returns it.

    ``served``: the model to take back, as the page showed it. Raises ForbiddenError, BadInputError.
    """
    actor.must(Permission.MANAGE_MODELS)
    previous, pointer = learning.models.previous(), learning.models.pointer()
    if previous is None:
        raise BadInputError("no earlier model is kept")
    if pointer.current != served:
        raise BadInputError("another model is served by now: look again")
    _note(learning, actor, "model_rolled_back", previous.id, pointer.current)
    return learning.models.rollback(instead_of=served)


def _note(
    learning: Learning, actor: Actor, action: str, model_id: str, instead_of: str | None, reason: str = ""
) -> None:
    """Note it before it is done: files and database have no transaction in common."""
    given = (learning.store.vault, reason.strip())
    with learning.store.writing() as session:
        detail = f"instead of {instead_of}" if instead_of else ""
        note(session, learning.clock.now(), actor.name, action, f"model/{model_id}", detail, reason=given)


def _against(job: Job) -> str | None:
    against: str | None = _found(job).get("against")
    return against


def _found(job: Job | None) -> Mapping[str, Any]:
    return job.result if job and isinstance(job.result, dict) else {}
