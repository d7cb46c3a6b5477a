"""Exports of cases: what is in them by how much of people, that they are locked, and that they are on record first."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import pyzipper
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.errors import UnavailableError
from bot.reports.facts import Facts
from bot.reports.routing import OfficerRole
from bot.services import export_cases
from bot.store.cases import case_with_code
from bot.store.journal import acts_on
from bot.store.tables.audit import AuditEntry
from bot.store.tables.cases import CaseAddition, CaseEvent
from tests.doubles.service import rows
from tests.reporting.desk import STORY, TTS, Desk
from tests.reporting.made_cases import make_case
from tests.web.console.staff import Person

EVIL = Facts(
    names=("@SUM(A1:A9)",),
    phones=("+6281234567899",),
    companies=("-2+3+cmd|' /C calc'!A0",),
    origins=("Soe",),
    flags=("RF_DEBT",),
    story=("=cmd|' /C calc'!A0 ibu Yosefina", "\t=HYPERLINK(1)"),
)


def order(person: Person, query: str = "", **form: str) -> TestResponse:
    path = f"/cases/export{query}"
    chosen = {"samaran": "nobody", "bentuk": "csv", "alasan": "untuk Polda"} | form
    return person.post(path, "/akun", **chosen)


def unlocked(person: Person, answer: TestResponse) -> tuple[str, bytes]:
    """Fetch the archive of an answer and open it with the password shown; return the name and content inside."""
    assert answer.status_code == 200, answer.text[:500]
    content = person.client.get(link_of(answer)).data
    with pyzipper.AESZipFile(BytesIO(content)) as archive:
        (name,) = archive.namelist()
        with pytest.raises(RuntimeError):
            archive.read(name)
        with pytest.raises(RuntimeError):
            archive.read(name, b"wrong-password")
        return name, archive.read(name, password_of(answer).encode())


def link_of(answer: TestResponse) -> str:
    return re.search(r'href="(/cases/export/[0-9a-f-]{36})"', answer.text)[1]


def password_of(answer: TestResponse) -> str:
    return unescape(re.search(r'<code class="key">([^<]+)</code>', answer.text)[1])


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def exported(desk: Desk) -> list[AuditEntry]:
    return [row for row in rows(desk.runtime, AuditEntry) if row.action == "exported_cases"]


def test_without_people_there_is_a_row_for_each_case(desk: Desk, maria: Person) -> None:
    codes = {make_case(desk.runtime, EVIL), desk.allow()}
    name, content = unlocked(maria, order(maria))
    assert re.fullmatch(r"ekspor-[0-9a-f]{8}\.csv", name)
    found = table(content)
    assert {row["Kode"] for row in found} == codes
    assert {row["Kabupaten"] for row in found} == {TTS}
    for hidden in ("Beni", "SUM", "cmd", "Yosefina", "0812", "6281234567899"):
        assert hidden not in content.decode()


def test_recruiters_and_story_by_level(desk: Desk, maria: Person) -> None:
    code = desk.allow(story=f"{STORY}. Anak saya Yosefina ikut")
    _, content = unlocked(maria, order(maria, samaran="recruiters"))
    (row,) = table(content)
    assert row["Nama perekrut"] == "Om Beni"
    assert row["Nomor perekrut"] == "'+6281234567899"
    assert "Yosefina" not in content.decode()
    _, content = unlocked(maria, order(maria, samaran="all"))
    (row,) = table(content)
    assert row["Kode"] == code
    assert "Yosefina" in row["Cerita"]


def test_everything_has_what_was_added_and_counts(desk: Desk, maria: Person) -> None:
    code, other = desk.allow(), desk.allow(address="+6281377788890")
    desk.say(f"TAMBAH {code} kapalnya jam lima")
    desk.say(f"TAMBAH {code} mobilnya warna ungu", address="+6281355550001")  # from another phone: it waits
    with desk.runtime.store.writing() as session:
        for row in session.scalars(select(CaseAddition).where(CaseAddition.accepted_at.is_not(None))):
            sealed = row.text_sealed
            session.add(
                CaseAddition(case_id=row.case_id, at=row.at, text_sealed=sealed, own_phone=True, accepted_at=row.at)
            )  # under an id it was not sealed for: it cannot be read
    _, content = unlocked(maria, order(maria, samaran="all"))
    told = {row["Kode"]: row["Cerita"] for row in table(content)}
    assert told[code].startswith(STORY)
    assert told[code].endswith("\n\nkapalnya jam lima")
    assert told[other] == STORY
    assert "ungu" not in content.decode()
    _, content = unlocked(maria, order(maria, samaran="recruiters"))
    assert "kapalnya" not in content.decode()


def test_no_cell_is_a_formula(desk: Desk, maria: Person) -> None:
    make_case(desk.runtime, EVIL)
    _, content = unlocked(maria, order(maria, samaran="all"))
    for row in csv.reader(StringIO(content.decode("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    _, content = unlocked(maria, order(maria, samaran="all", bentuk="xlsx"))
    cells = [cell for line in load_workbook(BytesIO(content)).active.iter_rows() for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "@SUM(A1:A9)" in {cell.value for cell in cells}
    assert any(str(cell.value).startswith("=cmd|") for cell in cells)


def test_on_paper(desk: Desk, maria: Person) -> None:
    make_case(desk.runtime, Facts(names=("Ibu 你好 Røsa",), story=("kata " * 4_000, "😀\x00\x1b[31m")))
    name, content = unlocked(maria, order(maria, samaran="all", bentuk="pdf"))
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") >= 1


def test_figures_come_at_once_and_small_ones_are_hidden(desk: Desk, maria: Person) -> None:
    for number in range(8):
        make_case(desk.runtime, Facts(origins=("Soe",) if number else ("Atambua",)))
    answer = order(maria, samaran="numbers", alasan="")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=ekspor-")
    lines = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert ["Kabupaten Belu", "<5"] in lines
    assert [TTS, "*"] in lines
    assert lines.count(["Jumlah", "8"]) == 4
    assert "NTT-" not in answer.text
    assert order(maria, samaran="numbers", bentuk="xlsx", alasan="").data.startswith(b"PK")
    assert order(maria, samaran="numbers", bentuk="pdf", alasan="").data.startswith(b"%PDF")


def test_what_is_not_open_is_never_in_an_export(desk: Desk, maria: Person) -> None:
    mine = desk.allow()
    desk.say("HAPUS")
    closed = desk.allow(story=f"{STORY}. Ibu Maria Koordinator ikut bantu dia")
    assert closed not in maria.see("/cases")
    _, content = unlocked(maria, order(maria))
    assert {row["Kode"] for row in table(content)} == {mine}
    figures = order(maria, samaran="numbers").data.decode("utf-8-sig")
    assert "Jumlah" in figures
    assert '"2"' not in figures


def test_the_filters_of_the_list_and_days_apply(desk: Desk, maria: Person) -> None:
    old = desk.allow()
    maria.post(f"/cases/{old}/close", alasan="selesai", hasil="safe")
    desk.runtime.clock.advance(timedelta(minutes=30))
    new = desk.allow()
    assert {row["Kode"] for row in table(unlocked(maria, order(maria))[1])} == {new}
    both = unlocked(maria, order(maria, "?semua=1"))[1]
    assert {row["Kode"] for row in table(both)} == {old, new}
    assert {row["Kode"] for row in table(unlocked(maria, order(maria, "?keadaan=closed"))[1])} == {old}
    tomorrow = f"{desk.runtime.clock.now() + timedelta(days=2):%Y-%m-%d}"
    empty = order(maria, dari=tomorrow)
    assert empty.status_code == 422
    assert "tidak ada yang diekspor" in empty.text


def test_it_is_on_record_before_it_is_given(desk: Desk, maria: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    code = desk.allow()

    def full(*_given: object) -> None:
        raise UnavailableError("the disk is full")

    monkeypatch.setattr(type(desk.runtime.export_files), "keep", full)
    assert order(maria, samaran="all", alasan="untuk penyidik").status_code == 503
    (entry,) = exported(desk)
    assert entry.detail.startswith("all csv, 1 cases; sha256 ")
    assert entry.actor == f"officer {desk.officers['Maria Koordinator'].hex}"
    assert b"penyidik" not in (entry.reason_sealed or b"")
    events = [row for row in rows(desk.runtime, CaseEvent) if row.event == "exported"]
    assert [row.detail for row in events] == ["all"]
    assert "diekspor" in maria.see(f"/cases/{code}")


def test_the_digest_is_that_of_the_file_and_fetching_is_noted(desk: Desk, maria: Person) -> None:
    desk.allow()
    answer = order(maria, "?tingkat=now&tingkat=high")
    if answer.status_code == 422:
        answer = order(maria)
    content = maria.client.get(link_of(answer)).data
    assert f"sha256 {sha256(content).hexdigest()}" in exported(desk)[-1].detail
    assert password_of(answer) not in content.decode("latin-1")
    actions = [row.action for row in rows(desk.runtime, AuditEntry)]
    assert actions.index("exported_cases") < actions.index("fetched_export")


def test_the_password_is_kept_nowhere(desk: Desk, maria: Person, tmp_path: Path) -> None:
    code = desk.allow()
    answer = order(maria, samaran="all")
    password = password_of(answer)
    assert re.fullmatch(r"([a-z]+-){7}\d{4}", password)
    assert password not in maria.see("/cases/export")
    assert password not in str([vars(row) for row in rows(desk.runtime, AuditEntry)])
    for file in [one for one in tmp_path.rglob("*") if one.is_file()]:
        content = file.read_bytes()
        assert password.encode() not in content
        assert b"Om Beni" not in content
        if file.parent.name == "exports":
            assert code.encode() not in content
            assert not content.startswith(b"PK")
            assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_nobody_else_fetches_it_and_it_goes_after_a_while(
    desk: Desk, maria: Person, officer: Callable[..., Person]
) -> None:
    desk.allow()
    link = link_of(order(maria))
    other = officer("Wilem Koordinator", OfficerRole.COORDINATOR, "")
    assert other.client.get(link).status_code == 404
    assert maria.client.get(link).status_code == 200
    assert maria.client.get(link).status_code == 200  # a line that broke
    assert maria.client.get("/cases/export/00000000-0000-4000-8000-000000000000").status_code == 404
    desk.runtime.clock.advance(timedelta(minutes=16))
    gone = maria.client.get(link)
    assert gone.status_code == 404
    assert "Buat yang baru" in gone.text
    assert not list((desk.runtime.settings.data_dir / "exports").iterdir())


def test_an_officer_exports_nothing_and_that_is_noted(desk: Desk, petrus: Person) -> None:
    desk.allow()
    assert "/cases/export" not in petrus.see("/cases")
    petrus.see("/cases/export", 403)
    assert order(petrus).status_code == 403
    noted = [row.subject for row in rows(desk.runtime, AuditEntry) if row.action == "refused"]
    assert noted == ["page/GET export.show", "page/POST export.make"]
    assert not exported(desk)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"alasan": " "}, "Isi alasannya"),
        ({"alasan": "x" * 1001}, "1.000"),
        ({"samaran": "everything"}, "Pilih isi berkas"),
        ({"bentuk": "../../etc/passwd"}, "Pilih isi berkas"),
        ({"dari": "gestern"}, "2000 sampai 2099"),
        ({"dari": "2027-02-01", "sampai": "2027-01-01"}, "Tanggal akhir"),
        ({"dari": "0001-01-01"}, "2000 sampai 2099"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Desk, maria: Person, form: dict[str, str], said: str
) -> None:
    desk.allow()
    answer = order(maria, **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert not exported(desk)
    if "alasan" not in form:
        assert "untuk Polda</textarea>" in answer.text


@pytest.mark.parametrize("query", ["?tingkat=king", "?tempat=Atlantis", "?oleh=x"])
def test_a_wrong_filter_never_exports_all(desk: Desk, maria: Person, query: str) -> None:
    desk.allow()
    maria.see(f"/cases/export{query}", 422)
    assert order(maria, query).status_code == 422
    assert not exported(desk)


def test_too_many_cases_ask_for_a_shorter_period(desk: Desk, maria: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.allow()
    monkeypatch.setattr(export_cases, "MOST_ON_PAPER", 0)
    answer = order(maria, bentuk="pdf")
    assert answer.status_code == 422
    assert "Pilih tanggal yang lebih pendek" in answer.text
    assert order(maria).status_code == 200


def test_one_at_a_time(desk: Desk, maria: Person) -> None:
    desk.allow()
    with export_cases._one_at_a_time:
        assert "Ekspor lain sedang dibuat" in order(maria).text
    assert order(maria).status_code == 200


def test_the_form_needs_its_token(desk: Desk, maria: Person) -> None:
    desk.allow()
    form = {"samaran": "all", "bentuk": "csv", "alasan": "x"}
    assert maria.client.post("/cases/export", data=form).status_code == 400
    assert not exported(desk)


def test_a_case_that_cannot_be_read_does_not_stop_the_rest(desk: Desk, maria: Person) -> None:
    bad, good = make_case(desk.runtime, EVIL), desk.allow()
    with desk.runtime.store.writing() as session:
        case_with_code(session, bad).facts_sealed = b"\x02k1nothing"
    found = {row["Kode"]: row["Tanda bahaya"] for row in table(unlocked(maria, order(maria))[1])}
    assert found[bad] == "tidak terbaca"
    assert good in found


def test_without_cases_the_page_says_so(desk: Desk, maria: Person) -> None:
    assert "Tidak ada yang bisa diekspor" in maria.see("/cases/export")
    assert order(maria).status_code == 422


def test_the_case_history_says_so_only_where_people_are_in_it(desk: Desk, maria: Person) -> None:
    desk.allow()
    order(maria)
    assert "exported" not in {row.event for row in rows(desk.runtime, CaseEvent)}
    order(maria, samaran="recruiters")
    assert "exported" in {row.event for row in rows(desk.runtime, CaseEvent)}
    with desk.runtime.store.reading() as session:
        assert len(acts_on(session, ["export/"])) == 2
