"""What was done to recruiters, each act with the number it is undone by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.errors import BadInputError
from bot.recruiters.flags import Flag
from bot.store.tables.recruiters import Recruiter, RecruiterAct

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
    return row


def act_by_number(session: Session, number: int) -> RecruiterAct:
    """Return one act of the history. Raises BadInputError when there is none or it is undone."""
    row = session.get(RecruiterAct, number)
    if row is None or row.undone_at is not None:
        raise BadInputError("there is no such act, or it is undone already")
    return row


def history_of(session: Session, root_id: UUID) -> list[RecruiterAct]:
    """Return what was done to a recruiter and to all who were merged into it, oldest first."""
    group = select(Recruiter.id).where(Recruiter.root_id == root_id).scalar_subquery()
    found = select(RecruiterAct).where(RecruiterAct.recruiter_id.in_(group) | RecruiterAct.other_id.in_(group))
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
