"""A case that names an officer, an official or an office of the routing table is routed around them."""

import pytest

from bot.errors import BadInputError
from bot.messaging.door import SendError
from bot.reports.cases import PassTo
from bot.reports.routing import OfficerRole
from bot.services import handle_case
from bot.store.cases import open_cases
from bot.store.tables.cases import CaseAlert
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.service import rows
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, TTS, Desk

NAMED = {
    "Petrus Nabuasa": "Om Petrus Nabuasa mau bawa 3 orang dari Soe ke Malaysia",
    "Maria Koordinator": "Ibu Maria Koordinator ajak anak muda dari Soe ke Malaysia",
    "Yohanes Wakil": "Pak Yohanes Wakil bawa orang dari Soe ke Medan",
    "Anton Polisi": "pak polisi Anton bawa orang dari Soe ke Malaysia",
    "Rina Bpmi": "orang BP3MI minta uang 2 juta supaya jalan dari Soe ke Malaysia",
}


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A service with an officer of every role and institution."""
    desk.officer("Anton Polisi", "anton@example.org", institution=PassTo.POLICE, regency=TTS)
    desk.officer("Rina Bpmi", "rina@example.org", institution=PassTo.BP3MI)
    desk.officer("Dewi Pendamping", "dewi@example.org", institution=PassTo.NGO, regency=TTS)
    desk.officer("Agus Wakil Dua", "agus@example.org", OfficerRole.DEPUTY)
    return desk


@pytest.mark.parametrize("name", NAMED)
def test_who_is_named_gets_no_alert_and_cannot_find_open_or_count_the_case(full: Desk, name: str) -> None:
    full.report(story=NAMED[name])
    for _ in range(6):
        full.later(days=4)
    case = full.only_case()
    assert case.restricted
    store, clock = full.runtime.store, full.runtime.clock
    own_address = {"Petrus Nabuasa": DUTY_TTS, "Maria Koordinator": COORDINATOR, "Yohanes Wakil": DEPUTY}
    assert own_address.get(name, f"{name.split(maxsplit=1)[0].lower()}@example.org") not in full.mail.told
    assert 1 <= len(set(full.mail.told)) <= 2
    with store.reading() as session:
        seen = [one for one in open_cases(session) if handle_case.may_see(store, session, one, full.officers[name])]
    assert seen == []
    for code in (case.code, "NTT-ABCDF"):
        with pytest.raises(BadInputError, match="no case with this code is open to you"):
            handle_case.take(store, clock, code, name)


def test_officers_on_duty_get_no_alert_of_a_case_that_names_an_official(full: Desk) -> None:
    full.report(story="kepala desa sendiri yang bawa orang dari Soe ke Malaysia")
    assert full.mail.told == [COORDINATOR]


def test_whom_the_author_names_is_left_out(full: Desk) -> None:
    full.say("LAPOR")
    replies = full.say("Om Beni 0812 3456 7899 bawa 3 orang dari Soe ke Malaysia")
    while "tidak boleh tahu" not in replies[-1]:
        replies = full.say("lewati")
    full.say("Petrus di Soe")
    full.say("ya")
    assert DUTY_TTS not in full.mail.told


def test_another_system_is_told_of_no_restricted_case(full: Desk) -> None:
    full.runtime.given_doors["webhook"] = RecordingDoor("webhook")
    full.report(story=NAMED["Anton Polisi"])
    assert "webhook" not in {row.way for row in rows(full.runtime, CaseAlert)}
    full.report(address="+6281111111112")
    assert "webhook" in {row.way for row in rows(full.runtime, CaseAlert)}


def test_alerts_that_wait_are_dropped_once_somebody_took_the_case(full: Desk) -> None:
    full.mail.faults = [SendError("timeout", retryable=True)] * 3
    full.report()
    handle_case.take(full.runtime.store, full.runtime.clock, full.only_case().code, "Petrus Nabuasa")
    assert {row.state for row in rows(full.runtime, CaseAlert)} == {"dropped"}
    full.later(hours=2)
    assert full.mail.sent == []
