"""Long tables and lists in parts, so that a page stays small: which part is shown stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Part(Generic[_Row]):
    """The rows of one part. ``name``: of the field in the address; ``number`` counts from 1 to ``pages``."""

    name: str
    rows: Sequence[_Row]
    number: int
    pages: int

    @property
    def address(self) -> Mapping[str, int]:
        """Return what stands in the address for this part; nothing for the first."""
        return {self.name: self.number} if self.number > 1 else {}


def part_of(rows: Sequence[_Row], name: str, size: int) -> Part[_Row]:
    """Return the part that the address of this request names; the first, or the last, where there is none like it."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number_in(request.args.get(name, "")), 1), pages)
    return Part(name, rows[(number - 1) * size : number * size], number, pages)


def number_in(text: str) -> int:
    """Return a number out of a form or an address, 0 for none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else 0
