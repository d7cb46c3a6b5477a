"""What a labeller sends: the rows of the page, each with a guess, another intent, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict

from bot.services.label_queue import PER_PAGE
from bot.training.sentence import Sentence
from bot.training.sheet import Row
from bot.vocabulary import FIXED_INTENTS

_LONGEST = 2_000


@dataclass(frozen=True)
class Typed:
    """One row as it was sent: the button that was pressed, what was picked from the list, language and text."""

    id: UUID
    pressed: str
    listed: str
    language: str
    text: str

    @property
    def torn(self) -> bool:
        """Tell whether two different labels were chosen."""
        return bool(self.pressed and self.listed and self.pressed != self.listed)

    def as_row(self, line: int) -> Row:
        """Return it as the checks take it."""
        return Row(line, str(self.id), self.text, self.language, self.pressed or self.listed)


def read_rows(form: MultiDict[str, str]) -> list[Typed]:
    """Return the rows of a page, each sentence once; what is none of ours is left out."""
    ids: list[UUID] = []
    for text in form.getlist("kalimat")[:PER_PAGE]:
        try:
            found = UUID(hex=text)
        except ValueError:
            continue
        if found not in ids:
            ids.append(found)
    return [_row(form, each) for each in ids]


def _row(form: MultiDict[str, str], sentence: UUID) -> Typed:
    def sent(name: str) -> str:
        return form.get(f"{name}-{sentence.hex}", "").strip()[:_LONGEST]

    return Typed(sentence, sent("label"), sent("lain"), sent("bahasa"), " ".join(sent("teks").split()))


@dataclass(frozen=True)
class Option:
    """A button: an intent with the model's confidence, None for what only the person picked."""

    intent: str
    confidence: float | None
    chosen: bool


def options(sentence: Sentence, topics: Iterable[str] = ()) -> Sequence[Option]:
    """Return the buttons of a sentence: the model's guesses, then the person's pick where it is none of them.

    ``topics``: the added ones that may be labels; a model may know others.
    """
    known = {*(intent.value for intent in FIXED_INTENTS), *topics}
    guesses = [one for one in sentence.guesses[:3] if one.intent in known]
    found = [Option(one.intent, one.confidence, one.intent == sentence.chosen) for one in guesses]
    if sentence.chosen in known and sentence.chosen not in {one.intent for one in guesses}:
        found.append(Option(str(sentence.chosen), None, chosen=True))
    return found
