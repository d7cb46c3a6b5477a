"""A draft of an added topic in the simulator: no model knows it yet, so on that number its own words lead to it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.store.answer_desk import tried_revision
from bot.store.topics import sentences_of
from bot.training.topic_sentences import same
from bot.understanding.model import RankedIntent, Understanding
from bot.vocabulary import Decision, Intent, is_topic

_SURE = 0.99


def with_tried_topic(session: Session, understood: Understanding, address: str | None) -> Understanding:
    """Return what was understood on a number on which a topic is tried.

    The topic's title, and each of its examples, mean the topic; what else is not sure offers it among the choices.
    Danger, commands and numbers stay as they are, and so does everything on numbers that people have.
    """
    row = tried_revision(session, address)
    told = understood.danger is not None or understood.command is not None or understood.number is not None
    if row is None or not is_topic(row.key) or told:
        return understood
    others = tuple(ranked for ranked in understood.ranking if ranked.topic != row.key)
    topic = RankedIntent(Intent.ADDED_TOPIC, _SURE, row.key)
    named = {same(row.label), *(same(one.text) for one in sentences_of(session, row.key))}
    if same(understood.text) in named:
        return replace(understood, ranking=(topic, *others), decision=Decision.ACT)
    sure = understood.decision is Decision.ACT
    if sure or understood.intent is Intent.EMERGENCY or understood.name == row.key:
        return understood
    offered = (others[0], replace(topic, confidence=others[0].confidence), *others[1:])
    return replace(understood, ranking=offered, decision=Decision.ASK_BACK)
