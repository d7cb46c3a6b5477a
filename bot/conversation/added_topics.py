"""Topics that admins added, as a conversation meets them: the served model may know one that is not answered here.

That happens after a withdrawal, after another model was taken back, and in a database the topic was not brought into.
Such a topic counts as nothing at all, so the message is asked back or not understood, as any other of that sureness.
"""

from dataclasses import replace

from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory
from bot.understanding.decide import MODEL_THRESHOLDS
from bot.understanding.keywords import at_least_three
from bot.understanding.model import RankedIntent, Understanding
from bot.vocabulary import Intent, is_topic


def is_lost(key: str, directory: Directory) -> bool:
    """Tell whether an answer key names an added topic that nobody can be answered with now."""
    return is_topic(key) and not directory.can_offer(key)


def without_lost_topics(understood: Understanding, directory: Directory) -> Understanding:
    """Return what was understood without topics that cannot be answered; the others keep their confidences.

    What is to be done is decided anew where such a topic was the best: danger, commands and numbers stay as they were.
    """
    kept = tuple(ranked for ranked in understood.ranking if not _is_lost(ranked, directory))
    if len(kept) == len(understood.ranking):
        return understood
    ranking = at_least_three(kept)
    told = understood.danger is not None or understood.command is not None or understood.number is not None
    if told or not _is_lost(understood.ranking[0], directory):
        return replace(understood, ranking=ranking)
    return replace(understood, ranking=ranking, decision=MODEL_THRESHOLDS.decide(ranking))


def without_lost_pages(state: ConversationState, directory: Directory) -> ConversationState:
    """Return the state without pages and later choices of such topics. Lists that were shown keep their numbers."""
    if state.paging is not None and is_lost(state.paging.key, directory):
        state = state.but(paging=None)
    if state.danger is not None and any(is_lost(key, directory) for key in state.danger.choices):
        choices = tuple(key for key in state.danger.choices if not is_lost(key, directory))
        state = state.but(danger=replace(state.danger, choices=choices))
    return state


def _is_lost(ranked: RankedIntent, directory: Directory) -> bool:
    return ranked.intent is Intent.ADDED_TOPIC and not directory.can_offer(ranked.topic)
