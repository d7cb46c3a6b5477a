"""Write a note on a case, and correct one's own within the hour."""

from datetime import timedelta
from uuid import UUID

from bot.errors import BadInputError
from bot.reports.case_work import LONGEST_NOTE
from bot.services.acting import Acting, act_on, worded
from bot.services.handle_case import Who
from bot.store.case_notes import add_note, note_with_id

CORRECTED_WITHIN = timedelta(hours=1)
"""How long its author may correct a note (our choice): slips of the pen, not second thoughts."""

_TEXT = "write a note of at most 4,000 characters"


def write_note(acting: Acting, code: str, officer: Who, note_id: UUID, text: str) -> None:
    """Keep a note; it never conflicts with what others do. ``note_id``: made with the form, so that none is kept twice.

    A closed case takes notes too. Raises BadInputError.
    """
    kept = worded(text, LONGEST_NOTE, _TEXT)
    with act_on(acting, code, officer) as act:
        earlier = note_with_id(act.session, note_id)
        if earlier is not None and (earlier.case_id, earlier.officer_id) == (act.case.id, act.officer):
            return
        if earlier is not None or act.case.erased:
            raise BadInputError("this cannot be kept here; open the case again")
        add_note(act.session, act.vault, act.case.id, note_id, note_id, act.officer, kept, act.now)
        act.note("wrote_note", note_id.hex)


def correct_note(acting: Acting, code: str, officer: Who, note_id: UUID, new_id: UUID, text: str) -> None:
    """Put another version in the place of a note; the old one stays readable. Raises BadInputError.

    ``note_id``: the first version; ``new_id`` made with the form, as in ``write_note``.
    """
    kept = worded(text, LONGEST_NOTE, _TEXT)
    with act_on(acting, code, officer) as act:
        note, earlier = note_with_id(act.session, note_id), note_with_id(act.session, new_id)
        if note is None or note.case_id != act.case.id or note.first_id != note.id:
            raise BadInputError("this note is not there")
        if note.officer_id != act.officer or act.now > note.at + CORRECTED_WITHIN:
            raise BadInputError("only its author corrects a note, within an hour; write another one")
        if earlier is not None and earlier.first_id == note.id:
            return
        if earlier is not None:
            raise BadInputError("this cannot be kept here; open the case again")
        add_note(act.session, act.vault, act.case.id, new_id, note.id, act.officer, kept, act.now)
        act.note("corrected_note", note.id.hex)
