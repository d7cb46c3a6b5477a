"""What a translator has to do next, the texts first that people miss most."""

from dataclasses import dataclass

from bot.answers.coverage import Coverage
from bot.answers.model import RevisionState
from bot.services.editing import Editing
from bot.services.list_answers import AnswerLine, answer_lines
from bot.staff.permissions import Actor, Permission
from bot.vocabulary import Language

_FIRST = (Coverage.STALE, Coverage.DRAFT, Coverage.PART, Coverage.NONE)


@dataclass(frozen=True)
class Queue:
    """Answers to be translated into a language, in order. ``done``: how many need nothing."""

    language: Language
    lines: tuple[AnswerLine, ...]
    done: int

    def around(self, key: str) -> tuple[int, str, str]:
        """Return the place of an answer from 1 and the keys before and after; 0 and the first where it is not there."""
        keys = [line.answer.key for line in self.lines]
        if key not in keys:
            return 0, "", keys[0] if keys else ""
        at = keys.index(key)
        return at + 1, keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""


def translation_queue(editing: Editing, actor: Actor, language: Language) -> Queue:
    """Return what is stale, only drafted or missing, what is asked most first. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    lines = [line for line in answer_lines(editing) if line.answer.short]  # a topic may have no text yet
    waits = [line for line in lines if line.coverage[language] in _FIRST]
    waits.sort(key=lambda line: (_place(line, language), -line.asked))
    return Queue(language, tuple(waits), len(lines) - len(waits))


def _place(line: AnswerLine, language: Language) -> tuple[bool, int]:
    """Put last what is in somebody else's hands already."""
    with_others = line.waiting.get(language) in {RevisionState.IN_REVIEW, RevisionState.SCHEDULED}
    return with_others, _FIRST.index(line.coverage[language])
