"""Commands about what people read."""

from datetime import datetime

import typer

from bot.answers.check import check
from bot.answers.findings import Severity
from bot.clock import WITA
from bot.config import PROJECT

app = typer.Typer(no_args_is_help=True)


@app.callback()
def answers() -> None:
    """Check the content in responses/."""


@app.command("check")
def check_answers() -> None:
    """Check every rule of the content; exit 1 when one is broken."""
    findings = check(PROJECT / "responses", datetime.now(WITA).date())
    for finding in findings:
        typer.echo(str(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)
