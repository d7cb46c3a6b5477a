"""``bot cases ask``: a fixed question to the author of a case, in the way and hours they allowed."""

from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.reports.case_questions import WAITS_FOR_DAYS, CaseQuestion
from bot.services.ask_reporter import ask as ask_author
from bot.store.case_questions import questions_of
from bot.store.tables.cases import Case


def ask(
    code: Annotated[str, typer.Argument(help="the case code, such as NTT-7K3QX")],
    question: Annotated[CaseQuestion, typer.Argument(help="what is asked; the texts are fixed and reviewed")],
    officer: Annotated[str, typer.Option("--officer", help="who asks, as in `bot staff list`")],
    between: Annotated[
        str, typer.Option("--between", help="their hours as you read them, 19.00-21.00, where they are not understood")
    ] = "",
) -> None:
    """Ask the author of a case something. Only where they allowed it, at their hours, and never out of the blue.

    They get a neutral message; what you ask is shown only for the case code or the secret word on the same phone.
    """
    runtime = Runtime(load_settings())
    template = bool(runtime.settings.twilio_notice_content_sid)
    asked = ask_author(runtime.store, runtime.clock, code, officer, question, between=between, template=template)
    typer.echo(
        f"between {asked.send_at:%d-%m-%Y %H.%M} and {asked.send_before:%H.%M %Z} they are told that a message waits;"
        f" the question waits {WAITS_FOR_DAYS} days for its answer"
    )


def show_questions(session: Session, case: Case) -> None:
    """Print the questions of a case and how far they are."""
    for row in questions_of(session, case.id):
        when = row.send_at.astimezone(WITA)
        due = f", from {when:%d-%m %H.%M} WITA" if row.state == "waiting" else ""
        typer.echo(f"? {row.question}: {row.state}{due} {row.why}".rstrip())
