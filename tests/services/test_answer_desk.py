"""Drafts, approval and schedules of answers as the console asks for them, on both databases and by several at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.answers.model import Form
from bot.bootstrap import Runtime
from bot.errors import BadInputError, ForbiddenError, JalanAmanError
from bot.services.edit_answer import save_draft
from bot.services.editing import Editing
from bot.services.list_answers import AnswerOrder, AnswerState, WantedAnswers, list_answers
from bot.services.read_answer import read_answer
from bot.services.review_answer import approve, publish_due, schedule, submit
from bot.services.seed import seed
from bot.services.staff_accounts import NewAccount, invite
from bot.services.translation_queue import translation_queue
from bot.services.typed_texts import TypedTexts, typed_texts
from bot.staff.permissions import Actor, StaffRole
from bot.store.revisions import revisions_of, served_catalog
from bot.vocabulary import Language
from tests.doubles.service import editing_of, work

ID, AOZ, EN = Language.ID, Language.AOZ, Language.EN
ACCOUNT = UUID(int=1)
OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."


@pytest.fixture
def editing(runtime: Runtime) -> Editing:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return editing_of(runtime)


def somebody(runtime: Runtime, name: str, role: StaffRole = StaffRole.ADMIN, language: str = "") -> Actor:
    made = invite(
        runtime.store, runtime.clock, NewAccount(f"{name}@example.org", name, role, language), None, by="test"
    )
    return Actor(made.account, role, None, language)


def texts(editing: Editing, new: str = NEW) -> TypedTexts:
    answer = editing.shipped.answer("ask_cost")
    changed = {form: answer.text(form) for form in Form} | {Form.SHORT: answer.short.replace(OLD, new)}
    return typed_texts(changed, answer.sources, answer.reviewed_on, answer.review_by)


def draft(editing: Editing, actor: Actor, new: str = NEW, base: int = 1) -> int | None:
    reference = editing.shipped.answer("ask_cost").reference_hash
    return save_draft(
        editing, actor, "ask_cost", ID, texts(editing, new), "plainer word", base=base, reference=reference
    )


def states(editing: Editing) -> list[str]:
    with editing.store.reading() as session:
        return [row.state for row in revisions_of(session, "ask_cost", ID)]


def test_of_several_who_write_at_once_one_is_kept_and_the_others_are_told(runtime: Runtime, editing: Editing) -> None:
    people = [somebody(runtime, name) for name in ("Ana", "Beni", "Citra", "Dolf")]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda person: draft(editing, person), people))
    assert sorted(done, key=str) == [2, None, None, None]
    assert states(editing) == ["shipped", "draft"]


def test_of_several_who_approve_at_once_one_publishes(runtime: Runtime, editing: Editing) -> None:
    author = somebody(runtime, "Ana")
    people = [somebody(runtime, name) for name in ("Beni", "Citra", "Dolf")]
    draft(editing, author)
    submit(editing, author, "ask_cost", ID)

    def attempt(person: Actor) -> object:
        try:
            return approve(editing, person, "ask_cost", ID, 2)
        except JalanAmanError as refusal:
            return refusal

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(attempt, people))
    assert sum(isinstance(one, int) for one in done) == 1
    assert states(editing) == ["shipped", "published"]


def test_a_schedule_is_kept_once_and_its_translations_become_stale(runtime: Runtime, editing: Editing) -> None:
    author, reader = somebody(runtime, "Ana"), somebody(runtime, "Beni")
    draft(editing, author)
    submit(editing, author, "ask_cost", ID)
    schedule(editing, reader, "ask_cost", ID, 2, runtime.clock.now() + timedelta(hours=1))
    assert publish_due(editing) == 0
    runtime.clock.advance(timedelta(hours=1))
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(lambda _: publish_due(editing), range(3))) == 1
    with editing.store.reading() as session:
        assert NEW in served_catalog(session, editing.shipped).answer("ask_cost").short
    stale = list_answers(editing, reader, WantedAnswers(state=AnswerState.STALE))
    assert [line.answer.key for line in stale.lines] == ["ask_cost"]
    assert translation_queue(editing, reader, EN).lines[0].answer.key == "ask_cost"


def test_a_translation_of_an_older_text_is_not_saved(runtime: Runtime, editing: Editing) -> None:
    admin, reader = somebody(runtime, "Ana"), somebody(runtime, "Beni")
    old = editing.shipped.answer("ask_cost").reference_hash
    draft(editing, admin)
    submit(editing, admin, "ask_cost", ID)
    approve(editing, reader, "ask_cost", ID, 2)
    typed = typed_texts({Form.LABEL: "Cost of leaving"})
    assert save_draft(editing, admin, "ask_cost", EN, typed, "new", base=0, reference=old) is None
    fresh = read_answer(editing, admin, "ask_cost", EN).answer.reference_hash
    assert save_draft(editing, admin, "ask_cost", EN, typed, "new", base=0, reference=fresh) == 1
    submit(editing, admin, "ask_cost", EN)
    approve(editing, reader, "ask_cost", EN, 1)
    desk = read_answer(editing, admin, "ask_cost", EN)
    assert (desk.served[Form.LABEL].text, desk.served[Form.LABEL].speaker) == ("Cost of leaving", "Beni")


@pytest.mark.parametrize(
    ("role", "language", "writes", "reviews"),
    [
        (StaffRole.ADMIN, "", {ID, AOZ, EN}, {ID, AOZ, EN}),
        (StaffRole.REVIEWER, "aoz", {AOZ}, {AOZ}),
        (StaffRole.REVIEWER, "id", set(), {ID}),
        (StaffRole.COORDINATOR, "", set(), set()),
        (StaffRole.OFFICER, "", set(), set()),
        (StaffRole.AUDITOR, "", set(), set()),
        (StaffRole.SYSTEM, "", set(), set()),
    ],
)
def test_who_writes_and_who_reviews_what(
    role: StaffRole, language: str, writes: set[Language], reviews: set[Language]
) -> None:
    actor = Actor(ACCOUNT, role, None, language)
    assert {one for one in Language if actor.may_write(one)} == writes
    assert {one for one in Language if actor.may_review(one)} == reviews


def test_services_ask_for_the_right_themselves(runtime: Runtime, editing: Editing) -> None:
    officer = Actor(ACCOUNT, StaffRole.OFFICER)
    speaker = somebody(runtime, "Lasarus", StaffRole.REVIEWER, "aoz")
    with pytest.raises(ForbiddenError):
        draft(editing, speaker)
    for refused in (
        lambda: draft(editing, officer),
        lambda: approve(editing, officer, "ask_cost", ID, 1),
        lambda: list_answers(editing, officer, WantedAnswers()),
        lambda: read_answer(editing, officer, "ask_cost", ID),
    ):
        with pytest.raises(ForbiddenError):
            refused()


def test_an_answer_that_does_not_exist_is_not_written(runtime: Runtime, editing: Editing) -> None:
    with pytest.raises(BadInputError, match="no such answer"):
        save_draft(editing, somebody(runtime, "Ana"), "nothing", ID, texts(editing), "why", base=0, reference="")


def test_the_list_finds_what_is_wanted(runtime: Runtime, editing: Editing) -> None:
    reader = somebody(runtime, "Ana")
    every = list_answers(editing, reader, WantedAnswers())
    assert every.total == len(editing.shipped.keys())
    money = list_answers(editing, reader, WantedAnswers(topic="money", search="biaya calo"))
    assert "ask_cost" in {line.answer.key for line in money.lines}
    lacking = list_answers(editing, reader, WantedAnswers(lacks=AOZ))
    assert 0 < lacking.total < every.total
    runtime.clock.advance(timedelta(days=600))
    overdue = list_answers(editing, reader, WantedAnswers(state=AnswerState.OVERDUE, order=AnswerOrder.REVIEW))
    dates = [line.answer.review_by for line in overdue.lines]
    assert overdue.total > 100
    assert dates == sorted(dates)


def test_texts_are_cleaned_of_what_nobody_sees() -> None:
    typed = typed_texts({Form.LABEL: " two\nlines ", Form.SHORT: "a\r\nb \x00\x1b\n", Form.FULL: "c"})
    assert replace(typed, full="") == TypedTexts("two lines", "a\nb")


def test_the_worker_does_not_stumble_over_nothing_scheduled(runtime: Runtime) -> None:
    work(runtime)
