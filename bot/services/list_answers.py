"""Every answer with what somebody has to see to: drafts, stale translations, reviews that are due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.answers.coverage import Coverage, Translations
from bot.answers.model import Answer, Form, RevisionState
from bot.answers.translation_files import TRANSLATED_INTO
from bot.services.editing import Editing
from bot.staff.permissions import Actor, Permission
from bot.store.answer_desk import ratings_since, uses_since
from bot.store.revisions import open_revisions, published_catalog, published_revisions, withdrawn
from bot.store.topics import sentence_counts
from bot.vocabulary import Language, Word

PAGE = 40
LONGEST_SEARCH = 120
WEEK = timedelta(days=7)
RATED = timedelta(days=90)


class AnswerState(Word):
    """What an answer can be filtered by."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    STALE = "stale"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


class AnswerOrder(Word):
    """In what order answers are listed; else in that of the files."""

    ASKED = "asked"
    REVIEW = "review"


@dataclass(frozen=True)
class WantedAnswers:
    """Which answers. ``lacks``: without any usable text in that language. ``search``: words in its texts or its key."""

    topic: str = ""
    state: AnswerState | None = None
    lacks: Language | None = None
    search: str = ""
    order: AnswerOrder | None = None
    page: int = 1


@dataclass(frozen=True)
class AnswerLine:
    """One answer of the list.

    ``asked``: how often it was given in the last 7 days. ``helped`` and ``unhelped``: what people said in 90 days.
    ``waiting``: what waits, by language. ``changed``: languages in which a revision stands over the shipped text.
    ``sentences``: examples of an added topic.
    """

    answer: Answer
    coverage: Mapping[Language, Coverage]
    waiting: Mapping[Language, RevisionState]
    changed: frozenset[Language]
    overdue: bool
    withdrawn: bool
    asked: int
    helped: int
    unhelped: int
    sentences: int = 0

    @property
    def states(self) -> frozenset[AnswerState]:
        """Return by what it is found."""
        found = {AnswerState(state.value) for state in self.waiting.values()}
        told = {
            AnswerState.STALE: Coverage.STALE in self.coverage.values(),
            AnswerState.OVERDUE: self.overdue,
            AnswerState.WITHDRAWN: self.withdrawn,
            AnswerState.CHANGED: bool(self.changed),
        }
        return frozenset(found | {state for state, so in told.items() if so})


@dataclass(frozen=True)
class AnswerList:
    """One page of the list. ``counts``: how many answers of all there are in each state."""

    lines: tuple[AnswerLine, ...]
    total: int
    page: int
    pages: int
    topics: tuple[str, ...]
    counts: Mapping[AnswerState, int] = field(default_factory=dict)


def list_answers(editing: Editing, actor: Actor, wanted: WantedAnswers) -> AnswerList:
    """Return one page of the answers that are wanted. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    every = tuple(answer_lines(editing))
    found = [line for line in every if _fits(line, wanted)]
    match wanted.order:
        case AnswerOrder.ASKED:
            found.sort(key=lambda line: -line.asked)
        case AnswerOrder.REVIEW:
            found.sort(key=lambda line: line.answer.review_by or date.max)
    pages = max(1, -(-len(found) // PAGE))
    begin = (wanted.page - 1) * PAGE
    shown = tuple(found[begin : begin + PAGE]) if 1 <= wanted.page <= pages else ()
    topics = tuple(dict.fromkeys(line.answer.topic for line in every))
    counts = {state: sum(state in line.states for line in every) for state in AnswerState}
    return AnswerList(shown, len(found), wanted.page, pages, topics, counts)


def answer_lines(editing: Editing) -> Iterator[AnswerLine]:
    """Yield every answer as the list shows it, in the order of the files."""
    today = editing.today
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
        changed = {(one.key, one.language) for one in published_revisions(session)}
        waiting = {(one.key, Language(one.language)): RevisionState(one.state) for one in open_revisions(session)}
        gone = withdrawn(session).answers
        examples = sentence_counts(session)
        uses, ratings = uses_since(session, today - WEEK + timedelta(days=1)), ratings_since(session, today - RATED)
    translations = Translations(served)
    for answer in served.answers():
        key = answer.key
        helped, unhelped = ratings.get(key, (0, 0))
        yield AnswerLine(
            answer=answer,
            coverage={language: translations.coverage(answer, language) for language in TRANSLATED_INTO},
            waiting={language: waiting[key, language] for language in Language if (key, language) in waiting},
            changed=frozenset(language for language in Language if (key, language) in changed),
            overdue=answer.review_by is not None and answer.review_by < today,
            withdrawn=key in gone or answer.variant_of in gone,
            asked=uses.get(key, 0),
            helped=helped,
            unhelped=unhelped,
            sentences=examples.get(key, 0),
        )


def _fits(line: AnswerLine, wanted: WantedAnswers) -> bool:
    answer = line.answer
    if wanted.topic and answer.topic != wanted.topic:
        return False
    if wanted.state is not None and wanted.state not in line.states:
        return False
    if wanted.lacks is not None and line.coverage.get(wanted.lacks) is not Coverage.NONE:
        return False
    text = " ".join([answer.key, answer.key.replace("_", " "), *(answer.text(form) for form in Form)]).casefold()
    return all(word in text for word in wanted.search.casefold().split())
