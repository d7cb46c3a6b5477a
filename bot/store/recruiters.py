"""Recruiters, their groups and their links to cases. Services decide; nothing here compares names."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.recruiters.flags import Witness
from bot.recruiters.identity import IdentityKind
from bot.recruiters.matching import Match
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import Recruiter, RecruiterIdentity, RecruiterLink
from bot.store.vault import Vault
from bot.vocabulary import Word

_REPORTER = "reporter"


class LinkHow(Word):
    """How a case came to a recruiter. ``SPLIT``: an officer said it is not of this one."""

    FIRST = "first"
    AUTOMATIC = "automatic"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    SPLIT = "split"


def reporter_keys(vault: Vault, phone: str) -> list[bytes]:
    """Return the keyed hashes of a phone in E.164 form, the newest key's first: that one is a case's reporter key."""
    return vault.fingerprints(_REPORTER, phone)


def lock_recruiters(session: Session) -> None:
    """Let one transaction at a time link, so that two reports of one phone make one recruiter.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {Recruiter.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def add_recruiter(session: Session, now: datetime) -> Recruiter:
    """Make a recruiter who is nobody else yet."""
    row = Recruiter(root_id=UUID(int=0), created_at=now)
    row.root_id = row.id
    session.add(row)
    session.flush()
    return row


def recruiter(session: Session, recruiter_id: UUID) -> Recruiter:
    """Return a recruiter. Raises BadInputError when there is none of this id."""
    row = session.get(Recruiter, recruiter_id)
    if row is None:
        raise BadInputError("there is no such recruiter")
    return row


def root_of(session: Session, recruiter_id: UUID) -> Recruiter:
    """Return the recruiter at the end of the merges."""
    return recruiter(session, recruiter(session, recruiter_id).root_id)


def own_link(session: Session, case_id: UUID) -> RecruiterLink | None:
    """Return the link to the recruiter a case is counted for."""
    return session.scalar(select(RecruiterLink).where(RecruiterLink.case_id == case_id, RecruiterLink.belongs))


def link_between(session: Session, case_id: UUID, recruiter_id: UUID) -> RecruiterLink | None:
    """Return the link of a case with one recruiter, of whatever kind."""
    return session.scalar(
        select(RecruiterLink).where(RecruiterLink.case_id == case_id, RecruiterLink.recruiter_id == recruiter_id)
    )


def links_of(session: Session, case_id: UUID) -> list[tuple[RecruiterLink, UUID]]:
    """Return all links of a case, the likeliest first, each with the recruiter as it is merged now."""
    found = (
        select(RecruiterLink, Recruiter.root_id)
        .join(Recruiter, Recruiter.id == RecruiterLink.recruiter_id)
        .where(RecruiterLink.case_id == case_id)
        .order_by(RecruiterLink.score.desc(), RecruiterLink.id)
    )
    return [(link, root) for link, root in session.execute(found)]


def split_roots(session: Session, case_id: UUID) -> set[UUID]:
    """Return the recruiters, as they are merged now, that an officer said a case is not of."""
    rows = session.scalars(
        select(Recruiter.root_id)
        .join(RecruiterLink, RecruiterLink.recruiter_id == Recruiter.id)
        .where(RecruiterLink.case_id == case_id, RecruiterLink.how == LinkHow.SPLIT.value)
    )
    return set(rows)


def add_link(
    session: Session, case_id: UUID, recruiter_id: UUID, how: LinkHow, now: datetime, match: Match | None = None
) -> RecruiterLink:
    """Link a case to a recruiter; it belongs to it unless that is only suggested."""
    match = match or Match()
    row = RecruiterLink(
        case_id=case_id,
        recruiter_id=recruiter_id,
        how=how.value,
        belongs=how is not LinkHow.SUGGESTED,
        score=match.score,
        reasons=[reason.value for reason in match.reasons],
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def replace_suggestions(
    session: Session, case_id: UUID, suggestions: Iterable[tuple[UUID, Match]], now: datetime
) -> None:
    """Make these the suggestions of a case; what an officer decided stays."""
    of_case = RecruiterLink.case_id == case_id
    session.execute(delete(RecruiterLink).where(of_case, RecruiterLink.how == LinkHow.SUGGESTED.value))
    taken = set(session.scalars(select(RecruiterLink.recruiter_id).where(of_case)))
    for recruiter_id, match in suggestions:
        if recruiter_id not in taken:
            add_link(session, case_id, recruiter_id, LinkHow.SUGGESTED, now, match)


def cases_of(session: Session, root_id: UUID) -> list[UUID]:
    """Return the cases of a recruiter and of all who were merged into it."""
    rows = session.scalars(
        select(RecruiterLink.case_id)
        .join(Recruiter, Recruiter.id == RecruiterLink.recruiter_id)
        .where(Recruiter.root_id == root_id, RecruiterLink.belongs)
    )
    return list(rows)


def cases_decided(session: Session, recruiter_id: UUID) -> set[UUID]:
    """Return the cases that were ever put with one recruiter itself, or taken from it; suggestions not counted."""
    found = select(RecruiterLink.case_id).where(RecruiterLink.recruiter_id == recruiter_id)
    return set(session.scalars(found.where(RecruiterLink.how != LinkHow.SUGGESTED.value)))


def belonging(session: Session, recruiter_id: UUID) -> int:
    """Return how many cases belong to one recruiter itself, those of merged ones not counted."""
    found = select(func.count()).where(RecruiterLink.recruiter_id == recruiter_id, RecruiterLink.belongs)
    return session.scalar(found.select_from(RecruiterLink)) or 0


def move_identities(session: Session, case_id: UUID, recruiter_id: UUID) -> None:
    """Give what a case tells to another recruiter."""
    session.execute(
        update(RecruiterIdentity).where(RecruiterIdentity.case_id == case_id).values(recruiter_id=recruiter_id)
    )


def forget_identities(session: Session, case_id: UUID) -> None:
    """Delete what a case tells of a recruiter, and the keys."""
    session.execute(delete(RecruiterIdentity).where(RecruiterIdentity.case_id == case_id))


def point_at(session: Session, merged: Recruiter, into: Recruiter) -> None:
    """Merge one root into another: nothing but pointers changes."""
    merged.merged_into = into.id
    session.flush()
    session.execute(update(Recruiter).where(Recruiter.root_id == merged.id).values(root_id=into.id))


def cut_off(session: Session, merged: Recruiter) -> None:
    """Take a merged recruiter, and whoever was merged into it, out of its group again."""
    group = session.execute(
        select(Recruiter.id, Recruiter.merged_into).where(Recruiter.root_id == merged.root_id)
    ).all()
    under = {merged.id}
    for _ in group:
        more = {row_id for row_id, into in group if into in under} - under
        if not more:
            break
        under |= more
    merged.merged_into = None
    session.flush()
    session.execute(update(Recruiter).where(Recruiter.id.in_(under)).values(root_id=merged.id))


def case_roots(session: Session, case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the recruiter each of these cases is counted for, with all who were merged with it."""
    found = (
        select(RecruiterLink.case_id, Recruiter.root_id)
        .join(Recruiter, Recruiter.id == RecruiterLink.recruiter_id)
        .where(RecruiterLink.case_id.in_(case_ids), RecruiterLink.belongs)
    )
    return {row.case_id: row.root_id for row in session.execute(found)}


def suggestions_of(session: Session, case_ids: Collection[UUID], root_id: UUID) -> list[tuple[RecruiterLink, UUID]]:
    """Return the suggestions that join a recruiter and others, the likeliest first, each with the recruiter suggested.

    ``case_ids``: cases of the recruiter with the root ``root_id``. Those of them may be of another one, or other cases
    of this one.
    """
    found = (
        select(RecruiterLink, Recruiter.root_id)
        .join(Recruiter, Recruiter.id == RecruiterLink.recruiter_id)
        .where(
            RecruiterLink.how == LinkHow.SUGGESTED.value,
            RecruiterLink.case_id.in_(case_ids) != (Recruiter.root_id == root_id),
        )
        .where(RecruiterLink.case_id.in_(case_ids) | (Recruiter.root_id == root_id))
        .order_by(RecruiterLink.score.desc(), RecruiterLink.id)
    )
    return [(link, root) for link, root in session.execute(found)]


def witnesses_of(session: Session, vault: Vault, case_ids: Collection[UUID]) -> list[Witness]:
    """Return who stands behind each of these cases."""
    return list(witnesses_by_case(session, vault, case_ids).values())


def witnesses_by_case(session: Session, vault: Vault, case_ids: Collection[UUID]) -> dict[UUID, Witness]:
    """Return who stands behind each of these cases, the oldest case first."""
    cases = session.execute(
        select(Case.id, Case.reporter_key, Case.conversation_id, Case.credible)
        .where(Case.id.in_(case_ids))
        .order_by(Case.created_at, Case.code)
    ).all()
    phones: dict[UUID, set[bytes]] = {}
    rows = session.execute(
        select(RecruiterIdentity.case_id, RecruiterIdentity.id, RecruiterIdentity.value_sealed).where(
            RecruiterIdentity.case_id.in_([case.id for case in cases]),
            RecruiterIdentity.kind == IdentityKind.PHONE.value,
        )
    )
    for case_id, row_id, sealed in rows:
        phone = vault.open(RecruiterIdentity.value_sealed, row_id, sealed)
        phones.setdefault(case_id, set()).update(reporter_keys(vault, phone))
    return {
        case.id: Witness(case.reporter_key, case.conversation_id, frozenset(phones.get(case.id, ())), case.credible)
        for case in cases
    }
