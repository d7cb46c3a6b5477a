"""Note that somebody was sent to a service of the registry of contacts. Nothing is sent to anybody by it."""

from datetime import date
from uuid import UUID

from bot.answers.catalog import Catalog
from bot.answers.hotlines import Hotline, sendable
from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.case_work import LONGEST_TASK, ReferralState
from bot.services.acting import Acting, act_on, refuse_ended, worded
from bot.services.handle_case import Who, refuse_moved
from bot.store.case_referrals import add_referral, referral_with_id
from bot.store.revisions import served_catalog


def services_to_refer(catalog: Catalog, today: date) -> list[Hotline]:
    """Return the contacts that may be given out, of the catalog as it is served, in the order of the registry."""
    return [one for one in catalog.hotlines.all() if sendable(one, today)]


def may_be_given(catalog: Catalog, contact: str, today: date) -> Hotline:
    """Return a contact that may be given out. Raises BadInputError."""
    found = next((one for one in services_to_refer(catalog, today) if one.id == contact), None)
    if found is None:
        raise BadInputError("choose a service of the list")
    return found


def refer(
    acting: Acting,
    catalog: Catalog,
    code: str,
    officer: Who,
    referral_id: UUID,
    contact: str,
    remark: str = "",
    *,
    seen: int | None = None,
) -> None:
    """Note that a service was suggested to the people of a case. ``catalog``: the shipped one.

    ``referral_id``: made with the form, so that none is kept twice. Raises BadInputError.
    """
    kept = worded(remark, LONGEST_TASK, "a remark has at most 500 characters") if remark.strip() else ""
    with act_on(acting, code, officer) as act:
        earlier = referral_with_id(act.session, referral_id)
        if earlier is not None and (earlier.case_id, earlier.created_by) == (act.case.id, act.officer):
            return
        refuse_moved(act.session, act.case, seen)
        refuse_ended(act.case)
        if earlier is not None:
            raise BadInputError("this cannot be kept here; open the case again")
        today = act.now.astimezone(WITA).date()
        service = may_be_given(served_catalog(act.session, catalog), contact, today)
        suggested = ReferralState.SUGGESTED.value
        add_referral(
            act.session, act.vault, act.case.id, referral_id, service.id, suggested, kept, act.officer, act.now
        )
        act.record("referred", f"{service.id} {suggested}", action="referred")


def set_referral(
    acting: Acting, code: str, officer: Who, referral_id: UUID, state: ReferralState, *, seen: int | None = None
) -> None:
    """Say how far a referral is. Raises BadInputError for one that is not of this case."""
    with act_on(acting, code, officer, seen) as act:
        row = referral_with_id(act.session, referral_id)
        if row is None or row.case_id != act.case.id:
            raise BadInputError("this referral is not there")
        if row.state == state.value:
            return
        row.state, row.changed_by, row.changed_at = state.value, act.officer, act.now
        act.record("referral_changed", f"{row.contact} {state}", action="set_referral")
