"""A report told to an officer: from the form to the case, its alert, and the teller's own phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.services.purge import purge_reports
from bot.store.cases import facts_of
from bot.store.tables.cases import CaseIntake
from tests.doubles.service import rows, work
from tests.reporting.desk import TTS, Desk
from tests.web.console.pages import hidden
from tests.web.console.staff import Person
from tests.web.console.test_cases import text

STORY = "Kata ibunya: Om Beni nomor 0812 3456 7899 mau bawa 3 orang dari Soe ke Malaysia besok pagi lewat Tenau"
NEEDED = {"perihal": "recruiter", "cara": "met", "cerita": STORY, "boleh": "tidak"}
CALLABLE = {"boleh": "ya", "nomor": "0812 3333 4444", "jam": "malam, jam 7 sampai 9"}


def note(person: Person, status: int = 303, **form: str) -> str:
    """Fill the form and send it; return the code, or the page that says what to correct."""
    sent = {"kiriman": hidden(person.see("/cases/new"), "kiriman")} | NEEDED | form
    answer = person.post("/cases/new", **sent)
    assert answer.status_code == status, answer.text
    return answer.headers["Location"].rpartition("/")[2] if status == 303 else answer.text


def test_what_was_told_becomes_a_case_like_any_other(desk: Desk, petrus: Person, maria: Person) -> None:
    code = note(petrus)
    work(desk.runtime)
    case = desk.only_case()
    assert (case.code, case.regency, case.state) == (code, TTS, "received")
    assert case.level == "now"
    facts = facts_of(desk.runtime.store.vault, case)
    assert (facts.names, facts.phones, facts.destinations) == (("Om Beni",), ("+6281234567899",), ("MY",))
    assert desk.mail.sent
    assert code in petrus.see(f"/cases/new/{code}")
    page = " ".join(text(petrus.see(f"/cases/{code}")).split())
    assert "Diceritakan kepada Petrus Nabuasa , bertemu langsung" in page.replace("Nabuasa,", "Nabuasa ,")
    assert "Petrus Nabuasa: kasus dibuat" in page


def test_what_the_officer_fills_in_counts_before_the_story(desk: Desk, petrus: Person) -> None:
    note(
        petrus,
        nama="Beni Contoh, Ama Contoh",
        telepon="0813-1111-2222; +60 12 345 6789",
        tujuan="Hong Kong",
        berangkat="2026-12-05",
        orang="7",
        anak="ya",
        surat="tidak",
    )
    facts = facts_of(desk.runtime.store.vault, desk.only_case())
    assert facts.names == ("Beni Contoh", "Ama Contoh")
    assert facts.phones == ("+6281311112222", "+60123456789")
    assert facts.destinations == ("HK",)
    assert facts.origins == ("Soe",)  # left empty: the story says it
    assert [one.said for one in facts.departures] == ["5 Desember 2026"]
    assert (facts.people, facts.under_18, facts.papers_taken) == (7, True, False)


def test_a_form_that_is_sent_twice_makes_one_case(desk: Desk, petrus: Person) -> None:
    form = {"kiriman": hidden(petrus.see("/cases/new"), "kiriman")} | NEEDED
    first, second = (petrus.post("/cases/new", **form).headers["Location"] for _ in range(2))
    assert first == second
    assert len(desk.cases()) == 1
    assert note(petrus) not in first
    assert len(desk.cases()) == 2


def test_the_number_is_sealed_and_shown_for_a_reason(desk: Desk, petrus: Person) -> None:
    code = note(petrus, **CALLABLE)
    (kept,) = rows(desk.runtime, CaseIntake)
    assert b"81233334444" not in kept.contact_sealed
    page = petrus.see(f"/cases/{code}")
    assert "81233334444" not in page
    assert "Tanya pelapor" not in page  # nobody can be asked by text who never wrote
    assert "+6281233334444" in petrus.post(f"/cases/{code}/unseal", alasan="jemput besok").text
    petrus.post(f"/cases/{code}/close", alasan="selesai", hasil="safe")
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert rows(desk.runtime, CaseIntake) == []


def test_a_number_that_may_not_be_called_is_not_kept(desk: Desk, petrus: Person) -> None:
    note(petrus, **CALLABLE | {"boleh": "tidak"})
    assert rows(desk.runtime, CaseIntake)[0].contact_sealed is None


def test_the_teller_can_ask_from_their_phone_and_counts_once(desk: Desk, petrus: Person) -> None:
    code = note(petrus, **CALLABLE)
    assert desk.say(f"STATUS {code}", address="+6281233334444")[0].startswith("Sudah diterima")
    desk.say(f"TARIK {code}", address="+6281299990000")
    assert desk.only_case().state == "received"  # not from another phone
    desk.allow(address="+6281233334444")
    first, second = desk.cases()
    assert first.reporter_key == second.reporter_key


def test_a_report_that_names_who_notes_it_is_not_open_to_them(desk: Desk, petrus: Person, maria: Person) -> None:
    code = note(petrus, cerita=f"{STORY}. Pak Petrus Nabuasa ikut bantu dia", tangani="ya")
    assert petrus.client.get(f"/cases/{code}").status_code == 404
    assert "belum ditangani" in maria.see(f"/cases/{code}")


def test_who_noted_it_may_take_it_at_once(desk: Desk, petrus: Person) -> None:
    code = note(petrus, tangani="ya")
    assert "sedang ditangani" in petrus.see(f"/cases/{code}")
    assert not desk.mail.sent


@pytest.mark.parametrize(
    "wrong",
    [
        {"perihal": "callback"},
        {"perihal": "nonsense"},
        {"cara": ""},
        {"cerita": "   "},
        {"cerita": "x" * 6_001},
        {"boleh": "ya"},
        {"boleh": "ya", "nomor": "12"},
        {"telepon": "hubungi saja"},
        {"nama": ",".join(f"Nama{number}" for number in range(11))},
        {"nama": "N" * 81},
        {"tanggal": "2026-12-31"},
        {"tanggal": "kemarin"},
        {"berangkat": "31-12-2026"},
        {"orang": "-3"},
        {"orang": "٣"},
        {"orang": "9" * 50},
        {"kepada": "semua"},
        {"hp": "nonsense"},
        {"jangan": "x" * 301},
        {"kiriman": "nonsense"},
    ],
    ids=str,
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_form_says_what_to_correct_and_loses_nothing(desk: Desk, petrus: Person, wrong: dict[str, str]) -> None:
    page = note(petrus, 422, **wrong)
    assert re.search(r'<p class="fault" role="alert">[A-Z][^<]+</p>', page)
    if "cerita" not in wrong:
        assert "Kata ibunya: Om Beni" in page
    assert desk.cases() == []


def test_nobody_else_notes_reports(desk: Desk, petrus: Person, officer: Callable[..., Person]) -> None:
    code = note(petrus, cerita="=HYPERLINK(1) <script>alert(1)</script> Om Beni bawa orang dari Soe")
    assert "<script>alert" not in petrus.see(f"/cases/{code}")
    far = officer("Lain Orang", regency="Kabupaten Alor")
    assert far.client.get(f"/cases/{code}").status_code == 404
    assert petrus.client.get("/cases/new/NTT-AAAAA").status_code == 400
