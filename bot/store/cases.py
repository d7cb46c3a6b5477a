"""Cases: made once, found by code or by secret word, read with the vault, their history only added to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError, UnavailableError
from bot.reports.case_codes import new_code
from bot.reports.case_work import CHANGES
from bot.reports.cases import CaseKind, CaseState, Consent
from bot.reports.facts import Facts
from bot.store.case_figures import seal_figures
from bot.store.tables.cases import Case, CaseAddition, CaseEvent
from bot.store.tables.officers import Officer
from bot.store.vault import Vault

_FACTS, _CONSENT = TypeAdapter(Facts), TypeAdapter(Consent)
_TRIES = 20


def reporter_hashes(vault: Vault, address: str) -> list[bytes]:
    """Return the keyed hashes by which a phone is known as a reporter's, newest key first."""
    return vault.fingerprints("reporter", address)


@dataclass(frozen=True)
class Author:
    """Who asks about a case: the conversation, and the address by which the same phone is known again."""

    conversation_id: UUID
    address: str

    def keys(self, vault: Vault) -> list[bytes]:
        """Return the keyed hashes of the address, newest key first."""
        return reporter_hashes(vault, self.address)

    def word_keys(self, vault: Vault, word: str) -> list[bytes]:
        """Return the keyed hashes of a secret word on this phone, newest key first."""
        return vault.fingerprints("secret", f"{self.address}\0{word}")


def fresh_code(session: Session, random: Random) -> str:
    """Return a code no case has yet. Raises UnavailableError when twenty in a row are taken."""
    for _ in range(_TRIES):
        code = new_code(random)
        if not session.scalar(select(exists().where(Case.code == code))):
            return code
    raise UnavailableError("no free case code was found")


def case_with_code(session: Session, code: str) -> Case | None:
    """Return the case with this code, locked until the commit."""
    return session.scalar(select(Case).where(Case.code == code).with_for_update())


def case_with_word(session: Session, vault: Vault, author: Author, word: str) -> Case | None:
    """Return the newest case for which this phone chose this word."""
    found = select(Case).where(Case.secret_hash.in_(author.word_keys(vault, word)))
    return session.scalar(found.order_by(Case.created_at.desc()).limit(1))


def open_danger(session: Session, conversation_id: UUID, since: datetime) -> Case | None:
    """Return the open case of danger of a conversation that began after ``since`` and that nobody took yet."""
    ended = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)
    found = select(Case).where(
        Case.conversation_id == conversation_id,
        Case.kind == CaseKind.DANGER.value,
        Case.state.not_in(ended),
        Case.taken_at.is_(None),
        Case.created_at >= since,
    )
    return session.scalar(found.order_by(Case.created_at.desc()).limit(1))


def is_own(vault: Vault, case: Case, author: Author) -> bool:
    """Tell whether a case came from this phone; after HAPUS none does any more."""
    return not case.forgotten and case.reporter_key in author.keys(vault)


def seal_facts(vault: Vault, case: Case, facts: Facts) -> None:
    """Put the facts into a case; whom it names, and where it is found, is to be looked at again."""
    case.checked_no, case.places_kept = 0, False
    case.facts_sealed = vault.seal(Case.facts_sealed, case.id, _FACTS.dump_json(facts).decode())
    seal_figures(vault, case, facts)


def seal_consent(vault: Vault, case: Case, consent: Consent) -> None:
    """Put the consent into a case; whom it must not reach is to be looked at again."""
    case.checked_no = 0
    case.consent_sealed = vault.seal(Case.consent_sealed, case.id, _CONSENT.dump_json(consent).decode())


def facts_of(vault: Vault, case: Case) -> Facts:
    """Return what a case tells. Raises CorruptDataError."""
    try:
        return _FACTS.validate_json(vault.open(Case.facts_sealed, case.id, case.facts_sealed))
    except ValidationError as fault:
        raise CorruptDataError("a stored case cannot be read") from fault


def consent_of(vault: Vault, case: Case) -> Consent:
    """Return what the author of a case allowed. Raises CorruptDataError."""
    try:
        return _CONSENT.validate_json(vault.open(Case.consent_sealed, case.id, case.consent_sealed))
    except ValidationError as fault:
        raise CorruptDataError("a stored consent cannot be read") from fault


def facts_as_text(facts: Facts) -> str:
    """Return facts as JSON, to be sealed elsewhere."""
    return _FACTS.dump_json(facts).decode()


def facts_from_text(text: str) -> Facts:
    """Read what ``facts_as_text`` made. Raises CorruptDataError."""
    try:
        return _FACTS.validate_json(text)
    except ValidationError as fault:
        raise CorruptDataError("stored facts cannot be read") from fault


def add_event(
    session: Session,
    case: Case,
    at: datetime,
    actor: str,
    event: str,
    detail: str = "",
    *,
    reason: tuple[Vault, str] | None = None,
) -> None:
    """Add a step to a case's history; ``detail`` holds our own words and ids only, a ``reason`` is sealed."""
    row = CaseEvent(case_id=case.id, at=at, actor=actor, event=event, detail=detail[:400])
    if reason is not None:
        vault, words = reason
        row.reason_sealed = vault.seal(CaseEvent.reason_sealed, row.id, words)
    session.add(row)


def reason_of(vault: Vault, event: CaseEvent) -> str:
    """Return the reason an officer gave, "" where none was asked for."""
    return vault.open(CaseEvent.reason_sealed, event.id, event.reason_sealed) if event.reason_sealed else ""


def events_of(session: Session, case_id: UUID) -> list[CaseEvent]:
    """Return a case's history, oldest first."""
    return list(session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)))


def newest_change(session: Session, case_id: UUID) -> int:
    """Return the number of the newest step that changed a case, 0 while there is none."""
    changes = select(func.max(CaseEvent.seq)).where(CaseEvent.case_id == case_id, CaseEvent.event.in_(CHANGES))
    return session.scalar(changes) or 0


def add_to_case(
    session: Session,
    vault: Vault,
    case: Case,
    message_id: UUID,
    text: str,
    now: datetime,
    *,
    own_phone: bool,
    takeover_id: UUID | None = None,
) -> None:
    """Keep what somebody adds; from another phone it waits until an officer accepts it. ``takeover_id``: see the table.

    It may name somebody: until the case is looked at again it is in nobody's list.
    """
    case.checked_no = 0
    row = CaseAddition(case_id=case.id, at=now, text_sealed=b"", own_phone=own_phone, message_id=message_id)
    row.takeover_id = takeover_id
    row.text_sealed = vault.seal(CaseAddition.text_sealed, row.id, text)
    if own_phone:
        row.accepted_at = now
    session.add(row)


def additions_of(session: Session, vault: Vault, case_id: UUID) -> list[tuple[CaseAddition, str]]:
    """Return what was added to a case with its text, oldest first."""
    rows = session.scalars(
        select(CaseAddition).where(CaseAddition.case_id == case_id).order_by(CaseAddition.at, CaseAddition.id)
    )
    return [(row, vault.open(CaseAddition.text_sealed, row.id, row.text_sealed)) for row in rows]


def accepted_additions(session: Session, vault: Vault, case_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return what was added to these cases and counts, oldest first; what cannot be read is left out."""
    counts = CaseAddition.case_id.in_(case_ids), CaseAddition.accepted_at.is_not(None)
    found: dict[UUID, list[str]] = {}
    for row in session.scalars(select(CaseAddition).where(*counts).order_by(CaseAddition.at, CaseAddition.id)):
        try:
            text = vault.open(CaseAddition.text_sealed, row.id, row.text_sealed)
        except CorruptDataError:
            continue
        found.setdefault(row.case_id, []).append(text)
    return found


def open_cases(session: Session) -> list[Case]:
    """Return the cases somebody still has to work on, the one that must be acted on first at the top."""
    done = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)
    return list(session.scalars(select(Case).where(Case.state.not_in(done)).order_by(Case.act_by, Case.code)))


def held_cases(session: Session, officer: UUID) -> list[Case]:
    """Return the open cases an officer has, locked until the commit."""
    mine = select(Case).where(Case.taken_by == officer, Case.closed_at.is_(None))
    return list(session.scalars(mine.order_by(Case.id).with_for_update()))


def left_cases(session: Session) -> list[UUID]:
    """Return the open cases whose officer is off duty."""
    off_duty = session.scalars(select(Officer.id).where(Officer.active.is_(False))).all()
    left = select(Case.id).where(Case.closed_at.is_(None), Case.taken_by.in_(off_duty))
    return list(session.scalars(left)) if off_duty else []


def known_key(session: Session, keys: Sequence[bytes]) -> bytes:
    """Return of a phone's keyed hashes the one under which it reported before, else the newest: one for ever."""
    return session.scalar(select(Case.reporter_key).where(Case.reporter_key.in_(keys)).limit(1)) or keys[0]
