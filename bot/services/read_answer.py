"""One answer as whoever keeps it sees it: what is served, what waits, what was said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog, Revision
from bot.answers.coverage import TextState, Translated, Translations
from bot.answers.model import Answer, Form, RevisionState, WithdrawalKind
from bot.errors import BadInputError
from bot.services.editing import Editing
from bot.services.list_answers import AnswerLine, answer_lines
from bot.services.staff_names import names_of
from bot.staff.permissions import Actor, Permission
from bot.store.answer_desk import comments_on
from bot.store.revisions import as_revision, newest_number, open_revision, published_catalog, withdrawals
from bot.store.tables.answers import AnswerRevision
from bot.vocabulary import Language


@dataclass(frozen=True)
class Said:
    """A comment on the revision with this number."""

    number: int
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Pending:
    """A revision that is not served yet. ``own``: who looks wrote it. ``fits``: its Indonesian is still the same."""

    revision: Revision
    number: int
    state: RevisionState
    author: str
    own: bool
    reason: str
    at: datetime
    submitted_at: datetime | None
    publish_at: datetime | None
    approved_by: str
    fits: bool


@dataclass(frozen=True)
class AnswerOnDesk:
    """An answer in one language. ``answer``: the Indonesian that is published; ``served``: the texts in the language.

    ``base``: the number of the newest revision, for ``save_draft``. ``withdrawn_because``: "" unless it is withdrawn.
    """

    line: AnswerLine
    language: Language
    served: Mapping[Form, Translated]
    pending: Pending | None
    comments: tuple[Said, ...]
    base: int
    variants: tuple[str, ...]
    withdrawn_because: str
    may_be_withdrawn: bool
    may_write: bool
    may_review: bool

    @property
    def answer(self) -> Answer:
        """Return the Indonesian that is published."""
        return self.line.answer

    def texts(self) -> dict[Form, str]:
        """Return the texts to go on from: those that wait, else those that are served, stale ones too."""
        if self.pending is not None:
            drafted = self.pending.revision.texts()
            return {form: drafted.get(form, "") for form in Form}
        return {form: one.text for form, one in self.served.items()}


def read_answer(editing: Editing, actor: Actor, key: str, language: Language) -> AnswerOnDesk:
    """Return an answer. Raises ForbiddenError, and BadInputError when there is none with this key."""
    actor.must(Permission.READ_ANSWERS)
    line = next((one for one in answer_lines(editing) if one.answer.key == key), None)
    if line is None:
        raise BadInputError("there is no such answer")
    with editing.store.reading() as session:
        catalog = published_catalog(session, editing.shipped)
        row = open_revision(session, key, language)
        comments = comments_on(session, key, language)
        names = names_of(session, [one.author for one in comments])
        because = [
            one.reason
            for one in withdrawals(session)
            if one.kind == WithdrawalKind.ANSWER and one.name in {key, line.answer.variant_of}
        ]
        return AnswerOnDesk(
            line=line,
            language=language,
            served=_served(catalog, line.answer, language),
            pending=None if row is None else _pending(session, row, actor, line.answer),
            comments=tuple(Said(one.number, names[one.author], one.text, one.at) for one in comments),
            base=newest_number(session, key, language),
            variants=catalog.variants(key),
            withdrawn_because=next(iter(because), ""),
            may_be_withdrawn=catalog.may_be_withdrawn(key),
            may_write=actor.may_write(language),
            may_review=actor.may_review(language),
        )


def _served(catalog: Catalog, answer: Answer, language: Language) -> Mapping[Form, Translated]:
    if language is not Language.ID:
        return Translations(catalog).of(answer, language)
    return {form: Translated(TextState.APPROVED, answer.text(form)) for form in Form if answer.text(form)}


def _pending(session: Session, row: AnswerRevision, actor: Actor, answer: Answer) -> Pending:
    names = names_of(session, [row.author, row.approved_by])
    return Pending(
        revision=as_revision(row),
        number=row.number,
        state=RevisionState(row.state),
        author=names[row.author],
        own=row.author == actor.name,
        reason=row.reason,
        at=row.created_at,
        submitted_at=row.submitted_at,
        publish_at=row.publish_at,
        approved_by=names[row.approved_by],
        fits=row.language == Language.ID or row.reference_hash == answer.reference_hash,
    )
