"""What a conversation needs to know about the answers, without their wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.answers.catalog import Catalog
from bot.answers.filling import Context, ReplySpec
from bot.answers.fitting import page_count
from bot.vocabulary import Language

Values = Mapping[str, str]
EMPTY: Values = MappingProxyType({})


@dataclass(frozen=True)
class AnswerDirectory:
    """Answers by key, as they stand at one moment."""

    catalog: Catalog
    context: Context

    def can_offer(self, key: str) -> bool:
        """Return whether there is an answer with this key that has a label to show in a list."""
        return key in self.catalog and bool(self.catalog.answer(key).label)

    def variant(self, key: str, destination: str, audience: str) -> str:
        """Return the answer that stands in for ``key`` there or for them; who asks goes before where they go."""
        return self.catalog.variant(key, audience) or self.catalog.variant(key, destination) or key

    def page_count(self, key: str, language: Language, parts: Sequence[str] = (), values: Values = EMPTY) -> int:
        """Return how many SMS pages the full text has."""
        reply = ReplySpec(key, values=values, parts=tuple(parts))
        return page_count(reply, language, self.catalog, self.context)

    def follow_ups(self, key: str) -> tuple[str, ...]:
        """Return the keys of the answers people ask for next, those that exist and can be offered."""
        offered = (follow for follow in self.catalog.answer(key).next if follow in self.catalog)
        return tuple(follow for follow in offered if self.catalog.answer(follow).label)
