"""Answers from draft to reply: who may publish what, what people read meanwhile, and how it comes back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.catalog import WITHDRAWN
from bot.answers.check import check
from bot.answers.findings import Severity
from bot.answers.model import Form, RevisionState, WithdrawalKind
from bot.bootstrap import Runtime
from bot.config import PROJECT
from bot.conversation.turn import Reply
from bot.errors import BadInputError, JalanAmanError
from bot.services.answer_history import answer_history, what_waits, word_diff
from bot.services.draft_answers import draft_answers
from bot.services.editing import Editing
from bot.services.export_answers import content_files, export_answers
from bot.services.publish_answer import publish_answer, submit_answer
from bot.services.replies import compose
from bot.services.roll_back_answer import roll_back_answer
from bot.services.seed import seed
from bot.services.withdraw import restore, withdraw
from bot.store.revisions import revisions_of, served_catalog
from bot.vocabulary import Channel, Language
from tests.doubles.service import deliver, texts, work
from tests.factories import make_inbound

RESPONSES = PROJECT / "responses"
OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."
COST = RESPONSES / "answers" / "money.toml"
ID, AOZ, EN = Language.ID, Language.AOZ, Language.EN


@pytest.fixture
def editing(runtime: Runtime) -> Editing:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return Editing(runtime.store, runtime.clock, runtime.wording.catalog, RESPONSES)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped file with one other word in one answer."""
    file = tmp_path / "money.toml"
    assert OLD in COST.read_text(encoding="utf-8")
    file.write_text(COST.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    return file


def in_review(editing: Editing, file: Path) -> None:
    draft_answers(editing, [file], "Maria", "plainer word")
    submit_answer(editing, "ask_cost", ID, "Maria")


def short(editing: Editing, key: str = "ask_cost", language: Language = ID) -> str:
    with editing.store.reading() as session:
        return served_catalog(session, editing.shipped).text(key, Form.SHORT, language)


def states(editing: Editing, key: str = "ask_cost", language: Language = ID) -> list[str]:
    with editing.store.reading() as session:
        return [row.state for row in revisions_of(session, key, language)]


def asked(runtime: Runtime) -> str:
    """Ask for the cost, as the scripted understanding takes every message; returns the replies."""
    deliver(runtime, make_inbound())
    work(runtime)
    return "\n".join(texts(runtime))


def test_only_what_differs_becomes_a_draft_and_nobody_reads_it(editing: Editing, changed: Path) -> None:
    drafted = draft_answers(editing, [changed], "Maria", "plainer word")
    assert drafted.drafts == (("ask_cost", ID, 2),)
    assert drafted.unchanged > 0
    assert OLD in short(editing)


def test_the_shipped_files_are_served_already(editing: Editing) -> None:
    for file in [*sorted((RESPONSES / "answers").glob("*.toml")), *sorted((RESPONSES / "catalogs").glob("*.po"))]:
        assert draft_answers(editing, [file], "Maria", "nothing").drafts == (), file.name


def test_a_second_person_publishes_and_the_next_reply_says_it(
    runtime: Runtime, editing: Editing, changed: Path
) -> None:
    in_review(editing, changed)
    assert publish_answer(editing, "ask_cost", ID, "Yosef") == 2
    assert NEW in asked(runtime)
    assert states(editing) == ["shipped", "published"]


def test_the_author_does_not_publish_before_a_day_alone(editing: Editing, changed: Path) -> None:
    in_review(editing, changed)
    with pytest.raises(BadInputError, match="a second person publishes it"):
        publish_answer(editing, "ask_cost", ID, "Maria")
    with pytest.raises(BadInputError, match="alone from 2026-11-22"):
        publish_answer(editing, "ask_cost", ID, "Maria", alone=True)
    editing.clock.advance(timedelta(days=1))
    publish_answer(editing, "ask_cost", ID, "Maria", alone=True)
    assert (
        answer_history(editing.store, "ask_cost", ID)[1][-1].detail == "by its author alone, a day after handing it in"
    )


def test_a_draft_is_not_published_unread(editing: Editing, changed: Path) -> None:
    with pytest.raises(BadInputError, match="no draft"):
        publish_answer(editing, "ask_cost", ID, "Yosef")
    draft_answers(editing, [changed], "Maria", "plainer word")
    with pytest.raises(BadInputError, match="not in review"):
        publish_answer(editing, "ask_cost", ID, "Yosef")
    assert OLD in short(editing)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (OLD, "Telepon 081234567890 saja. " * 2, "typed phone number"),
        (OLD, OLD * 9, "septets"),
        (OLD, "Tanya {hotline:nobody}.", "names a hotline"),
        (OLD, "Tanya {hotline:taiwan_1955}.", "may not be sent"),
    ],
)
def test_a_text_that_breaks_a_rule_is_not_handed_in(
    editing: Editing, changed: Path, old: str, new: str, fault: str
) -> None:
    changed.write_text(COST.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    draft_answers(editing, [changed], "Maria", "a mistake")
    with pytest.raises(BadInputError, match=fault):
        submit_answer(editing, "ask_cost", ID, "Maria")
    assert states(editing)[-1] == "draft"


def test_a_hotline_withdrawn_meanwhile_keeps_a_text_from_being_published(editing: Editing, changed: Path) -> None:
    in_review(editing, changed)
    withdraw(editing, WithdrawalKind.HOTLINE, "kp2mi", "Yosef", "nobody answers")
    with pytest.raises(BadInputError, match="may not be sent"):
        publish_answer(editing, "ask_cost", ID, "Yosef")


def test_a_changed_reference_makes_its_translations_stale_at_once(editing: Editing, changed: Path) -> None:
    english = short(editing, language=EN)
    assert english != short(editing)
    in_review(editing, changed)
    publish_answer(editing, "ask_cost", ID, "Yosef")
    assert short(editing, language=EN) == short(editing)
    assert "en: ask_cost.short" in what_waits(editing).stale


def test_a_renewed_translation_is_drafted_from_a_catalog_and_needs_a_speaker_when_it_is_dawan(
    editing: Editing, tmp_path: Path
) -> None:
    text = (RESPONSES / "catalogs" / "aoz.po").read_text(encoding="utf-8")
    file = tmp_path / "aoz.po"
    file.write_text(text.replace('msgstr "Hak bi pah bian"', 'msgstr "Hak bi pah"', 1), encoding="utf-8")
    assert draft_answers(editing, [file], "Maria", "shorter").drafts == (("ask_rights_abroad", AOZ, 1),)
    submit_answer(editing, "ask_rights_abroad", AOZ, "Maria")
    with pytest.raises(BadInputError, match="speaker"):
        publish_answer(editing, "ask_rights_abroad", AOZ, "Yosef")
    publish_answer(editing, "ask_rights_abroad", AOZ, "Yosef", speaker="Bapa Lasarus")
    with editing.store.reading() as session:
        catalog = served_catalog(session, editing.shipped)
    found = catalog.translation("ask_rights_abroad", Form.LABEL, AOZ)
    assert (found.text, found.stands_alone, found.speaker) == ("Hak bi pah", True, "Bapa Lasarus")
    assert not catalog.translation("ask_rights_abroad", Form.SHORT, AOZ).stands_alone


def test_a_speaker_approves_a_draft_as_it_is(editing: Editing, tmp_path: Path) -> None:
    lines = (RESPONSES / "catalogs" / "aoz.po").read_text(encoding="utf-8").split("\n")
    begin = next(at for at, line in enumerate(lines) if 'msgctxt "ask_rights_abroad.label"' in line)
    at = max(at for at in range(begin) if lines[at] == "#. state: draft")
    lines[at] = "#. state: approved\n#. speaker: Mama Yuli"
    file = tmp_path / "aoz.po"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert draft_answers(editing, [file], "Maria", "approved").drafts == (("ask_rights_abroad", AOZ, 1),)
    submit_answer(editing, "ask_rights_abroad", AOZ, "Maria")
    publish_answer(editing, "ask_rights_abroad", AOZ, "Yosef")
    with editing.store.reading() as session:
        found = served_catalog(session, editing.shipped).translation("ask_rights_abroad", Form.LABEL, AOZ)
    assert (found.stands_alone, found.speaker) == (True, "Mama Yuli")


def test_one_admin_withdraws_an_answer_and_people_get_the_safe_text(runtime: Runtime, editing: Editing) -> None:
    safe = editing.shipped.answer(WITHDRAWN)
    withdraw(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "the rule changed")
    with editing.store.reading() as session:
        catalog = served_catalog(session, editing.shipped)
    for channel in Channel:
        for language in Language:
            sent = compose([Reply("ask_cost", language)], channel, catalog, runtime.wording.context())
            assert not any("UU 18/2017" in content.text for content in sent)
    assert short(editing) == safe.short
    assert catalog.label("ask_cost", ID) == editing.shipped.label("ask_cost", ID)
    with pytest.raises(BadInputError, match="withdrawn already"):
        withdraw(editing, WithdrawalKind.ANSWER, "ask_cost", "Yosef", "again")
    restore(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "it had not")
    assert OLD in short(editing)
    with pytest.raises(BadInputError, match="is not withdrawn"):
        restore(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "again")


@pytest.mark.parametrize("key", ["emergency", "menu", "greeting", WITHDRAWN])
def test_menu_and_emergency_cannot_be_withdrawn(editing: Editing, key: str) -> None:
    with pytest.raises(BadInputError, match="part of every talk or of an emergency"):
        withdraw(editing, WithdrawalKind.ANSWER, key, "Maria", "a mistake")


def test_a_withdrawn_number_is_named_but_not_sent(runtime: Runtime, editing: Editing) -> None:
    number = editing.shipped.hotlines["kp2mi"].number
    withdraw(editing, WithdrawalKind.HOTLINE, "kp2mi", "Maria", "nobody answers")
    with editing.store.reading() as session:
        catalog = served_catalog(session, editing.shipped)
    (sent,) = compose([Reply("ask_cost", ID)], Channel.WHATSAPP, catalog, runtime.wording.context())
    assert number not in sent.text
    assert editing.shipped.hotlines["kp2mi"].name in sent.text


def withdrawn_by(editing: Editing, hotline: str) -> bool:
    """Withdraw a number; False when it is the last one."""
    try:
        withdraw(editing, WithdrawalKind.HOTLINE, hotline, "Maria", "a recruiter wants silence")
    except BadInputError:
        return False
    return True


def test_the_last_emergency_number_cannot_be_withdrawn(editing: Editing) -> None:
    names = [line.id for line in editing.shipped.hotlines.all() if line.emergency and line.country == "ID"]
    refused = [name for name in names if not withdrawn_by(editing, name)]
    assert refused
    with editing.store.reading() as session:
        hotlines = served_catalog(session, editing.shipped).hotlines
    assert hotlines.emergency_lines("ID", editing.today)


def test_an_earlier_version_comes_back_at_once(editing: Editing, changed: Path) -> None:
    in_review(editing, changed)
    publish_answer(editing, "ask_cost", ID, "Yosef")
    assert roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "the old was better") == 1
    assert OLD in short(editing)
    assert states(editing) == ["shipped", "retired"]
    assert roll_back_answer(editing, "ask_cost", ID, 2, "Maria", "it was not") == 3
    assert NEW in short(editing)
    assert states(editing) == ["shipped", "retired", "published"]


def test_what_was_never_served_does_not_come_back(editing: Editing, changed: Path) -> None:
    draft_answers(editing, [changed], "Maria", "plainer word")
    for number in (2, 9):
        with pytest.raises(BadInputError, match="no version"):
            roll_back_answer(editing, "ask_cost", ID, number, "Maria", "a mistake")
    with pytest.raises(BadInputError, match="no version"):
        roll_back_answer(editing, "no_such_answer", ID, 1, "Maria", "a mistake")


def test_a_second_draft_replaces_the_first_and_both_stay_in_the_history(editing: Editing, changed: Path) -> None:
    draft_answers(editing, [changed], "Maria", "plainer word")
    changed.write_text(changed.read_text(encoding="utf-8").replace(NEW, "Jangan bayar calo."), encoding="utf-8")
    draft_answers(editing, [changed], "Yosef", "shorter")
    assert states(editing) == ["shipped", "retired", "draft"]
    versions, acts = answer_history(editing.store, "ask_cost", ID)
    assert versions[1].changes[Form.SHORT].count("[-beri-] {+kasih+}") == 1
    assert [(act.actor, act.action) for act in acts] == [
        ("Maria", "drafted"),
        ("Yosef", "replaced_draft"),
        ("Yosef", "drafted"),
    ]
    assert versions[2].state is RevisionState.DRAFT


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("money.toml", '[no_such_answer]\nshort = "a"\nfull = "a"\n', "do not exist"),
        ("money.toml", "[ask_cost\n", "no valid TOML"),
        ("money.toml", "[ask_cost]\nshort = 3\n", "short"),
        ("de.po", "", "must be a .toml"),
        ("aoz.po", 'msgctxt "x"\nmsgid "a', "no valid PO"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_what_is_wrong(
    editing: Editing, tmp_path: Path, name: str, content: str, fault: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError, match=fault):
        draft_answers(editing, [file], "Maria", "a mistake")
    assert what_waits(editing).open == ()


def test_reviews_that_are_due_are_listed(editing: Editing) -> None:
    assert what_waits(editing).overdue == ()
    editing.clock.advance(timedelta(days=600))
    assert any(line.startswith("ask_cost, due on 2027-") for line in what_waits(editing).overdue)


def test_a_word_diff_shows_what_went_and_what_came() -> None:
    assert word_diff("a b c", "a d c e") == "a [-b-] {+d+} c {+e+}"
    assert word_diff("", "a") == "{+a+}"


def exported(editing: Editing, folder: Path) -> dict[str, bytes]:
    export_answers(editing, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_without_revisions_an_export_is_the_shipped_content(editing: Editing, tmp_path: Path) -> None:
    files = exported(editing, tmp_path / "out")
    assert len(files) > 10
    for name, content in files.items():
        assert content == (RESPONSES / name).read_bytes(), name


def test_what_is_exported_comes_back_to_the_letter(editing: Editing, changed: Path, tmp_path: Path) -> None:
    in_review(editing, changed)
    publish_answer(editing, "ask_cost", ID, "Yosef")
    first = exported(editing, tmp_path / "first")
    assert NEW in first["answers/money.toml"].decode()
    assert draft_answers(editing, content_files(tmp_path / "first"), "Maria", "again").drafts == ()
    roll_back_answer(editing, "ask_cost", ID, 1, "Maria", "a new installation")
    assert draft_answers(editing, content_files(tmp_path / "first"), "Maria", "moved").drafts == (("ask_cost", ID, 3),)
    submit_answer(editing, "ask_cost", ID, "Maria")
    publish_answer(editing, "ask_cost", ID, "Yosef")
    assert exported(editing, tmp_path / "second") == first


def test_an_exported_folder_is_valid_content(editing: Editing, changed: Path, tmp_path: Path) -> None:
    in_review(editing, changed)
    publish_answer(editing, "ask_cost", ID, "Yosef")
    exported(editing, tmp_path / "out")
    (tmp_path / "out" / "dawan_words.txt").write_bytes((RESPONSES / "dawan_words.txt").read_bytes())
    today = max(answer.reviewed_on for answer in editing.shipped.answers() if answer.reviewed_on)
    errors = [one for one in check(tmp_path / "out", today) if one.severity is Severity.ERROR]
    assert errors == []


def test_a_folder_with_something_in_it_is_not_written_over(editing: Editing, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match="not empty"):
        export_answers(editing, tmp_path)


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("M" * 81, "why"), ("Maria", " "), ("Maria", "w" * 401)])
def test_every_act_needs_a_name_and_a_reason_that_fit(editing: Editing, changed: Path, by: str, reason: str) -> None:
    with pytest.raises(BadInputError, match="needs 1 to"):
        draft_answers(editing, [changed], by, reason)
    with pytest.raises(BadInputError, match="needs 1 to"):
        withdraw(editing, WithdrawalKind.ANSWER, "ask_cost", by, reason)
    with pytest.raises(BadInputError, match="needs 1 to"):
        roll_back_answer(editing, "ask_cost", ID, 1, by, reason)
    assert what_waits(editing).open == what_waits(editing).withdrawn == ()


def test_two_at_once_publish_one_text(editing: Editing, changed: Path) -> None:
    in_review(editing, changed)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda name: attempt(publish_answer, editing, "ask_cost", ID, name), "ABCD"))
    assert sum(isinstance(one, int) for one in done) == 1
    assert states(editing) == ["shipped", "published"]


def attempt(act: Callable[..., int], *arguments: object) -> int | str:
    """Return what the act returns, or what it was refused for."""
    try:
        return act(*arguments)
    except JalanAmanError as refusal:
        return str(refusal)


def test_two_at_once_draft_and_the_later_one_waits_for_review(editing: Editing, changed: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda name: attempt(draft_answers, editing, [changed], name, "why"), "ABCD"))
    assert not any(isinstance(one, str) for one in done), done
    assert sorted(states(editing)) == ["draft", "retired", "retired", "retired", "shipped"]


def test_a_withdrawn_answer_is_corrected_and_translated_as_it_was_published(
    editing: Editing, changed: Path, tmp_path: Path
) -> None:
    exported(editing, tmp_path / "out")
    withdraw(editing, WithdrawalKind.ANSWER, "ask_cost", "Maria", "wrong")
    assert draft_answers(editing, content_files(tmp_path / "out"), "Maria", "again").drafts == ()
    assert what_waits(editing).stale == ()
    in_review(editing, changed)
    publish_answer(editing, "ask_cost", ID, "Yosef")
    assert NEW not in short(editing), "published, and silent until it is restored"
    assert "en: ask_cost.short" in what_waits(editing).stale
    restore(editing, WithdrawalKind.ANSWER, "ask_cost", "Yosef", "corrected")
    assert NEW in short(editing)
