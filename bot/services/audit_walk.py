"""The way through the audit log's chain, up to the first thing that is wrong."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.store.audit_chain import AUDIT, MENDED, SERVICE, content_of, has_begun
from bot.store.audit_head import START, Head, is_sealed, read_head
from bot.store.audit_log import ChainedRow, chained_rows, has_row_with, rows_outside
from bot.store.tables.audit import AuditHead
from bot.store.vault import Vault
from bot.vocabulary import Word

_LOOKS_EVERY = 500
"""Rows between two looks at the time: some hundredths of a second."""


class Wrong(Word):
    """What is wrong with the chain. ``REWRITTEN``: the expected head is not in it."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    OUTSIDE = "outside"
    CUT_OFF = "cut_off"
    HEAD = "head"
    REWRITTEN = "rewritten"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong. ``row``: where in the chain, counted from 1; ``text`` says it to people."""

    wrong: Wrong
    row: int
    text: str


@dataclass
class Walk:
    """On the way through the chain. ``rows``: how many fitted so far, ``last``: the last of them.

    ``may_go_on``: asked now and then; where it says no, the way ends there, ``unfinished``.
    """

    session: Session
    vault: Vault
    expect: Head | None
    may_go_on: Callable[[], bool] = lambda: True
    unfinished: bool = False
    rows: int = 0
    adopted: int = 0
    last: ChainedRow | None = None
    unknown: Counter[str] = field(default_factory=Counter)
    first_unknown: Finding | None = None

    def to_the_end(self) -> Finding | None:
        """Return the first thing that is wrong, up to where the way ends."""
        for row in chained_rows(self.session):
            if self.rows % _LOOKS_EVERY == 0 and self.rows and not self.may_go_on():
                self.unfinished = True
                return self.first_unknown
            found = self._look_at(row) or self._in_order(row) or self._mended(row) or self._expected(row)
            if found is not None:
                return found
            self.rows, self.last = self.rows + 1, row
            self.adopted += row.adopted
        return self._end() or self._outside() or self.first_unknown

    def _look_at(self, row: ChainedRow) -> Finding | None:
        right = self.vault.chain_hash(row.key_id or "", content_of(row.hashed))
        if right is None:
            self._count_unknown(row.key_id or "")
        elif right != row.row_hash:
            return self._finding(Wrong.CHANGED, "was changed, or added by somebody without the keys")
        return None

    def _count_unknown(self, key_id: str) -> None:
        self.unknown[key_id] += 1
        if self.first_unknown is None:
            self.first_unknown = self._finding(Wrong.UNKNOWN_KEY, _unknown(key_id))

    def _in_order(self, row: ChainedRow) -> Finding | None:
        before = START if self.last is None else self.last.row_hash
        if row.previous_hash == before:
            if row.position == self.rows + 1:
                return None
            return self._finding(Wrong.OUT_OF_ORDER, f"bears the number {row.position}")
        if row.previous_hash == START or has_row_with(self.session, row.previous_hash):
            return self._finding(Wrong.OUT_OF_ORDER, "belongs elsewhere in the chain")
        return self._finding(Wrong.MISSING, "is missing: what stands in its place follows another row")

    def _mended(self, row: ChainedRow) -> Finding | None:
        ours = (row.actor, row.action, row.subject) == (SERVICE, MENDED, AUDIT)
        if not ours or (self.expect is not None and self.rows < self.expect.count):
            return None
        return self._finding(Wrong.HEAD, f"says that newer rows may have been cut off before it ({row.detail})")

    def _expected(self, row: ChainedRow) -> Finding | None:
        if self.expect is None or self.rows + 1 != self.expect.count:
            return None
        if Head.of(self.rows + 1, row.at, row.row_hash or START) == self.expect:
            return None
        return self._finding(Wrong.REWRITTEN, f"is not the one that was written down as {self.expect}")

    def _end(self) -> Finding | None:
        """Compare the end of the chain with the one that was written down, and with its head."""
        if self.expect is not None and self.rows < self.expect.count:
            return self._cut_off(self.expect.count)
        head = read_head(self.session)
        if head is None:
            return self._no_head("is missing") if self.rows else None
        sealed = is_sealed(self.vault, head)
        if sealed is False:
            return self._no_head("was changed")
        if sealed is None and self.first_unknown is None:
            self.first_unknown = Finding(Wrong.UNKNOWN_KEY, self.rows, f"the head {_unknown(head.key_id)}")
        return self._fits(head)

    def _fits(self, head: AuditHead) -> Finding | None:
        if head.count > self.rows:
            return self._cut_off(head.count)
        end = START if self.last is None else self.last.row_hash
        return None if (head.count, head.row_hash) == (self.rows, end) else self._no_head("is that of another end")

    def _cut_off(self, count: int) -> Finding:
        return self._finding(Wrong.CUT_OFF, f"and what follows up to row {count} is missing")

    def _no_head(self, text: str) -> Finding:
        return Finding(Wrong.HEAD, self.rows, f"after row {self.rows} rows may be missing: the head {text}")

    def _outside(self) -> Finding | None:
        count = rows_outside(self.session)
        if not count:
            return None
        older = "are older than the chain: run `bot migrate`"
        text = "are not in the chain: added by somebody without the keys" if has_begun(self.session) else older
        return Finding(Wrong.OUTSIDE, self.rows, f"{count} rows {text}")

    def _finding(self, wrong: Wrong, text: str) -> Finding:
        return Finding(wrong, self.rows + 1, f"row {self.rows + 1} {text}")


def _unknown(key_id: str) -> str:
    return f'names the key "{key_id}", which is not in DATA_KEYS: it cannot be verified'
