"""A list of agencies becomes the present one as a whole, or not at all, and can be taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.bootstrap import Runtime
from bot.errors import BadInputError
from bot.recruiters.agencies import AgencyList, AgencyMatch, AgencyQuestion
from bot.recruiters.agency_changes import Change
from bot.recruiters.company_names import spelling_key
from bot.services.import_agencies import AgencyImport, apply_import, prepare_import, undo_import
from bot.store.agencies import all_lists, history_of
from bot.store.tables.agencies import Agency
from tests.doubles.service import deliver, texts, work
from tests.factories import make_inbound

REGISTER, NOTICES = AgencyList.REGISTER, AgencyList.NOTICES
FIRST = "Nama,No Izin,Berlaku sampai\nPT Maju Jaya,1/2025,2028-01-01\nPT Duta Lama,2/2020,2030-01-01\n"
SECOND = "Nama,No Izin,Berlaku sampai\nPT Maju Jaya,1/2025,2029-01-01\nPT Baru Sekali,3/2026,2031-01-01\n"

Prepare = Callable[..., AgencyImport]


@pytest.fixture
def prepare(runtime: Runtime, tmp_path: Path) -> Prepare:
    def prepared(rows: str, as_of: str, kind: AgencyList = REGISTER) -> AgencyImport:
        path = tmp_path / "daftar.csv"
        path.write_text(rows, encoding="utf-8")
        return prepare_import(runtime.store, runtime.clock, path, kind, date.fromisoformat(as_of), "Sisko P2MI")

    return prepared


def bring(runtime: Runtime, prepared: AgencyImport, by: str = "Maria") -> None:
    apply_import(runtime.store, runtime.clock, prepared, by)


def found(runtime: Runtime, name: str) -> AgencyMatch | None:
    matches = runtime.agency_book.index().find(AgencyQuestion(name))
    return next((match for match in matches if match.exact), None)


def test_what_was_imported_is_found_at_once_with_its_day(runtime: Runtime, prepare: Prepare) -> None:
    assert found(runtime, "maju jaya") is None
    bring(runtime, prepare(FIRST, "2026-11-01"))
    match = found(runtime, "maju jaya")
    assert match
    assert match.register
    assert (match.register.as_of, match.register.licence_no) == ("2026-11-01", "1/2025")


def test_the_next_list_changes_what_differs_and_keeps_who_is_gone(runtime: Runtime, prepare: Prepare) -> None:
    bring(runtime, prepare(FIRST, "2026-11-01"))
    second = prepare(SECOND, "2026-11-15")
    assert [second.count(change) for change in Change] == [1, 1, 1]
    bring(runtime, second)
    gone, kept = found(runtime, "duta lama"), found(runtime, "maju jaya")
    assert gone
    assert kept
    assert gone.register
    assert kept.register
    assert gone.register.gone_as_of == "2026-11-15"
    assert (kept.register.as_of, kept.register.valid_until) == ("2026-11-15", date(2029, 1, 1))
    with runtime.store.reading() as session:
        lines = [str(change) for _, change in history_of(session, spelling_key("Maju Jaya"))]
    assert lines == ["new PT Maju Jaya", "changed PT Maju Jaya: valid_until 2028-01-01 -> 2029-01-01"]


def test_an_import_can_be_taken_back_step_by_step(runtime: Runtime, prepare: Prepare) -> None:
    bring(runtime, prepare(FIRST, "2026-11-01"))
    bring(runtime, prepare(SECOND, "2026-11-15"))
    assert undo_import(runtime.store, runtime.clock, REGISTER, "Yosef") == 3
    assert found(runtime, "baru sekali") is None
    lama = found(runtime, "duta lama")
    assert lama
    assert lama.register
    assert (lama.register.gone_as_of, lama.register.as_of) == ("", "2026-11-01")
    assert undo_import(runtime.store, runtime.clock, REGISTER, "Yosef") == 2
    assert found(runtime, "maju jaya") is None
    with pytest.raises(BadInputError, match="no list of register"):
        undo_import(runtime.store, runtime.clock, REGISTER, "Yosef")
    with runtime.store.reading() as session:
        assert all(row.undone_at for row in all_lists(session))


def test_a_list_that_lost_its_end_is_refused(runtime: Runtime, prepare: Prepare) -> None:
    bring(runtime, prepare(FIRST + "PT Tiga,4,\n", "2026-11-01"))
    cut = prepare("Nama,No Izin\nPT Maju Jaya,1/2025\n", "2026-11-15")
    with pytest.raises(BadInputError, match="2 of 3 agencies would be gone"):
        bring(runtime, cut)
    assert found(runtime, "tiga")
    apply_import(runtime.store, runtime.clock, cut, "Maria", shrink=True)
    tiga = found(runtime, "tiga")
    assert tiga
    assert tiga.register
    assert tiga.register.gone_as_of


def test_older_data_and_data_of_tomorrow_are_refused(runtime: Runtime, prepare: Prepare) -> None:
    bring(runtime, prepare(FIRST, "2026-11-15"))
    with pytest.raises(BadInputError, match="newer than this one"):
        prepare(SECOND, "2026-11-01")
    with pytest.raises(BadInputError, match="in the future"):
        prepare(SECOND, "2026-12-24")


def test_bad_rows_change_nothing(runtime: Runtime, prepare: Prepare) -> None:
    bring(runtime, prepare(FIRST, "2026-11-01"))
    with pytest.raises(BadInputError, match="line 3"):
        prepare("Nama,No Izin,Berlaku sampai\nPT Lain,1,2028-01-01\nPT Rusak,2,kapan\n", "2026-11-15")
    assert found(runtime, "maju jaya")
    assert found(runtime, "lain") is None


def test_of_two_at_once_one_is_told_to_look_again(runtime: Runtime, prepare: Prepare) -> None:
    both = [prepare(FIRST, "2026-11-01"), prepare(SECOND, "2026-11-01")]

    def bring_one(prepared: AgencyImport) -> str:
        try:
            bring(runtime, prepared)
        except BadInputError as fault:
            return str(fault)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(bring_one, both))
    assert sorted(outcome.partition(";")[0] for outcome in outcomes) == [
        "done",
        "somebody changed the lists meanwhile",
    ]


def test_notices_replace_those_that_came_along_and_come_back_by_undo(runtime: Runtime, prepare: Prepare) -> None:
    rows = "name,status,status_date,source,source_date\nPT Bidar Timur,dicabut,2016,https://berita.id/a,2026-10-01\n"
    assert found(runtime, "banu nusa utama")
    prepared = prepare(rows, "2026-11-01", NOTICES)
    apply_import(runtime.store, runtime.clock, prepared, "Maria", shrink=True)
    assert found(runtime, "banu nusa utama") is None, "a notice that was taken out is not told any more"
    timur = found(runtime, "bidar timur")
    assert timur
    assert timur.notice
    assert timur.notice.source_date == "2026-10-01"
    undo_import(runtime.store, runtime.clock, NOTICES, "Maria")
    assert found(runtime, "banu nusa utama")


def test_who_imports_and_from_where_must_be_said(runtime: Runtime, prepare: Prepare, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="name"):
        bring(runtime, prepare(FIRST, "2026-11-01"), by=" ")
    with pytest.raises(BadInputError, match="where the list is from"):
        prepare_import(runtime.store, runtime.clock, tmp_path / "daftar.csv", REGISTER, date(2026, 11, 1), "")


def test_a_damaged_list_silences_nobody(runtime: Runtime, prepare: Prepare, caplog: pytest.LogCaptureFixture) -> None:
    bring(runtime, prepare(FIRST, "2026-11-01"))
    with runtime.store.writing() as session:
        for row in session.scalars(select(Agency)):
            row.record = {**row.record, "status": "baru"}
    deliver(runtime, make_inbound("tolong saya disekap"))
    work(runtime)
    assert texts(runtime)
    assert "the lists of companies cannot be read" in caplog.text
