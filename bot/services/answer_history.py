"""Look at answers: what happened to one, and what waits for somebody."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.answers.catalog import Catalog
from bot.answers.model import Form, RevisionState
from bot.answers.word_diff import Change, Step, steps, word_steps
from bot.services.editing import Editing
from bot.services.follow_ups import NEXT, follow_up_steps
from bot.services.staff_names import names_of
from bot.staff.permissions import Actor, Permission
from bot.store.engine import Store
from bot.store.journal import acts_on
from bot.store.revisions import (
    as_revision,
    open_revisions,
    published_catalog,
    revisions_of,
    was_served,
    withdrawals,
)
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
    """One version of an answer's texts. ``changes``: the word diff to the version before, by form or ``NEXT``.

    ``steps``: the same for a page. ``served``: people were answered with it, so it can be served again.
    """

    number: int
    state: RevisionState
    author: str
    at: datetime
    reason: str
    changes: dict[str, str]
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    served: bool = False
    speaker: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits: open drafts as ``key/language/number state``, translations to renew, reviews that are due."""

    open: tuple[str, ...]
    stale: tuple[str, ...]
    overdue: tuple[str, ...]
    withdrawn: tuple[str, ...]


def answer_history(
    store: Store, key: str, language: Language, shipped: Catalog | None = None
) -> tuple[list[Version], list[Act]]:
    """Return the versions of an answer and every act on it, oldest first.

    ``shipped`` says what people asked next before a version said so; without it that is not known, and not told.
    """
    follow_ups = shipped.answer(key).next if shipped is not None and key in shipped else None
    with store.reading() as session:
        versions: list[Version] = []
        before = dict.fromkeys(Form, "")
        for row in revisions_of(session, key, language):
            texts = {form: before[form] for form in Form} | as_revision(row).texts()
            ways: dict[str, tuple[Step, ...]] = {
                form: steps(before[form], texts[form]) for form in Form if texts[form] != before[form]
            }
            changes: dict[str, str] = {form: word_diff(before[form], texts[form]) for form in Form if form in ways}
            if row.next is not None and follow_ups is not None and tuple(row.next) != follow_ups:
                ways[NEXT] = follow_up_steps(follow_ups, row.next)
                changes[NEXT] = word_diff(" ".join(follow_ups), " ".join(row.next))
            follow_ups = follow_ups if row.next is None else tuple(row.next)
            version = Version(
                row.number,
                RevisionState(row.state),
                row.author,
                row.created_at,
                row.reason,
                changes=changes,
                steps=ways,
                served=was_served(row),
                speaker=row.speaker,
                published_at=row.published_at,
            )
            versions.append(version)
            before = texts
        rows = acts_on(session, (f"{key}/{language}/", f"answer/{key}", f"topic/{key}"))
        rows = [row for row in rows if not row.subject.startswith("topic/") or row.subject == f"topic/{key}"]
        return versions, [Act(row.at, row.actor, row.action, row.subject, row.detail) for row in rows]


def show_history(editing: Editing, actor: Actor, key: str, language: Language) -> tuple[list[Version], list[Act]]:
    """Return versions and acts as a page shows them, newest first, people by their names. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    versions, acts = answer_history(editing.store, key, language, editing.shipped)
    with editing.store.reading() as session:
        names = names_of(session, [*(one.author for one in versions), *(act.actor for act in acts)])
    return (
        [replace(one, author=names[one.author]) for one in reversed(versions)],
        [replace(act, actor=names[act.actor]) for act in reversed(acts)],
    )


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
    frames = {Change.SAME: "{}", Change.GONE: "[-{}-]", Change.NEW: "{{+{}+}}"}
    return " ".join(frames[step.change].format(step.text) for step in word_steps(before.split(), after.split()))
