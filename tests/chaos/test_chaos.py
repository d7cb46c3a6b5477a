"""Twenty kills in the test run; ``make chaos`` has two hundred on both databases."""

from pathlib import Path

from tests.chaos.run import Chaos


def test_killing_workers_between_ya_and_alert_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = Chaos(tmp_path, f"sqlite:///{tmp_path / 'chaos.db'}", seed=7).run(points=20)
    assert outcome.nothing_lost_or_doubled, outcome
