"""``bot cases evidence``: the photos, documents and voice notes of a case, for an officer."""

from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.services.hand_out_evidence import HandedOut, hand_out_evidence

_STATES = {
    "waiting": "still to be fetched",
    "failed": "the provider never gave it",
    "refused": "not kept: no type we keep, too large, or not readable",
    "dropped": "erased",
    "erased": "erased",
}


def evidence(
    code: Annotated[str, typer.Argument(help="the case code, such as NTT-7K3QX")],
    officer: Annotated[str, typer.Option("--officer", help="who works on it, as in `bot staff list`")],
    out: Annotated[Path, typer.Option("--out", help="a folder that exists, best on an encrypted disk")],
    reason: Annotated[str, typer.Option("--reason", help="why; kept sealed in the audit log for ever: no names")] = "",
) -> None:
    """Write copies of a case's evidence into a folder; that you got them stays in its history and the audit log.

    Photos are drawn anew, without place, time or device. Delete the copies when they are no longer needed.
    """
    runtime = Runtime(load_settings())
    found = hand_out_evidence(runtime.store, runtime.clock, runtime.evidence_files, code, officer, out, reason=reason)
    for one in found:
        typer.echo(_line(one))
    if not found:
        typer.echo("no photos, documents or voice notes came with this case")


def _line(one: HandedOut) -> str:
    if not one.name:
        return f"-  {one.kind}: {_STATES.get(one.state, one.state)}"
    notes = [f"as it came: {one.size} bytes, SHA-256 {one.sha256}"]
    if one.place:
        notes.append(f"taken at {one.place}")
    if not one.cleaned:
        notes.append("a copy as it came, with whatever is written inside; open it with care")
    if not one.own_phone:
        notes.append("from another phone than the report")
    return f"{one.name}  {'; '.join(notes)}"
