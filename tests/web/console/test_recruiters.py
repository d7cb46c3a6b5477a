"""Recruiters in the console: what an officer sees of them, what is decided and taken back, and what stays hidden."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text as sql

from bot.reports.routing import OfficerRole
from bot.services.purge import purge_reports
from bot.store.journal import acts_on
from bot.store.tables.audit import AuditEntry
from bot.store.tables.recruiters import RecruiterAct
from tests.doubles.service import rows
from tests.reporting.desk import STORY, Desk
from tests.web.console.conftest import hidden
from tests.web.console.staff import Person
from tests.web.console.test_cases import text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What they call is tested on both databases: test_recruiter_visibility.py, test_review.py, test_link_recruiters.py."""

ANNA, BETI, CARLO = "+6281311110001", "+6281311110002", "+6281311110003"
NAME = "Lapor: Om Yosef Benu dari PT Kelapa Uji mau bawa orang dari Soe ke Malaysia"
SAME_PHONE = "Lapor: Om Beni nomor 0812 3456 7899 mau bawa 3 orang dari Soe ke Malaysia"
WHY = "ciri-cirinya sama kata pendamping Yohana"
HOSTILE = (
    'Lapor: Om <script>alert(1)</script>Beni"><img src=x onerror=alert(2)> nomor 0812 3456 7899 dari Soe ke Malaysia'
)


@pytest.fixture
def told(desk: Desk) -> Callable[[str, str], str]:
    """Report a story from a phone; return the code."""
    return lambda story, phone: desk.allow(story=story, address=phone)


def words(page: str) -> str:
    return " ".join(text(page).split())


def without(page: str, code: str) -> str:
    """Return a page without a code, and without what is another at every moment."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(code, "")


def acts(desk: Desk) -> list[RecruiterAct]:
    return rows(desk.runtime, RecruiterAct)


def decide(who: Person, code: str, act: str, page: str = "", **form: str):
    """Send one of the forms of a recruiter's page as it is now, or as ``page`` was."""
    page = page or who.see(f"/perekrut/{code}")
    state = hidden(page, "keadaan") if 'name="keadaan"' in page else ""
    return who.post(f"/perekrut/{code}/{act}", keadaan=state, **{"alasan": WHY, **form})


def test_a_case_shows_its_recruiter_and_what_is_linked(petrus: Person, told) -> None:
    first, second, third = told(SAME_PHONE, ANNA), told(SAME_PHONE, BETI), told(NAME, CARLO)
    page = petrus.see(f"/cases/{first}")
    assert f'href="/cases/{second}"' in page
    assert f'href="/perekrut/{first}"' in page
    assert "dilaporkan oleh beberapa orang" in words(page)
    fourth = told(NAME, "+6281311110004")
    page = petrus.see(f"/cases/{fourth}")
    assert "nama sama" in page
    assert "orang yang sama" in page
    assert third in page


def test_a_case_without_a_recruiter_says_so(desk: Desk, petrus: Person) -> None:
    code = desk.allow(story="ada orang ajak kerja ke Malaysia dari Soe")
    assert "belum menyebut perekrut" in petrus.see(f"/cases/{code}")
    answer = petrus.client.get(f"/perekrut/{code}")
    assert answer.status_code == 400


def test_the_page_tells_identities_network_cases_and_history(petrus: Person, told) -> None:
    first, second = told(SAME_PHONE, ANNA), told(SAME_PHONE, BETI)
    page = petrus.see(f"/perekrut/{first}")
    seen = words(page)
    for part in ("Om Beni", "+6281234567899", "Soe", first, second, "Yang sama di beberapa kasus", "dilaporkan"):
        assert part in seen
    assert ANNA not in page
    assert BETI not in page
    assert page.count('class="net-belongs"') == 2
    assert page.count('class="net-tells"') >= 4, "the phone and the place of both"
    assert "style=" not in page
    assert "<script" not in page


def test_confirm_undo_split_undo(desk: Desk, petrus: Person, told) -> None:
    first, second = told(NAME, ANNA), told(NAME, BETI)
    page = petrus.see(f"/perekrut/{second}")
    own, other = hidden(page, "milik"), hidden(page, "lain")
    assert {own, other} == {first, second}
    answer = decide(petrus, second, "satukan", milik=own, lain=other)
    assert answer.status_code == 303
    page = petrus.see(answer.headers["Location"])
    assert "Dicatat: satu orang." in page
    assert WHY in page
    (act,) = acts(desk)
    assert f'name="nomor" value="{act.seq}"' in page.split("<section")[0], "the button stands right below the notice"
    assert petrus.post(f"/perekrut/{second}/batal", nomor=str(act.seq), alasan="keliru").status_code == 303
    page = petrus.see(f"/perekrut/{second}")
    assert "keliru" in page
    assert 'name="milik"' in page, "it is suggested again"

    decide(petrus, second, "satukan", milik=own, lain=other)
    answer = decide(petrus, second, "pisahkan", kasus=first)
    assert answer.status_code == 303
    assert first not in petrus.see(f"/cases/{second}").split("Riwayat")[0].replace(f"cases/{second}", "")
    last = acts(desk)[-1]
    assert last.act == "split"
    assert petrus.post(f"/perekrut/{second}/batal", nomor=str(last.seq)).status_code == 303
    assert "dilaporkan oleh beberapa orang" in words(petrus.see(f"/perekrut/{first}"))


def test_a_refused_suggestion_is_gone_and_comes_back_by_undoing(desk: Desk, petrus: Person, told) -> None:
    told(NAME, ANNA)
    code = told(NAME, BETI)
    page = petrus.see(f"/perekrut/{code}")
    pair = {"milik": hidden(page, "milik"), "lain": hidden(page, "lain")}
    assert decide(petrus, code, "tolak", **pair).status_code == 303
    assert 'name="milik"' not in petrus.see(f"/perekrut/{code}")
    assert petrus.post(f"/perekrut/{code}/batal", nomor=str(acts(desk)[-1].seq)).status_code == 303
    assert 'name="milik"' in petrus.see(f"/perekrut/{code}")


def test_two_recruiters_side_by_side_are_made_one_by_code(desk: Desk, petrus: Person, told) -> None:
    first = told(NAME, ANNA)
    second = told("Lapor: Ibu Rosa Tefa dari PT Kelapa Uji ajak 2 orang dari Soe ke Taiwan", BETI)
    beside = petrus.see(f"/perekrut/{first}/dengan?lain={second.lower()}")
    assert "Om Yosef Benu" in words(beside)
    assert "Ibu Rosa Tefa" in words(beside)
    assert 'class="alike"' in beside
    form = {"keadaan": hidden(beside, "keadaan"), "berdampingan": "1", "lain": second}
    missing = petrus.post(f"/perekrut/{first}/satukan", alasan=" ", **form)
    assert (missing.status_code, "Satu orang, atau dua?" in missing.text) == (422, True)
    assert petrus.post(f"/perekrut/{first}/satukan", alasan=WHY, **form).status_code == 303
    assert second in petrus.see(f"/perekrut/{first}")
    again = petrus.post(f"/perekrut/{first}/satukan", alasan=WHY, **form)
    assert again.status_code == 422
    assert len(acts(desk)) == 1
    for wrong in (first, "NTT-22222", "x", "", second):
        assert petrus.client.get(f"/perekrut/{first}/dengan?lain={wrong}").status_code == 422


def test_only_a_coordinator_verifies_and_takes_that_back(desk: Desk, petrus: Person, maria: Person, told) -> None:
    code = told(SAME_PHONE, ANNA)
    assert "/putusan" not in petrus.see(f"/perekrut/{code}")
    assert decide(petrus, code, "putusan", putusan="verified").status_code == 403
    assert acts(desk) == []
    assert decide(maria, code, "putusan", putusan="published").status_code == 422
    assert decide(maria, code, "putusan", putusan="verified").status_code == 303
    assert "dipastikan petugas: Maria Koordinator" in words(petrus.see(f"/perekrut/{code}"))
    number = str(acts(desk)[-1].seq)
    assert f'value="{number}"' not in petrus.see(f"/perekrut/{code}?baru={number}")
    assert petrus.post(f"/perekrut/{code}/batal", nomor=number).status_code == 403
    assert "dipastikan petugas" in petrus.see(f"/cases/{code}")
    assert maria.post(f"/perekrut/{code}/batal", nomor=number).status_code == 303
    assert acts(desk)[-1].undone_at is not None
    late = maria.post(f"/perekrut/{code}/batal", nomor=number)
    assert late.status_code == 422
    assert "sudah dibatalkan" in late.text


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(
    desk: Desk, petrus: Person, maria: Person, told
) -> None:
    told(NAME, ANNA)
    code = told(NAME, BETI)
    before = petrus.see(f"/perekrut/{code}")
    pair = {"milik": hidden(before, "milik"), "lain": hidden(before, "lain")}
    assert decide(maria, code, "tolak", **pair).status_code == 303
    late = decide(petrus, code, "satukan", before, **pair)
    assert late.status_code == 422
    assert "Maria Koordinator: saran ditolak" in words(late.text)
    assert [act.act for act in acts(desk)] == ["rejected"]
    page = maria.see(f"/perekrut/{code}")
    assert decide(maria, code, "putusan", page, putusan="verified").status_code == 303
    twice = decide(maria, code, "putusan", page, putusan="verified", bentuk="putusan")
    assert twice.status_code == 422
    assert f">{WHY}</textarea>" in twice.text
    assert len(acts(desk)) == 2


def test_a_report_that_comes_meanwhile_is_a_change_too(desk: Desk, maria: Person, told) -> None:
    code = told(SAME_PHONE, ANNA)
    page = maria.see(f"/perekrut/{code}")
    told(SAME_PHONE, BETI)
    assert decide(maria, code, "putusan", page, putusan="cleared").status_code == 422
    assert acts(desk) == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
@pytest.mark.parametrize("act", ["satukan", "tolak", "pisahkan", "putusan"])
def test_nothing_is_decided_without_a_reason_of_bearable_length(
    desk: Desk, maria: Person, told, act: str, reason: str
) -> None:
    first, second = told(SAME_PHONE, ANNA), told(SAME_PHONE, BETI)
    form = {"lain": second, "kasus": second, "putusan": "verified"}
    answer = decide(maria, first, act, alasan=reason, **form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert acts(desk) == []


@pytest.fixture
def closed(desk: Desk, petrus: Person, maria: Person, told) -> tuple[str, str]:
    """A case open to Petrus, and one of the same recruiter that names him."""
    return told(SAME_PHONE, ANNA), told(f"{SAME_PHONE}. Pak Petrus Nabuasa ikut terima uang dan PT Rahasia Uji", BETI)


def test_nothing_comes_from_a_case_that_is_not_open(petrus: Person, maria: Person, closed: tuple[str, str]) -> None:
    first, secret = closed
    everything = maria.see(f"/perekrut/{first}")
    assert secret in everything
    assert "Rahasia Uji" in everything
    assert "dilaporkan oleh beberapa orang" in words(everything)
    for page in (petrus.see(f"/perekrut/{first}"), petrus.see(f"/cases/{first}"), petrus.see("/perekrut")):
        assert secret not in page
        assert "Rahasia" not in page
        assert "dilaporkan oleh beberapa orang" not in words(page).replace(
            "dilaporkan oleh beberapa orang dipastikan", ""
        )
    assert "1 dari 1 kasus" in words(petrus.see("/perekrut"))
    assert "2 dari 2 kasus" in words(maria.see("/perekrut"))


def test_codes_and_numbers_of_what_is_not_open_lead_nowhere(
    desk: Desk, petrus: Person, maria: Person, closed: tuple[str, str]
) -> None:
    first, secret = closed
    petrus.see(f"/perekrut/{first}")
    unknown, hidden_page = petrus.client.get("/perekrut/NTT-7K3QD"), petrus.client.get(f"/perekrut/{secret}")
    assert (unknown.status_code, hidden_page.status_code) == (404, 404)
    assert without(unknown.text, "NTT-7K3QD") == without(hidden_page.text, secret)
    beside = [petrus.client.get(f"/perekrut/{first}/dengan?lain={code}") for code in (secret, "NTT-7K3QD")]
    assert [answer.status_code for answer in beside] == [422, 422]
    assert without(beside[0].text, secret) == without(beside[1].text, "NTT-7K3QD")
    for act in ("satukan", "tolak", "pisahkan"):
        assert decide(petrus, first, act, lain=secret, kasus=secret).status_code == 422
    assert decide(maria, first, "pisahkan", kasus=secret).status_code == 303
    number = str(acts(desk)[-1].seq)
    answers = [petrus.post(f"/perekrut/{first}/batal", nomor=each) for each in (number, "999", "0", "x", "9" * 30)]
    assert {answer.status_code for answer in answers} == {422}
    assert acts(desk)[-1].undone_at is None
    assert WHY not in petrus.see(f"/perekrut/{first}?baru={number}")
    assert maria.post(f"/perekrut/{secret}/batal", nomor=number).status_code == 303


def test_an_act_of_another_recruiter_is_not_undone_from_here(desk: Desk, maria: Person, told) -> None:
    first, other = told(SAME_PHONE, ANNA), told("Lapor: Ibu Rosa Tefa ajak 2 orang dari Soe ke Taiwan", BETI)
    decide(maria, other, "putusan", putusan="cleared")
    number = str(acts(desk)[-1].seq)
    assert maria.post(f"/perekrut/{first}/batal", nomor=number).status_code == 422
    assert acts(desk)[-1].undone_at is None


def test_splitting_does_not_tell_whether_another_case_is_there(petrus: Person, closed: tuple[str, str], told) -> None:
    first, _ = closed
    alone = told("Lapor: Ibu Rosa Tefa ajak 2 orang dari Soe ke Taiwan", CARLO)
    answers = [decide(petrus, code, "pisahkan", kasus=code) for code in (first, alone)]
    assert [answer.status_code for answer in answers] == [422, 422]
    problems = [re.search(r'class="fault">([^<]+)<', answer.text)[1] for answer in answers]
    assert problems[0] == problems[1]


def test_what_reporters_told_is_never_code(petrus: Person, told) -> None:
    first, second = told(HOSTILE, ANNA), told(HOSTILE, BETI)
    for path in (f"/perekrut/{first}", "/perekrut", f"/cases/{second}"):
        page = petrus.see(path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_list_is_filtered_by_its_address_and_searched_without_it(petrus: Person, told) -> None:
    told(SAME_PHONE, ANNA)
    told(SAME_PHONE, BETI)
    rosa = told("Lapor: Ibu Rosa Tefa dari PT Kelapa Uji ajak 2 orang dari Soe ke Taiwan", CARLO)
    page = words(petrus.see("/perekrut"))
    assert page.index("Om Beni") < page.index("Ibu Rosa Tefa"), "the surest first"
    assert "+6281234567899" in page
    one = words(petrus.see("/perekrut?penilaian=corroborated"))
    assert "Om Beni" in one
    assert "Ibu Rosa" not in one
    assert "Ibu Rosa" in words(petrus.see("/perekrut?tempat=Soe"))
    assert "Tidak ada perekrut yang cocok" in petrus.see("/perekrut?tempat=Kabupaten+Alor")
    for typed, name in (
        ("Rosa", "Ibu Rosa"),
        ("0812 3456 7899", "Om Beni"),
        ("kelapa uji", "Ibu Rosa"),
        (rosa, "Ibu Rosa"),
    ):
        found = petrus.post("/perekrut", "/perekrut", cari=typed)
        assert name in words(found.text)
        assert ({"Ibu Rosa", "Om Beni"} - {name}).pop() not in words(found.text)
    assert "Tidak ada perekrut yang cocok" in petrus.post("/perekrut", "/perekrut", cari="Zebulon").text


@pytest.mark.parametrize("query", ["penilaian=king", "halaman=0", "halaman=x", "tempat=Atlantis"])
def test_a_wrong_address_of_the_list_says_so_and_shows_the_list(petrus: Person, told, query: str) -> None:
    told(SAME_PHONE, ANNA)
    page = petrus.see(f"/perekrut?{query}")
    assert 'role="alert"' in page
    assert "Om Beni" in page


def test_an_empty_list_says_what_to_expect(petrus: Person) -> None:
    assert "Belum ada kasus terbuka untuk Anda yang menyebut perekrut" in petrus.see("/perekrut")
    assert "Halaman ini tidak ada" not in petrus.see("/perekrut?halaman=3")


def test_every_look_is_in_the_audit_log(desk: Desk, petrus: Person, told) -> None:
    first, _ = told(SAME_PHONE, ANNA), told(SAME_PHONE, BETI)
    before = len(rows(desk.runtime, AuditEntry))
    petrus.see("/perekrut")
    petrus.see(f"/perekrut/{first}")
    noted = [(row.action, row.subject) for row in rows(desk.runtime, AuditEntry)[before:]]
    ids = {case.code: case.id for case in desk.cases()}
    assert noted[0] == ("listed_recruiters", "recruiters")
    assert noted[1] == ("opened_recruiter", f"case/{ids[first]}")
    assert {subject for action, subject in noted if action == "opened_recruiter"} == {
        f"case/{one}" for one in ids.values()
    }, "what the other case tells was read as well"
    with desk.runtime.store.reading() as session:
        assert not [act for act in acts_on(session, ["recruiters"]) if "Beni" in act.detail]


def test_reasons_are_sealed_and_go_with_a_report_that_is_taken_back(desk: Desk, petrus: Person, told) -> None:
    first, second = told(SAME_PHONE, ANNA), told(SAME_PHONE, BETI)
    decide(petrus, first, "pisahkan", kasus=second)
    with desk.runtime.store.reading() as session:
        (row,) = session.execute(sql("SELECT * FROM recruiter_history")).all()
    assert not [value for value in row if b"Yohana" in (value if isinstance(value, bytes) else str(value).encode())]
    assert WHY in petrus.see(f"/perekrut/{first}")
    assert desk.say(f"TARIK {second}", address=BETI)
    desk.say("ya", address=BETI)
    assert {case.state for case in desk.cases() if case.code == second} == {"withdrawn"}
    desk.later(days=31)
    assert purge_reports(desk.runtime.store, desk.runtime.clock)
    assert acts(desk)[0].reason_sealed is None


def test_pages_stay_small_and_the_picture_can_be_read(desk: Desk, petrus: Person) -> None:
    for number in range(45):
        more = (
            f"Namanya Beni {number}, dari PT Kelapa Uji {chr(65 + number // 2)}, rekening BRI 12345678{number // 3:02}"
        )
        desk.allow(story=f"{STORY}. {more}", address=f"+62813222200{number:02}")
    code = desk.cases()[0].code
    for _ in range(9):
        decide(petrus, code, "pisahkan", kasus=desk.cases()[-1].code)
        number = max(map(int, re.findall(r'name="nomor" value="(\d+)"', petrus.see(f"/perekrut/{code}"))))
        decide(petrus, code, "batal", nomor=str(number))
    page = petrus.see(f"/perekrut/{code}")
    assert page.count('class="net-node') <= 40
    assert "tidak digambar" in page
    assert len(page.encode()) < 60_000
    assert len(petrus.see(f"/cases/{code}").encode()) < 60_000


def test_long_lists_of_a_recruiter_are_turned_page_by_page(desk: Desk, petrus: Person, told) -> None:
    every = {told(f"{SAME_PHONE}. Namanya Beni {chr(65 + number)}", f"+628132222000{number}") for number in range(9)}
    every |= {told(f"{SAME_PHONE}. Namanya Doni {chr(65 + number)}", f"+628132222100{number}") for number in range(9)}
    every |= {told(f"{SAME_PHONE}. Namanya Rudi {chr(65 + number)}", f"+628132222200{number}") for number in range(6)}
    path = f"/perekrut/{min(every)}"

    def listed(part: int) -> set[str]:
        return set(re.findall(r'class="level-.*?/cases/(NTT-.....)"', petrus.see(f"{path}?kasus={part}"), re.DOTALL))

    assert (len(listed(1)), len(listed(2))) == (20, 4)
    assert listed(1) | listed(2) == every
    second = petrus.see(f"{path}?kasus=2")
    assert f'href="{path}?kasus=1#kasus"' in second
    assert re.search(r'action="/perekrut/[^"]+/pisahkan\?[^"]*kasus=2', second)
    for typed in ("0", "-1", "9" * 30, "x", "3"):
        assert petrus.client.get(f"{path}?kasus={typed}").status_code == 200
    other = sorted(every)[-1]
    assert decide(petrus, min(every), "pisahkan", page=second, kasus=other).status_code == 303
    assert listed(1) | listed(2) == every - {other}


def test_who_sees_no_cases_sees_no_recruiters(desk: Desk, petrus: Person, officer: Callable[..., Person], told) -> None:
    code = told(SAME_PHONE, ANNA)
    other = officer("Lain Orang", OfficerRole.DUTY, "Kabupaten Alor")
    assert "Om Beni" not in other.see("/perekrut")
    assert other.client.get(f"/perekrut/{code}").status_code == 404
    assert "Tidak ada perekrut" in other.post("/perekrut", "/perekrut", cari="Beni").text
