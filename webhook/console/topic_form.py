"""What admins type for an added topic: its title, what people ask next, and sentences, one a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from bot.answers.answer_rules import FAQ_NEXT, is_question
from bot.answers.catalog import Catalog
from bot.services.added_topics import FaultySentencesError, NewTopic
from bot.training.labels import LANGUAGES
from bot.training.topic_sentences import NewSentence
from webhook.console.learning_words import say_why

_LONGEST = 60_000
MOST_NEXT = max(FAQ_NEXT)
SUGGESTED_NEXT = ("ask_legal_steps", "ask_hotline")


@dataclass(frozen=True)
class TypedSentences:
    """The sentences as typed, by language; ``speaker``: who wrote the Dawan ones."""

    texts: Mapping[str, str] = field(default_factory=dict)
    speaker: str = ""

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Yield language, number of the line and sentence, empty lines left out."""
        for language in LANGUAGES:
            for number, line in enumerate(self.texts.get(language, "").splitlines(), start=1):
                if sentence := " ".join(line.split()):
                    yield language, number, sentence

    def sentences(self) -> tuple[NewSentence, ...]:
        """Return the sentences."""
        return tuple(
            NewSentence(language, sentence, self.speaker if language == "aoz" else "")
            for language, _, sentence in self.lines()
        )

    def said(self, fault: FaultySentencesError, catalog: Catalog) -> Mapping[str, list[tuple[int, str]]]:
        """Return what is wrong, by language: the number of the line, and why in the language of the page."""
        found: dict[str, list[tuple[int, str]]] = {}
        for place, (language, number, _) in enumerate(self.lines()):
            if place in fault.faults:
                found.setdefault(language, []).append((number, say_why(fault.faults[place], catalog)))
        return found


@dataclass(frozen=True)
class TypedTopic:
    """A new topic as typed."""

    label: str = ""
    next: tuple[str, ...] = SUGGESTED_NEXT
    sentences: TypedSentences = field(default_factory=TypedSentences)

    def as_new(self) -> NewTopic:
        """Return it as the service takes it."""
        return NewTopic(self.label, tuple(key for key in self.next if key), self.sentences.sentences())


def typed_sentences(form: MultiDict[str, str]) -> TypedSentences:
    """Read the sentences of a form."""
    texts = {language: form.get(f"kalimat-{language}", "")[:_LONGEST] for language in LANGUAGES}
    return TypedSentences(texts, " ".join(form.get("penulis-aoz", "").split())[:80])


def typed_topic(form: MultiDict[str, str]) -> TypedTopic:
    """Read the form of a new topic."""
    following = tuple(form.get(f"lanjut-{place}", "")[:60] for place in range(1, MOST_NEXT + 1))
    return TypedTopic(" ".join(form.get("judul", "").split())[:200], following, typed_sentences(form))


def next_choices(catalog: Catalog) -> list[tuple[str, str]]:
    """Return the answers that people may ask for next, by what they are called."""
    found = [
        (answer.key, answer.label)
        for answer in catalog.answers()
        if answer.label and answer.short and is_question(answer) and not answer.variant_of
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())
