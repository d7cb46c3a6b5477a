"""A case goes to another institution: who is told and may take it, and whom it never reaches."""

import pytest

from bot.errors import BadInputError
from bot.reports.case_work import Shared
from bot.reports.cases import PassTo
from bot.services.hand_over import Receiver, hand_over
from bot.services.handle_case import may_see, take
from bot.store.tables.case_work import CaseHandover
from bot.store.tables.cases import Case
from tests.doubles.service import rows
from tests.reporting.desk import STORY, TTS, Desk

MARIA, PETRUS, ANTON = "Maria Koordinator", "Petrus Nabuasa", "Anton Seran"
SURE = "tolong saya disekap di rumah majikan di Soe"
STORY_ONLY = frozenset({Shared.STORY})


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A service with a policeman beside the others."""
    desk.officer(ANTON, "anton@example.org", institution=PassTo.POLICE, regency=TTS)
    return desk


def hand(desk: Desk, case: Case, to: Receiver, who: str = MARIA, shared: frozenset[Shared] = STORY_ONLY) -> int:
    return hand_over(desk.runtime.acting, desk.runtime.wording.catalog, case.code, who, to, shared, "perlu dicek")


def sees(desk: Desk, name: str) -> bool:
    with desk.runtime.store.reading() as session:
        (case,) = session.query(Case).all()
        return may_see(desk.runtime.store, session, case, desk.officers[name])


def test_who_may_read_it_anyway_is_told_and_takes_it_over(full: Desk) -> None:
    full.say(SURE)
    case = full.only_case()
    take(full.runtime.store, full.runtime.clock, case.code, PETRUS)
    before = len(full.mail.sent)
    assert hand(full, case, Receiver(PassTo.POLICE), PETRUS) == 1
    full.later(seconds=1)
    assert full.mail.told[before:] == ["anton@example.org"]
    for who in (PETRUS, MARIA):
        with pytest.raises(BadInputError, match="somebody works on this case"):
            take(full.runtime.store, full.runtime.clock, case.code, who)
    take(full.runtime.store, full.runtime.clock, case.code, ANTON)
    case = full.only_case()
    assert (case.state, case.taken_by) == ("taken", full.officers[ANTON])


def test_a_handover_opens_a_case_to_nobody(full: Desk) -> None:
    full.report()
    assert not sees(full, ANTON)
    assert hand(full, full.only_case(), Receiver(PassTo.POLICE)) == 0
    assert not sees(full, ANTON)
    full.later(days=3)
    assert "anton@example.org" not in full.mail.told
    (kept,) = rows(full.runtime, CaseHandover)
    assert (kept.institution, kept.shared, kept.office_sealed) == ("police", ["story"], None)


@pytest.mark.parametrize(
    ("story", "to"),
    [
        (f"{STORY}. polisi minta uang 2 juta supaya jalan", Receiver(PassTo.POLICE)),
        (f"{STORY}. polisi minta uang 2 juta supaya jalan", Receiver(office="Polres TTS")),
        (f"{STORY}. polisi minta uang 2 juta supaya jalan", Receiver(contact="polri_110")),
        (f"{STORY}. Pak Anton Seran ikut bantu dia", Receiver(PassTo.POLICE)),
        (f"{STORY}. Pak Anton Seran ikut bantu dia", Receiver(office="lewat Anton Seran di Soe")),
        (f"{STORY}. orang BP3MI minta uang 2 juta", Receiver(contact="kp2mi")),
    ],
)
def test_whom_a_case_must_not_reach_gets_none(full: Desk, story: str, to: Receiver) -> None:
    full.report(story=story)
    with pytest.raises(BadInputError, match="must not reach"):
        hand(full, full.only_case(), to)
    assert rows(full.runtime, CaseHandover) == []
    assert full.only_case().state == "received"
    assert hand(full, full.only_case(), Receiver(office="Rumah Perempuan Kupang")) == 0


def test_the_name_of_an_office_is_sealed(full: Desk) -> None:
    full.report()
    hand(
        full, full.only_case(), Receiver(office="Rumah Perempuan Kupang"), shared=frozenset(Shared) - {Shared.REPORTER}
    )
    (kept,) = rows(full.runtime, CaseHandover)
    assert b"Perempuan" not in kept.office_sealed
