"""From draft to what people read: submit a draft, and publish what a second person has read."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.answers.findings import refuse_errors, said
from bot.answers.model import RevisionState
from bot.clock import WITA
from bot.errors import BadInputError
from bot.services.draft_answers import subject_of
from bot.services.editing import Editing, refuse_unclear
from bot.services.revision_faults import revision_faults
from bot.store.journal import note
from bot.store.revisions import as_revision, open_revision, published_catalog, published_revision
from bot.store.tables.answers import AnswerRevision
from bot.store.topics import approve_sentences, sentences_of
from bot.training.topic_sentences import LEAST, SentenceState, enough
from bot.vocabulary import Language, is_topic

NO_SPEAKER = "a Dawan text is published with the name of the speaker who approved it (--speaker)"
NO_SPEAKER_HERE = "a Dawan text is written or approved by a reviewer who speaks it"
_OWN_TEXT = "{subject} was written by {author}; a second person publishes it"
_SUBMITTED = "{subject} is in review already; publish it or draft another text"
_NOTHING_WAITS = "no draft of {key} in {language} waits; make one with: bot answers draft FILE"
_NOT_SUBMITTED = "{subject} is not in review yet; hand it in with: bot answers submit"
_FEW_SENTENCES = "a topic needs {least} or more different examples in Indonesian or Kupang Malay"

ALONE_AFTER = timedelta(days=1)
"""How long a revision waits when nobody else can read it: a night's sleep is the second pair of eyes."""


def submit_answer(editing: Editing, key: str, language: Language, by: str) -> int:
    """Hand a draft in for review. Returns its number.

    Raises BadInputError when there is no draft, or with every rule that it breaks.
    """
    refuse_unclear(by)
    now = editing.clock.now()
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        if row.state != RevisionState.DRAFT:
            raise BadInputError(said(_SUBMITTED, subject=subject_of(row)))
        refuse_faults(session, row, editing)
        row.state, row.submitted_at = RevisionState.IN_REVIEW.value, now
        note(session, now, by, "submitted", subject_of(row))
        return row.number


def publish_answer(
    editing: Editing, key: str, language: Language, by: str, *, alone: bool = False, speaker: str = ""
) -> int:
    """Publish the revision in review; the next reply says it. Returns its number.

    Another person than the author has to do it; ``alone`` lets the author do it a day after handing it in, and the
    history says so. A Dawan text needs the name of the ``speaker`` who approved it. Raises BadInputError with what is
    in the way.
    """
    refuse_unclear(by, speaker or by)
    now = editing.clock.now()
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        _refuse_unread(row, by, now, alone=alone)
        if language is not Language.ID:
            row.speaker = speaker or row.speaker or (by if language is Language.EN else "")
            if not row.speaker:
                raise BadInputError(NO_SPEAKER)
        refuse_faults(session, row, editing)
        publish_row(session, row, now, by, alone=by == row.author)
        detail = "by its author alone, a day after handing it in" if by == row.author else ""
        note(session, now, by, "published", subject_of(row), detail)
        return row.number


def publish_row(session: Session, row: AnswerRevision, now: datetime, by: str, *, alone: bool = False) -> None:
    """Serve a revision in place of the one before, from the next reply on.

    Who publishes an added topic read its examples as well: those of others are approved; ``alone``: one's own too.
    """
    retire_published(session, row.key, Language(row.language))
    row.state, row.published_at = RevisionState.PUBLISHED.value, now
    session.flush()
    if is_topic(row.key) and row.language == Language.ID:
        approve_sentences(session, row.key, by, now, own=alone)


def retire_published(session: Session, key: str, language: Language) -> None:
    """Retire the published revision, if there is one: the shipped text is served again."""
    before = published_revision(session, key, language)
    if before is not None:
        before.state = RevisionState.RETIRED.value
        session.flush()  # before the next one is published: there is never more than one


def waiting_revision(session: Session, key: str, language: Language) -> AnswerRevision:
    """Return what waits: a draft, or what is in review or scheduled. Raises BadInputError when nothing does."""
    row = open_revision(session, key, language)
    if row is None:
        raise BadInputError(said(_NOTHING_WAITS, key=key, language=language))
    return row


def _refuse_unread(row: AnswerRevision, by: str, now: datetime, *, alone: bool) -> None:
    if row.state == RevisionState.DRAFT or row.submitted_at is None:
        raise BadInputError(said(_NOT_SUBMITTED, subject=subject_of(row)))
    if by != row.author:
        return
    if not alone:
        raise BadInputError(said(_OWN_TEXT, subject=subject_of(row), author=by))
    if now < row.submitted_at + ALONE_AFTER:
        until = (row.submitted_at + ALONE_AFTER).astimezone(WITA)
        raise BadInputError(f"its author may publish it alone from {until:%Y-%m-%d %H:%M} WITA on")


def refuse_few_sentences(session: Session, key: str) -> None:
    """Raise BadInputError for an added topic with too few examples of how people ask for it."""
    found = sentences_of(session, key)
    if enough(one for one in found if one.state is not SentenceState.REFUSED) < LEAST:
        raise BadInputError(said(_FEW_SENTENCES, least=LEAST))


def refuse_faults(session: Session, row: AnswerRevision, editing: Editing) -> None:
    """Raise BadInputError with every rule that a revision breaks."""
    served = published_catalog(session, editing.shipped)
    # The speaker who approves a Dawan text is asked for when it is published; until then nobody is named.
    revision = replace(as_revision(row), speaker=row.speaker or "-")
    faults = revision_faults(revision, served, editing.responses, editing.today)
    if is_topic(row.key) and row.language == Language.ID:
        refuse_few_sentences(session, row.key)
    refuse_errors(subject_of(row), faults)
