"""``bot audit`` and its line in ``bot doctor`` as an auditor types them."""

import sqlite3
from pathlib import Path

from tests.cli.test_talk import environment, run

__all__ = ["environment"]

SMTP = {"SMTP_URL": "smtp://127.0.0.1:2525?from=jalan@example.org"}


def head_of(printed: str) -> str:
    return printed.splitlines()[-1].removeprefix("head: ")


def tamper(environment: dict[str, str], statement: str) -> None:
    (file,) = Path(environment["DATA_DIR"]).glob("*.db")
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_the_auditor_verifies_writes_the_head_down_and_searches(environment: dict[str, str]) -> None:
    assert run(environment, "migrate").returncode == 0
    whole = run(environment, "audit", "verify")
    assert whole.returncode == 0, whole.stderr
    assert whole.stdout.startswith("the audit log is whole: 3 rows\n")
    head = head_of(whole.stdout)
    assert f"audit: head {head}" in run(environment, "doctor").stdout
    run(environment, "staff", "add", "Maria Contoh", "--email", "m@example.org", "--no-account", "--by", "operator")
    later = run(environment, "audit", "verify", "--expect", head)
    assert later.returncode == 0, later.stderr
    assert f"it holds what was written down: {head}" in later.stdout
    searched = run(environment, "audit", "search", "--actor", "operator", "--by", "auditor")
    assert "operator: officer_added" in searched.stdout
    assert run(environment, "audit", "search", "--action", "nothing").stdout == "nothing is found\n"
    paged = run(environment, "audit", "search", "--limit", "1")
    assert "searched_audit" in paged.stdout
    assert "older ones: --before 6" in paged.stdout
    wrong = run(environment, "audit", "verify", "--expect", "yesterday")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    assert "a head looks like" in wrong.stderr


def test_a_broken_chain_is_one_clear_line_and_exit_1(environment: dict[str, str]) -> None:
    run(environment, "migrate")
    head = head_of(run(environment, "audit", "verify").stdout)
    tamper(environment, "UPDATE audit SET actor = 'somebody' WHERE position = 2")
    broken = run(environment, "audit", "verify")
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr == (
        "bot: the audit log is broken: row 2 was changed, or added by somebody without the keys;"
        " 1 rows before are as they were written\n"
    )
    tamper(environment, "DELETE FROM audit")
    tamper(environment, "DELETE FROM audit_head")
    assert run(environment, "audit", "verify").returncode == 0
    cut_off = run(environment, "audit", "verify", "--expect", head)
    assert cut_off.returncode == 1
    assert "row 1 and what follows up to row 3 is missing" in cut_off.stderr


def test_doctor_sees_an_end_that_does_not_fit(environment: dict[str, str]) -> None:
    run(environment, "migrate")
    tamper(environment, "DELETE FROM audit WHERE position = 3")
    assert "FAULT audit: its end does not fit its head" in run(environment, "doctor").stdout
