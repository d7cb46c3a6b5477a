"""Commands by which officers look at the recruiter of a case, and say who is who."""

from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.recruiters.flags import Flag
from bot.recruiters.matching import Reason
from bot.services import show_recruiter

app = typer.Typer(no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="the case code, such as NTT-7K3QX")]
OtherCode = Annotated[str, typer.Argument(help="the code of another case")]
Officer = Annotated[str, typer.Option("--officer", help="who does it, as in `bot staff list`")]

_FLAGS = {
    None: "tidak ada laporan yang dipercaya",
    Flag.REPORTED: "dilaporkan",
    Flag.CORROBORATED: "dilaporkan oleh beberapa orang",
    Flag.VERIFIED: "dipastikan petugas",
    Flag.CLEARED: "dinyatakan bersih oleh petugas",
}
_REASONS = {
    Reason.SAME_PHONE: "nomor sama",
    Reason.SAME_ACCOUNT: "rekening atau akun sama",
    Reason.SAME_NAME: "nama sama",
    Reason.PART_OF_NAME: "sebagian nama sama",
    Reason.SIMILAR_NAME: "nama mirip",
    Reason.SAME_COMPANY: "perusahaan sama",
    Reason.SAME_PLACE: "tempat sama",
    Reason.OTHER_NAME: "nama lain",
    Reason.OTHER_COMPANY: "perusahaan lain",
    Reason.PHONE_OF_OTHERS: "nomor dipakai beberapa orang",
    Reason.OLD_PHONE: "nomor sudah lama",
}
_ACTS = {
    "merged": "disatukan",
    "confirmed": "dipastikan satu orang",
    "split": "dipisahkan",
    "rejected": "saran ditolak",
    "verified": _FLAGS[Flag.VERIFIED],
    "cleared": _FLAGS[Flag.CLEARED],
    "ruled": "keputusan petugas dicabut",
}


@app.callback()
def recruiters() -> None:
    """Say which cases are of one recruiter, and what is certain. Everybody sees only cases that are open to them."""


@app.command("show")
def show(code: Code, officer: Officer) -> None:
    """Show the recruiter of a case: the flag, other cases, and cases that may be of the same one."""
    runtime = _runtime()
    shown = show_recruiter.show(runtime.store, runtime.clock, code, officer)
    typer.echo(f"perekrut: {_FLAGS[shown.flag]}")
    typer.echo(f"kasus lain: {', '.join(shown.others) or '-'}")
    if shown.unsent:
        typer.echo(f"juga disebut di laporan yang tidak dikirim: {shown.unsent} hari (petunjuk saja, bukan bukti)")
    for one in shown.suggested:
        reasons = ", ".join(_REASONS[reason] for reason in one.reasons)
        typer.echo(f"mungkin sama: {', '.join(one.codes)}  {one.score}/100 ({reasons})")


@app.command("confirm")
def confirm(code: Code, other: OtherCode, officer: Officer) -> None:
    """Say that two cases are of one recruiter, whether that was suggested or not."""
    runtime = _runtime()
    _done(show_recruiter.confirm(runtime.store, runtime.clock, code, other, officer))


@app.command("split")
def split(code: Code, other: OtherCode, officer: Officer) -> None:
    """Say that the first case is not of the recruiter of the second: it is not suggested again."""
    runtime = _runtime()
    _done(show_recruiter.split(runtime.store, runtime.clock, code, other, officer))


@app.command("verify")
def verify(code: Code, officer: Officer) -> None:
    """Say that the recruiter of a case recruits unlawfully."""
    runtime = _runtime()
    _done(show_recruiter.rule(runtime.store, runtime.clock, code, Flag.VERIFIED, officer))


@app.command("clear")
def clear(code: Code, officer: Officer) -> None:
    """Say that the recruiter of a case does nothing unlawful."""
    runtime = _runtime()
    _done(show_recruiter.rule(runtime.store, runtime.clock, code, Flag.CLEARED, officer))


@app.command("history")
def history(code: Code, officer: Officer) -> None:
    """Show what was done to the recruiter of a case, each act with the number to undo it by."""
    runtime = _runtime()
    acts = show_recruiter.history(runtime.store, runtime.clock, code, officer)
    for act in acts:
        undone = f"  (dibatalkan oleh {act.undone_by})" if act.undone_by else ""
        of = f" {act.code}" if act.code else ""
        typer.echo(f"{act.number}  {act.at.astimezone(WITA):%d-%m-%Y %H.%M} {act.actor}: {_ACTS[act.act]}{of}{undone}")
    if not acts:
        typer.echo("belum ada")


@app.command("undo")
def undo(number: Annotated[int, typer.Argument(help="as `history` shows it")], officer: Officer) -> None:
    """Take one act back, in any order."""
    runtime = _runtime()
    show_recruiter.undo(runtime.store, runtime.clock, number, officer)
    typer.echo(f"{number} is undone")


def _done(number: int) -> None:
    typer.echo(f"noted; `bot recruiters undo {number}` takes it back")


def _runtime() -> Runtime:
    return Runtime(load_settings())
