"""Labels from the console: who sees what, what is kept, taken back and written, on both databases and when killed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.errors import BadInputError, ForbiddenError
from bot.learning import learning_of
from bot.services import write_labelled as writer
from bot.services.label_queue import PER_PAGE, Wanted, label_page, read_queue, undo_label
from bot.services.learning import Learning
from bot.services.model_jobs import ask_writing, shown_jobs
from bot.services.write_labelled import WRITE_AFTER, Written, queue_due_writing, write_labelled
from bot.staff.permissions import Actor, StaffRole
from bot.store.sentences import keep_sentence, sentences_by_id, withdraw
from bot.store.tables.audit import AuditEntry
from bot.store.tables.training import TrainingSentence
from bot.training.sentence import Guess, NewSentence, Outcome, Reason, Sentence
from bot.training.sheet import Row
from bot.understanding.examples import read_examples
from tests.doubles.service import rows
from tests.factories import NOON

ADMIN = Actor(UUID(int=1), StaffRole.ADMIN)
SECOND = Actor(UUID(int=2), StaffRole.ADMIN)
SPEAKER = Actor(UUID(int=3), StaffRole.REVIEWER, None, "aoz")
TRAIN = 'version: "3.1"\n\nnlu:\n  - intent: ask_cost\n    examples: |\n      - berapa biaya kerja ke malaysia\n'
TEXTS = {
    "karmana itu barang e": "mkn",
    "pak <nama> minta kartu hijau buat apa": "id",
    "haim he nao na": "other",
    "au ka uhine fa": "aoz",
}


@pytest.fixture
def learning(runtime: Runtime) -> Learning:
    """Kept sentences, and training data of its own."""
    for part in ("train/id", "train/mkn", "test"):
        (learning_of(runtime).nlu_data / part).mkdir(parents=True)
    (learning_of(runtime).nlu_data / "train" / "id" / "money.yml").write_text(TRAIN, encoding="utf-8")
    keep(runtime, TEXTS)
    return learning_of(runtime)


def keep(runtime: Runtime, texts: dict[str, str]) -> None:
    day = NOON.astimezone(WITA).date()
    with runtime.store.writing() as session:
        for text, language in texts.items():
            new = NewSentence(day, text, language, (Guess("ask_cost", 0.2),), Reason.UNCLEAR)
            assert keep_sentence(session, runtime.vault, new)


def waiting(learning: Learning, actor: Actor = ADMIN) -> dict[str, Sentence]:
    return {one.text: one for one in read_queue(learning, actor, Wanted()).sentences}


def label(learning: Learning, actor: Actor, given: dict[str, str], language: str = "", text: str = ""):
    """Label sentences by their texts as they are in the queue."""
    queue = waiting(learning)
    sent = [
        Row(line, str(queue[words].id), text or words, language or queue[words].language, what)
        for line, (words, what) in enumerate(given.items())
    ]
    return label_page(learning, actor, sent)


def as_kept(learning: Learning) -> dict[str, Sentence]:
    with learning.store.reading() as session:
        ids = list(session.scalars(TrainingSentence.__table__.select().with_only_columns(TrainingSentence.id)))
        return {one.text: one for one in sentences_by_id(session, learning.store.vault, ids).values()}


def written(learning: Learning) -> list[tuple[str, str, str]]:
    found = read_examples(learning.nlu_data / "train")
    return [(one.language, one.intent, one.text) for one in found if "biaya" not in one.text]


def quiet(*_: object) -> None:
    """Hear no progress."""


def test_a_label_is_kept_at_once_and_written_later(learning: Learning) -> None:
    saved = label(learning, ADMIN, {"karmana itu barang e": "out_of_scope", "haim he nao na": "skip"})
    assert len(saved.labelled) == 2
    assert written(learning) == []
    assert as_kept(learning)["haim he nao na"].outcome is Outcome.SKIPPED
    assert write_labelled(learning, quiet) == Written(added=1)
    assert written(learning) == [("mkn", "out_of_scope", "karmana itu barang e")]
    assert as_kept(learning)["karmana itu barang e"].outcome is Outcome.ADDED
    assert write_labelled(learning, quiet) == Written()


def test_looking_and_labelling_are_in_the_audit_log(runtime: Runtime, learning: Learning) -> None:
    label(learning, ADMIN, {"karmana itu barang e": "skip"})
    acts = [(row.actor, row.action, row.detail) for row in rows(runtime, AuditEntry)]
    assert acts == [(ADMIN.name, "exported", "4 rows"), (ADMIN.name, "labelled", "1 rows, 0 moved")]


def test_a_reviewer_sees_their_language_and_what_nobody_recognised_and_labels_in_theirs(learning: Learning) -> None:
    assert set(waiting(learning, SPEAKER)) == {"haim he nao na", "au ka uhine fa"}
    assert len(label(learning, SPEAKER, {"haim he nao na": "greet"}, language="aoz").labelled) == 1
    (fault,) = label(learning, SPEAKER, {"au ka uhine fa": "greet"}, language="id").faults.values()
    assert "your own language" in fault
    (fault,) = label(learning, SPEAKER, {"karmana itu barang e": "greet"}, language="aoz").faults.values()
    assert "no sentence with this id" in fault
    with pytest.raises(BadInputError):
        read_queue(learning, SPEAKER, Wanted(language="mkn"))
    for stranger in (StaffRole.OFFICER, StaffRole.COORDINATOR, StaffRole.AUDITOR, StaffRole.SYSTEM):
        with pytest.raises(ForbiddenError):
            read_queue(learning, Actor(UUID(int=9), stranger), Wanted())


def test_another_language_without_a_label_moves_the_sentence(learning: Learning) -> None:
    assert label(learning, SPEAKER, {"haim he nao na": ""}, language="mkn").moved == 1
    assert set(waiting(learning, SPEAKER)) == {"au ka uhine fa"}
    assert waiting(learning)["haim he nao na"].language == "mkn"


def test_of_two_labellers_the_first_one_holds_and_the_second_is_told(learning: Learning) -> None:
    queue = waiting(learning)
    one, other = queue["karmana itu barang e"], queue["au ka uhine fa"]
    sent = {
        ADMIN: [Row(0, str(one.id), one.text, "mkn", "greet")],
        SECOND: [Row(0, str(one.id), one.text, "mkn", "thanks"), Row(1, str(other.id), other.text, "aoz", "skip")],
    }
    with ThreadPoolExecutor(2) as pool:
        saved = dict(zip(sent, pool.map(lambda who: label_page(learning, who, sent[who]), sent), strict=True))
    assert sum(one.id in found.labelled for found in saved.values()) == 1
    assert other.id in saved[SECOND].labelled
    loser = next(who for who, found in saved.items() if one.id not in found.labelled)
    (taken,) = saved[loser].taken
    assert (taken.label, taken.labelled_by) != ("", loser.name)
    again = label_page(learning, loser, sent[loser])
    assert not again.labelled
    assert not again.faults


def test_a_mended_text_is_redacted_and_the_old_one_is_gone(runtime: Runtime, learning: Learning) -> None:
    keep(runtime, {"bapak yohanis minta doi dolo": "mkn"})
    label(learning, ADMIN, {"bapak yohanis minta doi dolo": "ask_cost"}, text="pak Yohanis Taneo minta doi dolo")
    assert "bapak yohanis minta doi dolo" not in as_kept(learning)
    assert "pak <nama> minta doi dolo" in as_kept(learning)
    with learning.store.writing() as session:  # HAPUS finds it by what the message redacts to
        withdraw(session, learning.store.vault, {"bapak yohanis minta doi dolo"})
    assert "pak <nama> minta doi dolo" not in as_kept(learning)


def test_a_label_is_taken_back_until_it_is_written(learning: Learning) -> None:
    label(learning, ADMIN, {"karmana itu barang e": "greet", "haim he nao na": "skip"})
    ids = {text: one.id for text, one in as_kept(learning).items()}
    undo_label(learning, SECOND, ids["haim he nao na"])
    assert "haim he nao na" in waiting(learning)
    with pytest.raises(BadInputError):
        undo_label(learning, SPEAKER, ids["karmana itu barang e"])
    write_labelled(learning, quiet)
    with pytest.raises(BadInputError):
        undo_label(learning, ADMIN, ids["karmana itu barang e"])
    with pytest.raises(BadInputError):
        undo_label(learning, ADMIN, uuid4())
    assert "karmana itu barang e" not in waiting(learning)


def test_what_is_refused_says_why_and_can_be_taken_back(runtime: Runtime, learning: Learning) -> None:
    keep(runtime, {"Berapa biaya kerja ke Malaysia?": "id"})
    label(learning, ADMIN, {"Berapa biaya kerja ke Malaysia?": "ask_salary"})
    assert write_labelled(learning, quiet) == Written(refused=1)
    refused = as_kept(learning)["Berapa biaya kerja ke Malaysia?"]
    assert refused.outcome is Outcome.REFUSED
    assert refused.note == "a near twin of a sentence there is already, labelled ask_cost"
    undo_label(learning, ADMIN, refused.id)
    assert waiting(learning)["Berapa biaya kerja ke Malaysia?"].note == ""


class KilledError(BaseException):
    """Stands for ``kill -9``."""


@pytest.mark.parametrize("step", ["sort_out", "write_sentences", "_settle"])
def test_killed_at_any_step_no_label_is_lost_and_no_sentence_is_written_twice(
    learning: Learning, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    label(learning, ADMIN, {"karmana itu barang e": "out_of_scope"})
    done = getattr(writer, step)

    def die(*given: object) -> None:
        if step == "write_sentences":
            done(*given)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(writer, step, die)
        with pytest.raises(KilledError):
            write_labelled(learning, quiet)
    with pytest.raises(BadInputError):
        undo_label(learning, ADMIN, as_kept(learning)["karmana itu barang e"].id)
    assert queue_due_writing(learning), "what a writer left behind is due at once"
    assert write_labelled(learning, quiet) == Written(added=1)
    assert written(learning) == [("mkn", "out_of_scope", "karmana itu barang e")]


def test_what_is_erased_while_it_is_compared_is_not_written(
    learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    label(learning, ADMIN, {"karmana itu barang e": "out_of_scope"})
    compare = writer.sort_out

    def erase_meanwhile(labelled: object, nlu_data: Path) -> object:
        with learning.store.writing() as session:
            withdraw(session, learning.store.vault, {"karmana itu barang e"})
        return compare(labelled, nlu_data)  # type: ignore[arg-type]

    monkeypatch.setattr(writer, "sort_out", erase_meanwhile)
    write_labelled(learning, quiet)
    assert written(learning) == []


def test_labels_rest_before_they_are_written_and_nobody_asks_twice(runtime: Runtime, learning: Learning, clock) -> None:
    assert not queue_due_writing(learning)
    label(learning, ADMIN, {"karmana itu barang e": "greet"})
    assert not queue_due_writing(learning)
    clock.advance(WRITE_AFTER)
    assert queue_due_writing(learning)
    assert not queue_due_writing(learning)
    with pytest.raises(BadInputError, match="waits or runs"):
        ask_writing(learning, SPEAKER)
    assert [job.kind for job in shown_jobs(learning, SPEAKER)] == ["write"]


def test_long_queues_have_pages_and_counts(runtime: Runtime, learning: Learning) -> None:
    keep(runtime, {f"kata {letter}{second}": "id" for letter in "abcd" for second in "pqrs"})
    first = read_queue(learning, ADMIN, Wanted())
    last = read_queue(learning, ADMIN, Wanted(page=99))
    assert (len(first.sentences), first.pages, first.total) == (PER_PAGE, 3, 20)
    assert (last.page, len(last.sentences)) == (3, 4)
    assert read_queue(learning, ADMIN, Wanted(language="id")).total == 17
    assert first.by_language == {"id": 17, "mkn": 1, "other": 1, "aoz": 1}
    assert read_queue(learning, ADMIN, Wanted(reason=Reason.CORRECTED)).total == 0
    assert timedelta(0) < WRITE_AFTER
