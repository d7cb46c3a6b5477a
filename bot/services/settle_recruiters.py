"""What officers decide about recruiters: merge, confirm, split, rule, believe; all of it can be undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.recruiters.flags import RULINGS, Flag
from bot.services.editing import refuse_unclear
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.recruiter_history import (
    CONFIRMED,
    MERGED,
    RULED,
    Reason,
    act_by_number,
    add_act,
    case_of_act,
    mark_undone,
)
from bot.store.recruiters import (
    LinkHow,
    add_link,
    add_recruiter,
    belonging,
    cases_of,
    cut_off,
    link_between,
    lock_recruiters,
    move_identities,
    own_link,
    point_at,
    recruiter,
    root_of,
)
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterAct, RecruiterLink

Check = Callable[[Session], None]
"""What is looked at once more when nobody else can decide any longer; raises BadInputError to stop the decision."""


def _anyway(_session: Session) -> None:
    """Stop nothing."""


def merge_recruiters(
    store: Store, clock: Clock, into: UUID, other: UUID, by: str, *, reason: str = "", check: Check = _anyway
) -> int:
    """Say that two recruiters are one person. Returns the number to undo it by.

    Raises BadInputError when one of them does not exist or they are one already.
    """
    with _deciding(store, by, check) as session:
        return _merge(session, into, other, by, clock.now(), act=MERGED, reason=(store.vault, reason)).seq


def confirm_link(
    store: Store, clock: Clock, case_id: UUID, recruiter_id: UUID, by: str, *, reason: str = "", check: Check = _anyway
) -> int:
    """Confirm that a case is of a recruiter: its own one and that one are merged. Returns the number to undo it by.

    Raises BadInputError when they were never linked.
    """
    why = (store.vault, reason)
    with _deciding(store, by, check, case_id) as session:
        link, own = link_between(session, case_id, recruiter_id), own_link(session, case_id)
        if link is None or own is None:
            raise BadInputError("this case and this recruiter are not linked")
        before, link.how = link.how, LinkHow.CONFIRMED.value
        now = clock.now()
        if recruiter(session, own.recruiter_id).root_id == recruiter(session, recruiter_id).root_id:
            act = add_act(session, now, by, CONFIRMED, recruiter_id, case_id=case_id, before=before, reason=why)
            return _noted(session, act).seq
        both = (recruiter_id, own.recruiter_id)
        return _merge(session, *both, by, now, act=CONFIRMED, reason=why, case_id=case_id, before=before).seq


def split_case(
    store: Store, clock: Clock, case_id: UUID, recruiter_id: UUID, by: str, *, reason: str = "", check: Check = _anyway
) -> int:
    """Say that a case is not of a recruiter: a suggestion goes, a case of its own gets a recruiter of its own.

    It is never suggested again. Returns the number to undo it by. Raises BadInputError when they are not linked, or
    when nothing else belongs to the recruiter.
    """
    why = (store.vault, reason)
    with _deciding(store, by, check, case_id) as session:
        own = own_link(session, case_id)
        if own and recruiter(session, own.recruiter_id).root_id == recruiter(session, recruiter_id).root_id:
            return _split_off(session, own, by, clock.now(), why).seq
        link = link_between(session, case_id, recruiter_id)
        if link is None or link.how == LinkHow.SPLIT.value:
            raise BadInputError("this case and this recruiter are not linked")
        before, link.how = link.how, LinkHow.SPLIT.value
        act = add_act(session, clock.now(), by, "rejected", recruiter_id, case_id=case_id, before=before, reason=why)
        return _noted(session, act).seq


def rule_on(
    store: Store,
    clock: Clock,
    recruiter_id: UUID,
    ruling: Flag | None,
    by: str,
    *,
    reason: str = "",
    check: Check = _anyway,
) -> int:
    """Verify or clear a recruiter, or take that back (None). Returns the number to undo it by."""
    if ruling is not None and ruling not in RULINGS:
        raise BadInputError("an officer verifies or clears; the other flags come from reports")
    with _deciding(store, by, check) as session:
        row = recruiter(session, recruiter_id)
        act = add_act(session, clock.now(), by, RULED, row.id, ruling=ruling, reason=(store.vault, reason))
        return _noted(session, act).seq


def undo_act(store: Store, clock: Clock, number: int, by: str, *, reason: str = "", check: Check = _anyway) -> None:
    """Take a merge, a confirmation, a split or a ruling back, in any order.

    Raises BadInputError when that is not possible: it is undone already, the case is gone, or other cases belong to
    the recruiter that a split made (the error does not say so: they may not be open to the officer).
    """
    with _deciding(store, by, check, number=number) as session:
        act = act_by_number(session, number)
        if act.act in {MERGED, CONFIRMED}:
            _undo_merge(session, act)
        elif act.act != RULED:
            _undo_split(session, act)
        mark_undone(act, clock.now(), by, (store.vault, reason))
        subject, detail = f"recruiter/{act.recruiter_id}", f"act {act.seq}"
        note(session, clock.now(), by, "undid_recruiter", subject, detail, case_id=act.case_id)


@contextmanager
def _deciding(
    store: Store, by: str, check: Check, case_id: UUID | None = None, *, number: int | None = None
) -> Iterator[Session]:
    """Open the transaction of a decision about a case, or about the case of the act ``number``.

    The case is locked before the recruiters, as a turn does it that holds a case and links it: the other way round
    each could wait for the other.
    """
    refuse_unclear(by)
    with store.writing() as session:
        locked = case_id if number is None else case_of_act(session, number)
        if locked is not None:
            session.get(Case, locked, with_for_update=True)
        lock_recruiters(session)
        check(session)
        yield session


def _merge(
    session: Session,
    into: UUID,
    other: UUID,
    by: str,
    now: datetime,
    *,
    act: str,
    reason: Reason,
    case_id: UUID | None = None,
    before: str | None = None,
) -> RecruiterAct:
    kept, merged = root_of(session, into), root_of(session, other)
    if kept.id == merged.id:
        raise BadInputError("these are one recruiter already")
    point_at(session, merged, kept)
    done = add_act(session, now, by, act, into, other=merged.id, case_id=case_id, before=before, reason=reason)
    return _noted(session, done)


def _split_off(session: Session, own: RecruiterLink, by: str, now: datetime, reason: Reason) -> RecruiterAct:
    before, member = own.how, own.recruiter_id
    if len(cases_of(session, recruiter(session, member).root_id)) < 2:
        raise BadInputError("no other case belongs to this recruiter")
    own.how, own.belongs = LinkHow.SPLIT.value, False
    made = add_recruiter(session, now)
    add_link(session, own.case_id, made.id, LinkHow.FIRST, now)
    move_identities(session, own.case_id, made.id)
    act = add_act(session, now, by, "split", member, other=made.id, case_id=own.case_id, before=before, reason=reason)
    return _noted(session, act)


def _undo_merge(session: Session, act: RecruiterAct) -> None:
    if act.other_id is not None:
        cut_off(session, recruiter(session, act.other_id))
    if act.act == CONFIRMED and act.case_id is not None:
        link = link_between(session, act.case_id, act.recruiter_id)
        if link is not None and act.before is not None:
            link.how = act.before


def _undo_split(session: Session, act: RecruiterAct) -> None:
    link = link_between(session, act.case_id, act.recruiter_id) if act.case_id else None
    if link is None or act.before is None:
        raise BadInputError("the case is gone")
    link.how = act.before
    if act.other_id is None:
        return
    if belonging(session, act.other_id) != 1:
        raise BadInputError("the recruiter that the split made is in use by now; confirm the two as one instead")
    own = link_between(session, link.case_id, act.other_id)
    if own is None or not own.belongs:
        raise BadInputError("the case was split again; undo that first")
    session.delete(own)
    session.flush()
    link.belongs = True
    move_identities(session, link.case_id, link.recruiter_id)


def _noted(session: Session, act: RecruiterAct) -> RecruiterAct:
    subject, detail = f"recruiter/{act.recruiter_id}", f"act {act.seq}"
    note(session, act.at, act.actor, f"{act.act}_recruiter", subject, detail, case_id=act.case_id)
    return act
