"""How well reports are linked, and how fast a recruiter is found: ``python -m tests.bench.linking [seed ...]``.

Reports come from a generator written by another hand (synthetic_reports.py); a million identities are added before the
look-ups are timed. The goals are a precision of automatic links of 0.99, the right earlier recruiter among five
suggestions in 0.95 of the cases, and a p95 of 20 ms.
"""

import itertools
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from rapidfuzz import fuzz
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bot.recruiters.blocking import blocking_keys
from bot.recruiters.identity import Identity, identities_of
from bot.recruiters.matching import Profile
from bot.recruiters.ranking import rank
from bot.reports.regencies import regency_of
from bot.services.link_recruiters import Linked, link_case
from bot.store.engine import Store, make_engine
from bot.store.recruiter_lookup import key_hashes, look_up
from bot.store.recruiters import cases_of, reporter_keys
from bot.store.schema import upgrade
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import IdentityKey, Recruiter, RecruiterIdentity
from bot.store.vault import DataKey, Vault
from tests.bench.synthetic_reports import SyntheticReport, filler_names, make
from tests.doubles.postgres import PostgresServer
from tests.factories import NOON

START = NOON - timedelta(days=1_000)
BATCH = 20_000
IDENTITIES = 1_000_000


@dataclass
class Figures:
    """Counts of one run. An automatic link is right when the group it joined is mostly of that recruiter.

    ``alike_before``: reports that have a phone, an account or a word of a name or company in common with an earlier one
    of their recruiter, so that a person with both in hand could tell.
    """

    automatic: int = 0
    automatic_right: int = 0
    known_before: int = 0
    among_five: int = 0
    alike_before: int = 0
    alike_among_five: int = 0

    @property
    def precision(self) -> float:
        """Share of automatic links that are right."""
        return self.automatic_right / max(self.automatic, 1)

    @property
    def recall(self) -> float:
        """Share of reports of a recruiter reported before for which it is among the first five."""
        return self.among_five / max(self.known_before, 1)

    @property
    def alike_recall(self) -> float:
        """The same share of the reports that have something in common with an earlier one."""
        return self.alike_among_five / max(self.alike_before, 1)


def told(report: SyntheticReport) -> tuple[Identity, ...]:
    """Return what a report tells, with the regency as cases have it; the reporter's own phone links nothing."""
    regency = regency_of(report.places)
    places = (*report.places, regency) if regency else report.places
    return identities_of(
        report.names, report.phones, report.companies, places, report.accounts, links_nothing={report.reporter}
    )


def link_all(store: Store, reports: Sequence[SyntheticReport]) -> Figures:
    """Link the reports one after the other as cases, each in a transaction of its own, and compare with the truth."""
    figures, truth = Figures(), dict[UUID, int]()
    earlier: dict[int, list[SyntheticReport]] = defaultdict(list)
    for report in reports:
        now = START + timedelta(days=report.day)
        with store.writing() as session:
            case = add_case(session, store.vault, report.reporter, now)
            linked = link_case(session, store.vault, case.id, told(report), now)
            _count(session, figures, report, linked, truth, earlier[report.recruiter])
        truth[case.id] = report.recruiter
        earlier[report.recruiter].append(report)
    return figures


def _count(
    session: Session,
    figures: Figures,
    report: SyntheticReport,
    linked: Linked,
    truth: Mapping[UUID, int],
    earlier: Sequence[SyntheticReport],
) -> None:
    first = [linked.recruiter_id] if linked.automatic and linked.recruiter_id else []
    shown = [*first, *(recruiter for recruiter, _ in linked.suggestions)][:5]
    groups = [[truth[case] for case in cases_of(session, recruiter) if case in truth] for recruiter in shown]
    if first:
        figures.automatic += 1
        figures.automatic_right += statistics.mode(groups[0]) == report.recruiter
    if earlier:
        found = any(report.recruiter in group for group in groups)
        alike = any(in_common(report, one) for one in earlier)
        figures.known_before += 1
        figures.among_five += found
        figures.alike_before += alike
        figures.alike_among_five += alike and found


def in_common(one: SyntheticReport, other: SyntheticReport) -> bool:
    """Tell whether two reports share a phone, an account, or a nearly equal word of a name or a company."""
    if {*one.phones, *one.accounts} & {*other.phones, *other.accounts}:
        return True
    return any(
        fuzz.ratio(word, against) >= 80
        for texts, others in ((one.names, other.names), (one.companies, other.companies))
        for word in _words(texts)
        for against in _words(others)
    )


def _words(texts: Sequence[str]) -> set[str]:
    words = {word for text in texts for word in re.findall(r"\w{3,}", text.casefold())}
    return words - {"pak", "bapak", "ibu", "mama", "kak", "kaka", "bos", "nona", "tanta", "haji", "bpk"}


def add_case(session: Session, vault: Vault, reporter: str, now: datetime) -> Case:
    """Make a case of a reporter, without a story."""
    row = Case(
        code=uuid4().hex[:9],
        kind="recruiter",
        level="normal",
        reasons=[],
        act_by=now,
        pass_to="coordinator",
        facts_sealed=b"",
        consent_sealed=b"",
        conversation_id=None,
        reporter_key=reporter_keys(vault, reporter)[0],
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def fill(store: Store, identities: int, seed: int = 1) -> None:
    """Load so many identities (a name and a place a recruiter) straight into the tables, with their keys."""
    people = itertools.islice(filler_names(seed, identities // 2 + 1), identities // 2)
    with store.writing() as session:
        case = add_case(session, store.vault, "+6281200000000", START).id
    seq = 10_000_000  # above the numbers of rows that were linked, so that these are the newest
    while batch := list(itertools.islice(people, BATCH)):
        with store.writing() as session:
            seq = _fill_batch(session, store.vault, case, batch, seq)
    if store.engine.dialect.name == "postgresql":
        with store.writing() as session:
            session.execute(text("ANALYZE"))  # as autovacuum does by itself after a while


def _fill_batch(session: Session, vault: Vault, case: UUID, people: Sequence[tuple[str, str]], first: int) -> int:
    recruiters, rows, keys, seq = [], [], [], first
    for name, place in people:
        recruiter = uuid4()
        recruiters.append({"id": recruiter, "root_id": recruiter, "merged_into": None, "created_at": START})
        both = identities_of([name], places=[place])
        for one in both:
            row_id, seq = uuid4(), seq + 1
            sealed = vault.seal(RecruiterIdentity.value_sealed, row_id, one.value)
            rows.append(
                {"seq": seq, "id": row_id, "case_id": case, "recruiter_id": recruiter, "kind": one.kind.value}
                | {"value_sealed": sealed, "told_on": date(2025, 1, 1)}
            )
            keys += [(each, seq) for each in key_hashes(vault, blocking_keys(one, both))]
    session.execute(insert(Recruiter), recruiters)
    session.execute(insert(RecruiterIdentity), rows)
    session.execute(insert(IdentityKey), [{"key_hash": each, "identity_seq": number} for each, number in sorted(keys)])
    return seq


def look_up_times(store: Store, reports: Sequence[SyntheticReport]) -> list[float]:
    """Return the milliseconds that each look-up with its ranking takes, sorted."""
    return sorted(_timed(store, reports))


def _timed(store: Store, reports: Sequence[SyntheticReport]) -> Iterator[float]:
    for report in reports:
        identities, day = told(report), (START + timedelta(days=report.day)).date()
        with store.reading() as session:
            start = time.perf_counter()
            found = look_up(session, store.vault, identities)
            rank(Profile.of((one, day) for one in identities), found.known, found.commonness)
            yield (time.perf_counter() - start) * 1000


def lines(store: Store, seed: int, identities: int, reports: int = 5_000, recruiters: int = 1_500) -> Iterator[str]:
    """Yield the figures of one database, a line each."""
    synthetic = make(seed, reports, recruiters)
    figures = link_all(store, synthetic)
    yield (
        f"seed {seed}: {figures.automatic} automatic links, precision {figures.precision:.4f}; right one among five "
        f"for {figures.recall:.4f} of {figures.known_before} reports, and for {figures.alike_recall:.4f} of the "
        f"{figures.alike_before} with something in common"
    )
    if identities:
        fill(store, identities)
        look_up_times(store, synthetic[:50])
        taken = look_up_times(store, synthetic[-1_000:])
        yield (
            f"look-up among {identities} more: p50 {statistics.median(taken):.1f} ms, "
            f"p95 {taken[int(0.95 * len(taken)) - 1]:.1f} ms, slowest {taken[-1]:.1f} ms"
        )


def main(given: Sequence[str]) -> int:
    """Measure on both databases; the million is added after the first seed's reports."""
    seeds = [int(seed) for seed in given] or [1]
    with PostgresServer() as server, tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            postgres = server.url(server.create()).replace("postgresql://", "postgresql+psycopg://", 1)
            for name, url in (("SQLite", f"sqlite:///{folder}/{seed}.db"), ("PostgreSQL", postgres)):
                engine = make_engine(url)
                upgrade(engine)
                store = Store(engine, Vault([DataKey("k1", b"k" * 32)]))
                for line in lines(store, seed, 0 if number else IDENTITIES):
                    sys.stdout.write(f"{name}, {line}\n")
                engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
