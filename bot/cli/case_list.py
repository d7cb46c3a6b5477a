"""``bot cases list``: the inbox of an officer, one case a line."""

from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.errors import BadInputError
from bot.reports.case_codes import Slip, read_code
from bot.reports.cases import CaseKind, CaseState, Level
from bot.services.list_cases import CaseList, TakenBy, Wanted, list_cases
from bot.store.case_list import Counts, ListedCase, SortBy
from bot.store.officers import officer_named
from bot.store.tables.cases import Case

_LEVELS = {Level.NOW: "BAHAYA SEKARANG", Level.HIGH: "TINGGI", Level.NORMAL: "BIASA", Level.LOW: "RENDAH"}
_KINDS = {
    CaseKind.RECRUITER: "perekrut",
    CaseKind.DANGER: "bahaya",
    CaseKind.MISSING: "orang hilang",
    CaseKind.CALLBACK: "minta ditelepon",
}
_STATES = {
    CaseState.RECEIVED: "baru",
    CaseState.TAKEN: "dikerjakan",
    CaseState.PASSED_ON: "diteruskan",
    CaseState.CLOSED: "selesai",
    CaseState.WITHDRAWN: "ditarik kembali",
}
_CHECKING = "catatan: data petugas baru berubah dan kasus sedang diperiksa ulang; daftar ini mungkin belum lengkap"

Officer = Annotated[str, typer.Option("--officer", help="whose list, as in `bot staff list`")]
Levels = Annotated[list[Level] | None, typer.Option("--level", help="may be given several times")]
States = Annotated[list[CaseState] | None, typer.Option("--state", help="may be given several times")]
Kinds = Annotated[list[CaseKind] | None, typer.Option("--kind", help="may be given several times")]
Regency = Annotated[str, typer.Option("--regency", help='such as "Kabupaten Belu", or a place in it; "-": not known')]
Mine = Annotated[bool, typer.Option("--mine", help="only those this officer took")]
Late = Annotated[bool, typer.Option("--late", help="only those nobody took in time")]
All = Annotated[bool, typer.Option("--all", help="closed and withdrawn ones too")]
Search = Annotated[str, typer.Option("--search", help="a case code, a phone, or words of names, companies, places")]
Sort = Annotated[SortBy, typer.Option("--sort", help="what comes first")]
Page = Annotated[int, typer.Option("--page", min=1)]


def show_list(
    officer: Officer,
    level: Levels = None,
    state: States = None,
    kind: Kinds = None,
    regency: Regency = "",
    mine: Mine = False,
    late: Late = False,
    everything: All = False,
    search: Search = "",
    sort: Sort = SortBy.DEADLINE,
    page: Page = 1,
) -> None:
    """List the cases that are open to this officer, the one to be acted on first at the top."""
    wanted = Wanted(
        states=tuple(state or ()),
        levels=tuple(level or ()),
        kinds=tuple(kind or ()),
        regency=regency,
        taken=TakenBy.ME if mine else None,
        late=late,
        ended=everything,
        search=search,
        sort=sort,
        page=page,
    )
    runtime = Runtime(load_settings())
    with runtime.store.reading() as session:
        row = officer_named(session, officer)
    if row is None or not row.active:
        raise BadInputError("no active officer has this name; see `bot staff list`")
    found = list_cases(runtime.store, runtime.clock, row.id, wanted)
    for case in found.cases:
        typer.echo(f"{line_of(case)}{_where_it_is(case, mine=case.taken_by == row.id)}")
    typer.echo(_summed_up(found) if found.cases else _nothing(found, wanted))
    if found.checking:
        typer.echo(_CHECKING)


def line_of(case: Case | ListedCase) -> str:
    """Return what is said of a case in one line: nothing of what was told."""
    due = case.act_by.astimezone(WITA).strftime("%d-%m-%Y %H.%M WITA")
    unconfirmed = "" if case.confirmed else ", belum dikonfirmasi"
    where = case.regency or "tempat belum jelas"
    return (
        f"{case.code}  {_LEVELS[Level(case.level)]}{unconfirmed}, {_KINDS[CaseKind(case.kind)]}, {where}, sebelum {due}"
    )


def _where_it_is(case: ListedCase, *, mine: bool) -> str:
    state = f"  {_STATES[case.state]}" if case.state is not CaseState.RECEIVED else ""
    return f"{state}{' oleh Anda' if mine else ''}{'  TERLAMBAT' if case.late else ''}"


def _summed_up(found: CaseList) -> str:
    counts = found.counts
    levels = ", ".join(f"{_LEVELS[level]} {counts.levels[level]}" for level in Level if counts.levels[level])
    return f"{counts.total} kasus: {levels}{_further(counts)}; halaman {found.page} dari {found.pages}"


def _further(counts: Counts) -> str:
    late = f"; TERLAMBAT {counts.late}" if counts.late else ""
    return late + (f"; Anda kerjakan {counts.mine}" if counts.mine else "")


def _nothing(found: CaseList, wanted: Wanted) -> str:
    """Say that nothing is listed, and what to try; a case that is not open reads like one that is not there."""
    if found.counts.total:
        return f"halaman {found.page} tidak ada; halaman terakhir: {found.pages}"
    if wanted.search and read_code(wanted.search).slip in {Slip.CHECK, Slip.LOOKALIKE}:
        return (
            "tidak ada kasus yang cocok; kalau itu kode kasus, ada huruf yang salah (tidak pernah ada 0, O, 1 atau I)"
        )
    if wanted != Wanted(sort=wanted.sort, ended=wanted.ended):
        more = "" if wanted.ended or wanted.states else " atau tambahkan --all untuk kasus yang sudah selesai"
        return f"tidak ada kasus yang cocok; kurangi pilihannya{more}"
    return "tidak ada kasus" if wanted.ended else "tidak ada kasus terbuka"
