"""A photo of a case as a few blurred spots of colour, so that an officer sees that it is there before opening it."""

from uuid import UUID

from bot.errors import BadInputError
from bot.reports.file_types import ALL, FileKind
from bot.reports.photos import blurred_photo
from bot.services.handle_case import Who, case_seen
from bot.store.engine import Store
from bot.store.evidence import evidence_of_case
from bot.store.evidence_files import EvidenceFiles


def blurred_evidence(store: Store, files: EvidenceFiles, code: str, officer: Who, evidence_id: UUID) -> bytes:
    """Return a PNG of some hundred bytes. Raises BadInputError, also for a file that is no photo.

    Nothing is noted: that the case was opened is, and nobody can be known by so few spots.
    """
    with case_seen(store, code, officer) as (session, case):
        rows = {row.id: row for row in evidence_of_case(session, case.id)}
        row = rows.get(evidence_id)
        kind = ALL.get(row.media_type) if row is not None and row.state == "fetched" else None
        if kind is None or kind.kind is not FileKind.PHOTO:
            raise BadInputError("this file is not there, or is not fetched yet")
    return blurred_photo(files.read(evidence_id), kind)
