"""What the page of an added topic has more than that of another answer."""

from bot.learning import learning_of
from bot.services.read_answer import AnswerOnDesk
from bot.services.read_topic import Reach, read_topic
from bot.services.understood_now import answered_now
from bot.training.labels import LANGUAGES
from bot.training.topic_data import LEAST_LEARNED
from bot.training.topic_sentences import LEAST, LONGEST
from bot.vocabulary import Language, is_topic
from webhook.console.access import actor
from webhook.console.known_answers import known_answers
from webhook.console.topic_form import TypedSentences
from webhook.runtime import get_runtime


def writes_own(desk: AnswerOnDesk) -> bool:
    """Tell whether the page takes texts nobody wrote before: those of an added topic."""
    return desk.language is Language.ID and is_topic(desk.answer.key)


def about_topic(desk: AnswerOnDesk) -> dict[str, object]:
    """Return the sentences of an added topic, and how far people are from it; nothing for any other answer."""
    if not writes_own(desk):
        return {}
    runtime, key = get_runtime(), desk.answer.key
    topic = read_topic(learning_of(runtime), actor(), key)
    asks = topic.reach is not Reach.KNOWN and topic.may_write
    return {
        "topic": topic,
        "answered_now": answered_now(runtime.understander, topic.sentences, key) if asks else None,
        "known_answers": known_answers(),
        "typed_lines": TypedSentences(),
        "line_faults": {},
        "train_languages": LANGUAGES,
        "least": LEAST,
        "least_learned": LEAST_LEARNED,
        "longest": LONGEST,
    }
