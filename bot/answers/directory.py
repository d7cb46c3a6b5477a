"""What a conversation needs to know about the answers, without their wording."""

from dataclasses import dataclass

from bot.answers.catalog import Catalog
from bot.answers.filling import Context, ReplySpec
from bot.answers.fitting import page_count
from bot.answers.placeholders import VALUES
from bot.vocabulary import Language


@dataclass(frozen=True)
class AnswerDirectory:
    """Answers by key, as they stand at one moment."""

    catalog: Catalog
    context: Context

    def has(self, key: str) -> bool:
        """Return whether there is an answer with this key."""
        return key in self.catalog

    def page_count(self, key: str, language: Language) -> int:
        """Return how many SMS pages the full text has, with long values where it names any."""
        return page_count(ReplySpec(key, values=VALUES), language, self.catalog, self.context)

    def follow_ups(self, key: str) -> tuple[str, ...]:
        """Return the keys of the answers people ask for next, those that exist and can be offered."""
        offered = (follow for follow in self.catalog.answer(key).next if follow in self.catalog)
        return tuple(follow for follow in offered if self.catalog.answer(follow).label)
