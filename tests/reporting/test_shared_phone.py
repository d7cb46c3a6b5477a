"""Whoever holds the phone next learns nothing, whatever they type."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.recruiters.flags import Flag
from bot.services.purge import purge_reports
from bot.services.show_recruiter import show
from bot.store.tables.cases import Case, ReportDraft
from bot.store.tables.probes import CodeTry, Signal
from tests.doubles.service import rows
from tests.reporting.desk import STORY, Desk

NEVER = "+6285555550001"
PLANTED = ("Beni", "0812 3456 7899", "6281234567899", "Maju Bersama", "mangga")


@pytest.mark.parametrize("word", ["STATUS", "TAMBAH", "HAPUS", "DATA SAYA", "halo", "MENU", "STATUS NTT-ABCDF"])
def test_a_phone_that_reported_gets_the_same_answers_as_one_that_never_did(desk: Desk, word: str) -> None:
    desk.say("halo")
    desk.say("halo", address=NEVER)
    desk.report()
    desk.say("lewati")
    desk.later(hours=2)
    assert desk.say(word) == desk.say(word, address=NEVER)


def test_an_unsent_report_is_hidden_after_an_hour(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    desk.later(minutes=61)
    for message in ("halo", "MENU", "lanjut", "ya", "lewati", "STATUS", "LAGI"):
        assert not any("Beni" in reply for reply in desk.say(message)), message
    assert any("Beni" in reply for reply in desk.say("LAPOR"))


def test_with_a_secret_word_lapor_alone_shows_nothing(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    desk.say("RAHASIA mangga")
    desk.later(minutes=61)
    assert not any("Beni" in reply for reply in desk.say("LAPOR"))
    assert not any("Beni" in reply for reply in desk.say("rambutan"))
    desk.say("BATAL")
    desk.say("LAPOR")
    assert any("Beni" in reply for reply in desk.say("mangga"))


def test_five_wrong_codes_a_day_then_even_the_right_one_is_unknown(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say("halo", address=NEVER)
    wrong = [desk.say("STATUS NTT-ABCDF", address=NEVER) for _ in range(5)]
    assert desk.say(f"STATUS {code}", address=NEVER) == wrong[0]
    assert desk.say(f"STATUS {code}")[0].startswith("Sudah diterima")
    desk.later(days=1)
    assert desk.say(f"STATUS {code}", address=NEVER)[0].startswith("Sudah diterima")


def test_all_wrong_codes_together_have_a_limit_too(desk: Desk) -> None:
    desk.report()
    with desk.runtime.store.writing() as session:
        today = desk.runtime.clock.now() + timedelta(hours=8)
        session.add(CodeTry(day=today.date(), who=b"\0" * 32, count=200))
    assert desk.say(f"STATUS {desk.only_case().code}")[0].startswith("Kode atau kata")


def test_the_secret_word_works_on_the_phone_that_chose_it_only(desk: Desk) -> None:
    desk.report()
    desk.say("mangga")
    desk.say("STATUS")
    assert desk.say("mangga")[0].startswith("Sudah diterima")
    desk.say("STATUS", address=NEVER)
    assert desk.say("mangga", address=NEVER)[0].startswith("Kode atau kata")


def test_an_addition_from_another_phone_waits_for_an_officer(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say(f"TAMBAH {code}", address=NEVER)
    desk.say("dia pindah ke Kefa", address=NEVER)
    desk.say(f"TAMBAH {code}")
    desk.say("dia punya mobil merah")
    with desk.runtime.store.reading() as session:
        found = session.execute(
            text("SELECT own_phone, accepted_at IS NOT NULL FROM case_additions ORDER BY own_phone")
        )
        assert [tuple(map(bool, row)) for row in found] == [(False, False), (True, True)]


def test_taking_back_needs_the_same_phone_and_the_code(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say("halo", address=NEVER)
    assert desk.say(f"TARIK {code}", address=NEVER) == desk.say("TARIK NTT-ABCDF", address=NEVER)
    desk.say(f"TARIK {code}")
    desk.say("ya")
    assert desk.only_case().state == "withdrawn"
    assert not desk.only_case().credible


def test_hapus_leaves_the_case_and_nothing_that_leads_to_the_phone(desk: Desk) -> None:
    desk.report()
    desk.say("mangga")
    code = desk.only_case().code
    desk.say("HAPUS")
    case = desk.only_case()
    assert (case.conversation_id, case.message_id, case.secret_hash) == (None, None, None)
    assert desk.say(f"TARIK {code}")[0].startswith("Kode itu tidak bisa")


def test_hapus_erases_a_report_that_was_not_sent(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    desk.say("HAPUS")
    assert rows(desk.runtime, ReportDraft) == []
    assert not any("Beni" in reply for reply in desk.say("LAPOR"))


def test_after_thirty_days_only_the_recruiters_signals_are_left(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    desk.later(days=29)
    assert purge_reports(desk.runtime.store, desk.runtime.clock) == 0
    desk.later(days=2)
    assert purge_reports(desk.runtime.store, desk.runtime.clock) == 1
    assert rows(desk.runtime, ReportDraft) == []
    assert {row.kind for row in rows(desk.runtime, Signal)} == {"phone", "place"}
    assert desk.cases() == []
    desk.report(address="+6281299998888")
    shown = show(desk.runtime.store, desk.runtime.clock, desk.only_case().code, "Maria Koordinator")
    assert (shown.unsent, shown.others, shown.flag) == (1, (), Flag.REPORTED), "a hint, and no second report"


def test_nothing_told_is_readable_in_any_table(desk: Desk) -> None:
    desk.report(story=f"{STORY} PT Maju Bersama")
    desk.say("mangga")
    desk.say("LAPOR")
    desk.say(f"{STORY} PT Maju Bersama")
    desk.say(f"TAMBAH {desk.only_case().code}")
    desk.say("Om Beni pindah ke Kefa")
    desk.say("siapa yang lapor Om Beni")
    engine = desk.runtime.store.engine
    with desk.runtime.store.reading() as session:
        tables = [row[0] for row in session.execute(text(_TABLES[engine.dialect.name]))]
        assert Case.__tablename__ in tables
        for table in tables:
            for row in session.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608 - our own names
                shown = " ".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row)
                assert not [planted for planted in PLANTED if planted in shown], table


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
}
