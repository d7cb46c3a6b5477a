"""What somebody typed for an answer, checked for shape and turned into a revision."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.answers.catalog import Catalog, Revision
from bot.answers.model import Form, Source
from bot.errors import BadInputError
from bot.vocabulary import Language

LONGEST: dict[Form, int] = {Form.LABEL: 200, Form.SHORT: 1_000, Form.FULL: 4_000}
"""Characters that are taken at all; the rules for answers say what may be sent."""


@dataclass(frozen=True)
class TypedTexts:
    """The texts of one answer in one language, as typed. ``sources``, dates and ``next``: Indonesian only; None
    keeps them.
    """

    label: str = ""
    short: str = ""
    full: str = ""
    sources: tuple[Source, ...] | None = None
    reviewed_on: date | None = None
    review_by: date | None = None
    next: tuple[str, ...] | None = None

    def text(self, form: Form) -> str:
        """Return one text."""
        return {Form.LABEL: self.label, Form.SHORT: self.short, Form.FULL: self.full}[form]


def clean_text(text: str) -> str:
    """Return a typed text with plain line ends, no space at the ends of lines and no invisible characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cs"}).rstrip() for line in lines)
    return "\n".join(kept).strip()


def typed_texts(
    texts: dict[Form, str],
    sources: tuple[Source, ...] | None = None,
    reviewed_on: date | None = None,
    review_by: date | None = None,
    next_keys: tuple[str, ...] | None = None,
) -> TypedTexts:
    """Return the texts cleaned; a label has one line. Raises BadInputError for one that is far too long."""
    cleaned = {form: clean_text(texts.get(form, "")) for form in Form}
    if any(len(cleaned[form]) > most for form, most in LONGEST.items()):
        raise BadInputError("a text is far too long: at most 200, 1,000 and 4,000 characters")
    label = " ".join(cleaned[Form.LABEL].split())
    return TypedTexts(label, cleaned[Form.SHORT], cleaned[Form.FULL], sources, reviewed_on, review_by, next_keys)


def revision_from(typed: TypedTexts, key: str, language: Language, served: Catalog) -> Revision:
    """Return the revision these texts make. Raises BadInputError for no such answer, and for texts that are missing.

    An empty text of a revision keeps the shipped one, so an Indonesian text cannot be emptied.
    """
    if key not in served:
        raise BadInputError("there is no such answer")
    answer = served.answer(key)
    if any(one not in served for one in typed.next or ()):
        raise BadInputError("choose what people ask next from the list")
    if language is Language.ID:
        if any(answer.text(form) and not typed.text(form) for form in Form):
            raise BadInputError("an Indonesian text cannot be emptied; withdraw the answer instead")
    elif not any(typed.text(form) for form in Form):
        raise BadInputError("write at least one text")
    elif any(typed.text(form) and not answer.text(form) for form in Form):
        raise BadInputError("there is no Indonesian text that this could translate")
    own = language is Language.ID
    return Revision(
        key=key,
        language=language,
        label=typed.label,
        short=typed.short,
        full=typed.full,
        reference_hash=None if own else answer.reference_hash,
        sources=typed.sources if own else None,
        reviewed_on=typed.reviewed_on if own else None,
        review_by=typed.review_by if own else None,
        next=typed.next if own else None,
    )
