"""The picture of a recruiter's network: where each node stands and which are joined. Placed here, drawn by a template.

The recruiter, and who is suggested, stand in the middle with what several cases tell below them, cases to the left and
to the right. Everything has its place by its order alone: the same recruiter gives the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.recruiters.words import shown_value
from bot.services.read_recruiter import RecruiterView, ShownThing
from bot.services.suggested_recruiters import Suggested

MOST_NODES = 40
"""Nodes that are drawn; more cannot be read (our choice). The table below the picture has them all."""

_MOST_THINGS, _MOST_SUGGESTED = 12, 4
WIDTH, _ROW, _TOP, _HEIGHT = 652, 46, 20, 34
_CASE_WIDTH, _MIDDLE_WIDTH = 106, 232
_LEFT, _MIDDLE, _RIGHT = 8, (WIDTH - _MIDDLE_WIDTH) // 2, WIDTH - 8 - _CASE_WIDTH
_LONGEST = 28


@dataclass(frozen=True)
class Node:
    """One box. ``kind``: recruiter, suggested, case, or a kind of thing. ``code``: of the case it leads to, or ""."""

    kind: str
    label: str
    full: str
    code: str
    x: int
    y: int
    width: int
    height: int = _HEIGHT

    @property
    def middle(self) -> int:
        """Return the height of its middle."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Edge:
    """A line. ``kind``: belongs, suggested or tells; ``path``: as SVG draws it."""

    kind: str
    path: str


@dataclass(frozen=True)
class Picture:
    """All that is drawn. ``left_out``: how many nodes there was no room for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: int
    left_out: int
    width: int = WIDTH


def picture_of(view: RecruiterView, unnamed: str) -> Picture:
    """Return the picture of a recruiter; ``unnamed``: what to call one of whom no name was told."""
    suggested = _once(view.shown.suggested)[:_MOST_SUGGESTED]
    things = [one for one in view.shared if len(one.by) > 1][:_MOST_THINGS]
    room = MOST_NODES - 1 - len(suggested) - len(things)
    own = [case.code for case in view.shown.cases]
    near = list(dict.fromkeys(code for one in suggested for code in one.codes))
    near_kept = near[: max(room // 3, room - len(own))]
    own_kept = own[: room - len(near_kept)]
    left = own_kept if near_kept else own_kept[::2]
    right = near_kept or own_kept[1::2]
    middle = _middle(view, unnamed, suggested, things)
    rows = max(len(left), len(middle), len(right))
    nodes = [*_column(left, _LEFT, rows), *_spread(middle, rows), *_column(right, _RIGHT, rows)]
    all_nodes = 1 + len(_once(view.shown.suggested)) + len(view.shared) + len(own) + len(_near(view))
    return Picture(tuple(nodes), _edges(nodes, own, suggested, things), 2 * _TOP + rows * _ROW, all_nodes - len(nodes))


def _once(suggested: Sequence[Suggested]) -> list[Suggested]:
    """Return one suggestion of each other recruiter."""
    return list({one.codes: one for one in reversed(suggested)}.values())[::-1]


def _near(view: RecruiterView) -> set[str]:
    return {code for one in view.shown.suggested for code in one.codes}


def _middle(
    view: RecruiterView, unnamed: str, suggested: Sequence[Suggested], things: Sequence[ShownThing]
) -> list[tuple[str, str, str]]:
    """Return kind, text and code of what stands in the middle, from the top."""
    nodes = [("recruiter", view.name or unnamed, "")]
    nodes += [("suggested", one.codes[0], one.codes[0]) for one in suggested]
    return nodes + [(one.identity.kind.value, shown_value(one.identity), "") for one in things]


def _spread(middle: Sequence[tuple[str, str, str]], rows: int) -> list[Node]:
    start = _TOP + (rows - len(middle)) * _ROW // 2
    return [
        Node(kind, _short(text), text, code, _MIDDLE, start + number * _ROW, _MIDDLE_WIDTH)
        for number, (kind, text, code) in enumerate(middle)
    ]


def _column(codes: Sequence[str], x: int, rows: int) -> list[Node]:
    start = _TOP + (rows - len(codes)) * _ROW // 2
    return [Node("case", code, code, code, x, start + number * _ROW, _CASE_WIDTH) for number, code in enumerate(codes)]


def _edges(
    nodes: Sequence[Node], own: Sequence[str], suggested: Sequence[Suggested], things: Sequence[ShownThing]
) -> tuple[Edge, ...]:
    cases = {node.code: node for node in nodes if node.kind == "case"}
    middle = [node for node in nodes if node.kind != "case"]
    joined: list[tuple[str, str, Node]] = [("belongs", code, middle[0]) for code in own]
    for one, node in zip(suggested, middle[1:], strict=False):
        joined += [("suggested", code, node) for code in one.codes]
    for thing, node in zip(things, middle[1 + len(suggested) :], strict=False):
        joined += [("tells", code, node) for code in thing.codes]
    return tuple(Edge(kind, _path(cases[code], node)) for kind, code, node in joined if code in cases)


def _path(case: Node, node: Node) -> str:
    """Return a soft line from the side of a case to the side of a node that looks at it."""
    left = case.x < node.x
    start, end = (case.x + case.width, node.x) if left else (case.x, node.x + node.width)
    half = (start + end) // 2
    return f"M{start} {case.middle}C{half} {case.middle} {half} {node.middle} {end} {node.middle}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
