"""How fast officers' lists and searches are: ``python -m tests.bench.case_list [cases [recruiters]]``.

20,000 cases of 5,000 recruiters and 60 officers by default. The goal is a p95 of 300 ms for every kind of list and
search, whoever asks. Cases have stories of 600 to 2,000 characters, sealed, so that rows are as long as real ones.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.clock import SettableClock
from bot.reports.cases import CaseKind, CaseState, Consent, Level, PassTo
from bot.reports.facts import Facts
from bot.reports.regencies import regencies, regency_of
from bot.reports.routing import Officer, OfficerRole
from bot.services.list_cases import TakenBy, Wanted, list_cases
from bot.services.look_through import CaseChecker
from bot.store.case_list import SortBy
from bot.store.case_places import keep_places
from bot.store.cases import fresh_code, seal_consent, seal_facts
from bot.store.engine import Store, make_engine
from bot.store.officers import Reachable, add_officer, latest_change
from bot.store.recruiter_lookup import add_identities
from bot.store.recruiters import add_recruiter
from bot.store.schema import upgrade
from bot.store.tables.cases import Case
from bot.store.vault import DataKey, Vault
from tests.bench.linking import told
from tests.bench.synthetic_reports import SyntheticReport, filler_names, make
from tests.doubles.postgres import PostgresServer
from tests.factories import NOON

CASES, RECRUITERS, ROUNDS = 20_000, 5_000, 60
BATCH = 2_000
STATES = {CaseState.RECEIVED: 20, CaseState.TAKEN: 15, CaseState.PASSED_ON: 5, CaseState.CLOSED: 55}
LEVELS = {Level.NOW: 3, Level.HIGH: 27, Level.NORMAL: 50, Level.LOW: 20}
KINDS = {CaseKind.RECRUITER: 75, CaseKind.DANGER: 10, CaseKind.MISSING: 10, CaseKind.CALLBACK: 5}
FILL = (
    "Dia bilang gaji besar dan tidak perlu bayar apa apa, nanti potong gaji, berangkat minggu depan lewat pelabuhan. "
)


def drawn(rng: random.Random, weights: Mapping) -> object:
    """Draw a key by its weight."""
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def staff(session: Session, vault: Vault) -> list[Officer]:
    """Set up two officers on duty in every regency, nine for the province, and seven coordinators and deputies."""
    places = [(where, to) for where in regencies() for to in (PassTo.POLICE, PassTo.NGO)]
    places += [("", to) for to in PassTo for _ in range(2)]
    heads = (OfficerRole.COORDINATOR,) * 3 + (OfficerRole.DEPUTY,) * 4
    names = iter(dict.fromkeys(name for name, _ in filler_names(7, 3_000) if len(name.split()) == 2))
    made = [Officer(uuid4(), next(names), OfficerRole.DUTY, to, where, n) for n, (where, to) in enumerate(places)]
    made += [Officer(uuid4(), next(names), role, PassTo.COORDINATOR, "", n) for n, role in enumerate(heads)]
    for one in made:
        add_officer(session, vault, Reachable(one, f"{one.id.hex}@example.org"), NOON)
    return made


def fill(store: Store, reports: Sequence[SyntheticReport], rng: random.Random) -> list[Officer]:
    """Make a case of each report straight in the tables, as it is once it was looked through."""
    with store.writing() as session:
        officers = staff(session, store.vault)
        checked = latest_change(session)
        recruiters = {one: add_recruiter(session, NOON).id for one in sorted({each.recruiter for each in reports})}
    for start in range(0, len(reports), BATCH):
        with store.writing() as session:
            for report in reports[start : start + BATCH]:
                _add(session, store.vault, report, recruiters[report.recruiter], officers, checked, rng)
    if store.engine.dialect.name == "postgresql":
        with store.writing() as session:
            session.execute(text("ANALYZE"))  # as autovacuum does by itself after a while
    return officers


def _add(
    session: Session,
    vault: Vault,
    report: SyntheticReport,
    recruiter: UUID,
    officers: Sequence[Officer],
    checked: int,
    rng: random.Random,
) -> None:
    story = (f"{' '.join(report.names)} {FILL * rng.randrange(5, 18)}",)
    facts = Facts(report.names, report.phones, report.companies, report.places, story=story)
    case = _case(vault, report, fresh_code(session, rng), facts, officers, rng)
    case.checked_no = checked
    session.add(case)
    session.flush()
    keep_places(session, vault, case, facts)
    add_identities(session, vault, case.id, recruiter, dict.fromkeys(told(report), case.created_at.date()))


def _case(
    vault: Vault, report: SyntheticReport, code: str, facts: Facts, officers: Sequence[Officer], rng: random.Random
) -> Case:
    at = NOON - timedelta(days=1_000 - report.day, minutes=rng.randrange(600))
    state, to = CaseState(drawn(rng, STATES)), rng.choice(tuple(PassTo))
    taken, restricted = state is not CaseState.RECEIVED, rng.random() < 0.03
    case = Case(
        code=code,
        kind=str(drawn(rng, KINDS)),
        state=state.value,
        level=str(drawn(rng, LEVELS)),
        reasons=["recruiter_named"],
        act_by=at + timedelta(hours=rng.randrange(1, 200)),
        regency=regency_of(report.places),
        pass_to=to.value,
        restricted=restricted,
        avoided=sorted({rng.choice(officers).id.hex, "@police"}) if restricted else [],
        facts_sealed=b"",
        consent_sealed=b"",
        conversation_id=None,
        taken_at=at if taken else None,
        taken_by=rng.choice(officers).id if taken else None,
        created_at=at,
        closed_at=at if state is CaseState.CLOSED else None,
    )
    seal_facts(vault, case, facts)
    seal_consent(vault, case, Consent(to))
    return case


def asked(reports: Sequence[SyntheticReport], codes: Sequence[str], rng: random.Random) -> dict[str, list[Wanted]]:
    """Return what is asked for, by kind: lists first, then searches, a fresh text each time."""

    def texts(values: Sequence[tuple[str, ...]]) -> list[Wanted]:
        return [Wanted(search=rng.choice(rng.choice(told)), ended=True) for told in [values] * ROUNDS]

    def always(wanted: Wanted) -> list[Wanted]:
        return [wanted] * ROUNDS

    names = [one.names for one in reports if one.names]
    return {
        "open, by deadline": always(Wanted()),
        "all, newest": always(Wanted(ended=True, sort=SortBy.NEWEST)),
        "all, by level, page 200": always(Wanted(ended=True, sort=SortBy.LEVEL, page=200)),
        "mine": always(Wanted(taken=TakenBy.ME)),
        "late, one regency, two levels": always(Wanted(late=True, regency="Soe", levels=(Level.NOW, Level.HIGH))),
        "closed, of one year": always(
            Wanted(states=(CaseState.CLOSED,), since=datetime(2026, 1, 1, tzinfo=NOON.tzinfo).date())
        ),
        "search: code": [Wanted(search=rng.choice(codes), ended=True) for _ in range(ROUNDS)],
        "search: phone": texts([one.phones for one in reports if one.phones]),
        "search: name": texts(names),
        "search: one word of a name": texts([tuple(name.split()[-1] for name in told) for told in names]),
        "search: common name": always(Wanted(search="Maria", ended=True)),
        "search: company": texts([one.companies for one in reports if one.companies]),
        "search: place": texts([one.places for one in reports if one.places]),
        "search: name and place": [
            replace(one, search=f"{one.search.split()[-1]} Kupang") for one in texts(list(names))
        ],
        "search: Kupang": always(Wanted(search="Kupang", ended=True)),
    }


def times(store: Store, officers: Sequence[Officer], wanted: Sequence[Wanted]) -> list[float]:
    """Return the milliseconds of each, sorted; the officers take turns."""
    clock, taken = SettableClock(NOON), []
    for number, one in enumerate(wanted):
        officer = officers[number % len(officers)]
        start = time.perf_counter()
        list_cases(store, clock, officer.id, one)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def lines(store: Store, cases: int, recruiters: int) -> Iterator[str]:
    """Yield the figures of one database, a line for each kind of list and search."""
    rng = random.Random(1)
    reports = make(1, cases, recruiters)
    officers = fill(store, reports, rng)
    with store.reading() as session:
        codes = [code for (code,) in session.execute(text("SELECT code FROM cases"))]
    coordinator, deputy, local, province = officers[-7], officers[-1], officers[1], officers[-8]
    everything: list[float] = []
    for kind, wanted in asked(reports, codes, rng).items():
        times(store, [coordinator], wanted[:3])
        taken = times(store, [coordinator, deputy, local, province], wanted)
        everything += taken
        yield f"{kind}: {figures(taken)}"
    yield f"all {len(everything)}: {figures(sorted(everything))}"
    yield _looked_through(store)


def figures(taken: Sequence[float]) -> str:
    """Return median, p95 and the slowest of sorted milliseconds, in words."""
    p95 = taken[max(int(0.95 * len(taken)) - 1, 0)]
    return f"p50 {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, slowest {taken[-1]:.0f} ms"


def _looked_through(store: Store) -> str:
    with store.writing() as session:
        add_officer(
            session, store.vault, Reachable(Officer(uuid4(), "Marselinus Taolin", OfficerRole.DUTY, PassTo.NGO)), NOON
        )
    start = time.perf_counter()
    done = CaseChecker(store, SettableClock(NOON)).work()
    return f"after a change of officers one sweep looks through {done} cases in {time.perf_counter() - start:.1f} s"


def main(given: Sequence[str]) -> int:
    """Measure on both databases."""
    cases, recruiters = ([int(one) for one in given] + [CASES, RECRUITERS][len(given) :])[:2]
    with PostgresServer() as server, tempfile.TemporaryDirectory() as folder:
        postgres = server.url(server.create()).replace("postgresql://", "postgresql+psycopg://", 1)
        for name, url in (("SQLite", f"sqlite:///{folder}/list.db"), ("PostgreSQL", postgres)):
            engine = make_engine(url)
            upgrade(engine)
            store = Store(engine, Vault([DataKey("k1", b"k" * 32)]))
            for line in lines(store, cases, recruiters):
                sys.stdout.write(f"{name}, {line}\n")
                sys.stdout.flush()
            engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
