"""The ``bot`` command."""

import sys

import typer

from bot.cli import agencies, answers, audit, cases, maintenance, models, recruiters, staff, talk, training, understand
from bot.errors import JalanAmanError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("talk")(talk.talk)
app.command("understand")(understand.understand)
app.command("migrate")(maintenance.migrate)
app.command("doctor")(maintenance.doctor)
app.command("purge")(maintenance.purge)
app.command("retry-failed")(maintenance.retry_failed)
app.command("webhook-example")(maintenance.webhook_example)
app.add_typer(agencies.app, name="agencies")
app.add_typer(answers.app, name="answers")
app.add_typer(audit.app, name="audit")
app.add_typer(cases.app, name="cases")
app.add_typer(models.app, name="models")
app.add_typer(recruiters.app, name="recruiters")
app.add_typer(staff.app, name="staff")
app.add_typer(training.app, name="training")


@app.callback()
def bot() -> None:
    """Safe-migration advice by SMS and WhatsApp: try it, check it, keep it healthy."""


def main() -> None:
    """Run a command; an error of ours is one clear line and exit code 1."""
    try:
        app()
    except JalanAmanError as fault:
        sys.stderr.write(f"bot: {fault}\n")
        sys.exit(1)
