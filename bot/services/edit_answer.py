"""Write a draft of an answer in the console; nobody reads it before another person published it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog, Revision
from bot.answers.model import Form, RevisionState
from bot.errors import BadInputError
from bot.services.draft_answers import add_draft, subject_of
from bot.services.editing import Editing, refuse_unclear
from bot.services.publish_answer import waiting_revision
from bot.services.typed_texts import TypedTexts, revision_from
from bot.staff.permissions import Actor
from bot.store.journal import note
from bot.store.revisions import as_revision, newest_number, open_revision, published_catalog
from bot.vocabulary import Language


def save_draft(
    editing: Editing,
    actor: Actor,
    key: str,
    language: Language,
    typed: TypedTexts,
    reason: str,
    *,
    base: int,
    reference: str,
) -> int | None:
    """Keep the texts as the draft that waits. Returns its number, or None when somebody else wrote meanwhile.

    ``base``: the number of the newest revision the writer saw, 0 for none. ``reference``: the ``reference_hash`` of
    the Indonesian answer they saw. Raises ForbiddenError, and BadInputError for texts that change nothing.
    """
    actor.must_write(language)
    refuse_unclear(actor.name, reason=reason)
    with editing.writing() as session:
        served = published_catalog(session, editing.shipped)
        revision = revision_from(typed, key, language, served)
        if newest_number(session, key, language) != base or served.answer(key).reference_hash != reference:
            return None
        if not _changes(session, revision, served):
            raise BadInputError("nothing was changed")
        return add_draft(session, revision, actor.name, reason, editing.clock.now())[2]


def discard_draft(editing: Editing, actor: Actor, key: str, language: Language) -> None:
    """Take back what waits; it stays in the history. Raises ForbiddenError, and BadInputError when nothing waits."""
    actor.must_write(language)
    with editing.writing() as session:
        row = waiting_revision(session, key, language)
        row.state = RevisionState.RETIRED.value
        note(session, editing.clock.now(), actor.name, "discarded_draft", subject_of(row))


def _changes(session: Session, revision: Revision, served: Catalog) -> bool:
    """Tell whether a draft says something that is neither served already nor drafted already."""
    waiting = open_revision(session, revision.key, revision.language)
    if waiting is not None:
        return _whole(replace(as_revision(waiting), speaker=""), served) != _whole(revision, served)
    answer = served.answer(revision.key)
    if revision.language is Language.ID:
        return _whole(revision, served) != Revision(
            key=answer.key,
            language=Language.ID,
            label=answer.label,
            short=answer.short,
            full=answer.full,
            sources=answer.sources,
            reviewed_on=answer.reviewed_on,
            review_by=answer.review_by,
            next=answer.next,
        )
    # A translation nobody approved yet is news when somebody hands it in as it is.
    now = {form: served.translation(revision.key, form, revision.language) for form in Form}
    approved = {form: one.text for form, one in now.items() if one is not None and one.speaker}
    return any(text != approved.get(form) for form, text in revision.texts().items())


def _whole(revision: Revision, served: Catalog) -> Revision:
    """Return an Indonesian revision with the sources, dates and follow-ups it keeps."""
    if revision.language is not Language.ID:
        return revision
    answer = served.answer(revision.key)
    return replace(
        revision,
        sources=answer.sources if revision.sources is None else revision.sources,
        reviewed_on=revision.reviewed_on or answer.reviewed_on,
        review_by=revision.review_by or answer.review_by,
        next=answer.next if revision.next is None else revision.next,
    )
