"""The commands that keep an installation healthy."""

import base64

import pytest

from tests.cli.test_talk import environment, run
from tests.factories import DATA_KEYS

__all__ = ["environment"]

OTHER = base64.b64encode(b"x" * 32).decode()


def test_migrate_refuses_keys_that_are_not_the_databases(environment: dict[str, str]) -> None:
    assert run(environment, "migrate").returncode == 0
    refused = run(environment | {"DATA_KEYS": f"k1:{OTHER}"}, "migrate")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("bot: DATA_KEYS do not open this database: restore the key k1")
    assert run(environment | {"DATA_KEYS": f"k2:{OTHER},{DATA_KEYS}"}, "migrate").returncode == 0


@pytest.mark.parametrize("command", ["retry-failed", "purge"])
def test_with_nothing_to_do_a_command_says_so(environment: dict[str, str], command: str) -> None:
    run(environment, "migrate")
    done = run(environment, command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 messages")
