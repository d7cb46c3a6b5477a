"""What officers wrote down in Indonesian beside what was told in another language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables.cases import CaseRendering
from bot.store.vault import Vault

_HASH_KIND = "case part"
_HASH_BYTES = 16


@dataclass(frozen=True)
class Rendering:
    """One part of a case in Indonesian: the text, which officer wrote it, and when."""

    text: str
    officer: UUID
    at: datetime


def part_name(vault: Vault, part: str) -> str:
    """Return by what a page names a part of what was told: 32 hex digits that tell nothing of it."""
    return _hashes(vault, part)[0].hex()


def parts_named(vault: Vault, name: str, parts: list[str]) -> list[str]:
    """Return the parts with this name, also where it was made under an older key."""
    return [part for part in parts if name in {each.hex() for each in _hashes(vault, part)}]


def add_rendering(session: Session, vault: Vault, case_id: UUID, part: str, rendering: Rendering) -> None:
    """Keep an Indonesian text of a part; the earlier ones stay."""
    row = CaseRendering(
        case_id=case_id,
        part_hash=_hashes(vault, part)[0],
        text_sealed=b"",
        written_by=rendering.officer,
        written_at=rendering.at,
    )
    row.text_sealed = vault.seal(CaseRendering.text_sealed, row.id, rendering.text)
    session.add(row)


def renderings_of(session: Session, vault: Vault, case_id: UUID, parts: list[str]) -> Mapping[str, Rendering]:
    """Return the newest Indonesian text of each of the parts that has one."""
    rows = session.scalars(
        select(CaseRendering).where(CaseRendering.case_id == case_id).order_by(CaseRendering.seq)
    ).all()
    newest = {row.part_hash: row for row in rows}
    found = {part: newest[each] for part in parts for each in _hashes(vault, part) if each in newest}
    return {part: Rendering(_text(vault, row), row.written_by, row.written_at) for part, row in found.items()}


def _text(vault: Vault, row: CaseRendering) -> str:
    return vault.open(CaseRendering.text_sealed, row.id, row.text_sealed)


def _hashes(vault: Vault, part: str) -> list[bytes]:
    return [each[:_HASH_BYTES] for each in vault.fingerprints(_HASH_KIND, part)]
