"""How far the answers are translated: each text, and an answer as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.catalog import Catalog
from bot.answers.model import Answer, Form, Grade, Translation
from bot.vocabulary import Language, Word


class TextState(Word):
    """What there is of one text in another language. ``DRAFT``: no speaker or reader has approved it."""

    APPROVED = "approved"
    DRAFT = "draft"
    STALE = "stale"
    MISSING = "missing"


class Coverage(Word):
    """What there is of a whole answer in another language, the worst first that somebody has to see to."""

    STALE = "stale"
    NONE = "none"
    PART = "part"
    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True)
class Translated:
    """One text in another language. ``grade`` of a Dawan draft; ``speaker`` of an approved text."""

    state: TextState
    text: str = ""
    grade: Grade | None = None
    weakest: str = ""
    speaker: str = ""


class Translations:
    """The translations of a catalog by answer, stale ones too."""

    def __init__(self, catalog: Catalog) -> None:
        """Sort them once."""
        self._stale = {(t.key, t.form, t.language) for t in catalog.stale()}
        self._all = {(t.key, t.form, t.language): t for t in catalog.translations()}

    def of(self, answer: Answer, language: Language) -> Mapping[Form, Translated]:
        """Return what there is for each text that the answer has in Indonesian."""
        return {form: self._one(answer.key, form, language) for form in Form if answer.text(form)}

    def coverage(self, answer: Answer, language: Language) -> Coverage:
        """Return what there is of the whole answer."""
        states = {one.state for one in self.of(answer, language).values()}
        if TextState.STALE in states:
            return Coverage.STALE
        if TextState.MISSING in states:
            return Coverage.NONE if len(states) == 1 else Coverage.PART
        return Coverage.DRAFT if TextState.DRAFT in states else Coverage.APPROVED

    def _one(self, key: str, form: Form, language: Language) -> Translated:
        found: Translation | None = self._all.get((key, form, language))
        if found is None:
            return Translated(TextState.MISSING)
        state = TextState.APPROVED if found.speaker and not found.is_guess else TextState.DRAFT
        if (key, form, language) in self._stale:
            state = TextState.STALE
        return Translated(state, found.text, found.grade, found.weakest, found.speaker)
