"""What was done to recruiters, each act with the number it is undone by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from bot.errors import BadInputError
from bot.recruiters.flags import Flag
from bot.store.tables.recruiters import Recruiter, RecruiterAct, RecruiterLink
from bot.store.vault import Vault

Reason = tuple[Vault, str]
"""Why an officer does something, in their words, and what seals them; nothing is kept of an empty one."""

MERGED, CONFIRMED, RULED = "merged", "confirmed", "ruled"


def add_act(
    session: Session,
    at: datetime,
    actor: str,
    act: str,
    recruiter_id: UUID,
    *,
    other: UUID | None = None,
    case_id: UUID | None = None,
    before: str | None = None,
    ruling: Flag | None = None,
    reason: Reason | None = None,
) -> RecruiterAct:
    """Note what somebody did to recruiters."""
    row = RecruiterAct(
        at=at,
        actor=actor,
        act=act,
        recruiter_id=recruiter_id,
        other_id=other,
        case_id=case_id,
        before=before,
        ruling=ruling.value if ruling else None,
    )
    session.add(row)
    session.flush()
    if reason is not None and reason[1]:
        row.reason_sealed = reason[0].seal(RecruiterAct.reason_sealed, _place(row), reason[1])
    return row


def mark_undone(act: RecruiterAct, at: datetime, by: str, reason: Reason | None = None) -> None:
    """Note that an act was taken back."""
    act.undone_at, act.undone_by = at, by
    if reason is not None and reason[1]:
        act.undo_reason_sealed = reason[0].seal(RecruiterAct.undo_reason_sealed, _place(act), reason[1])


def reasons_of(vault: Vault, act: RecruiterAct) -> tuple[str, str]:
    """Return why it was done and why it was taken back, "" where nobody said. Raises CorruptDataError."""
    place = _place(act)
    why = vault.open(RecruiterAct.reason_sealed, place, act.reason_sealed) if act.reason_sealed else ""
    undone = act.undo_reason_sealed
    return why, vault.open(RecruiterAct.undo_reason_sealed, place, undone) if undone else ""


def forget_reasons(session: Session, case_id: UUID) -> None:
    """Erase why officers put a case with a recruiter or took it away: the words may repeat what it told."""
    session.execute(
        update(RecruiterAct)
        .where(RecruiterAct.case_id == case_id)
        .values(reason_sealed=None, undo_reason_sealed=None)
        .execution_options(synchronize_session=False)
    )


def act_by_number(session: Session, number: int) -> RecruiterAct:
    """Return one act of the history. Raises BadInputError when there is none or it is undone."""
    row = session.get(RecruiterAct, number)
    if row is None or row.undone_at is not None:
        raise BadInputError("there is no such act, or it is undone already")
    return row


def history_of(session: Session, root_id: UUID) -> list[RecruiterAct]:
    """Return what was done to a recruiter, to all who were merged into it and with their cases, oldest first."""
    group = select(Recruiter.id).where(Recruiter.root_id == root_id).scalar_subquery()
    cases = select(RecruiterLink.case_id).where(RecruiterLink.recruiter_id.in_(group), RecruiterLink.belongs)
    found = select(RecruiterAct).where(
        RecruiterAct.recruiter_id.in_(group)
        | RecruiterAct.other_id.in_(group)
        | RecruiterAct.case_id.in_(cases.scalar_subquery())
    )
    return list(session.scalars(found.order_by(RecruiterAct.seq)))


def ruling_of(session: Session, root_id: UUID) -> Flag | None:
    """Return the latest ruling on anybody in a group that was not undone; None for none or one taken back."""
    ruling = session.scalar(
        select(RecruiterAct.ruling)
        .join(Recruiter, Recruiter.id == RecruiterAct.recruiter_id)
        .where(Recruiter.root_id == root_id, RecruiterAct.act == RULED, RecruiterAct.undone_at.is_(None))
        .order_by(RecruiterAct.seq.desc())
        .limit(1)
    )
    return Flag(ruling) if ruling else None


def case_of_act(session: Session, number: int) -> UUID | None:
    """Return the case an act is about; None for an act about none, or one that is not there."""
    return session.scalar(select(RecruiterAct.case_id).where(RecruiterAct.seq == number))


def was_undone(session: Session, case_id: UUID, root_id: UUID, other_root_id: UUID) -> bool:
    """Tell whether these two were once made one for a case, or by hand, and an officer took that back."""
    into, other = aliased(Recruiter), aliased(Recruiter)
    roots = (root_id, other_root_id)
    found = (
        select(RecruiterAct.seq)
        .join(into, into.id == RecruiterAct.recruiter_id)
        .join(other, other.id == RecruiterAct.other_id)
        .where(
            RecruiterAct.act.in_((MERGED, CONFIRMED)),
            RecruiterAct.undone_at.is_not(None),
            (RecruiterAct.case_id == case_id) | RecruiterAct.case_id.is_(None),
            into.root_id.in_(roots),
            other.root_id.in_(roots),
            into.root_id != other.root_id,
        )
    )
    return session.scalar(found.limit(1)) is not None


def _place(act: RecruiterAct) -> UUID:
    """Return what the sealed words of a row are bound to: its number, which is never given to another row."""
    return UUID(int=act.seq)
