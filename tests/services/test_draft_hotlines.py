"""Telephone numbers from a file, on both databases: what differs waits for a second person, faults change nothing."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from bot.answers.catalog import load_catalog
from bot.bootstrap import Runtime
from bot.config import RESPONSES
from bot.errors import BadInputError
from bot.services.change_hotline import publish_hotline, roll_back_hotline
from bot.services.draft_answers import draft_answers, hotline_changes_in
from bot.services.editing import Editing
from bot.services.export_answers import published_files
from bot.services.hotline_desk import list_hotlines, read_hotline_desk
from bot.services.seed import seed
from bot.staff.permissions import Actor, StaffRole
from tests.doubles.service import editing_of
from tests.services.test_hotline_desk import NEW, hotlines, published

SHIPPED = (RESPONSES / "hotlines.toml").read_text(encoding="utf-8")
OLD = 'name = "Polri 110"\n'
CHECKED = 'last_checked = "2026-11-20"\nchecked_by = "Maria"\n'
POSKO = (
    '\n[posko_soe]\nlabel = "Posko"\nname = "Posko Soe"\nnumber = "+62380821234"\nchannels = ["call"]\ncountry = "ID"\n'
    'area = "Soe"\nkind = "labour"\nemergency = false\nsource = "https://soe.go.id/posko"\nsource_date = "2026-10"\n'
    f'{CHECKED}confidence = "medium"\n'
)


@pytest.fixture
def editing(runtime: Runtime) -> Editing:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return editing_of(runtime)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "hotlines.toml"
    made.write_text(SHIPPED, encoding="utf-8")
    return made


def admin() -> Actor:
    return Actor(uuid4(), StaffRole.ADMIN, None, "")


def waiting(editing: Editing) -> list[str]:
    return [one.hotline.id for one in list_hotlines(editing, admin()) if one.waits]


def test_what_differs_waits_for_a_second_person(editing: Editing, file: Path) -> None:
    assert hotline_changes_in(editing, [file]) == ()
    file.write_text(SHIPPED.replace(OLD, 'name = "Polisi 110"\n' + CHECKED) + POSKO, encoding="utf-8")
    changed = hotline_changes_in(editing, [file])
    assert [(one.hotline.id, bool(one.before)) for one in changed] == [("polri_110", True), ("posko_soe", False)]
    assert waiting(editing) == []
    drafted = draft_answers(editing, [file], "Maria", "moved here")
    assert drafted.hotlines == (("polri_110", 1), ("posko_soe", 1))
    assert waiting(editing) == ["polri_110", "posko_soe"]
    assert hotlines(editing)["polri_110"].name == "Polri 110"
    for name, number in drafted.hotlines:
        publish_hotline(editing, admin(), name, number)
    assert hotlines(editing)["polri_110"].name == "Polisi 110"
    assert hotlines(editing)["posko_soe"].checked_by == "Maria"
    assert hotline_changes_in(editing, [file]) == ()
    assert draft_answers(editing, [file], "Maria", "again").hotlines == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        (OLD, 'name = "Polisi 110"\n', 7, "somebody rang"),
        ('number = "110"', 'number = "0110"', 10, "no valid number"),
        (OLD, "", 7, "is missing"),
        ('channels = ["call"]\ncountry = "ID"\narea = "Indonesia"', 'channels = "call"\ncountry = "ID"', 11, "list"),
        ("emergency = true", "emergency = true\nfree = true", 18, "not a known field"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_changed(
    editing: Editing, file: Path, old: str, new: str, line: int, fault: str
) -> None:
    file.write_text(SHIPPED.replace(old, new, 1) + POSKO, encoding="utf-8")
    with pytest.raises(BadInputError, match=rf"hotlines.toml, line {line}, \[polri_110\]: .*{fault}"):
        draft_answers(editing, [file], "Maria", "a mistake")
    assert waiting(editing) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (SHIPPED + "[posko\n", f"line {len(SHIPPED.splitlines()) + 1}: this cannot be read"),
        (SHIPPED + POSKO + POSKO, "this cannot be read"),
        (SHIPPED + POSKO.replace("posko_soe", "baru"), "the id needs"),
        (SHIPPED + POSKO.replace("posko_soe", '"Posko Soe"'), "the id needs"),
        (SHIPPED + POSKO.replace('"medium"', '"low"'), "would not be sent"),
        (SHIPPED + POSKO.replace("2026-11-20", "2027-01-01"), "in the future"),
        ("posko_soe = 3\n", r"line 1, \[posko_soe\]"),
        (b"\xff\xfe", "UTF-8"),
        (SHIPPED.replace("+628111129129", "+628111129128").replace(OLD, OLD), "somebody rang"),
        ("".join(POSKO.replace("posko_soe", f"posko_{n}") for n in range(101)), "at most 100"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    editing: Editing, file: Path, content: str | bytes, fault: str
) -> None:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInputError, match=fault):
        draft_answers(editing, [file], "Maria", "a mistake")
    assert waiting(editing) == []


def test_a_change_that_breaks_an_answer_is_refused_before_it_waits(editing: Editing, file: Path) -> None:
    begins = SHIPPED.index("[kp2mi]")
    without = SHIPPED[begins:].replace('number = "08001000"\n', "", 1).replace('"call", "whatsapp"', '"whatsapp"', 1)
    long = without.replace('label = "KP2MI"', 'label = "Kementerian Pelindungan"', 1)
    file.write_text(SHIPPED[:begins] + long.replace('confidence = "high"', f'confidence = "high"\n{CHECKED}', 1))
    with pytest.raises(BadInputError, match="it would break the answer"):
        draft_answers(editing, [file], "Maria", "a mistake")
    assert waiting(editing) == []


def test_answers_and_numbers_come_together_or_not_at_all(editing: Editing, file: Path, tmp_path: Path) -> None:
    answers = tmp_path / "money.toml"
    text = (RESPONSES / "answers" / "money.toml").read_text(encoding="utf-8")
    answers.write_text(text.replace("Jangan beri uang ke calo.", "Jangan kasih uang ke calo."), encoding="utf-8")
    file.write_text(SHIPPED + POSKO.replace('"medium"', '"low"'), encoding="utf-8")
    with pytest.raises(BadInputError):
        draft_answers(editing, [answers, file], "Maria", "a mistake")
    file.write_text(SHIPPED + POSKO, encoding="utf-8")
    drafted = draft_answers(editing, [answers, file], "Maria", "moved here")
    assert [key for key, _, number in drafted.drafts if number == 2] == ["ask_cost"]
    assert drafted.hotlines == (("posko_soe", 1),)


def test_a_whole_installation_moves_to_the_letter(editing: Editing, file: Path) -> None:
    published(editing, admin(), admin())
    wanted = published_files(editing)["hotlines.toml"]
    file.write_bytes(wanted)
    roll_back_hotline(editing, admin(), "posko_kupang", 0, "as on another machine")
    assert published_files(editing)["hotlines.toml"].decode() == SHIPPED
    (one,) = draft_answers(editing, [file], "Maria", "moved").hotlines
    publish_hotline(editing, admin(), *one)
    assert published_files(editing)["hotlines.toml"] == wanted
    assert read_hotline_desk(editing, admin(), "posko_kupang").table == NEW
    responses = file.parent / "out"
    (responses / "answers").mkdir(parents=True)
    for name, content in published_files(editing).items():
        path = responses / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    moved = replace(editing, shipped=load_catalog(responses), responses=responses)
    assert hotline_changes_in(moved, [file]) == ()
