"""What a turn leaves to learn from: redacted, and nothing of danger, reports or a person who stopped or erased."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.conversation.saying import MENU_TOPICS
from bot.services import keep_sentences
from bot.services.keep_sentences import SentenceKeeper
from bot.services.purge import RETENTION, purge_older
from bot.store.sentences import unlabelled
from bot.store.tables.training import TrainingSentence
from bot.training.sentence import MAX_CHARS, Guess, Reason, Sentence
from bot.understanding.chain import Chain
from bot.understanding.model import Understanding
from bot.vocabulary import Channel, Command, Decision, Intent, MessageLanguage
from tests.conftest import migrated_sqlite
from tests.doubles.service import change, deliver, inbox, outbox, work
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import NOON, make_inbound, make_runtime, make_settings, understood

ODD = "karmana itu barang e"
SECRET = "kemarin Bertolomeus Taneofeto dari Oebelo telpon 081377788899 soal itu barang"
REDACTED = "kemarin <nama> dari <tempat> telpon <nomor> soal itu barang"


def unclear(intent: Intent = Intent.OUT_OF_SCOPE, **changes: object) -> Understanding:
    return understood(intent, confidence=0.08, decision=Decision.UNCLEAR, language=MessageLanguage.MKN, **changes)


def doubtful(*others: Intent) -> Understanding:
    return understood(
        Intent.ASK_COST,
        confidence=0.3,
        decision=Decision.ASK_BACK,
        others=others or (Intent.ASK_SALARY, Intent.ASK_CONTRACT),
    )


def number(value: int) -> Understanding:
    return understood(Intent.OUT_OF_SCOPE, confidence=0, decision=Decision.UNCLEAR, number=value)


def command(which: Command, intent: Intent) -> Understanding:
    return understood(intent, command=which)


SCRIPT: Mapping[str, Understanding] = {
    ODD: unclear(),
    SECRET: unclear(),
    "doi": doubtful(),
    "tanya": doubtful(Intent.REPORT_RECRUITER, Intent.ASK_SALARY),
    "1": number(1),
    "2": number(2),
    "7": number(7),
    "9": number(9),
    "LAPOR": command(Command.REPORT, Intent.REPORT_RECRUITER),
    "HAPUS": command(Command.ERASE, Intent.DELETE_DATA),
    "STOP": command(Command.STOP, Intent.OPT_OUT),
    "MULAI": command(Command.START, Intent.GREET),
    "tolong": understood(Intent.EMERGENCY, urgent=True, danger="held"),
    "sa mau lapor": understood(Intent.REPORT_RECRUITER),
    "hilang": understood(Intent.MISSING_RELATIVE),
    "hapus data": understood(Intent.DELETE_DATA),
    "siapa baca": unclear(Intent.ASK_PRIVACY),
    "mungkin lapor": unclear(Intent.REPORT_RECRUITER),
    "status laporan": unclear(Intent.ASK_REPORT_STATUS),
    "tambah": unclear(Intent.ADD_TO_REPORT),
}


@pytest.fixture
def talking(runtime: Runtime) -> Runtime:
    runtime.given_understander = ScriptedUnderstander(SCRIPT)
    return runtime


def say(runtime: Runtime, *texts: str, **changes: object) -> None:
    for text in texts:
        deliver(runtime, make_inbound(text, **changes))
        work(runtime)
    assert {row.state for row in inbox(runtime)} == {"done"}


def kept(runtime: Runtime) -> list[Sentence]:
    with runtime.store.reading() as session:
        return unlabelled(session, runtime.vault, None, 1_000)


def texts(runtime: Runtime) -> list[str]:
    return [one.text for one in kept(runtime)]


def test_what_was_not_understood_is_kept_redacted_with_its_guesses(talking: Runtime) -> None:
    say(talking, SECRET)
    (row,) = kept(talking)
    assert (row.text, row.language, row.reason, row.chosen) == (REDACTED, "mkn", Reason.UNCLEAR, None)
    assert row.guesses[0] == Guess("out_of_scope", 0.08)
    assert len(row.guesses) == 3
    with talking.store.reading() as session:
        assert session.scalar(select(TrainingSentence.kept_on)) == NOON.date()


def test_what_was_understood_is_not_kept(talking: Runtime) -> None:
    say(talking, "berapa biaya", "7")
    assert kept(talking) == []


def test_a_choice_after_asking_back_is_the_label_it_suggests(talking: Runtime) -> None:
    say(talking, "doi")
    assert kept(talking)[0].reason is Reason.ASKED_BACK
    say(talking, "9", "2")
    assert [(row.text, row.reason, row.chosen) for row in kept(talking)] == [("doi", Reason.CORRECTED, "ask_salary")]


def test_whoever_asks_again_instead_leaves_both_messages(talking: Runtime) -> None:
    say(talking, "doi", ODD)
    assert {(row.text, row.reason, row.chosen) for row in kept(talking)} == {
        ("doi", Reason.ASKED_BACK, None),
        (ODD, Reason.UNCLEAR, None),
    }


def test_a_number_for_another_list_corrects_nothing(talking: Runtime) -> None:
    say(talking, "doi", "berapa biaya", "1", channel=Channel.WHATSAPP)
    assert [row.chosen for row in kept(talking)] == [None]


def test_a_topic_picked_after_not_being_understood_is_a_correction_too(talking: Runtime) -> None:
    say(talking, ODD, "1", channel=Channel.WHATSAPP)
    assert [(row.reason, row.chosen) for row in kept(talking)] == [(Reason.CORRECTED, "ask_legal_steps")]


@pytest.mark.parametrize("picked", ["LAPOR", "sa mau lapor", "tolong", "hilang", "HAPUS", "STOP", "hapus data"])
def test_private_talks_leave_nothing_from_before_or_after(talking: Runtime, picked: str) -> None:
    say(talking, ODD, "doi", picked, SECRET)
    assert kept(talking) == []


def test_a_report_picked_from_a_list_takes_back_the_message(talking: Runtime) -> None:
    assert MENU_TOPICS[7 - 1] == "report_closed"
    say(talking, ODD, channel=Channel.WHATSAPP)
    assert texts(talking) == [ODD]
    say(talking, "7", channel=Channel.WHATSAPP)
    assert kept(talking) == []


@pytest.mark.parametrize("text", ["tanya", "mungkin lapor", "status laporan", "tambah", "siapa baca"])
def test_what_may_be_about_a_report_or_privacy_is_not_kept(talking: Runtime, text: str) -> None:
    say(talking, text)
    assert kept(talking) == []
    say(talking, ODD)
    assert texts(talking) == [ODD]  # a guess alone does not close the conversation


def test_the_answer_to_a_yes_no_question_is_not_kept(talking: Runtime) -> None:
    say(talking, "hapus data", ODD)
    assert kept(talking) == []


def test_a_day_after_a_report_other_messages_are_kept_again(talking: Runtime) -> None:
    say(talking, "LAPOR")
    talking.clock.advance(timedelta(days=1, minutes=1))
    say(talking, ODD)
    assert texts(talking) == [ODD]


def test_after_stop_nothing_is_kept_until_start(talking: Runtime) -> None:
    say(talking, "STOP")
    talking.clock.advance(timedelta(days=2))
    say(talking, ODD, "tolong")
    assert kept(talking) == []
    talking.clock.advance(timedelta(days=2))
    say(talking, "MULAI", ODD)
    assert texts(talking) == [ODD]


def test_after_erasing_nothing_is_kept_any_more_and_what_was_is_gone(talking: Runtime) -> None:
    say(talking, ODD)
    talking.clock.advance(timedelta(days=30))
    say(talking, "HAPUS")
    assert kept(talking) == []
    talking.clock.advance(timedelta(days=30))
    say(talking, SECRET)
    assert kept(talking) == []


def test_another_person_is_another_matter(talking: Runtime) -> None:
    say(talking, "LAPOR")
    say(talking, ODD, address="+6281111111111")
    assert texts(talking) == [ODD]


@pytest.mark.parametrize("text", ["?", "081377788899", "x" * (MAX_CHARS + 1)])
def test_what_has_no_words_or_too_many_is_not_kept(talking: Runtime, text: str) -> None:
    talking.given_understander.script[text] = unclear()
    say(talking, text)
    assert kept(talking) == []


def test_a_photo_or_a_number_without_a_list_is_not_kept(talking: Runtime) -> None:
    say(talking, "", "9")
    assert kept(talking) == []


def test_the_model_is_noted_where_it_understood(talking: Runtime) -> None:
    keeper = SentenceKeeper(served_model=lambda: "20261122T040000Z-0123")
    talking.turn_taker = replace(talking.turn_taker, keeper=keeper)
    say(talking, ODD)
    with talking.store.reading() as session:
        assert session.scalar(select(TrainingSentence.model)) == "20261122T040000Z-0123"


def test_keeping_can_be_switched_off(database_url: str, tmp_path: Path) -> None:
    settings = make_settings(database_url, tmp_path / "var", keep_for_training=False)
    runtime = make_runtime(settings, understander=ScriptedUnderstander(SCRIPT))
    say(runtime, ODD, "doi", "1")
    assert kept(runtime) == []
    runtime.store.engine.dispose()


def test_a_fault_in_keeping_costs_nobody_an_answer(
    talking: Runtime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> str:
        raise ValueError(text)

    monkeypatch.setattr(keep_sentences, "redact", broken)
    say(talking, SECRET)
    assert kept(talking) == []
    assert outbox(talking)
    assert "ValueError" in caplog.text
    assert "Bertolomeus" not in caplog.text


def test_the_database_may_refuse_a_row_and_the_turn_is_still_taken(
    talking: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(talking, "DROP TABLE training_sentences")
    say(talking, ODD)
    assert outbox(talking)


def test_once_the_message_is_purged_nothing_finds_its_row(talking: Runtime) -> None:
    say(talking, ODD)
    talking.clock.advance(RETENTION + timedelta(days=1))
    purge_older(talking.store, talking.clock)
    say(talking, "HAPUS")
    assert texts(talking) == [ODD]


def test_no_file_holds_a_kept_sentence_or_what_was_taken_out_of_it(tmp_path: Path) -> None:
    settings = make_settings(migrated_sqlite(tmp_path / "test.db"), tmp_path / "var")
    runtime = make_runtime(settings, clock=SettableClock(NOON), understander=Chain(None))
    say(runtime, SECRET)
    assert texts(runtime) == [REDACTED]
    runtime.store.engine.dispose()
    for file in tmp_path.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for secret in ("Bertolomeus", "Taneofeto", "Oebelo", "081377788899", "soal itu barang", REDACTED):
            for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
                assert form not in content, file.name
