"""Commands by which officers look at the recruiter of a case, and say who is who."""

from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.recruiters.flags import Flag
from bot.recruiters.words import ACTS, FLAGS, REASONS, flag_word
from bot.services import decide_recruiter, show_recruiter

app = typer.Typer(no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="the case code, such as NTT-7K3QX")]
OtherCode = Annotated[str, typer.Argument(help="the code of another case")]
Officer = Annotated[str, typer.Option("--officer", help="who does it, as in `bot staff list`")]

Why = Annotated[str, typer.Option("--reason", help="why; it stays in the history, sealed")]


@app.callback()
def recruiters() -> None:
    """Say which cases are of one recruiter, and what is certain. Everybody sees only cases that are open to them."""


@app.command("show")
def show(code: Code, officer: Officer) -> None:
    """Show the recruiter of a case: the flag, other cases, and cases that may be of the same one."""
    runtime = _runtime()
    shown = show_recruiter.show(runtime.store, runtime.clock, code, officer)
    typer.echo(f"perekrut: {FLAGS[flag_word(shown.flag)]}")
    typer.echo(f"kasus lain: {', '.join(case.code for case in shown.others) or '-'}")
    if shown.unsent:
        typer.echo(f"juga disebut di laporan yang tidak dikirim: {shown.unsent} hari (petunjuk saja, bukan bukti)")
    for one in shown.suggested:
        reasons = ", ".join(REASONS[reason] for reason in one.reasons)
        typer.echo(f"mungkin sama: {', '.join(one.codes)}  {one.score}/100 ({reasons})")


@app.command("confirm")
def confirm(code: Code, other: OtherCode, officer: Officer, reason: Why = "") -> None:
    """Say that two cases are of one recruiter, whether that was suggested or not."""
    runtime = _runtime()
    _done(decide_recruiter.confirm(runtime.store, runtime.clock, code, other, officer, reason=reason))


@app.command("split")
def split(code: Code, other: OtherCode, officer: Officer, reason: Why = "") -> None:
    """Say that the first case is not of the recruiter of the second: it is not suggested again."""
    runtime = _runtime()
    _done(decide_recruiter.split(runtime.store, runtime.clock, code, other, officer, reason=reason))


@app.command("verify")
def verify(code: Code, officer: Officer, reason: Why = "") -> None:
    """Say that the recruiter of a case recruits unlawfully."""
    runtime = _runtime()
    _done(decide_recruiter.rule(runtime.store, runtime.clock, code, Flag.VERIFIED, officer, reason=reason))


@app.command("clear")
def clear(code: Code, officer: Officer, reason: Why = "") -> None:
    """Say that the recruiter of a case does nothing unlawful."""
    runtime = _runtime()
    _done(decide_recruiter.rule(runtime.store, runtime.clock, code, Flag.CLEARED, officer, reason=reason))


@app.command("history")
def history(code: Code, officer: Officer) -> None:
    """Show what was done to the recruiter of a case, each act with the number to undo it by."""
    runtime = _runtime()
    acts = show_recruiter.history(runtime.store, runtime.clock, code, officer)
    for act in acts:
        undone = f"  (dibatalkan oleh {act.undone_by})" if act.undone_by else ""
        of = f" {act.code}" if act.code else ""
        typer.echo(f"{act.number}  {act.at.astimezone(WITA):%d-%m-%Y %H.%M} {act.actor}: {ACTS[act.act]}{of}{undone}")
    if not acts:
        typer.echo("belum ada")


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(help="as `history` shows it")], officer: Officer, reason: Why = ""
) -> None:
    """Take one act back, in any order."""
    runtime = _runtime()
    decide_recruiter.undo(runtime.store, runtime.clock, number, officer, reason=reason)
    typer.echo(f"{number} is undone")


def _done(number: int) -> None:
    typer.echo(f"noted; `bot recruiters undo {number}` takes it back")


def _runtime() -> Runtime:
    return Runtime(load_settings())
