"""``bot understand``: what the bot makes of each message of a file, as JSON lines."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.nlu import command_understander
from bot.config import load_settings
from bot.errors import BadInputError
from bot.logs import set_up_logs
from bot.understanding.report import as_json


def understand(
    file: Annotated[Path, typer.Option("--file", help="one message a line, read as it is")],
    as_lines: Annotated[bool, typer.Option("--json", help="print JSON lines instead of a table")] = False,
    no_nlu: Annotated[bool, typer.Option("--no-nlu", help="keywords only")] = False,
) -> None:
    """Print what the bot would do with each message as the first of a conversation."""
    set_up_logs()
    messages = read_messages(file)
    with command_understander(load_settings(), without_nlu=no_nlu) as understander:
        for message in messages:
            report = as_json(understander.understand(message))
            if as_lines:
                typer.echo(json.dumps(report))
            else:
                typer.echo(f"{report['language']:5} {report['intent']:26} {report['confidence']:.2f} {message}")


def read_messages(file: Path) -> list[str]:
    """Return the file's lines without their line ends; an empty line is an empty message."""
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInputError(f"cannot read {file.name} as UTF-8 text") from fault
    # Only "\n" ends a line: other separators, such as U+2028, belong to the message.
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]
