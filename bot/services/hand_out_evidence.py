"""Give an officer the copies of a case's evidence; who got them stays in the custody of each file."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.reports.file_types import ALL, FileKind
from bot.services.handle_case import Who, active_officer, look_at
from bot.store.cases import add_event, consent_of
from bot.store.engine import Store
from bot.store.evidence import add_step, evidence_of_case, place_of
from bot.store.evidence_files import EvidenceFiles
from bot.store.journal import note_case, officer_actor
from bot.store.tables.cases import Case


@dataclass(frozen=True)
class HandedOut:
    """One file of a case. ``name``: its copy, "" where there is none; ``sha256``: of the file as it came, in hex.

    ``place``: where the photo was taken, "" where nobody may know. ``cleaned``: nothing but the content is in the copy.
    """

    name: str
    kind: str
    state: str
    size: int
    sha256: str
    place: str
    own_phone: bool
    cleaned: bool


def hand_out_evidence(
    store: Store, clock: Clock, files: EvidenceFiles, code: str, officer: Who, folder: Path, *, reason: str = ""
) -> list[HandedOut]:
    """Write the copies into a folder and tell what they are. Nothing that is there is written over.

    It is noted before the first copy is written: a note too many is better than one too few. ``reason``: why, in the
    officer's words. Raises BadInputError.
    """
    if not folder.is_dir():
        raise BadInputError("--out must be a folder that exists")
    copies: list[tuple[HandedOut, bytes]] = []
    look_at(
        store,
        clock,
        code,
        officer,
        lambda session, case: copies.extend(_read(session, store, clock, files, case, officer)),
        action="opened_evidence",
        reason=reason,
    )
    for one, content in copies:
        if one.name:
            _write(folder / one.name, content)
    return [one for one, _ in copies]


def _read(
    session: Session, store: Store, clock: Clock, files: EvidenceFiles, case: Case, officer: Who
) -> list[tuple[HandedOut, bytes]]:
    now, who = clock.now(), active_officer(session, officer).id
    actor = officer_actor(who)
    may_tell = consent_of(store.vault, case).photo_place
    found = []
    for number, row in enumerate(evidence_of_case(session, case.id), start=1):
        there, kind = row.state == "fetched", ALL.get(row.media_type)
        name = f"{case.code}-{number}-{row.kind}.{kind.extension}" if there and kind else ""
        content = files.read(row.id) if name else b""
        if name:
            add_step(session, row.id, now, actor, "handed out a copy")
        place = place_of(store.vault, row) if may_tell else ""
        cleaned = row.kind in {FileKind.PHOTO.value, FileKind.VIDEO.value}
        sha256 = row.sha256.hex() if row.sha256 else ""
        one = HandedOut(name, row.kind, row.state, row.size or 0, sha256, place, row.own_phone, cleaned)
        found.append((one, content))
    copies = sum(bool(one.name) for one, _ in found)
    if copies:
        add_event(session, case, now, actor, "evidence_handed_out")
        note_case(session, now, who, "handed_out_evidence", case.id, f"{copies} files")
    return found


def _write(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInputError("the folder holds a copy of this case already; give an empty one") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
