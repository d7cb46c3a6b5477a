"""What a reporter said, with the words marked that state red flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import get_locale

from bot.answers.catalog import Catalog
from bot.answers.model import Form
from bot.recruiters.red_flags import SEVERITY, Severity, answer_key, gravest_first
from bot.services.read_case import CaseView
from bot.services.told_parts import ToldPart
from bot.vocabulary import Language


@dataclass(frozen=True)
class FlagNote:
    """A red flag of a case as a note: its number, its name, why it is one, and whether it is a grave one.

    ``in_words``: the text says it; else it comes from an answer to a question.
    """

    code: str
    number: int
    name: str
    why: str
    grave: bool
    in_words: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and the numbers of the flags it states, none for most."""

    text: str
    numbers: tuple[int, ...]


def flag_notes(catalog: Catalog, case: CaseView) -> tuple[FlagNote, ...]:
    """Return the red flags of a case, the gravest first; of those that an answer explains."""
    said = {mark.code for part in case.told for mark in part.marks}
    known = [flag for flag in gravest_first({*case.facts.flags, *said}) if answer_key(flag) in catalog]
    language = Language.EN if str(get_locale()) == "en" else Language.ID
    return tuple(
        FlagNote(
            code=flag,
            number=number,
            name=catalog.label(answer_key(flag), language) or flag,
            why=catalog.text(answer_key(flag), Form.SHORT, language),
            grave=SEVERITY[flag] is Severity.HIGH,
            in_words=flag in said,
        )
        for number, flag in enumerate(known, start=1)
    )


def pieces(part: ToldPart, notes: Sequence[FlagNote]) -> tuple[Piece, ...]:
    """Cut a text where flags begin and end; where they overlap, a piece has the numbers of all."""
    numbers = {note.code: note.number for note in notes}
    marks = [mark for mark in part.marks if mark.code in numbers]
    cuts = sorted({0, len(part.text), *(at for mark in marks for at in (mark.start, mark.end))})
    return tuple(
        Piece(
            part.text[start:end],
            tuple(sorted({numbers[mark.code] for mark in marks if mark.start <= start and end <= mark.end})),
        )
        for start, end in pairwise(cuts)
    )
