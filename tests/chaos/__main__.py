"""Two hundred kills, half of them on each database: ``make chaos``. Exit 1 when anything is lost or doubled."""

import sys
import tempfile
from pathlib import Path

from tests.chaos.run import Chaos, Outcome
from tests.doubles.postgres import PostgresServer

POINTS, SEED = 100, 20261129


def main() -> int:
    """Run on SQLite, then on PostgreSQL."""
    points = int(sys.argv[1]) if len(sys.argv) > 1 else POINTS
    with tempfile.TemporaryDirectory() as folder:
        outcomes = {"SQLite": Chaos(Path(folder), f"sqlite:///{folder}/chaos.db", SEED).run(points)}
    with tempfile.TemporaryDirectory() as folder, PostgresServer(durable=True) as server:
        url = server.url(server.create()).replace("postgresql://", "postgresql+psycopg://", 1)
        outcomes["PostgreSQL"] = Chaos(Path(folder), url, SEED, server).run(points)
    for name, outcome in outcomes.items():
        sys.stdout.write(f"{name}: {told(outcome)}\n")
    return 0 if all(outcome.nothing_lost_or_doubled for outcome in outcomes.values()) else 1


def told(outcome: Outcome) -> str:
    """Return an outcome in one line."""
    stages = ", ".join(f"{count} {stage}" for stage, count in sorted(outcome.caught.items()))
    return (
        f"killed {stages}; the database {outcome.database_kills} times; "
        f"{outcome.reports} reports, {outcome.cases} cases; "
        f"mails {outcome.mails} ({outcome.again} sent again under their Message-ID), "
        f"cases told by mail {outcome.cases_by_mail}, SMS a case {dict(outcome.texts_a_case)}"
    )


if __name__ == "__main__":
    sys.exit(main())
