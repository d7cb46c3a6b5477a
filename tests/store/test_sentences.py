"""Kept sentences in the database: sealed, once each, without a link, and gone after their time."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.errors import CorruptDataError
from bot.services.purge import purge_sentences
from bot.store import sentences
from bot.store.sentences import keep_sentence, label_sentence, note_choice, sentences_by_id, unlabelled, withdraw
from bot.store.tables.audit import AuditEntry
from bot.training.sentence import RETENTION, Guess, NewSentence, Reason, Sentence
from tests.doubles.service import change, rows
from tests.factories import NOON

TEXT = "kaka <nama> bilang gratis"


def new(words: str = TEXT, **changes: object) -> NewSentence:
    values: dict[str, object] = {
        "kept_on": NOON.astimezone(WITA).date(),
        "language": "mkn",
        "guesses": (Guess("ask_cost", 0.25),),
        "reason": Reason.UNCLEAR,
    }
    return NewSentence(text=words, **(values | changes))  # type: ignore[arg-type]


def keep(runtime: Runtime, *given: NewSentence) -> list[bool]:
    with runtime.store.writing() as session:
        return [keep_sentence(session, runtime.vault, one) for one in given]


def waiting(runtime: Runtime, reason: Reason | None = None, limit: int = 100) -> list[Sentence]:
    with runtime.store.reading() as session:
        return unlabelled(session, runtime.vault, reason, limit)


def test_a_text_is_kept_once_however_it_is_typed(runtime: Runtime) -> None:
    assert keep(runtime, new(), new("Kaka  <nama> bilang GRATISSS"), new("lain lagi")) == [True, False, True]
    assert {one.text for one in waiting(runtime)} == {TEXT, "lain lagi"}


def test_a_day_has_its_limit(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "DAILY_LIMIT", 2)
    day = new().kept_on
    assert keep(runtime, *(new(f"kata {letter}") for letter in "abc")) == [True, True, False]
    assert keep(runtime, new("kata d", kept_on=day + timedelta(days=1))) == [True]


def test_the_first_choice_stays_and_a_labelled_row_as_it_is(runtime: Runtime) -> None:
    keep(runtime, new(), new("lain"))
    with runtime.store.writing() as session:
        note_choice(session, runtime.vault, TEXT, "ask_salary")
        note_choice(session, runtime.vault, TEXT, "ask_cost")
        note_choice(session, runtime.vault, "nobody kept this", "ask_cost")
    first, second = waiting(runtime)
    assert (first.text, first.chosen, first.reason) == (TEXT, "ask_salary", Reason.CORRECTED)
    assert (second.chosen, second.reason) == (None, Reason.UNCLEAR)
    assert [one.text for one in waiting(runtime, Reason.UNCLEAR)] == ["lain"]
    assert len(waiting(runtime, limit=1)) == 1


def test_a_label_is_given_once(runtime: Runtime) -> None:
    keep(runtime, new())
    (row,) = waiting(runtime)
    with runtime.store.writing() as session:
        assert label_sentence(session, row.id, "ask_cost", NOON)
        assert not label_sentence(session, row.id, "ask_salary", NOON)
        assert sentences_by_id(session, runtime.vault, [row.id])[row.id].label == "ask_cost"
    assert waiting(runtime) == []


def test_a_text_is_withdrawn_by_its_words(runtime: Runtime) -> None:
    keep(runtime, new(), new("lain"))
    with runtime.store.writing() as session:
        withdraw(session, runtime.vault, {TEXT})
        withdraw(session, runtime.vault, ())
    assert [one.text for one in waiting(runtime)] == ["lain"]


def test_a_moved_ciphertext_does_not_open(runtime: Runtime) -> None:
    keep(runtime, new(), new("lain"))
    one, other = waiting(runtime)
    change(
        runtime,
        "UPDATE training_sentences SET text_sealed = (SELECT s.text_sealed FROM training_sentences s WHERE s.id = :b)"
        " WHERE id = :a",
        **{
            name: row.id.hex if runtime.store.engine.dialect.name == "sqlite" else row.id
            for name, row in {"a": one, "b": other}.items()
        },
    )
    with pytest.raises(CorruptDataError):
        waiting(runtime)


def test_a_row_leads_to_nobody_and_tells_no_time(runtime: Runtime) -> None:
    tables = inspect(runtime.store.engine)
    assert tables.get_foreign_keys("training_sentences") == []
    assert {column["name"] for column in tables.get_columns("training_sentences")} == {
        "id", "kept_on", "text_sealed", "text_hash", "language", "guesses", "reason", "chosen", "model", "label",
        "labelled_at", "labelled_by", "outcome", "note",
    }  # fmt: skip
    if runtime.store.engine.dialect.name == "sqlite":
        with runtime.store.reading() as session:
            table = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'training_sentences'"))
        assert table.rstrip().upper().endswith("WITHOUT ROWID"), "a number a row would tell the order of arrival"


def test_no_row_is_kept_beyond_its_time_labelled_or_not(runtime: Runtime) -> None:
    keep(runtime, new(), new("lain"))
    with runtime.store.writing() as session:
        label_sentence(session, unlabelled(session, runtime.vault, None, 1)[0].id, "skip", NOON)
    runtime.clock.advance(RETENTION - timedelta(days=1))
    assert purge_sentences(runtime.store, runtime.clock) == 0
    runtime.clock.advance(timedelta(days=1))
    assert purge_sentences(runtime.store, runtime.clock, timedelta(days=400)) == 2
    assert [(row.action, row.subject, row.detail) for row in rows(runtime, AuditEntry)] == [
        ("purged", "training_sentences", "2 rows")
    ]
