"""How fast the webhook acknowledges (NLU dead, worker busy) and what is sought is found: ``python -m tests.bench``.

Prints medians of three runs a database. The service's goal is p99 < 300 ms for the acknowledgement at 50 messages a
second.
"""

import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bot.store.engine import make_engine
from bot.store.schema import upgrade
from tests.bench import agencies, case_list, danger, linking, recruiter_list
from tests.doubles.postgres import PostgresServer, free_port
from tests.doubles.processes import environment, running, start_web, start_worker
from tests.load.posting import forms, post_steadily

PER_SECOND, SECONDS, RUNS, PEOPLE = 50, 5, 3, 60


def main() -> int:
    """Measure the search for agencies, then both databases."""
    sys.stdout.write("".join(f"{line}\n" for line in agencies.lines()))
    linking.main([])
    case_list.main([])
    recruiter_list.main([])
    with PostgresServer() as server:
        postgres = server.url(server.create()).replace("postgresql://", "postgresql+psycopg://", 1)
        with tempfile.TemporaryDirectory() as folder:
            for name, url in (("SQLite", f"sqlite:///{folder}/bench.db"), ("PostgreSQL", postgres)):
                sys.stdout.write(f"{danger.line(name, url, Path(folder) / f'{name} danger')}\n")
                runs = measure(url, Path(folder) / name)
                medians = [statistics.median(values) for values in zip(*runs, strict=True)]
                p50, p99, slowest = (f"{seconds * 1000:.0f} ms" for seconds in medians)
                sys.stdout.write(
                    f"{name}: webhook at {PER_SECOND}/s for {SECONDS} s: p50 {p50}, p99 {p99}, slowest {slowest}\n"
                )
    return 0


def measure(url: str, folder: Path) -> list[tuple[float, float, float]]:
    """Return p50, p99 and the slowest of each run, in seconds."""
    folder.mkdir()
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    env, port = environment(url, folder / "var"), free_port()
    with ExitStack() as stack:
        stack.enter_context(running(start_worker(env, folder / "worker.log")))
        stack.enter_context(running(start_web(env, folder / "web.log", port)))
        return [one_run(port, number) for number in range(RUNS + 1)][1:]  # the first only warms the processes up


def one_run(port: int, number: int) -> tuple[float, float, float]:
    """Post for some seconds and sum up."""
    posted = forms(PER_SECOND * SECONDS, 0, PEOPLE)
    for form in posted:
        form["MessageSid"] += f"{number}"
    taken = sorted(post_steadily(port, posted, PER_SECOND))
    return statistics.median(taken), taken[int(len(taken) * 0.99) - 1], taken[-1]


if __name__ == "__main__":
    sys.exit(main())
