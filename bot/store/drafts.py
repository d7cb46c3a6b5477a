"""Reports that were begun and not sent: one sealed row a conversation, for their author only."""

from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.conversation.report_state import ReportTalk
from bot.errors import CorruptDataError
from bot.reports.facts import Facts
from bot.store.evidence import keep_evidence_of
from bot.store.inserts import insert_once
from bot.store.tables.cases import ReportDraft
from bot.store.tables.probes import Signal
from bot.store.vault import Vault

KEPT = timedelta(days=30)
"""How long a report waits for its author. The first prompt says so."""

_STORED = TypeAdapter(tuple[ReportTalk, ...])
_SIGNALS = {"phone": "phones", "company": "companies", "place": "seen_at"}


def read_drafts(session: Session, vault: Vault, conversation_id: UUID) -> tuple[ReportTalk, ...]:
    """Return the reports of a conversation, the open one last. Raises CorruptDataError."""
    sealed = session.scalar(select(ReportDraft.drafts_sealed).where(ReportDraft.conversation_id == conversation_id))
    return () if sealed is None else _open(vault, conversation_id, sealed)


def write_drafts(
    session: Session, vault: Vault, conversation_id: UUID, drafts: tuple[ReportTalk, ...], now: datetime
) -> None:
    """Keep these as the conversation's reports; none deletes the row."""
    row = session.get(ReportDraft, conversation_id)
    if drafts or row is not None:
        keep_evidence_of(session, conversation_id, {one for draft in drafts for one in draft.evidence}, now)
    if not drafts:
        if row is not None:
            session.delete(row)
        return
    sealed = vault.seal(ReportDraft.drafts_sealed, conversation_id, _STORED.dump_json(drafts).decode())
    if row is None:
        session.add(ReportDraft(conversation_id=conversation_id, drafts_sealed=sealed, touched_at=now))
    else:
        row.drafts_sealed, row.touched_at = sealed, min(draft.at for draft in drafts)


def expire_drafts(session: Session, vault: Vault, now: datetime, today: date) -> int:
    """Erase the reports nobody touched for 30 days; of each only the recruiter's signals stay.

    Returns of how many conversations.
    """
    old = list(session.scalars(select(ReportDraft).where(ReportDraft.touched_at < now - KEPT)))
    for row in old:
        drafts = _readable(vault, row)
        fresh = tuple(draft for draft in drafts if draft.at >= now - KEPT)
        for draft in drafts:
            if draft not in fresh:
                _keep_signals(session, vault, draft.facts, today)
        write_drafts(session, vault, row.conversation_id, fresh, now)
    session.flush()
    return len(old)


def forget_drafts(session: Session, conversation_id: UUID) -> None:
    """Erase a conversation's reports at once, without a trace."""
    session.execute(delete(ReportDraft).where(ReportDraft.conversation_id == conversation_id))


def signal_count(session: Session, vault: Vault, facts: Facts) -> int:
    """Return on how many days the phones or companies of a report were named in reports that were never sent.

    A hint for whoever looks at it, and nothing more: nobody stands behind it.
    """
    named = [
        vault_hash
        for kind, values in (("phone", facts.phones), ("company", facts.companies))
        for value in values
        for vault_hash in vault.fingerprints(kind, value)
    ]
    days = select(func.count(func.distinct(Signal.kept_on))).where(Signal.value_hash.in_(named))
    return (session.scalar(days) or 0) if named else 0


def _readable(vault: Vault, row: ReportDraft) -> tuple[ReportTalk, ...]:
    try:
        return _open(vault, row.conversation_id, row.drafts_sealed)
    except CorruptDataError:
        return ()  # nothing can be kept of it, and it is erased all the same


def _open(vault: Vault, conversation_id: UUID, sealed: bytes) -> tuple[ReportTalk, ...]:
    try:
        return _STORED.validate_json(vault.open(ReportDraft.drafts_sealed, conversation_id, sealed))
    except ValidationError as fault:
        raise CorruptDataError("a stored report cannot be read") from fault


def _keep_signals(session: Session, vault: Vault, facts: Facts, today: date) -> None:
    """Keep a recruiter's phone, company and place: no person, no story, and never a flag by themselves."""
    if not (facts.phones or facts.companies):
        return  # a place alone tells of nobody
    for kind, name in _SIGNALS.items():
        for value in getattr(facts, name):
            row = Signal(kept_on=today, kind=kind, value_sealed=b"", value_hash=vault.fingerprint(kind, value))
            row.value_sealed = vault.seal(Signal.value_sealed, row.id, value)
            insert_once(session, row)
