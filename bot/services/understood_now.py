"""What the served model makes of an added topic's examples now: perhaps the question is answered already.

Ten sentences do not win against hundreds that another answer has (docs/nlu.md), so whoever keeps the topic is told.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.conversation.meaning import key_of
from bot.training.topic_sentences import COUNTED, TopicSentence
from bot.understanding.chain import RASA
from bot.understanding.model import Understander
from bot.vocabulary import Decision, Kind

MOST_ASKED = 30
"""Sentences the model is asked about for one page: a quarter of a second."""


@dataclass(frozen=True)
class AnsweredNow:
    """How many examples were looked at, and those that another answer gets surely: by its key, most first."""

    asked: int
    others: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """Return how many get another answer."""
        return sum(count for _, count in self.others)

    @property
    def telling(self) -> bool:
        """Tell whether it is a third or more of them."""
        return bool(self.count) and 3 * self.count >= self.asked


def answered_now(understander: Understander, sentences: Iterable[TopicSentence], topic: str) -> AnsweredNow | None:
    """Return which other answers the examples get surely; None when there is none, or the model does not answer."""
    asked = [one.text for one in sentences if one.language in COUNTED][:MOST_ASKED]
    found: Counter[str] = Counter()
    for text in asked:
        understood = understander.understand(text)
        if understood.source != RASA:
            return None
        best = understood.ranking[0]
        if understood.decision is Decision.ACT and best.intent.kind is Kind.FAQ and best.topic != topic:
            found[key_of(best)] += 1
    return AnsweredNow(len(asked), tuple(found.most_common())) if asked else None
