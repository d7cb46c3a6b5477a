"""What people ask next: which answers can be chosen for it, and what a revision changes of it."""

from collections.abc import Mapping, Sequence

from bot.answers.answer_rules import FAQ_KEYS, FAQ_NEXT, is_question
from bot.answers.model import Answer
from bot.answers.word_diff import Step, word_steps
from bot.services.editing import Editing
from bot.store.revisions import published_catalog
from bot.vocabulary import is_topic

NEXT = "next"
"""The field of the files, and how it is named beside the forms of a text."""

MOST = FAQ_NEXT[-1]


def follow_up_titles(editing: Editing) -> Mapping[str, str]:
    """Return the titles of all answers that have one, by their keys, as they are served."""
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
    return {answer.key: answer.label for answer in served.answers() if answer.label}


def follow_up_choices(editing: Editing, answer: Answer) -> tuple[str, ...]:
    """Return the keys that can be chosen to follow an answer: questions, published topics, what follows one already.

    By their titles; nobody asks for a variant, and no answer follows itself. Empty for what is no answer to a
    question and leads nowhere: greetings, frames.
    """
    if not is_question(answer) and not answer.next:
        return ()
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
    led_to = {key for each in served.answers() for key in each.next}
    topics = {each.key for each in served.answers() if is_topic(each.key) and each.short}
    usable = {key for key in FAQ_KEYS | led_to | topics if key in served and served.answer(key).label}
    return tuple(sorted(usable - {answer.key}, key=lambda key: served.answer(key).label.lower()))


def follow_up_steps(before: Sequence[str], after: Sequence[str]) -> tuple[Step, ...]:
    """Return the way from some follow-ups to others, as their keys."""
    return tuple(word_steps(before, after))
