"""Commands of the loop: sentences that were not understood out to be labelled, and back as training data."""

import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.cli.nlu import say_progress
from bot.config import PROJECT, load_settings
from bot.errors import BadInputError
from bot.services.label_sentences import Added, add_labelled, sentences_to_label
from bot.training.sentence import Reason
from bot.training.sheet import read_sheet, write_sheet

NLU_DATA = PROJECT / "nlu_data"
app = typer.Typer(no_args_is_help=True)


@app.callback()
def training() -> None:
    """Label sentences that were not understood and train with them (docs/nlu.md, "The loop")."""


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="a new file, for a spreadsheet")],
    reason: Annotated[Reason | None, typer.Option(help="only sentences kept for this reason")] = None,
    limit: Annotated[int, typer.Option(min=1, help="at most so many")] = 200,
) -> None:
    """Write sentences that wait for a label; those with a person's choice come first."""
    runtime = Runtime(load_settings())
    if file.exists():
        raise BadInputError(f"{file.name} is there already and may hold labels; name another file")
    sentences = sentences_to_label(runtime.store, runtime.clock, reason, limit)
    if not sentences:
        typer.echo("nothing waits for a label; no file written")
        return
    _write_new(file, write_sheet(sentences))
    typer.echo(
        f"{len(sentences)} sentences written to {file.name}; fill in the column 'label' with an intent or 'skip'"
    )
    typer.echo(f"then run: bot training add {file.name}, and delete the file")


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="a labelled sheet")],
    partial: Annotated[bool, typer.Option("--partial", help="take the good rows although others are faulty")] = False,
) -> None:
    """Take labels in and add the sentences to the training data; a second run changes nothing."""
    runtime = Runtime(load_settings())
    rows = read_sheet(_read(file))
    say_progress(f"{len(rows)} rows; comparing with the sentences there are")
    added = add_labelled(runtime.store, runtime.clock, rows, NLU_DATA, partial=partial)
    for line in (*added.checked.faults, *added.refused):
        typer.echo(line)
    typer.echo(_summary(added))
    if added.new:
        typer.echo("now run: bot models train, bot models promote")
    if added.checked.faults:
        raise typer.Exit(1)


def _summary(added: Added) -> str:
    checked = added.checked
    if not added.changed:
        return f"nothing is changed: {len(checked.faults)} faulty rows, see above (--partial takes the other ones)"
    languages = Counter(one.language for one in added.new)
    new = ", ".join(f"{language} {count}" for language, count in sorted(languages.items())) or "none"
    return (
        f"{added.labelled} rows labelled; new training sentences: {new}; not added: {len(added.refused)}; "
        f"still without a label: {checked.empty}; labelled before: {checked.done}"
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise BadInputError(f"cannot read {file.name}") from fault


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet and that only its owner can read, whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        with new.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        new.chmod(0o600)
        new.replace(file)
    except OSError as fault:
        raise BadInputError(f"cannot write {file.name}") from fault
