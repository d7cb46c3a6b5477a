"""Show an officer the names and numbers in what was told: for a reason, which stays, and for this once."""

from bot.clock import Clock
from bot.errors import BadInputError
from bot.services.handle_case import Who, case_of
from bot.services.read_case import CaseView, view_of
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor

ACTION = "unsealed_story"


def unseal_story(store: Store, clock: Clock, code: str, officer: Who, reason: str) -> CaseView:
    """Return the case with nothing masked; that it was asked for is noted and committed first, the reason sealed.

    Raises BadInputError without a reason, NotOpenError where the case is not open to the officer.
    """
    if not reason.strip():
        raise BadInputError("say why: the reason stays in the case's history")
    with case_of(store, code, officer) as (session, case, officer_id):
        now = clock.now()
        add_event(session, case, now, officer_actor(officer_id), ACTION, reason=(store.vault, reason))
        note_case(session, now, officer_id, ACTION, case.id, reason=(store.vault, reason))
    with case_of(store, code, officer) as (session, case, _):
        return view_of(session, store.vault, case, clock, unsealed=True)
