"""How fast officers' lists and pages of recruiters are: ``python -m tests.bench.recruiter_list [cases [recruiters]]``.

Over the cases of tests/bench/case_list.py, linked to their recruiters, one of ten with a suggestion and one of twenty
with a ruling. The goal is a p95 of 300 ms for every kind of list, search and page, whoever asks.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update

from bot.clock import SettableClock
from bot.errors import BadInputError
from bot.recruiters.flags import RULINGS, Flag
from bot.recruiters.matching import Reason
from bot.reports.routing import Officer
from bot.services.list_recruiters import WantedRecruiters, list_recruiters
from bot.services.read_recruiter import compare_recruiters, read_recruiter
from bot.services.settle_recruiters import rule_on
from bot.services.show_recruiter import show
from bot.store.engine import Store, make_engine
from bot.store.recruiters import LinkHow, reporter_keys
from bot.store.schema import upgrade
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterIdentity, RecruiterLink
from bot.store.vault import DataKey, Vault
from tests.bench.case_list import CASES, RECRUITERS, ROUNDS, figures, fill
from tests.bench.synthetic_reports import make
from tests.doubles.postgres import PostgresServer
from tests.factories import NOON

_BATCH = 2_000
_SCORE = 61


def link(store: Store, rng: random.Random) -> dict[UUID, list[UUID]]:
    """Link every case to the recruiter it tells of, with a reporter; return the cases of each recruiter."""
    with store.reading() as session:
        told = session.execute(select(RecruiterIdentity.case_id, RecruiterIdentity.recruiter_id).distinct()).all()
    cases: dict[UUID, list[UUID]] = {}
    for case_id, recruiter_id in told:
        cases.setdefault(recruiter_id, []).append(case_id)
    everybody = sorted(cases)
    rows = [_row(case, recruiter, LinkHow.FIRST) for case, recruiter in told]
    for case, recruiter in told:
        other = rng.choice(everybody)
        if rng.random() < 0.1 and other != recruiter:
            rows.append(_row(case, other, LinkHow.SUGGESTED))
    reporters = [
        {"id": case, "reporter_key": reporter_keys(store.vault, f"+6281{rng.randrange(10**9):09}")[0]}
        for case, _ in told
    ]
    for start in range(0, len(rows), _BATCH):
        with store.writing() as session:
            session.execute(insert(RecruiterLink), rows[start : start + _BATCH])
            if reporters[start : start + _BATCH]:
                session.execute(update(Case), reporters[start : start + _BATCH])
    for recruiter in rng.sample(everybody, len(everybody) // 20):
        rule_on(store, SettableClock(NOON), recruiter, rng.choice(sorted(RULINGS)), "bench")
    if store.engine.dialect.name == "postgresql":
        with store.writing() as session:
            session.execute(text("ANALYZE"))  # as autovacuum does by itself after a while
    return cases


def _row(case: UUID, recruiter: UUID, how: LinkHow) -> dict[str, object]:
    suggested = how is LinkHow.SUGGESTED
    return {
        "id": uuid4(),
        "case_id": case,
        "recruiter_id": recruiter,
        "how": how.value,
        "belongs": not suggested,
        "score": _SCORE if suggested else 0,
        "reasons": [Reason.SAME_NAME.value] if suggested else [],
        "at": NOON,
    }


def times(officers: Sequence[Officer], asked: Sequence[Callable[[Officer], object]]) -> list[float]:
    """Return the milliseconds of each, sorted; the officers take turns. What is not open to one is left out."""
    taken = []
    for number, ask in enumerate(asked):
        start = time.perf_counter()
        try:
            ask(officers[number % len(officers)])
        except BadInputError:
            continue
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def lines(store: Store, cases: int, recruiters: int) -> Iterator[str]:
    """Yield the figures of one database, a line for each kind of list, search and page."""
    rng, clock = random.Random(1), SettableClock(NOON)
    reports = make(1, cases, recruiters)
    officers = fill(store, reports, rng)
    linked = link(store, rng)
    with store.reading() as session:
        codes = {case_id: code for case_id, code in session.execute(select(Case.id, Case.code))}  # noqa: C416 - rows are no pairs
    sizes = Counter({recruiter: len(each) for recruiter, each in linked.items()})
    largest = [codes[linked[recruiter][0]] for recruiter, _ in sizes.most_common(ROUNDS)]
    some = [codes[rng.choice(linked[recruiter])] for recruiter in rng.sample(sorted(linked), ROUNDS * 3)]
    yield f"{len(linked)} recruiters, the largest of {sizes.most_common(1)[0][1]} cases"

    def listed(*wanted: WantedRecruiters) -> list[Callable[[Officer], object]]:
        chosen = wanted * (ROUNDS // len(wanted))
        return [lambda officer, one=one: list_recruiters(store, clock, officer.id, one) for one in chosen]

    def searched(texts: Sequence[tuple[str, ...]]) -> list[Callable[[Officer], object]]:
        return listed(*(WantedRecruiters(search=rng.choice(rng.choice(texts))) for _ in range(ROUNDS)))

    coordinator, deputy, local, province = officers[-7], officers[-1], officers[1], officers[-8]
    kinds: dict[str, list[Callable[[Officer], object]]] = {
        "list": listed(WantedRecruiters()),
        "list, page 100": listed(WantedRecruiters(page=100)),
        "list, corroborated": listed(WantedRecruiters(Flag.CORROBORATED)),
        "list, one regency": listed(WantedRecruiters(regency="Soe")),
        "search: phone": searched([one.phones for one in reports if one.phones]),
        "search: name": searched([one.names for one in reports if one.names]),
        "search: company": searched([one.companies for one in reports if one.companies]),
        "search: common name": listed(WantedRecruiters(search="Maria")),
        "on a case's page": [lambda officer, code=code: show(store, clock, code, officer.id) for code in some],
        "page": [lambda officer, code=code: read_recruiter(store, clock, code, officer.id) for code in some],
        "page of the largest": [
            lambda officer, code=code: read_recruiter(store, clock, code, officer.id) for code in largest
        ],
        "two side by side": [
            lambda officer, pair=pair: compare_recruiters(store, clock, *pair, officer.id) for pair in pairwise(some)
        ],
    }
    everything: list[float] = []
    for kind, asked in kinds.items():
        times([coordinator], asked[:3])
        heads = [coordinator, deputy] if "page" in kind or "side" in kind else [coordinator, deputy, local, province]
        taken = times(heads, asked)
        everything += taken
        yield f"{kind}: {figures(taken)}"
    yield f"all {len(everything)}: {figures(sorted(everything))}"


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
