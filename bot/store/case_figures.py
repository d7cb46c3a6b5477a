"""Red flags and countries of a case, sealed in a few bytes, so that the overview need not open whole stories.

In the clear, or as keyed hashes of so few values, they would tell whoever steals the database which report is about
whom: "from Malaka to Saudi Arabia, debt first, that week" is one report. Opening 20,000 of them takes 0.1 s.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.reports.facts import Facts
from bot.store.case_checks import UNREADABLE
from bot.store.tables.cases import Case
from bot.store.tables.contacts import Contact, Conversation
from bot.store.vault import Vault

HOME = "ID"
"""The country of every destination that is a place and no country abroad."""

_FACTS = TypeAdapter(Facts)
_COUNTRY = re.compile(r"[A-Z]{2}")
_LENGTH = 64
"""Characters the text is filled up to, so that its length tells little."""


class CaseFigures(NamedTuple):
    """What the overview reads of one case. ``flags``: codes; ``countries``: ISO 3166 codes; empty where erased."""

    kind: str
    level: str
    state: str
    regency: str
    created_at: datetime
    act_by: datetime
    taken_at: datetime | None
    flags: tuple[str, ...]
    countries: tuple[str, ...]


def seal_figures(vault: Vault, case: Case, facts: Facts) -> None:
    """Keep a case's red flags and countries beside it."""
    text = f"{','.join(facts.flags)}|{','.join(_countries(facts))}"
    filled = text.ljust(-(-len(text) // _LENGTH) * _LENGTH)
    case.figures_sealed = vault.seal(Case.figures_sealed, case.id, filled)


def counted() -> ColumnElement[bool]:
    """Return which cases are in figures: those that every coordinator may read.

    A case that is routed around somebody would be found out by whoever counts the cases open to them. What the
    simulator and ``bot talk`` made is no report.
    """
    tried = (
        select(Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.provider.in_(("simulator", "talk")), Conversation.id == Case.conversation_id)
    )
    return and_(Case.restricted.is_(False), Case.checked_no > UNREADABLE, ~tried.exists())


def read_figures(session: Session, vault: Vault, since: datetime, until: datetime) -> Iterator[CaseFigures]:
    """Yield what figures need of the cases that began from ``since`` on and before ``until``."""
    columns = (Case.kind, Case.level, Case.state, Case.regency, Case.created_at, Case.act_by, Case.taken_at)
    found = select(*columns, Case.id, Case.figures_sealed).where(
        counted(), Case.created_at >= since, Case.created_at < until
    )
    unsealed: list[tuple[list[Any], UUID]] = []
    for *plain, case_id, sealed in session.execute(found):
        if sealed is None:
            unsealed.append((plain, case_id))
        else:
            yield CaseFigures._make([*plain, *_opened(vault, case_id, sealed)])
    for plain, case_id in unsealed:
        yield CaseFigures._make([*plain, *_from_facts(session, vault, case_id)])


def _opened(vault: Vault, case_id: UUID, sealed: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        flags, _, countries = vault.open(Case.figures_sealed, case_id, sealed).rstrip().partition("|")
    except CorruptDataError:
        return (), ()  # counted all the same: one damaged row must not stop an overview
    return tuple(filter(None, flags.split(","))), tuple(filter(None, countries.split(",")))


def _from_facts(session: Session, vault: Vault, case_id: UUID) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a case that was not looked through since the column is there."""
    sealed = session.scalar(select(Case.facts_sealed).where(Case.id == case_id))
    try:
        facts = _FACTS.validate_json(vault.open(Case.facts_sealed, case_id, sealed or b""))
    except (CorruptDataError, ValueError):
        return (), ()
    return facts.flags, _countries(facts)


def _countries(facts: Facts) -> tuple[str, ...]:
    told = (place if _COUNTRY.fullmatch(place) else HOME for place in facts.destinations)
    return tuple(dict.fromkeys(told))
