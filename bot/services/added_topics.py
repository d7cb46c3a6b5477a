"""Topics that admins add: a title, how people ask for it, and what they ask next. The texts are drafts like all others.

Whatever is added is read by a second person before it changes anything; what is taken away goes at once.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from bot.answers.answer_rules import FAQ_NEXT, LABEL_SEPTETS
from bot.answers.catalog import Catalog
from bot.answers.findings import said
from bot.answers.model import ADDED_TOPICS, Answer, RevisionState
from bot.answers.sms import outside_gsm7, segments
from bot.errors import BadInputError
from bot.services.editing import Editing
from bot.staff.permissions import Actor, Permission
from bot.store import topics as store
from bot.store.journal import note
from bot.store.revisions import open_revision, published_catalog
from bot.training.labelled import HELD_OUT
from bot.training.topic_sentences import LEAST, MOST, NewSentence, enough, sentence_faults
from bot.understanding.examples import Example, read_examples
from bot.vocabulary import LONGEST_TOPIC, TOPIC_PREFIX, Language

_LONG_TITLE = "the title has {units} characters; at most {most}"
_TOO_MANY = "a topic has at most 200 sentences"
_FEW = "write {least} or more different sentences in Indonesian or Kupang Malay; these are {count}"


class FaultySentencesError(BadInputError):
    """Some sentences may not become examples. ``faults``: why, by their place among those that were given."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        """Take the faults, none of which holds a sentence."""
        super().__init__("some sentences cannot be taken: see below")
        self.faults = dict(faults)


@dataclass(frozen=True)
class NewTopic:
    """What is needed to begin a topic. ``next``: keys of two to four answers that people ask for next."""

    label: str
    next: tuple[str, ...]
    sentences: tuple[NewSentence, ...]


def begin_topic(editing: Editing, nlu_data: Path, actor: Actor, new: NewTopic) -> str:
    """Add a topic without texts yet, and return its key. Nobody is answered with it before a text is published.

    Raises ForbiddenError, FaultySentencesError, and BadInputError for a title or a choice that cannot be.
    """
    actor.must(Permission.EDIT_ANSWERS)
    known = known_sentences(nlu_data)
    now, label = editing.clock.now(), " ".join(new.label.split())
    with editing.writing() as session:
        published = published_catalog(session, editing.shipped)
        _refuse_title(label, published)
        _refuse_next(new.next, published)
        key = key_for(label, published.keys())
        _refuse_sentences(new.sentences, key, (), known)
        if enough(new.sentences) < LEAST:
            raise BadInputError(said(_FEW, least=LEAST, count=enough(new.sentences)))
        store.add_topic(session, Answer(key, ADDED_TOPICS, label, "", "", new.next), actor.name, now)
        store.add_sentences(session, key, new.sentences, actor.name, now)
        note(session, now, actor.name, "added_topic", f"topic/{key}", f"{len(new.sentences)} sentences")
    return key


def add_sentences(editing: Editing, nlu_data: Path, actor: Actor, key: str, new: Sequence[NewSentence]) -> int:
    """Propose more examples of a topic. Returns how many. Raises as ``begin_topic``."""
    actor.must(Permission.EDIT_ANSWERS)
    known = known_sentences(nlu_data)
    now = editing.clock.now()
    with editing.writing() as session:
        there = [one.text for one in store.sentences_of(session, _topic(session, key))]
        if not new:
            raise BadInputError("write one sentence or more")
        if len(there) + len(new) > MOST:
            raise BadInputError(_TOO_MANY)
        _refuse_sentences(new, key, there, known)
        store.add_sentences(session, key, new, actor.name, now)
        note(session, now, actor.name, "proposed_sentences", f"topic/{key}", f"{len(new)} sentences")
    return len(new)


def approve_sentences(editing: Editing, actor: Actor, key: str, ids: Collection[UUID]) -> int:
    """Approve these examples, which somebody else proposed. Returns how many.

    Raises ForbiddenError, and BadInputError where none of them waits for this person.
    """
    actor.must_review(Language.ID)
    now = editing.clock.now()
    with editing.writing() as session:
        count = store.approve_sentences(session, _topic(session, key), actor.name, now, ids)
        if not count:
            raise BadInputError("no sentence waits for you here: you wrote them yourself, or somebody was faster")
        note(session, now, actor.name, "approved_sentences", f"topic/{key}", f"{count} sentences")
    return count


def take_sentence_away(editing: Editing, actor: Actor, key: str, sentence_id: UUID) -> None:
    """Take one example away; the next writing takes it out of the training data. Raises as ``approve_sentences``."""
    actor.must(Permission.EDIT_ANSWERS)
    now = editing.clock.now()
    with editing.writing() as session:
        if not store.take_sentence_away(session, _topic(session, key), sentence_id, now):
            raise BadInputError("this sentence is gone already")
        note(session, now, actor.name, "took_sentence_away", f"topic/{key}", f"sentence/{sentence_id}")


def drop_topic(editing: Editing, actor: Actor, key: str) -> None:
    """Delete a topic nobody was ever answered with. Raises ForbiddenError, and BadInputError for any other."""
    actor.must(Permission.EDIT_ANSWERS)
    now = editing.clock.now()
    with editing.writing() as session:
        if store.was_published(session, _topic(session, key)):
            raise BadInputError("people were answered with this topic: withdraw it instead")
        for language in Language:
            row = open_revision(session, key, language)
            if row is not None:
                row.state = RevisionState.RETIRED.value
        store.delete_topic(session, key)
        note(session, now, actor.name, "deleted_topic", f"topic/{key}")


def key_for(label: str, taken: Collection[str]) -> str:
    """Return a key made of a title, such as ``topic_akta_lahir``, that is not taken. Raises BadInputError."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = "_".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
    if not words:
        raise BadInputError("the title needs letters")
    key = f"{TOPIC_PREFIX}{words}"[:LONGEST_TOPIC].rstrip("_")
    number = 2
    while key in taken:
        end = f"_{number}"
        key = f"{TOPIC_PREFIX}{words}"[: LONGEST_TOPIC - len(end)].rstrip("_") + end
        number += 1
    return key


def known_sentences(nlu_data: Path) -> list[Example]:
    """Return all training and held-out sentences."""
    return [one for name in ("train", *HELD_OUT) for one in read_examples(nlu_data / name)]


def bring_topics(session: Session, answers: Sequence[Answer], served: Catalog, by: str, editing: Editing) -> Catalog:
    """Add the topics of a file that are not here yet, and their examples. Returns what is published with them.

    Raises BadInputError with the place of every example that may not be one.
    """
    if not answers:
        return served
    now = editing.clock.now()
    for answer in answers:
        if answer.key not in served:
            _refuse_label(answer.label)
            base = replace(answer, topic=ADDED_TOPICS, short="", full="", sources=(), sentences=())
            store.add_topic(session, base, by, now)
            note(session, now, by, "added_topic", f"topic/{answer.key}", "from a file")
        there = {one.text for one in store.sentences_of(session, answer.key)}
        new = [NewSentence(one.language, one.text, one.speaker) for one in answer.sentences if one.text not in there]
        if len(there) + len(new) > MOST:
            raise BadInputError(_TOO_MANY)
        faults = sentence_faults(new, answer.key, there, ())
        if faults:
            lines = "\n".join(f"[{answer.key}] sentence {place + 1}: {fault}" for place, fault in faults.items())
            raise BadInputError(lines)
        store.add_sentences(session, answer.key, new, by, now)
    return published_catalog(session, editing.shipped)


def _topic(session: Session, key: str) -> str:
    if key not in store.topic_keys(session):
        raise BadInputError("there is no such topic")
    return key


def _refuse_title(label: str, published: Catalog) -> None:
    _refuse_label(label)
    if any(label.casefold() == answer.label.casefold() for answer in published.answers()):
        raise BadInputError("an answer has this title already")


def _refuse_label(label: str) -> None:
    units = segments(label).units if label else 0
    if not label:
        raise BadInputError("give the topic a title")
    if outside_gsm7(label) or set(label) & set("{}\n"):
        raise BadInputError("the title has characters that SMS does not know")
    if units > LABEL_SEPTETS:
        raise BadInputError(said(_LONG_TITLE, units=units, most=LABEL_SEPTETS))


def _refuse_next(keys: Sequence[str], published: Catalog) -> None:
    fit = all(key in published and published.answer(key).label for key in keys)
    if not fit or len(set(keys)) != len(keys) or len(keys) not in FAQ_NEXT:
        raise BadInputError("choose two to four different answers that people ask for next")


def _refuse_sentences(new: Sequence[NewSentence], key: str, there: Collection[str], known: Sequence[Example]) -> None:
    if len(new) > MOST:
        raise BadInputError(_TOO_MANY)
    faults = sentence_faults(new, key, there, known)
    if faults:
        raise FaultySentencesError(faults)
