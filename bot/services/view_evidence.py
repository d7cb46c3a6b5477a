"""Open one photo, file or voice note of a case for an officer: for a reason, noted before anything is shown."""

from dataclasses import dataclass
from uuid import UUID

from bot.clock import Clock
from bot.errors import BadInputError
from bot.reports.file_types import ALL, FileKind
from bot.services.handle_case import Who, case_of
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.evidence import add_step, evidence_of_case
from bot.store.evidence_files import EvidenceFiles
from bot.store.journal import note_case, officer_actor

ACTION = "opened_file"


@dataclass(frozen=True)
class ViewedFile:
    """The copy for officers. ``name``: our own, with what it is; ``photo``: it was drawn anew and is safe to show."""

    name: str
    media_type: str
    photo: bool
    content: bytes


def view_evidence(
    store: Store, clock: Clock, files: EvidenceFiles, code: str, officer: Who, evidence_id: UUID, reason: str
) -> ViewedFile:
    """Return one file of a case. Who opened it and why stays in its custody, the case's history and the audit log.

    Raises BadInputError without a reason and for a file that is not there, CorruptDataError for one that is damaged.
    """
    if not reason.strip():
        raise BadInputError("say why: the reason stays in the case's history")
    with case_of(store, code, officer) as (session, case, officer_id):
        numbered = enumerate(evidence_of_case(session, case.id), start=1)
        number, row = next(((at, one) for at, one in numbered if one.id == evidence_id), (0, None))
        kind = ALL.get(row.media_type) if row is not None and row.state == "fetched" else None
        if row is None or kind is None:
            raise BadInputError("this file is not there, or is not fetched yet")
        now, actor = clock.now(), officer_actor(officer_id)
        add_step(session, row.id, now, actor, "opened in the console")
        add_event(session, case, now, actor, "evidence_opened", f"{row.kind} {number}", reason=(store.vault, reason))
        note_case(session, now, officer_id, ACTION, case.id, row.id.hex, reason=(store.vault, reason))
        name = f"{case.code}-{number}-{row.kind}.{kind.extension}"
    return ViewedFile(name, kind.media_type, kind.kind is FileKind.PHOTO, files.read(evidence_id))
