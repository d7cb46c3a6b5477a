"""What officers do with a case on its page: whose acts hold, what is kept and refused, what nobody else finds."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from bot.reports.cases import PassTo
from bot.services.purge import purge_reports
from bot.store.tables.case_work import CaseHandover, CaseNote, CaseReferral, CaseTask
from tests.doubles.service import rows
from tests.reporting.desk import STORY, Desk
from tests.web.console.pages import hidden
from tests.web.console.staff import Person

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WORK = (CaseNote, CaseTask, CaseHandover, CaseReferral)


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def act(person: Person, code: str, what: str, **form: str) -> TestResponse:
    """Fill a form of the case's page as it stands now."""
    page = person.see(f"/cases/{code}")
    token = {"csrf_token": hidden(page, "csrf_token"), "dilihat": hidden(page, "dilihat"), "kiriman": uuid4().hex}
    return person.client.post(f"/cases/{code}/{what}", data=token | form)


def note(person: Person, code: str, words: str = "sudah telepon kepala desa") -> str:
    """Write a note; return the address at which it is corrected."""
    assert act(person, code, "notes", catatan=words).status_code == 303
    return re.findall(r'action="/cases/[^/]+/(notes/[^"]+)"', person.see(f"/cases/{code}"))[-1]


def task(person: Person, code: str, **more: str) -> str:
    """Plan a task; return the address at which it is set."""
    assert act(person, code, "tasks", tugas="cek kapal di Tenau", **more).status_code == 303
    return re.findall(r'action="/cases/[^/]+/(tasks/[^"]+)"', person.see(f"/cases/{code}"))[-1]


def referral(person: Person, code: str) -> str:
    """Note a referral; return the address at which it is set."""
    assert act(person, code, "referrals", layanan="sapa_129").status_code == 303
    return re.findall(r'action="/cases/[^/]+/(referrals/[^"]+)"', person.see(f"/cases/{code}"))[-1]


def test_an_act_on_a_case_that_moved_is_asked_about_once_more_with_what_was_typed(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    code = desk.allow()
    page = petrus.see(f"/cases/{code}")
    form = {name: hidden(page, name) for name in ("csrf_token", "dilihat")}
    act(maria, code, "level", tingkat="low" if desk.only_case().level == "now" else "now", alasan="berangkat malam ini")
    desk.say(f"TAMBAH {code} kapalnya jam lima")
    typed = {"alasan": "semua sudah <b>aman</b>", "hasil": "safe", "sama": ""}
    answer = petrus.client.post(f"/cases/{code}/close", data=form | typed)
    assert answer.status_code == 409
    assert "Kasus ini baru saja berubah" in answer.text
    assert "pelapor" in text(answer.text)
    assert "semua sudah &lt;b&gt;aman&lt;/b&gt;" in answer.text
    assert desk.only_case().state == "received"
    again = {"csrf_token": form["csrf_token"], "dilihat": hidden(answer.text, "dilihat")}
    assert petrus.client.post(f"/cases/{code}/close", data=again | typed).status_code == 303
    assert desk.only_case().outcome == "safe"


def test_what_is_sent_twice_is_done_once(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    page = petrus.see(f"/cases/{code}")
    form = {"csrf_token": hidden(page, "csrf_token"), "dilihat": hidden(page, "dilihat"), "kiriman": uuid4().hex}
    for what, typed, table in (
        ("notes", {"catatan": "sekali saja"}, CaseNote),
        ("tasks", {"tugas": "sekali saja"}, CaseTask),
        ("referrals", {"layanan": "sapa_129"}, CaseReferral),
    ):
        for _ in range(3):
            assert petrus.client.post(f"/cases/{code}/{what}", data=form | typed).status_code == 303
        assert len(rows(desk.runtime, table)) == 1
    closing = {"hasil": "safe", "alasan": "x"}
    form["dilihat"] = hidden(petrus.see(f"/cases/{code}"), "dilihat")
    answers = [petrus.client.post(f"/cases/{code}/close", data=form | closing).status_code for _ in range(2)]
    assert answers == [303, 409]


def test_nothing_of_another_case_is_reached_through_one_of_ours(
    desk: Desk, petrus: Person, maria: Person, officer: Callable[..., Person]
) -> None:
    mine, other = desk.allow(), desk.allow(address="+6281377788890")
    paths = [note(maria, other), task(maria, other), referral(maria, other)]
    stranger = officer("Lain Orang", regency="Kabupaten Alor")
    for path in paths:
        form = {"catatan": "diubah", "keadaan": "done", "kiriman": uuid4().hex}
        assert petrus.post(f"/cases/{mine}/{path}", **form).status_code == 422
        assert stranger.post(f"/cases/{other}/{path}", **form).status_code == 404
        assert petrus.post(f"/cases/{mine}/{path.split('/')[0]}/{uuid4()}", **form).status_code == 422
    stranger_acts = ("assign", "release", "level", "reopen", "notes", "tasks", "referrals", "pass-on", "close")
    for what in stranger_acts:
        assert stranger.post(f"/cases/{other}/{what}", kiriman=uuid4().hex, catatan="x", tugas="x").status_code == 404
    assert [row.state for row in rows(desk.runtime, CaseTask)] == ["open"]
    assert [row.state for row in rows(desk.runtime, CaseReferral)] == ["suggested"]
    assert len(rows(desk.runtime, CaseNote)) == 1
    taken_id = rows(desk.runtime, CaseNote)[0].id.hex
    assert petrus.post(f"/cases/{mine}/notes", kiriman=taken_id, catatan="x").status_code == 422


def test_without_the_forms_own_token_nothing_is_done(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    for what in ("level", "assign", "release", "pass-on", "close", "reopen", "notes", "tasks", "referrals"):
        answer = petrus.client.post(f"/cases/{code}/{what}", data={"alasan": "x", "kiriman": uuid4().hex})
        assert (answer.status_code, "kedaluwarsa" in answer.text) == (400, True)


def test_what_officers_write_is_never_code(desk: Desk, petrus: Person, officer: Callable[..., Person]) -> None:
    code = desk.allow()
    act(petrus, code, "notes", catatan=HOSTILE)
    act(petrus, code, "tasks", tugas=HOSTILE, petugas=desk.officers["Petrus Nabuasa"].hex)
    act(petrus, code, "referrals", layanan="sapa_129", keterangan=HOSTILE)
    act(petrus, code, "pass-on", kantor=HOSTILE, dibagikan="story", alasan=HOSTILE)
    for page in (petrus.see(f"/cases/{code}"), petrus.see("/beranda")):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_a_note_is_corrected_by_its_author_within_the_hour_and_the_old_one_stays(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    code = desk.allow()
    path = note(petrus, code, "nomornya 0812")
    assert act(maria, code, path, catatan="bukan saya").status_code == 422
    assert act(petrus, code, path, catatan="nomornya 0813").status_code == 303
    page = text(maria.see(f"/cases/{code}"))
    assert "nomornya 0812" in page
    assert page.index("diperbaiki") < page.index("nomornya 0813") < page.index("nomornya 0812")
    desk.runtime.clock.advance(timedelta(minutes=59))
    assert act(petrus, code, path, catatan="nomornya 0814").status_code == 303
    desk.runtime.clock.advance(timedelta(minutes=2))
    assert path not in petrus.see(f"/cases/{code}")
    assert act(petrus, code, path, catatan="terlambat").status_code == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # none of it comes as far as the database
@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("notes", {"catatan": ""}),
        ("notes", {"catatan": "x" * 4001}),
        ("notes", {"catatan": "x\0y"}),
        ("notes", {"catatan": "x", "kiriman": "no id"}),
        ("tasks", {"tugas": " "}),
        ("tasks", {"tugas": "x" * 501}),
        ("tasks", {"tugas": "x", "sampai": "2020-01-01"}),
        ("tasks", {"tugas": "x", "sampai": "31 Desember"}),
        ("tasks", {"tugas": "x", "petugas": uuid4().hex}),
        ("tasks", {"tugas": "x", "petugas": "Petrus"}),
        ("referrals", {"layanan": ""}),
        ("referrals", {"layanan": "../sapa_129"}),
        ("level", {"tingkat": "king", "alasan": "x"}),
        ("assign", {"petugas": uuid4().hex, "alasan": "x"}),
        ("close", {"hasil": "won", "alasan": "x"}),
        ("close", {"hasil": "duplicate", "alasan": "x", "sama": "NTT-22222"}),
        ("close", {"hasil": "duplicate", "alasan": "x", "sama": ""}),
        ("close", {"hasil": "safe", "alasan": "x", "dilihat": "-1"}),
        ("reopen", {"alasan": "x"}),
        ("pass-on", {"kantor": "Dinas Sosial", "alasan": "x"}),
        ("pass-on", {"dibagikan": "story", "alasan": "x"}),
        ("pass-on", {"kepada": "lembaga:police", "dibagikan": "story", "alasan": "x"}),
        ("pass-on", {"kepada": "kontak:sapa_129", "kantor": "Dinas", "dibagikan": "story", "alasan": "x"}),
        ("pass-on", {"kepada": "kontak:nobody", "dibagikan": "story", "alasan": "x"}),
        ("pass-on", {"kantor": "x" * 121, "dibagikan": "story", "alasan": "x"}),
        ("pass-on", {"kantor": "Dinas", "dibagikan": "everything", "alasan": "x"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(desk: Desk, petrus: Person, what: str, typed: dict) -> None:
    code = desk.allow()
    before = desk.only_case().state
    answer = act(petrus, code, what, **typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not re.search(r'role="alert">[A-Za-z ]*\b(the|give|choose|write)\b', answer.text)  # Indonesian
    assert (desk.only_case().state, [len(rows(desk.runtime, table)) for table in WORK]) == (before, [0, 0, 0, 0])


def test_tasks_are_done_undone_and_found_on_the_first_page_only_by_who_may_open_the_case(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    code = desk.allow()
    me, today = desk.officers["Petrus Nabuasa"].hex, desk.runtime.clock.now().date()
    late = task(maria, code, petugas=me, sampai=f"{today + timedelta(days=1)}")
    assert act(maria, code, "tasks", tugas="tanya keluarganya", petugas=me).status_code == 303
    page = text(petrus.see("/beranda"))
    assert page.index("cek kapal di Tenau") < page.index("tanya keluarganya")
    assert f"{today + timedelta(days=1):%d-%m-%Y}" in page
    assert "cek kapal" not in maria.see("/beranda")
    for state, shown in (("done", False), ("open", True), ("dropped", False), ("open", True)):
        assert act(petrus, code, late, keadaan=state).status_code == 303
        assert ("cek kapal" in petrus.see("/beranda")) is shown
    desk.say(f"TAMBAH {code} yang ajak itu Petrus Nabuasa")
    page = petrus.see("/beranda")
    assert "cek kapal" not in page
    assert code not in page
    assert "cek kapal" in maria.see(f"/cases/{code}")


def test_a_handover_keeps_what_was_shared_and_refuses_whom_the_case_must_not_reach(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    desk.officer("Anton Seran", "anton@example.org", institution=PassTo.POLICE)
    told = len(desk.mail.sent)
    code = desk.allow()
    shared = {"dibagikan": "recruiter", "alasan": "perlu dicek di pelabuhan"}
    assert act(petrus, code, "pass-on", kepada="lembaga:police", **shared).status_code == 303
    page = text(petrus.see(f"/cases/{code}"))
    assert "Sudah diserahkan kepada polisi data perekrut" in page
    desk.later(seconds=1)
    assert "anton@example.org" not in desk.mail.told[told:]  # its author chose the coordinator
    assert desk.say(f"STATUS {code}")[0].startswith("Sudah diserahkan")
    restricted = desk.allow(story=f"{STORY}. polisi minta uang 2 juta supaya jalan", address="+6281377788890")
    for typed in ({"kepada": "lembaga:police"}, {"kantor": "Polres TTS"}, {"kepada": "kontak:polri_110"}):
        answer = act(maria, restricted, "pass-on", **shared, **typed)
        assert answer.status_code == 422
        assert "tidak boleh sampai" in answer.text
        assert 'value="recruiter" checked' in answer.text
    assert act(maria, restricted, "pass-on", **shared, kantor="Dinas Sosial TTS").status_code == 303


def test_the_number_is_shared_only_where_its_owner_allowed_an_answer(desk: Desk, petrus: Person) -> None:
    desk.report()
    code = desk.only_case().code
    assert 'value="reporter"' not in petrus.see(f"/cases/{code}")
    answer = act(petrus, code, "pass-on", kantor="Dinas Sosial", dibagikan="reporter", alasan="x")
    assert answer.status_code == 422


def test_a_referral_is_a_note_and_sends_nothing(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    before = len(desk.people.texts)
    page = petrus.see(f"/cases/{code}")
    offered = set(re.findall(r'<option value="([a-z0-9_]+)"', page))
    assert "sapa_129" in offered
    path = referral(petrus, code)
    desk.later(minutes=5)
    assert len(desk.people.texts) == before
    page = text(petrus.see(f"/cases/{code}"))
    assert "belum pernah dicoba" in page
    assert "SAPA 129 (perempuan dan anak), disarankan" in page
    assert act(petrus, code, path, keadaan="refused").status_code == 303
    assert "ditolak orangnya" in text(petrus.see(f"/cases/{code}"))
    assert act(petrus, code, path, keadaan="won").status_code == 422


def test_the_page_shows_what_the_reporter_reads_and_nothing_else_reaches_them(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    code, other = desk.allow(), desk.allow(address="+6281377788890")
    shown = text(petrus.see(f"/cases/{code}"))
    answer = act(petrus, code, "close", hasil="duplicate", sama=other.lower(), alasan="laporan yang sama")
    assert answer.status_code == 303
    (told,) = desk.say(f"STATUS {code}")
    assert " ".join(told.split()) in shown
    assert other not in told
    assert other in petrus.see(f"/cases/{code}")
    desk.say(f"TAMBAH {other} yang ajak itu Petrus Nabuasa", address="+6281377788890")
    page = petrus.see(f"/cases/{code}")
    assert "sama dengan kasus lain" in page
    assert other not in page
    assert other in maria.see(f"/cases/{code}")


def test_a_case_closed_by_mistake_is_as_it_was(desk: Desk, petrus: Person, maria: Person) -> None:
    code = desk.allow()
    act(petrus, code, "close", hasil="safe", alasan="keliru")
    assert "Sudah ditutup" in petrus.see(f"/cases/{code}")
    assert act(maria, code, "reopen", alasan=" ").status_code == 422
    before = len(desk.mail.sent)
    assert act(maria, code, "reopen", alasan="salah kasus").status_code == 303
    case = desk.only_case()
    assert (case.state, case.closed_at, case.outcome, case.taken_by) == ("received", None, "", None)
    desk.later(seconds=1)
    assert desk.mail.told[before:] == ["petrus@example.org"]  # from the beginning, as when it came
    assert desk.say(f"STATUS {code}")[0].startswith("Sudah diterima")
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert not desk.only_case().erased


def test_who_had_a_case_has_it_again(desk: Desk, petrus: Person, maria: Person) -> None:
    code = desk.allow()
    act(petrus, code, "take")
    act(maria, code, "close", hasil="unfounded", alasan="keliru")
    act(maria, code, "reopen", alasan="salah kasus")
    case = desk.only_case()
    assert (case.state, case.taken_by, case.escalate_at) == ("taken", desk.officers["Petrus Nabuasa"], None)
    desk.say(f"TARIK {code}")
    desk.say("ya")
    assert maria.post(f"/cases/{code}/reopen", alasan="x").status_code == 422
    assert desk.only_case().state == "withdrawn"


def test_what_officers_wrote_goes_with_what_the_case_told(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    note(petrus, code)
    task(petrus, code)
    referral(petrus, code)
    act(petrus, code, "pass-on", kantor="Dinas Sosial", dibagikan="story", alasan="x")
    assert [len(rows(desk.runtime, table)) for table in WORK] == [1, 1, 1, 1]
    sealed = b"".join(row.text_sealed for table in (CaseNote, CaseTask) for row in rows(desk.runtime, table))
    assert b"kepala desa" not in sealed
    act(petrus, code, "close", hasil="safe", alasan="x")
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert [len(rows(desk.runtime, table)) for table in WORK] == [0, 0, 0, 0]


def test_the_page_of_a_busy_case_stays_small(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    for number in range(6):
        note(petrus, code, f"{number} {'panjang ' * 40}")
        task(petrus, code, sampai=f"{date(2026, 12, 1 + number)}")
    assert len(petrus.see(f"/cases/{code}").encode()) < 60_000
