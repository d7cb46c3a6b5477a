"""The lists of officers show what the exact route says, over many made up cases and officers, whatever changes."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.bootstrap import Runtime
from bot.errors import BadInputError
from bot.reports.cases import CaseKind, CaseState, Consent, PassTo
from bot.reports.facts import Facts
from bot.reports.regencies import regencies
from bot.reports.routing import Officer, OfficerRole
from bot.services.handle_case import may_see
from bot.services.purge import purge_reports
from bot.services.staff_officers import rename_officer, set_up_officer, switch_officer
from bot.services.work_case import withdraw_case
from bot.store.cases import case_with_code
from bot.store.officers import Reachable, all_officers
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer as OfficerRow
from tests.reporting.made_cases import codes, correct, existing, listed, make_case, tell_more

NAMES = ("Petrus Nabuasa", "Maria Taolin", "Yohanes Tefa", "Anton Seran", "Rina Bria", "Dewi Taek", "Agus Lopo")
NEW_NAMES = ("Marselinus Kefi", "Yuliana Snae", "Bernadus Nitbani", "Ferdinan Mau", "Robertus Leki")
PLACES = ("", "Soe", "Atambua", "Kupang")
AREAS = ("", "", "Kabupaten Timor Tengah Selatan", "Kabupaten Belu")
OFFICES = (PassTo.POLICE, PassTo.POLICE, PassTo.NGO, PassTo.BP3MI, PassTo.COORDINATOR)
STORIES = (
    *("Om Beni mau bawa 3 orang ke Malaysia",) * 8,
    "Pak {name} mau bawa 3 orang ke Malaysia",
    "yang ajak namanya {name}, dia minta uang",
    "pak polisi {first} bawa orang ke Malaysia",
    "polisi minta uang 2 juta supaya jalan",
    "orang BP3MI minta uang 2 juta",
    "kepala desa sendiri yang bawa orang",
)
AVOID = (*("",) * 9, "{first} di kantor", "polisi", "orang LSM")
SEEDS, CASES, STEPS = range(6), 24, 6


def text(rng: Random, forms: tuple[str, ...]) -> str:
    name = rng.choice(NAMES + NEW_NAMES)
    return rng.choice(forms).format(name=name, first=name.split()[0])


def set_up(runtime: Runtime, rng: Random, name: str) -> None:
    role = rng.choice((OfficerRole.DUTY,) * 3 + tuple(OfficerRole))
    officer = Officer(uuid4(), name, role, rng.choice(OFFICES), rng.choice(AREAS), rng.randrange(3))
    set_up_officer(runtime.store, runtime.clock, Reachable(officer, "a@example.org"), "test")


def report(runtime: Runtime, rng: Random) -> None:
    place, consent = rng.choice(PLACES), Consent(rng.choice(OFFICES), avoid=text(rng, AVOID))
    facts = Facts(story=(text(rng, STORIES),), origins=(place,) if place else ())
    make_case(runtime, facts, rng.choice(tuple(CaseKind)), consent, rng)


def people(runtime: Runtime) -> list[OfficerRow]:
    with runtime.store.reading() as session:
        return all_officers(session)


def shown_and_open(runtime: Runtime) -> dict[str, tuple[set[str], set[str]]]:
    """Return by officer the cases in the list and those that may be opened, found without keeping what was found."""
    officers = people(runtime)
    with runtime.store.reading() as session:
        cases = list(session.scalars(select(Case)))
        for case in cases:
            session.expunge(case)
        may = {
            one.name: {case.code for case in cases if may_see(runtime.store, session, case, one.id)} for one in officers
        }
    return {one.name: (set(codes(runtime, one.id)) if one.active else set(), may[one.name]) for one in officers}


def add(runtime: Runtime, rng: Random) -> None:
    unused = [name for name in NAMES + NEW_NAMES if name not in {one.name for one in people(runtime)}]
    set_up(runtime, rng, rng.choice(unused))


def rename(runtime: Runtime, rng: Random) -> None:
    unused = [name for name in NAMES + NEW_NAMES if name not in {one.name for one in people(runtime)}]
    rename_officer(runtime.store, runtime.clock, rng.choice(people(runtime)).name, rng.choice(unused), "test")


def switch(runtime: Runtime, rng: Random) -> None:
    one = rng.choice(people(runtime))
    switch_officer(runtime.acting, one.name, "test", active=not one.active)


def some_code(runtime: Runtime, rng: Random) -> str:
    with runtime.store.reading() as session:
        return rng.choice(sorted(session.scalars(select(Case.code))))


def addition(runtime: Runtime, rng: Random) -> None:
    tell_more(runtime, some_code(runtime, rng), text(rng, STORIES))


def correction(runtime: Runtime, rng: Random) -> None:
    correct(runtime, some_code(runtime, rng), text(rng, STORIES))


def end(runtime: Runtime, rng: Random) -> None:
    """Close or withdraw a case, sometimes so long ago that what was told is erased."""
    store, now, officer = runtime.store, runtime.clock.now(), rng.choice(people(runtime)).id
    at = now - timedelta(days=rng.choice((1, 400)))
    with store.writing() as session:
        case = existing(case_with_code(session, some_code(runtime, rng)))
        if case.closed_at is None and rng.random() < 0.5:
            withdraw_case(session, case, at)
        elif case.closed_at is None:
            case.state, case.closed_at, case.taken_at, case.taken_by = CaseState.CLOSED.value, at, at, officer
    purge_reports(store, runtime.clock)


def recusal(runtime: Runtime, rng: Random) -> None:
    """Close some cases to an officer."""
    who = rng.choice(people(runtime)).id.hex
    for _ in range(3):
        with runtime.store.writing() as session:
            case = existing(case_with_code(session, some_code(runtime, rng)))
            case.recused = sorted({*case.recused, who})


def readmission(runtime: Runtime, rng: Random) -> None:
    with runtime.store.writing() as session:
        for case in session.scalars(select(Case)):
            case.recused = [one for one in case.recused if rng.random() < 0.5]


CHANGES: tuple[Callable[[Runtime, Random], None], ...] = (
    add,
    rename,
    switch,
    switch,
    addition,
    correction,
    report,
    end,
    recusal,
    readmission,
)


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_show_what_may_be_opened_and_never_more_while_cases_are_looked_through(
    runtime: Runtime, seed: int
) -> None:
    rng = Random(seed)
    for name in NAMES:
        set_up(runtime, rng, name)
    for _ in range(CASES):
        report(runtime, rng)
    for step in range(STEPS):
        runtime.case_checker.work()
        for name, (shown, may) in shown_and_open(runtime).items():
            assert shown == may, f"{name}, step {step}"
        CHANGES[(seed + 3 * step) % len(CHANGES)](runtime, rng)
        rng.choice(CHANGES)(runtime, rng)
        for name, (shown, may) in shown_and_open(runtime).items():
            assert shown <= may, f"{name}, before cases were looked through, step {step}"


def test_who_is_not_active_has_no_list(runtime: Runtime) -> None:
    set_up(runtime, Random(1), NAMES[0])
    switch_officer(runtime.acting, NAMES[0], "test", active=False)
    for officer in (people(runtime)[0].id, uuid4()):
        with pytest.raises(BadInputError, match="off duty"):
            listed(runtime, officer)


def test_names_of_regencies_are_plain_so_that_databases_compare_them_as_python_does() -> None:
    assert all(name.isascii() for name in regencies())
