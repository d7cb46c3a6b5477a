"""Draft texts of answers from a file of the same form as the shipped ones: ``<topic>.toml``, ``aoz.po``, ``en.po``.

Telephone numbers (``hotlines.toml``) go along in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot.answers.added_topics import with_topics
from bot.answers.answer_files import read_answer_file
from bot.answers.catalog import Catalog, Revision
from bot.answers.findings import Finding, refuse_errors
from bot.answers.model import Answer, Form, RevisionState, Translation
from bot.answers.translation_files import TRANSLATED_INTO, read_translation_file
from bot.answers.word_diff import Step, steps
from bot.errors import BadInputError
from bot.services.added_topics import bring_topics
from bot.services.draft_hotlines import HOTLINES, ChangedHotline, draft_hotlines, hotline_changes
from bot.services.editing import Editing, refuse_unclear
from bot.services.follow_ups import NEXT, follow_up_steps
from bot.store.journal import note
from bot.store.revisions import add_revision, open_revision, published_catalog
from bot.store.tables.answers import AnswerRevision
from bot.vocabulary import Language, is_topic


@dataclass(frozen=True)
class Drafted:
    """Keys and languages that got a draft, and how many texts of the file are served already.

    ``hotlines``: ids and numbers of the versions of telephone numbers that wait for a second person.
    """

    drafts: tuple[tuple[str, Language, int], ...]
    unchanged: int
    hotlines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Changed:
    """What a file would change of an answer: the way from the served texts to its own, by form or ``NEXT``."""

    answer: Answer
    language: Language
    texts: Mapping[str, tuple[Step, ...]]


def draft_answers(editing: Editing, files: Sequence[Path], author: str, reason: str) -> Drafted:
    """Make a draft of every answer, translation or telephone number in the files that differs from what is served.

    Nothing else changes; a draft that waits already is replaced and stays in the history. Raises BadInputError that
    lists every fault of files that cannot be read, and for answers that do not exist: then there is no draft at all.
    """
    refuse_unclear(author, reason=reason)
    texts, numbers = _sorted_out(files)
    wanted = _wanted(texts)
    with editing.writing() as session:
        served = published_catalog(session, editing.shipped)
        served = bring_topics(session, _topics(wanted), served, author, editing)
        new = _differing(wanted, served)
        drafts = [add_draft(session, revision, author, reason, editing.clock.now()) for revision in new]
        hotlines = [one for file in numbers for one in draft_hotlines(session, editing, file, author, reason)]
    return Drafted(tuple(drafts), len({(one.key, _language(one)) for one in wanted}) - len(drafts), tuple(hotlines))


def hotline_changes_in(editing: Editing, files: Sequence[Path]) -> tuple[ChangedHotline, ...]:
    """Return the telephone numbers the files would change. Raises BadInputError as ``draft_answers``."""
    with editing.store.reading() as session:
        return tuple(one for file in _sorted_out(files)[1] for one in hotline_changes(session, editing, file))


def changes_in(editing: Editing, files: Sequence[Path]) -> tuple[Changed, ...]:
    """Return the answers the files would change, without drafting it. Raises BadInputError as ``draft_answers``."""
    wanted = _wanted(_sorted_out(files)[0])
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
    served = with_topics(served, (replace(one, label="", short="", full="", sources=()) for one in _topics(wanted)))
    now = {(t.key, t.form, t.language): t.text for t in served.translations()}
    changed = []
    for revision in _differing(wanted, served):
        answer = served.answer(revision.key)
        before = {
            form: answer.text(form)
            if revision.language is Language.ID
            else now.get((revision.key, form, revision.language), "")
            for form in Form
        }
        texts: dict[str, tuple[Step, ...]] = {
            form: steps(before[form], text) for form, text in revision.texts().items() if text != before[form]
        }
        if revision.next not in {None, answer.next}:
            texts[NEXT] = follow_up_steps(answer.next, revision.next or ())
        changed.append(Changed(answer, revision.language, texts))
    return tuple(changed)


def _sorted_out(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files of answers and translations, and those of telephone numbers."""
    numbers = [file for file in files if file.name == HOTLINES]
    return [file for file in files if file not in numbers], numbers


def _wanted(files: Sequence[Path]) -> list[Answer | Translation]:
    findings: list[Finding] = []
    wanted = [one for file in files for one in _read(file, findings)]
    refuse_errors(" and ".join(file.name for file in files[:3]), findings)
    return wanted


def _read(file: Path, findings: list[Finding]) -> Sequence[Answer | Translation]:
    if file.suffix == ".toml":
        return tuple(read_answer_file(file, findings).values())
    if file.suffix == ".po" and file.stem in set(TRANSLATED_INTO):
        return read_translation_file(file, Language(file.stem), findings)
    names = ", ".join(f"{language}.po" for language in TRANSLATED_INTO)
    raise BadInputError(f"{file.name} must be a .toml of answers or one of {names}")


def _topics(wanted: Sequence[Answer | Translation]) -> list[Answer]:
    return [one for one in wanted if isinstance(one, Answer) and is_topic(one.key)]


def _language(one: Answer | Translation) -> Language:
    return one.language if isinstance(one, Translation) else Language.ID


def _differing(wanted: Sequence[Answer | Translation], served: Catalog) -> list[Revision]:
    unknown = sorted({one.key for one in wanted} - set(served.keys()))
    if unknown:
        raise BadInputError(f"the files name answers that do not exist: {', '.join(unknown)}")
    answers = [one for one in wanted if isinstance(one, Answer)]
    revisions = [_of_answer(one) for one in answers if not _is_served(one, served)]
    by_answer: dict[tuple[str, Language], dict[Form, Translation]] = {}
    for one in wanted:
        if isinstance(one, Translation):
            by_answer.setdefault((one.key, one.language), {})[one.form] = one
    for (key, language), forms in by_answer.items():
        revision = _of_translations(key, language, forms, served)
        if revision:
            revisions.append(revision)
    return revisions


def _is_served(answer: Answer, served: Catalog) -> bool:
    now = served.answer(answer.key)
    return all(
        getattr(answer, name) == getattr(now, name)
        for name in ("label", "short", "full", "next", "sources", "reviewed_on", "review_by")
    )


def _of_answer(answer: Answer) -> Revision:
    return Revision(
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


def _of_translations(key: str, language: Language, forms: dict[Form, Translation], served: Catalog) -> Revision | None:
    """Return the revision of an answer's translations, None when every text is served as it is.

    Texts that translate an older Indonesian are left out; those that are approved and unchanged go along, because a
    published revision replaces the one before as a whole.
    """
    fresh = {form: one for form, one in forms.items() if one.reference == served.answer(key).text(form)}
    now = {(t.key, t.form, t.language): t for t in served.translations()}
    changed = [form for form, one in fresh.items() if _is_new(one, now.get((key, form, language)))]
    if not changed:
        return None
    texts = {form: one.text for form, one in fresh.items() if form in changed or one.stands_alone}
    return Revision(
        key=key,
        language=language,
        label=texts.get(Form.LABEL, ""),
        short=texts.get(Form.SHORT, ""),
        full=texts.get(Form.FULL, ""),
        reference_hash=served.answer(key).reference_hash,
        speaker=next((one.speaker for one in fresh.values() if one.speaker), ""),
    )


def _is_new(one: Translation, served: Translation | None) -> bool:
    """Tell whether a translation says something else than the served one, or is approved where that is a draft."""
    return served is None or one.text != served.text or (one.stands_alone and not served.stands_alone)


def add_draft(
    session: Session, revision: Revision, author: str, reason: str, now: datetime
) -> tuple[str, Language, int]:
    """Add a draft in place of the one that waits, if any. Returns key, language and number."""
    waiting = open_revision(session, revision.key, revision.language)
    if waiting is not None:
        waiting.state = RevisionState.RETIRED.value
        note(session, now, author, "replaced_draft", subject_of(waiting))
    row = add_revision(session, revision, RevisionState.DRAFT, author, reason, now)
    note(session, now, author, "drafted", subject_of(row), reason)
    return row.key, revision.language, row.number


def subject_of(row: AnswerRevision) -> str:
    """Return how the audit log names a revision: ``ask_cost/id/3``."""
    return f"{row.key}/{row.language}/{row.number}"
