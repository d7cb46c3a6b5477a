"""What officers see of recruiters is what the exact route says, over many made up cases, whatever changes."""

from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.bootstrap import Runtime
from bot.recruiters.flags import Flag
from bot.reports.cases import CaseKind, Consent
from bot.reports.facts import Facts
from bot.services.list_recruiters import WantedRecruiters, list_recruiters
from bot.services.recruiter_sight import Sight
from bot.services.settle_recruiters import rule_on, undo_act
from bot.services.show_recruiter import show
from bot.store.cases import case_with_code
from bot.store.recruiters import reporter_keys
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterAct, RecruiterLink
from tests.doubles.service import rows
from tests.reporting.made_cases import codes, existing, make_case
from tests.reporting.test_case_visibility import (
    AVOID,
    CHANGES,
    NAMES,
    OFFICES,
    PLACES,
    STORIES,
    people,
    set_up,
    shown_and_open,
    text,
)

CASES, STEPS = 16, 4


def report(runtime: Runtime, rng: Random) -> None:
    """Make a case of one of four recruiters, by one of five reporters."""
    place, consent = rng.choice(PLACES), Consent(rng.choice(OFFICES), avoid=text(rng, AVOID))
    facts = Facts(
        names=("Om Beni",), phones=(f"+62812345678{rng.randrange(4)}0",), story=(text(rng, STORIES),), origins=(place,)
    )
    code = make_case(runtime, facts, CaseKind.RECRUITER, consent, rng)
    with runtime.store.writing() as session:
        case = existing(case_with_code(session, code))
        case.reporter_key = reporter_keys(runtime.store.vault, f"+62813000000{rng.randrange(5)}0")[0]


def rule(runtime: Runtime, rng: Random) -> None:
    """Rule on somebody, and sometimes take a ruling back."""
    link = rng.choice(rows(runtime, RecruiterLink))
    rule_on(runtime.store, runtime.clock, link.recruiter_id, rng.choice([Flag.VERIFIED, Flag.CLEARED]), "Maria")
    act = rng.choice(rows(runtime, RecruiterAct))
    if rng.random() < 0.3 and act.act == "ruled" and act.undone_at is None:
        undo_act(runtime.store, runtime.clock, act.seq, "Maria")


def seen_codes(runtime: Runtime, officer: object) -> set[str]:
    """Return the cases one officer sees beside a recruiter."""
    with runtime.store.reading() as session:
        every = list(session.scalars(select(Case.id)))
        return {case.code for case in Sight(runtime.store, session, officer).see(every)}


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_seen_that_may_not_be_opened(runtime: Runtime, seed: int) -> None:
    rng = Random(seed)
    for name in NAMES:
        set_up(runtime, rng, name)
    for _ in range(CASES):
        report(runtime, rng)
    for step in range(STEPS):
        rule(runtime, rng)
        may = {name: open_now for name, (_, open_now) in shown_and_open(runtime).items()}
        active = [one for one in people(runtime) if one.active]
        for one in active:
            assert seen_codes(runtime, one.id) == may[one.name], f"{one.name}, step {step}, before looking through"
        runtime.case_checker.work()
        for one in active:
            assert_list_fits(runtime, one)
        CHANGES[(seed + 3 * step) % len(CHANGES)](runtime, rng)
        report(runtime, rng)


def assert_list_fits(runtime: Runtime, officer) -> None:
    """Hold the list of one officer against their cases, and each line against the page behind it."""
    with runtime.store.reading() as session:
        linked = set(
            session.scalars(select(Case.code).join(RecruiterLink).where(RecruiterLink.belongs))  # type: ignore[arg-type]
        )
    found = list_recruiters(runtime.store, runtime.clock, officer.id, WantedRecruiters())
    listed = set(codes(runtime, officer.id)) & linked
    assert sum(line.cases for line in found.recruiters) == len(listed), officer.name
    for line in found.recruiters:
        page = show(runtime.store, runtime.clock, line.code, officer.id)
        assert (len(page.cases), page.flag, page.cases[0].created_at) == (line.cases, line.flag, line.newest)
        assert {case.code for case in page.cases} <= listed
    for flag in Flag:
        wanted = replace(WantedRecruiters(), flag=flag)
        some = list_recruiters(runtime.store, runtime.clock, officer.id, wanted)
        assert {line.code for line in some.recruiters} == {line.code for line in found.recruiters if line.flag is flag}


def test_an_officer_without_cases_has_an_empty_list(runtime: Runtime) -> None:
    set_up(runtime, Random(1), NAMES[0])
    officer = people(runtime)[0].id
    assert list_recruiters(runtime.store, runtime.clock, officer, WantedRecruiters()).recruiters == ()
    assert uuid4() not in seen_codes(runtime, officer)
