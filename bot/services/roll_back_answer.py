"""Serve an earlier version of an answer again, at once."""

from bot.answers.catalog import Catalog, Revision
from bot.answers.findings import refuse_errors, said
from bot.answers.model import Form, RevisionState
from bot.errors import BadInputError
from bot.services.draft_answers import subject_of
from bot.services.editing import Editing, refuse_unclear
from bot.services.publish_answer import retire_published
from bot.services.revision_faults import revision_faults
from bot.store.journal import note
from bot.store.revisions import add_revision, as_revision, published_catalog, revisions_of, was_served
from bot.vocabulary import Language

_NEVER_SERVED = "{key} in {language} has no version {number} that was served; see: bot answers history {key}"


def roll_back_answer(editing: Editing, key: str, language: Language, number: int, by: str, reason: str) -> int:
    """Publish again what was once served under this number, as a new revision. Returns the new number.

    It was read by two people then, so one is enough now. Raises BadInputError for a number that was never served, and
    for a text that breaks a rule today (a number removed since, a changed Indonesian).
    """
    refuse_unclear(by, reason=reason)
    now = editing.clock.now()
    with editing.writing() as session:
        row = next((one for one in revisions_of(session, key, language) if one.number == number), None)
        if row is None or not was_served(row):
            raise BadInputError(said(_NEVER_SERVED, key=key, language=language, number=number))
        if row.state == RevisionState.PUBLISHED:
            raise BadInputError(said("{subject} is served now", subject=subject_of(row)))
        revision = as_revision(row)
        retire_published(session, key, language)
        served = published_catalog(session, editing.shipped)
        refuse_errors(subject_of(row), revision_faults(revision, served, editing.responses, editing.today))
        if language is Language.ID and _is_shipped(revision, editing.shipped):
            note(session, now, by, "rolled_back", subject_of(row), reason)
            return row.number  # the shipped text is served again by itself, with its sources and dates
        again = add_revision(session, revision, RevisionState.PUBLISHED, by, reason, now)
        again.published_at = now
        note(session, now, by, "rolled_back", subject_of(row), f"as {again.number}: {reason}"[:400])
        return again.number


def _is_shipped(revision: Revision, shipped: Catalog) -> bool:
    if revision.key not in shipped:
        return False
    answer = shipped.answer(revision.key)
    same = all(revision.texts().get(form, "") == answer.text(form) for form in Form)
    beside = ("sources", "reviewed_on", "review_by", "next")
    return same and all(getattr(revision, name) in {None, getattr(answer, name)} for name in beside)
