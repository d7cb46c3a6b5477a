"""What people ask next, changed with an answer's texts, on both databases: to the reply, the files and back."""

from pathlib import Path
from uuid import UUID

import pytest

from bot.answers.model import Form
from bot.answers.writing_answers import with_answers
from bot.bootstrap import Runtime
from bot.config import RESPONSES
from bot.errors import BadInputError
from bot.services.answer_history import answer_history
from bot.services.draft_answers import changes_in, draft_answers
from bot.services.edit_answer import save_draft
from bot.services.editing import Editing
from bot.services.export_answers import content_files, export_answers, published_files
from bot.services.follow_ups import NEXT, follow_up_choices, follow_up_titles
from bot.services.publish_answer import publish_answer, submit_answer
from bot.services.read_answer import read_answer
from bot.services.roll_back_answer import roll_back_answer
from bot.services.seed import seed
from bot.services.typed_texts import typed_texts
from bot.staff.permissions import Actor, StaffRole
from bot.store.revisions import served_catalog
from bot.vocabulary import Channel, Language
from tests.doubles.service import deliver, editing_of, texts, work
from tests.factories import make_inbound

ID = Language.ID
MARIA = Actor(UUID(int=1), StaffRole.ADMIN, None, "")
OTHERS = ("ask_contract", "ask_hotline")
COST = RESPONSES / "answers" / "money.toml"


@pytest.fixture
def editing(runtime: Runtime) -> Editing:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return editing_of(runtime)


def draft(editing: Editing, follow_ups: tuple[str, ...] | None, *, base: int = 1, key: str = "ask_cost") -> int | None:
    answer = editing.shipped.answer(key)
    unchanged = {form: answer.text(form) for form in Form}
    typed = typed_texts(unchanged, answer.sources, answer.reviewed_on, answer.review_by, follow_ups)
    return save_draft(editing, MARIA, key, ID, typed, "more asked", base=base, reference=answer.reference_hash)


def publish(editing: Editing) -> int:
    submit_answer(editing, "ask_cost", ID, "Maria")
    return publish_answer(editing, "ask_cost", ID, "Yosef")


def served(editing: Editing) -> tuple[str, ...]:
    with editing.store.reading() as session:
        return served_catalog(session, editing.shipped).answer("ask_cost").next


def test_what_is_chosen_is_offered_in_the_next_reply(runtime: Runtime, editing: Editing) -> None:
    before = served(editing)
    assert draft(editing, OTHERS) == 2
    assert served(editing) == before
    publish(editing)
    assert served(editing) == OTHERS
    assert editing.shipped.answer("ask_cost").full == read_answer(editing, MARIA, "ask_cost", ID).answer.full
    deliver(runtime, make_inbound("berapa biaya ke malaysia", channel=Channel.WHATSAPP))
    work(runtime)
    titles = follow_up_titles(editing)
    shown = "\n".join(texts(runtime)).splitlines()
    assert [line.partition(" ")[2] for line in shown[-2:]] == [titles[key] for key in OTHERS], shown[-4:]


@pytest.mark.parametrize(
    ("follow_ups", "fault"),
    [
        (("ask_contract",), "2 to 4"),
        ((), "2 to 4"),
        (("ask_contract", "ask_contract"), "twice"),
        (("ask_contract", "ask_cost"), "itself"),
        (("ask_contract", "frame_more"), "no label"),
        (("ask_contract", "ask_hotline", "ask_training", "ask_red_flags", "ask_privacy"), "2 to 4"),
    ],
)
def test_the_rules_of_the_files_hold(editing: Editing, follow_ups: tuple[str, ...], fault: str) -> None:
    draft(editing, follow_ups)
    with pytest.raises(BadInputError, match=fault):
        submit_answer(editing, "ask_cost", ID, "Maria")


def test_what_is_no_answer_is_not_kept_and_what_is_the_same_is_no_change(editing: Editing) -> None:
    with pytest.raises(BadInputError, match="from the list"):
        draft(editing, ("ask_contract", "nothing"))
    for same in (editing.shipped.answer("ask_cost").next, None):
        with pytest.raises(BadInputError, match="nothing was changed"):
            draft(editing, same)


def test_the_choices_are_questions_and_what_follows_one_already(editing: Editing) -> None:
    answer = editing.shipped.answer("ask_cost")
    choices = follow_up_choices(editing, answer)
    assert set(answer.next) | {"check_offer", "missing_relative"} <= set(choices)
    assert not {"ask_cost", "frame_more", "fact_money", "ask_cost_hk"} & set(choices)
    assert follow_up_choices(editing, editing.shipped.answer("frame_more")) == ()


def test_the_history_tells_it_and_brings_it_back(editing: Editing) -> None:
    before = served(editing)
    draft(editing, OTHERS)
    publish(editing)
    versions, _ = answer_history(editing.store, "ask_cost", ID, editing.shipped)
    assert set(versions[-1].changes) == {NEXT}
    assert f"[-{before[0]}" in versions[-1].changes[NEXT]
    roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "the old ones were better")
    assert served(editing) == before
    assert roll_back_answer(editing, "ask_cost", ID, 2, "Maria", "they were not") == 3
    assert served(editing) == OTHERS


def test_files_carry_it_to_the_letter(editing: Editing, tmp_path: Path) -> None:
    draft(editing, OTHERS)
    publish(editing)
    export_answers(editing, tmp_path / "out")
    written = (tmp_path / "out" / "answers" / "money.toml").read_text(encoding="utf-8")
    before, after = COST.read_text(encoding="utf-8").splitlines(), written.splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        'next = ["ask_contract", "ask_hotline"]'
    ]
    assert draft_answers(editing, content_files(tmp_path / "out"), "Maria", "again").drafts == ()
    roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "another installation")
    (changed,) = changes_in(editing, content_files(tmp_path / "out"))
    assert set(changed.texts) == {NEXT}
    draft_answers(editing, content_files(tmp_path / "out"), "Maria", "moved")
    publish(editing)
    assert published_files(editing)["answers/money.toml"].decode() == written


def test_an_answer_that_led_nowhere_is_written_with_its_follow_ups_before_its_sources(
    editing: Editing, tmp_path: Path
) -> None:
    file = tmp_path / "money.toml"
    lines = COST.read_text(encoding="utf-8").splitlines(keepends=True)
    begins = lines.index("[ask_cost]\n")
    at = next(number for number in range(begins, len(lines)) if lines[number].startswith("next"))
    file.write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    again = with_answers(file.read_text(encoding="utf-8"), editing.shipped.answers())
    file.write_text(again, encoding="utf-8")
    assert draft_answers(editing, [file], "Maria", "again").drafts == ()
