"""Phone numbers from draft to reply, on both databases: a new one, a change, and back again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import tomllib

from bot.answers.catalog import load_catalog
from bot.answers.hotline_files import as_table
from bot.answers.model import Form, WithdrawalKind
from bot.bootstrap import Runtime
from bot.config import RESPONSES
from bot.conversation.turn import Reply
from bot.errors import BadInputError, ForbiddenError, JalanAmanError
from bot.services.change_hotline import (
    FROM_FILE,
    add_hotline,
    discard_hotline,
    publish_hotline,
    roll_back_hotline,
    save_hotline,
)
from bot.services.draft_answers import draft_answers
from bot.services.edit_answer import save_draft
from bot.services.editing import Editing
from bot.services.export_answers import export_answers, published_files
from bot.services.hotline_desk import list_hotlines, read_hotline_desk
from bot.services.publish_answer import publish_answer, submit_answer
from bot.services.replies import compose
from bot.services.roll_back_answer import roll_back_answer
from bot.services.seed import seed
from bot.services.typed_texts import typed_texts
from bot.services.withdraw import restore, withdraw
from bot.staff.permissions import Actor, StaffRole
from bot.store.revisions import served_catalog
from bot.vocabulary import Channel, Language
from tests.doubles.service import editing_of

ID = Language.ID
NEW: dict[str, object] = {
    "label": "Posko",
    "name": "Posko Migran Kota Kupang",
    "number": "+62380821234",
    "whatsapp": "+6281234567890",
    "channels": ["call", "whatsapp"],
    "country": "ID",
    "area": "Kupang",
    "hours": "08.00-16.00 WITA",
    "toll_free_from": [],
    "kind": "labour",
    "emergency": False,
    "source": "https://kupangkota.go.id/posko",
    "source_date": "2026-10",
    "last_checked": "2026-11-20",
    "checked_by": "Maria Admin",
    "confidence": "medium",
}
"""A number as the form gives it."""


@pytest.fixture
def editing(runtime: Runtime) -> Editing:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return editing_of(runtime)


@pytest.fixture
def maria() -> Actor:
    return Actor(uuid4(), StaffRole.ADMIN, None, "")


@pytest.fixture
def yosef() -> Actor:
    return Actor(uuid4(), StaffRole.ADMIN, None, "")


def published(editing: Editing, author: Actor, reader: Actor, name: str = "posko_kupang", **changes: object) -> None:
    number = add_hotline(editing, author, name, NEW | changes, "new office")
    publish_hotline(editing, reader, name, number)


def hotlines(editing: Editing):
    with editing.store.reading() as session:
        return served_catalog(session, editing.shipped).hotlines


def named(editing: Editing, author: Actor, reader: str, old: str = "{hotline:kp2mi}") -> int:
    """Publish an answer that names the new number."""
    answer = editing.shipped.answer("ask_cost")
    changed = {form: answer.text(form).replace(old, "{hotline:posko_kupang}") for form in Form}
    assert changed[Form.FULL] != answer.full or changed[Form.SHORT] != answer.short
    typed = typed_texts(changed, answer.sources, answer.reviewed_on, answer.review_by)
    number = save_draft(editing, author, "ask_cost", ID, typed, "new", base=1, reference=answer.reference_hash)
    assert number is not None
    submit_answer(editing, "ask_cost", ID, author.name)
    publish_answer(editing, "ask_cost", ID, reader)
    return number


def test_a_new_number_is_read_by_two_and_then_named_in_an_answer(
    runtime: Runtime, editing: Editing, maria: Actor, yosef: Actor
) -> None:
    number = add_hotline(editing, maria, "posko_kupang", NEW, "new office")
    assert "posko_kupang" not in hotlines(editing)
    line = read_hotline_desk(editing, maria, "posko_kupang").line
    assert (line.new, line.there, line.waits, line.sent) == (True, False, True, False)
    with pytest.raises(BadInputError, match="second person"):
        publish_hotline(editing, maria, "posko_kupang", number)
    publish_hotline(editing, yosef, "posko_kupang", number)
    assert hotlines(editing).all()[-1].number == NEW["number"]
    line = read_hotline_desk(editing, maria, "posko_kupang").line
    assert (line.new, line.there, line.waits, line.sent, line.used) == (True, True, False, True, ())

    named(editing, maria, "Yosef")
    with editing.store.reading() as session:
        catalog = served_catalog(session, editing.shipped)
    sent = compose([Reply("ask_cost", ID)], Channel.WHATSAPP, catalog, runtime.wording.context())
    assert any("Posko +62380821234" in content.text for content in sent)
    assert "ask_cost" in read_hotline_desk(editing, maria, "posko_kupang").line.used


@pytest.mark.parametrize(
    "name", ["", "ab", "Posko", "1posko", "posko-kupang", "póske", "baru", "a" * 61, "kp2mi", "a\n"]
)
def test_an_id_is_plain_and_nobody_elses(editing: Editing, maria: Actor, name: str) -> None:
    with pytest.raises(BadInputError, match="the id"):
        add_hotline(editing, maria, name, NEW, "new office")
    assert not any(one.new for one in list_hotlines(editing, maria))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"number": "0380821234"}, "no valid number"),
        ({"number": "+62 380 821234"}, "no valid number"),
        ({"number": "115"}, "no valid number"),
        ({"whatsapp": "081234567890"}, "no valid number"),
        ({"number": "", "whatsapp": "", "channels": ["call"]}, "needs a number"),
        ({"whatsapp": ""}, "missing although channels"),
        ({"confidence": "low"}, "would not be sent"),
        ({"confidence": "sure"}, "must be one of"),
        ({"last_checked": ""}, "somebody rang"),
        ({"checked_by": ""}, "somebody rang"),
        ({"source": ""}, "is empty"),
        ({"source_date": "yesterday"}, "YYYY"),
        ({"source_date": "2027"}, "in the future"),
        ({"last_checked": "2026-11-22"}, "in the future"),
        ({"last_checked": "2022-01-01", "source_date": "2021"}, "would not be sent"),
        ({"toll_free_from": ["Malaysia"]}, "two-letter"),
        ({"label": "x" * 31}, "at most 30"),
        ({"label": "Posko 你"}, "SMS does not know"),
        ({"name": "Posko\u200b"}, "invisible"),
        ({"price": "free"}, "not a known field"),
    ],
)
def test_a_new_number_keeps_every_rule(editing: Editing, maria: Actor, changes: dict[str, object], fault: str) -> None:
    with pytest.raises(BadInputError, match=fault):
        add_hotline(editing, maria, "posko_kupang", NEW | changes, "new office")
    assert not any(one.new for one in list_hotlines(editing, maria))


def test_only_who_keeps_answers_adds_numbers(editing: Editing, maria: Actor) -> None:
    other = replace(maria, role=StaffRole.REVIEWER, language="aoz")
    with pytest.raises(ForbiddenError):
        add_hotline(editing, other, "posko_kupang", NEW, "new office")
    with pytest.raises(ForbiddenError):
        roll_back_hotline(editing, other, "kp2mi", FROM_FILE, "why")


def test_sent_twice_it_is_kept_once_and_of_several_at_once_one_is_kept(
    editing: Editing, maria: Actor, yosef: Actor
) -> None:
    assert [add_hotline(editing, maria, "posko_kupang", NEW, "new office") for _ in range(2)] == [1, 1]
    people = [Actor(uuid4(), StaffRole.ADMIN, None, "") for _ in range(4)]

    def attempt(person: Actor) -> object:
        try:
            return add_hotline(editing, person, "posko_soe", NEW, "new office")
        except JalanAmanError:
            return None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, people), key=str) == [1, None, None, None]


def test_a_number_that_was_discarded_keeps_its_id_and_can_be_written_again(
    editing: Editing, maria: Actor, yosef: Actor
) -> None:
    add_hotline(editing, maria, "posko_kupang", NEW, "new office")
    discard_hotline(editing, yosef, "posko_kupang")
    with pytest.raises(BadInputError, match="is or was"):
        add_hotline(editing, maria, "posko_kupang", NEW, "new office")
    assert save_hotline(editing, maria, "posko_kupang", NEW, "it is there after all", base=1) == 2
    publish_hotline(editing, yosef, "posko_kupang", 2)
    assert "posko_kupang" in hotlines(editing)


def test_a_new_number_is_not_taken_away_while_an_answer_names_it(editing: Editing, maria: Actor, yosef: Actor) -> None:
    published(editing, maria, yosef)
    named(editing, maria, "Yosef")
    with pytest.raises(BadInputError, match=r"named in answers; .*ask_cost"):
        roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "closed")
    withdraw(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "a withdrawn answer comes back")
    with pytest.raises(BadInputError, match="named in answers"):
        roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "closed")
    restore(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "it does")
    roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "without it")
    roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "closed")
    assert "posko_kupang" not in hotlines(editing)
    line = read_hotline_desk(editing, maria, "posko_kupang").line
    assert (line.there, line.waits) == (False, False)
    with pytest.raises(BadInputError, match="how it is now"):
        roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "again")
    with pytest.raises(BadInputError, match=r"names a hotline|cannot be used"):
        roll_back_answer(editing, "ask_cost", ID, 2, "Maria", "its number is gone")
    roll_back_hotline(editing, maria, "posko_kupang", 1, "open again")
    assert hotlines(editing)["posko_kupang"].label == "Posko"
    assert [act.action for act in read_hotline_desk(editing, maria, "posko_kupang").acts] == [
        *("rolled_back", "rolled_back", "published", "drafted")
    ]


def test_a_translation_that_names_it_counts_until_it_is_stale(editing: Editing, maria: Actor, yosef: Actor) -> None:
    published(editing, maria, yosef)
    named(editing, maria, "Yosef")
    with editing.store.reading() as session:
        answer = served_catalog(session, editing.shipped).answer("ask_cost")
    shipped = {form: editing.shipped.translation("ask_cost", form, Language.EN) for form in Form}
    english = {
        form: one.text.replace("{hotline:kp2mi}", "{hotline:posko_kupang}") for form, one in shipped.items() if one
    }
    typed = typed_texts(english)
    save_draft(editing, maria, "ask_cost", Language.EN, typed, "new", base=0, reference=answer.reference_hash)
    submit_answer(editing, "ask_cost", Language.EN, maria.name)
    publish_answer(editing, "ask_cost", Language.EN, "Yosef")
    with pytest.raises(BadInputError, match="named in answers"):
        roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "closed")
    roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "without it")
    roll_back_hotline(editing, maria, "posko_kupang", FROM_FILE, "closed")
    assert "posko_kupang" not in hotlines(editing)


def test_an_earlier_version_comes_back_and_so_does_the_file(editing: Editing, maria: Actor, yosef: Actor) -> None:
    shipped = as_table(editing.shipped.hotlines["kp2mi"])
    checked = {"last_checked": "2026-11-20", "checked_by": "Maria"}
    for base, number in enumerate(("1500567", "1500630")):
        assert save_hotline(editing, maria, "kp2mi", shipped | checked | {"number": number}, "it changed", base=base)
        publish_hotline(editing, yosef, "kp2mi", base + 1)
    with pytest.raises(BadInputError, match="how it is now"):
        roll_back_hotline(editing, maria, "kp2mi", 2, "why")
    with pytest.raises(BadInputError, match="never sent"):
        roll_back_hotline(editing, maria, "kp2mi", 9, "why")
    roll_back_hotline(editing, maria, "kp2mi", 1, "the older one was right")
    assert hotlines(editing)["kp2mi"].number == "1500567"
    assert hotlines(editing).all()[2].id == "kp2mi"
    roll_back_hotline(editing, maria, "kp2mi", FROM_FILE, "the first one was right")
    assert hotlines(editing)["kp2mi"] == editing.shipped.hotlines["kp2mi"]


def test_what_waits_or_was_discarded_was_never_sent(editing: Editing, maria: Actor) -> None:
    add_hotline(editing, maria, "posko_kupang", NEW, "new office")
    for number in (FROM_FILE, 1):
        with pytest.raises(BadInputError, match=r"never sent|how it is now"):
            roll_back_hotline(editing, maria, "posko_kupang", number, "why")


def test_a_new_number_is_withdrawn_and_named_only(editing: Editing, maria: Actor, yosef: Actor) -> None:
    published(editing, maria, yosef)
    withdraw(editing, WithdrawalKind.HOTLINE, "posko_kupang", "Maria", "nobody answers")
    line = read_hotline_desk(editing, maria, "posko_kupang").line
    assert (line.withdrawn, line.sent) == (True, False)
    restore(editing, WithdrawalKind.HOTLINE, "posko_kupang", "Maria", "they do")
    assert read_hotline_desk(editing, maria, "posko_kupang").line.sent


def test_new_numbers_are_exported_and_come_back_to_the_letter(
    editing: Editing, maria: Actor, yosef: Actor, tmp_path: Path
) -> None:
    published(editing, maria, yosef, "posko_soe", whatsapp="", channels=["call"], hours="", emergency=True)
    published(editing, maria, yosef)
    named(editing, maria, "Yosef")
    export_answers(editing, tmp_path / "out")
    text = (tmp_path / "out" / "hotlines.toml").read_text(encoding="utf-8")
    assert text.startswith((RESPONSES / "hotlines.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(text)["posko_kupang"] == NEW
    moved = replace(editing, shipped=load_catalog(tmp_path / "out"), responses=tmp_path / "out")
    assert [one.id for one in moved.shipped.hotlines.all()][-2:] == ["posko_kupang", "posko_soe"]
    assert moved.shipped.hotlines["posko_kupang"] == hotlines(editing)["posko_kupang"]
    assert published_files(moved)["hotlines.toml"].decode() == text
    assert draft_answers(editing, [tmp_path / "out" / "answers" / "money.toml"], "Maria", "again").drafts == ()
