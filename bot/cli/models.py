"""Commands about the language models: which there are, which one is served, and changing that."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.nlu import say_progress
from bot.config import PROJECT
from bot.errors import BadInputError
from bot.measure import measure as measured
from bot.training.models import ModelStore, StoredModel
from bot.training.promotion import judge
from bot.training.results import Result

app = typer.Typer(no_args_is_help=True)
_SWITCH = "a running service switches within about a minute and loses no message (var/log/nlu.log)"


@app.callback()
def models() -> None:
    """Train, compare, serve and take back language models."""


@app.command("list")
def list_models() -> None:
    """Show the stored models, newest first, with their figures on the held-out sentences where measured."""
    store = ModelStore()
    for model in store.models():
        typer.echo(f"{model.id}  {_state(store, model):10} {model.bytes / 1e6:5.1f} MB  {_figures(model)}")
        for reason in model.refused:
            typer.echo(f"    against it: {reason}")


@app.command("train")
def train(force: Annotated[bool, typer.Option("--force", help="even when nothing changed")] = False) -> None:
    """Train a candidate from today's sentences; the served model stays."""
    command = [sys.executable, str(PROJECT / "ops" / "train_model.py"), "--candidate", *(["--force"] if force else [])]
    raise typer.Exit(subprocess.run(command, check=False).returncode)


@app.command("promote")
def promote(
    model_id: Annotated[str, typer.Argument(metavar="[ID]", help="a part of its id; default: the candidate")] = "",
    force: Annotated[bool, typer.Option("--force", help="despite losses, but for emergencies")] = False,
) -> None:
    """Compare a model with the served one and serve it when nothing speaks against it; takes some minutes."""
    store = ModelStore()
    model = store.named(model_id) if model_id else store.candidate()
    if model is None:
        raise BadInputError("no candidate waits; `bot models train` makes one")
    if model.id == store.pointer().current:
        raise BadInputError(f"model {model.id} is served already")
    verdict = judge(store, model, measure, say_progress)
    for reason in verdict.reasons:
        typer.echo(f"against it: {reason}")
    if verdict.emergencies or (verdict.reasons and not force):
        raise BadInputError(f"model {model.id} is not promoted; the served one stays")
    store.promote(model.id)
    typer.echo(f"model {model.id} is promoted; {_SWITCH}")


@app.command("rollback")
def rollback() -> None:
    """Serve the previous model again, at once and unmeasured."""
    typer.echo(f"model {ModelStore().rollback().id} is served again; {_SWITCH}")


def measure(model: Path) -> Sequence[Result]:
    """Return what a private server with this model understands of the held-out sentences, rules included."""
    return measured(model, say_progress)


def _state(store: ModelStore, model: StoredModel) -> str:
    pointer, previous, candidate = store.pointer(), store.previous(), store.candidate()
    if model.id == pointer.current:
        return "current"
    if previous and model.id == previous.id:
        return "previous"
    if model.id in pointer.rolled_back:
        return "taken back"
    if candidate and model.id == candidate.id:
        return "candidate"
    return "older"


def _figures(model: StoredModel) -> str:
    if not model.figures:
        return "not measured"
    accuracy = " ".join(f"{name} {share:.3f}" for name, share in model.figures.get("accuracy", {}).items())
    return f"right: {accuracy}; emergency recall {model.figures.get('emergency', {}).get('recall', 0.0):.3f}"
