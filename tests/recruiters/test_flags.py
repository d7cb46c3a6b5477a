"""How many independent people stand behind reports, what an officer says, and when several reports are an alarm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.recruiters.clusters import WINDOW, Shared, Sighting, alarms
from bot.recruiters.flags import Flag, Witness, flag_from, independent_reporters

ANNA, BETI, CARLO = Witness(b"a", UUID(int=1)), Witness(b"b", UUID(int=2)), Witness(b"c", UUID(int=3))
NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("witnesses", "flag"),
    [
        ([], None),
        ([ANNA], Flag.REPORTED),
        ([ANNA, ANNA], Flag.REPORTED),
        ([ANNA, BETI], Flag.CORROBORATED),
        ([ANNA, replace(BETI, credible=False)], Flag.REPORTED),
        ([replace(ANNA, credible=False)], None),
        ([ANNA, replace(BETI, conversation=ANNA.conversation)], Flag.REPORTED),
        ([replace(ANNA, names=frozenset([b"b"])), replace(BETI, names=frozenset([b"a"]))], Flag.REPORTED),
        ([replace(ANNA, names=frozenset([b"b"])), BETI, CARLO], Flag.CORROBORATED),
        ([Witness(None, None), Witness(None, None)], Flag.REPORTED),
        ([Witness(None, None), ANNA], Flag.CORROBORATED),
    ],
)
def test_only_independent_reporters_corroborate(witnesses: list[Witness], flag: Flag | None) -> None:
    assert flag_from(witnesses) is flag
    assert flag_from(list(reversed(witnesses))) is flag


@pytest.mark.parametrize("ruling", [Flag.VERIFIED, Flag.CLEARED])
def test_what_an_officer_says_stands_above_the_reports(ruling: Flag) -> None:
    assert flag_from([ANNA, BETI], ruling) is ruling
    assert flag_from([], ruling) is ruling


def test_people_who_name_each_other_in_a_ring_are_one() -> None:
    ring = [
        replace(ANNA, names=frozenset([b"b"])),
        replace(BETI, names=frozenset([b"c"])),
        replace(CARLO, names=frozenset([b"a"])),
    ]
    assert independent_reporters(ring) == 1


def sighting(witness: Witness, days_ago: float = 0, **touched: Any) -> Sighting:
    return Sighting(uuid4(), NOW - timedelta(days=days_ago), witness, **touched)


@pytest.mark.parametrize(
    ("shared", "touched"),
    [
        (Shared.RECRUITER, {"recruiter": UUID(int=9)}),
        (Shared.VILLAGE, {"villages": frozenset(["oesapa"])}),
        (Shared.DEPARTURE, {"departures": frozenset(["2026-12-03 tenau"])}),
    ],
)
def test_three_people_within_two_weeks_are_an_alarm(shared: Shared, touched: dict[str, Any]) -> None:
    new = sighting(ANNA, **touched)
    earlier = [sighting(BETI, 13, **touched), sighting(CARLO, 2, **touched), sighting(CARLO, 1)]
    (alarm,) = alarms(new, [*earlier, new])
    assert (alarm.shared, alarm.reporters) == (shared, 3)
    assert alarm.cases == (earlier[0].case_id, earlier[1].case_id, new.case_id)


def test_what_is_old_by_one_person_or_not_credible_is_no_alarm() -> None:
    village: dict[str, Any] = {"villages": frozenset(["oesapa"])}
    new, carlo = sighting(ANNA, **village), sighting(CARLO, 1, **village)
    assert alarms(new, [carlo, sighting(BETI, WINDOW.days + 0.1, **village)]) == ()
    assert alarms(new, [carlo, sighting(CARLO, 2, **village)]) == ()
    assert alarms(new, [carlo, sighting(replace(BETI, credible=False), 1, **village)]) == ()
    assert alarms(new, [carlo, sighting(BETI, 1, villages=frozenset(["noelbaki"]))]) == ()
    assert len(alarms(new, [carlo, sighting(BETI, 1, **village)])) == 1
