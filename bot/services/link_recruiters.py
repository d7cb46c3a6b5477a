"""Put a case with the recruiter it tells of: at once by a phone, else as suggestions for an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA
from bot.recruiters.flags import Flag, flag_from
from bot.recruiters.identity import Identity, IdentityKind
from bot.recruiters.matching import MOST_SUGGESTIONS, Match, Profile
from bot.recruiters.ranking import rank
from bot.store.recruiter_history import MERGED, add_act, ruling_of, was_undone
from bot.store.recruiter_lookup import add_identities, holder_of, look_up, told_by
from bot.store.recruiters import (
    LinkHow,
    add_link,
    add_recruiter,
    cases_of,
    forget_identities,
    lock_recruiters,
    own_link,
    point_at,
    recruiter,
    replace_suggestions,
    root_of,
    split_roots,
    witnesses_of,
)
from bot.store.vault import Vault

SYSTEM = "system"


@dataclass(frozen=True)
class Linked:
    """``recruiter_id``: whom the case is counted for, None when it tells of nobody. ``automatic``: a phone said so.

    ``suggestions``: whom it may be of as well, the likeliest first.
    """

    recruiter_id: UUID | None = None
    automatic: bool = False
    suggestions: tuple[tuple[UUID, Match], ...] = ()


def link_case(session: Session, vault: Vault, case_id: UUID, identities: Sequence[Identity], now: datetime) -> Linked:
    """Keep what a case tells of a recruiter and link it, in the transaction that makes the case or adds to it.

    Called again for one case, ``identities`` is all that it tells by then: a number that was corrected no longer stands
    against its owner. A place alone tells of nobody.
    """
    today = now.astimezone(WITA).date()
    earlier = told_by(session, vault, case_id)
    told = {one: earlier.get(one, today) for one in identities}
    if all(one.kind is IdentityKind.PLACE for one in told):
        forget_identities(session, case_id)
        return Linked()
    lock_recruiters(session)
    own = own_link(session, case_id)
    own_root = recruiter(session, own.recruiter_id).root_id if own else None
    found = look_up(session, vault, tuple(told), except_for=own_root)
    ranked = rank(Profile.of(told.items()), found.known, found.commonness, barred=split_roots(session, case_id))
    if own is None:
        holder = holder_of(session, vault, ranked.automatic[0], told) if ranked.automatic else None
        recruiter_id = _place(session, case_id, holder, ranked.automatic, now)
    else:
        recruiter_id = own.recruiter_id
        _join(session, case_id, recruiter_id, ranked.automatic, now)
    forget_identities(session, case_id)  # the keys of a name depend on the places told beside it
    add_identities(session, vault, case_id, recruiter_id, told)
    root = recruiter(session, recruiter_id).root_id
    likeliest = (ranked.automatic,) if ranked.automatic else ()
    others = tuple(each for each in (*likeliest, *ranked.suggestions) if each[0] != root)[:MOST_SUGGESTIONS]
    replace_suggestions(session, case_id, others, now)
    return Linked(root, ranked.automatic is not None and ranked.automatic[0] == root, others)


def flag_of(session: Session, vault: Vault, recruiter_id: UUID) -> Flag | None:
    """Return the flag of a recruiter, with all who were merged with it; None when no credible report is left."""
    root = root_of(session, recruiter_id).id
    return flag_from(witnesses_of(session, vault, cases_of(session, root)), ruling_of(session, root))


def _place(
    session: Session, case_id: UUID, holder: UUID | None, automatic: tuple[UUID, Match] | None, now: datetime
) -> UUID:
    if holder is None or automatic is None:
        made = add_recruiter(session, now).id
        add_link(session, case_id, made, LinkHow.FIRST, now)
        return made
    add_link(session, case_id, holder, LinkHow.AUTOMATIC, now, automatic[1])
    return holder


def _join(
    session: Session, case_id: UUID, recruiter_id: UUID, automatic: tuple[UUID, Match] | None, now: datetime
) -> None:
    """Merge the recruiter of a case that tells more now with another, if the case is all that is known of it.

    What an officer took back is not done again; it stays a suggestion.
    """
    own = root_of(session, recruiter_id)
    if automatic is None or cases_of(session, own.id) != [case_id]:
        return
    other = root_of(session, automatic[0])
    if was_undone(session, case_id, own.id, other.id):
        return
    point_at(session, own, other)
    add_act(session, now, SYSTEM, MERGED, other.id, other=own.id, case_id=case_id)
