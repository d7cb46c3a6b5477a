"""Look at answers: what happened to one, and what waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from bot.answers.catalog import Catalog
from bot.answers.model import Form, RevisionState
from bot.services.editing import Editing
from bot.store.engine import Store
from bot.store.journal import acts_on
from bot.store.revisions import as_revision, open_revisions, published_catalog, revisions_of, withdrawals
from bot.vocabulary import Language


@dataclass(frozen=True)
class Act:
    """Who did what to an answer or a hotline, when and why."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Version:
    """One version of an answer's texts. ``changes``: the word diff to the version before, by form."""

    number: int
    state: RevisionState
    author: str
    at: datetime
    reason: str
    changes: dict[Form, str]


@dataclass(frozen=True)
class Waiting:
    """What waits: open drafts as ``key/language/number state``, translations to renew, reviews that are due."""

    open: tuple[str, ...]
    stale: tuple[str, ...]
    overdue: tuple[str, ...]
    withdrawn: tuple[str, ...]


def answer_history(store: Store, key: str, language: Language) -> tuple[list[Version], list[Act]]:
    """Return the versions of an answer and every act on it, oldest first."""
    with store.reading() as session:
        versions, before = [], dict.fromkeys(Form, "")
        for row in revisions_of(session, key, language):
            texts = {form: before[form] for form in Form} | as_revision(row).texts()
            changes = {form: word_diff(before[form], texts[form]) for form in Form if texts[form] != before[form]}
            versions.append(
                Version(row.number, RevisionState(row.state), row.author, row.created_at, row.reason, changes)
            )
            before = texts
        rows = acts_on(session, (f"{key}/{language}/", f"answer/{key}"))
        return versions, [Act(row.at, row.actor, row.action, row.subject, row.detail) for row in rows]


def what_waits(editing: Editing) -> Waiting:
    """Return what is drafted, stale, due for review or withdrawn now."""
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
        drafts = tuple(
            f"{row.key}/{row.language}/{row.number} {row.state}, by {row.author}" for row in open_revisions(session)
        )
        gone = tuple(f"{row.kind} {row.name}: {row.reason} ({row.actor})" for row in withdrawals(session))
    stale = tuple(translation.where for translation in served.stale() if translation.key in served)
    return Waiting(drafts, stale, _overdue(served, editing.today), gone)


def _overdue(served: Catalog, today: date) -> tuple[str, ...]:
    due = ((answer.key, answer.review_by) for answer in served.answers() if answer.review_by is not None)
    return tuple(f"{key}, due on {day}" for key, day in due if day < today)


def word_diff(before: str, after: str) -> str:
    """Return the new text with what went as ``[-old-]`` and what came as ``{+new+}``, word by word."""
    old, new = before.split(), after.split()
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return " ".join(piece for step, a, b, c, d in steps for piece in _pieces(step, old[a:b], new[c:d]) if piece)


def _pieces(step: str, old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    if step == "equal":
        return (" ".join(new),)
    return (f"[-{' '.join(old)}-]" if old else "", f"{{+{' '.join(new)}+}}" if new else "")
