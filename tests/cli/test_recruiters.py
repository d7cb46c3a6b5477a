"""``bot recruiters`` as officers type it; a case that is not open to one of them shows nowhere."""

import re

import pytest
from typer.testing import CliRunner

from bot.bootstrap import Runtime
from bot.cli import recruiters
from bot.errors import BadInputError
from bot.reports.routing import OfficerRole
from bot.understanding.chain import Chain
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.provider import Provider
from tests.reporting.desk import Desk

MARIA, PETRUS = "Maria Contoh", "Petrus Nabuasa"
NAME = "Lapor: Om Yosef Benu dari PT Kelapa Uji mau bawa orang dari Soe ke Malaysia"
ANNA, BETI = "+6281311110001", "+6281311110002"


@pytest.fixture
def desk(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(recruiters, "_runtime", lambda: runtime)
    runtime.given_understander, people = Chain(None), Provider(runtime.clock)
    mail = RecordingDoor()
    runtime.given_gateways, runtime.given_doors = {"twilio": people}, {"email": mail}
    made = Desk(runtime, mail, people)
    made.officer(MARIA, "maria@example.org", role=OfficerRole.COORDINATOR)
    made.officer(PETRUS, "petrus@example.org", role=OfficerRole.DEPUTY)
    return made


def typed(*words: str, officer: str = MARIA) -> str:
    """Type a command; return what it prints, or the error."""
    done = CliRunner().invoke(recruiters.app, [*words, "--officer", officer])
    if done.exception is not None:
        assert isinstance(done.exception, BadInputError), done.exception
        return str(done.exception)
    return done.stdout


def told(desk: Desk, story: str, phone: str) -> str:
    """Report a story from a phone; return the code."""
    known = {case.code for case in desk.cases()}
    desk.report(story=story, address=phone)
    (code,) = {case.code for case in desk.cases()} - known
    return code


def number_in(text: str) -> str:
    found = re.search(r"undo (\d+)", text)
    assert found, text
    return found[1]


SAME_PHONE = "Lapor: Om Beni nomor 0812 3456 7899 mau bawa 3 orang dari Soe ke Malaysia"
NOT_OPEN = "no case with this code is open to you"


def test_officers_split_confirm_rule_and_take_it_back(desk: Desk) -> None:
    first, second = told(desk, SAME_PHONE, ANNA), told(desk, SAME_PHONE, BETI)
    assert "perekrut: dilaporkan oleh beberapa orang" in typed("show", first)
    assert f"kasus lain: {second}" in typed("show", first)
    number = number_in(typed("split", second, first))
    assert "kasus lain: -" in typed("show", first)
    confirmed = number_in(typed("confirm", second, first))
    assert f"kasus lain: {second}" in typed("show", first)
    typed("undo", confirmed)
    assert "is undone" in typed("undo", number)
    assert "undone already" in typed("undo", number)
    verified = number_in(typed("verify", second))
    assert "perekrut: dipastikan petugas" in typed("show", first)
    cleared = number_in(typed("clear", first))
    assert "dinyatakan bersih" in typed("show", first)
    lines = typed("history", first).splitlines()
    assert [line.split()[0] for line in lines] == [number, confirmed, verified, cleared]
    assert f"{MARIA}: dipisahkan {second}  (dibatalkan oleh {MARIA})" in lines[0]


def test_a_suggestion_is_shown_with_its_reasons_and_confirmed_from_either_side(desk: Desk) -> None:
    first, second = told(desk, NAME, ANNA), told(desk, NAME, BETI)
    assert re.search(rf"mungkin sama: {first}  \d+/100 \(.*nama sama", typed("show", second)), typed("show", second)
    number = number_in(typed("confirm", first, second))
    assert f"kasus lain: {first}" in typed("show", second)
    typed("undo", number)
    assert "mungkin sama" in typed("show", second)
    typed("split", second, first)
    assert "mungkin sama" not in typed("show", second)


def test_a_case_that_is_not_open_to_an_officer_shows_nowhere(desk: Desk) -> None:
    first = told(desk, SAME_PHONE, ANNA)
    hidden = told(desk, f"{SAME_PHONE}. Polisi {PETRUS} ikut terima uang", BETI)
    assert f"kasus lain: {hidden}" in typed("show", first)
    seen = typed("show", first, officer=PETRUS)
    assert "perekrut: dilaporkan\n" in seen, "a report that is not open corroborates nothing to be seen"
    assert "kasus lain: -" in seen
    for words in (("show", hidden), ("confirm", first, hidden), ("split", first, hidden), ("show", "NTT-22222")):
        assert typed(*words, officer=PETRUS) == NOT_OPEN
    number = number_in(typed("split", hidden, first))
    assert number in typed("history", first)
    assert typed("history", first, officer=PETRUS) == "belum ada\n"
    assert typed("undo", number, officer=PETRUS) == typed("undo", "999", officer=PETRUS)


def test_a_suggestion_from_a_case_that_is_not_open_is_not_shown(desk: Desk) -> None:
    hidden, second = told(desk, f"{NAME}. Polisi {PETRUS} ikut terima uang", ANNA), told(desk, NAME, BETI)
    assert hidden in typed("show", second)
    assert "mungkin sama" not in typed("show", second, officer=PETRUS)
