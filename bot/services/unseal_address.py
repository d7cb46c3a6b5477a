"""Show an officer where the author of a case may be called: for a reason, which stays, and only where it is allowed."""

from bot.clock import Clock
from bot.errors import BadInputError
from bot.services.handle_case import Who, case_of, reply_address
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor

ACTION = "unsealed_address"


def unseal_address(store: Store, clock: Clock, code: str, officer: Who, reason: str) -> str:
    """Return the address; that it was asked for is noted and committed first, with the reason, sealed.

    Raises BadInputError without a reason, and where the author allowed no answer or wants none any more.
    """
    if not reason.strip():
        raise BadInputError("say why: the reason stays in the case's history")
    with case_of(store, code, officer) as (session, case, officer_id):
        now = clock.now()
        add_event(session, case, now, officer_actor(officer_id), ACTION, reason=(store.vault, reason))
        note_case(session, now, officer_id, ACTION, case.id, reason=(store.vault, reason))
    with case_of(store, code, officer) as (session, case, _):
        address = reply_address(session, store.vault, case)
    if address is None:
        raise BadInputError("the author did not allow an answer, or wants no messages any more")
    return address
