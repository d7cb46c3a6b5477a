"""Take the cases of a list out of the console: as figures, or in an archive with a password; noted before it is given.

Only cases open to the coordinator who asks are in it, and in figures too. Rows are read a page at a time; the file is
made in memory, one at a time in each process.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.errors import BadInputError, ForbiddenError
from bot.reports.locked_zip import locked_zip, new_password
from bot.reports.table_files import Table, as_csv
from bot.reports.table_pdf import as_pdf
from bot.reports.xlsx_file import as_xlsx
from bot.services.export_rows import ExportWords, Redaction, case_table, count_tables, each_case
from bot.services.list_cases import Wanted, wanted_cases
from bot.staff.permissions import Actor, Permission
from bot.store.case_export import counted_cases, how_many, note_exported, page_after
from bot.store.cases import accepted_additions
from bot.store.engine import Store
from bot.store.export_files import ExportFiles
from bot.store.journal import note, officer_actor
from bot.store.tables.cases import Case
from bot.vocabulary import Word

MOST = {Redaction.NUMBERS: 200_000, Redaction.NOBODY: 20_000, Redaction.RECRUITERS: 5_000, Redaction.ALL: 2_000}
MOST_ON_PAPER = 2_000
"""The most cases of one export: what takes some seconds and some ten megabytes (docs/console.md)."""

LONGEST_REASON = 1_000
EXPORTED, FETCHED = "exported_cases", "fetched_export"

_AT_ONCE = 200
_one_at_a_time = Lock()


class FileKind(Word):
    """What kind of file an export is."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True)
class ExportOrder:
    """What to export. ``wanted``: the filters of the list; ``reason``: why, needed where cases are in it."""

    wanted: Wanted
    redaction: Redaction
    kind: FileKind
    reason: str = ""


@dataclass(frozen=True)
class Export:
    """A finished export. ``password``: "" for figures, whose ``content`` is given at once; else kept nowhere.

    An archive is fetched by ``id`` (``fetch_export``); its ``content`` is empty here. ``name``: of the file.
    """

    id: UUID
    name: str
    cases: int
    sha256: str
    password: str
    content: bytes


def export_cases(
    store: Store, clock: Clock, files: ExportFiles, actor: Actor, order: ExportOrder, words: ExportWords
) -> Export:
    """Make an export. What it holds, of how many cases, by which filters and why is in the audit log first.

    Raises BadInputError for too many cases, no case, or no reason, and ForbiddenError.
    """
    officer = _officer(actor)
    if order.redaction is not Redaction.NUMBERS and not order.reason.strip():
        raise BadInputError("say why: the reason stays in the audit log")
    if len(order.reason) > LONGEST_REASON:
        raise BadInputError("a reason has at most 1,000 characters")
    with _alone():
        return _Making(store, clock, officer, order, words).make(actor.account, files)


def fetch_export(store: Store, clock: Clock, files: ExportFiles, actor: Actor, export_id: UUID) -> tuple[str, bytes]:
    """Return name and content of a finished archive to who made it; that it was fetched is noted first.

    Raises BadInputError where there is none, or not any more, and ForbiddenError.
    """
    officer = _officer(actor)
    content = files.read(export_id, actor.account, clock.now())
    if content is None:
        raise BadInputError("this export is not there any more: make a new one")
    with store.writing() as session:
        note(session, clock.now(), officer_actor(officer), FETCHED, "cases", export_id.hex)
    return f"ekspor-{export_id.hex[:8]}.zip", content


class _Making:
    """One export on its way. ``ids``: of the cases whose rows were written."""

    def __init__(self, store: Store, clock: Clock, officer: UUID, order: ExportOrder, words: ExportWords) -> None:
        self.store, self.officer, self.order, self.words = store, officer, order, words
        self.now = clock.now()
        self.id = uuid4()
        self.ids: list[UUID] = []
        self.stem = f"ekspor-{self.id.hex[:8]}"

    def make(self, account: UUID, files: ExportFiles) -> Export:
        """Make the file, note it, and keep it or give it."""
        count = self._count()
        if self.order.redaction is Redaction.NUMBERS:
            content = self._as_file(self._figures())
            digest = self._note(count, content)
            return Export(self.id, f"{self.stem}.{self.order.kind}", count, digest, "", content)
        password = new_password()
        plain = self._as_file([self._rows()])
        content = locked_zip(f"{self.stem}.{self.order.kind}", plain, password, self.now)
        digest = self._note(len(self.ids), content)
        files.sweep(self.now)
        files.keep(self.id, account, content, self.now)
        return Export(self.id, f"{self.stem}.zip", len(self.ids), digest, password, b"")

    def _count(self) -> int:
        with self.store.reading() as session:
            count = how_many(session, self._where(session))
        paper = self.order.kind is FileKind.PDF and self.order.redaction is not Redaction.NUMBERS
        if count > MOST[self.order.redaction] or (paper and count > MOST_ON_PAPER):
            raise BadInputError("too many cases for one export of this kind: choose a shorter period")
        if not count:
            raise BadInputError("no case fits: there is nothing to export")
        return count

    def _where(self, session: Session) -> ColumnElement[bool]:
        return wanted_cases(session, self.store.vault, self.officer, self.order.wanted, self.now)

    def _figures(self) -> list[Table]:
        with self.store.reading() as session:
            return count_tables(counted_cases(session, self._where(session)), self.words)

    def _rows(self) -> Table:
        cases = each_case(self._pages(), self.store.vault)
        return case_table(self.order.redaction, cases, self.words, self.words.say("cases"))

    def _pages(self) -> Iterator[tuple[Sequence[Case], Mapping[UUID, Sequence[str]]]]:
        last: tuple[datetime, str] | None = None
        whole = self.order.redaction is Redaction.ALL
        while True:
            with self.store.reading() as session:
                page = page_after(session, self._where(session), last)
                ids = [case.id for case in page]
                added = accepted_additions(session, self.store.vault, ids) if whole else {}
            if not page:
                return
            self.ids += ids
            last = (page[-1].created_at, page[-1].code)
            yield page, added

    def _as_file(self, tables: Sequence[Table]) -> bytes:
        if self.order.kind is FileKind.CSV:
            return as_csv(tables)
        if self.order.kind is FileKind.XLSX:
            return as_xlsx(tables)
        at = f"{self.now.astimezone(WITA):%d-%m-%Y %H.%M} WITA"
        say = self.words.say
        return as_pdf(
            tables, heading=f"{say('heading')} {at}", foot=say("foot"), unprinted=say("unprinted"), cut=say("cut")
        )

    def _note(self, count: int, content: bytes) -> str:
        """Note the export, then put it into the history of every case whose people are in it."""
        digest = sha256(content).hexdigest()
        actor, order = officer_actor(self.officer), self.order
        detail = f"{order.redaction} {order.kind}, {count} cases{_filters(order.wanted)}; sha256 {digest}"
        with self.store.writing() as session:
            reason = (self.store.vault, order.reason.strip())
            note(session, self.now, actor, EXPORTED, f"export/{self.id.hex}", detail, reason=reason)
        told = order.redaction in {Redaction.RECRUITERS, Redaction.ALL}
        for start in range(0, len(self.ids) if told else 0, _AT_ONCE):
            with self.store.writing() as session:
                batch = self.ids[start : start + _AT_ONCE]
                note_exported(session, batch, self.now, actor, order.redaction.value)
        return digest


def _filters(wanted: Wanted) -> str:
    """Return by what was filtered, in our own words: never what was searched for."""
    words = [*wanted.states, *wanted.levels, *wanted.kinds, wanted.regency]
    words += [wanted.taken or "", "late" if wanted.late else "", "ended too" if wanted.ended else ""]
    words += [f"from {wanted.since}" if wanted.since else "", f"until {wanted.until}" if wanted.until else ""]
    return "".join(f", {word}" for word in words if word)


def _officer(actor: Actor) -> UUID:
    actor.must(Permission.EXPORT_CASES)
    if actor.officer is None:
        raise ForbiddenError("this account belongs to no officer")
    return actor.officer


@contextmanager
def _alone() -> Iterator[None]:
    """Let one export at a time be made in this process: each holds a file in memory."""
    if not _one_at_a_time.acquire(blocking=False):
        raise BadInputError("another export is being made right now: try again in a minute")
    try:
        yield
    finally:
        _one_at_a_time.release()
