"""The picture of a network: no box lies on another, every line begins and ends at a box, and it stays readable."""

import re
from datetime import date, datetime
from itertools import combinations
from uuid import uuid4

import pytest

from bot.clock import UTC
from bot.recruiters.identity import Identity, IdentityKind
from bot.services.read_recruiter import RecruiterView, ShownThing
from bot.services.show_recruiter import Shown
from bot.services.suggested_recruiters import Suggested
from bot.store.case_glimpses import Glimpse
from webhook.console.network import MOST_NODES, WIDTH, picture_of

DAY = date(2026, 11, 21)


def glimpse(code: str) -> Glimpse:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return Glimpse(uuid4(), code, "recruiter", "received", "normal", "", credible=True, created_at=at)


def view_of(own: int, near: int, things: int) -> RecruiterView:
    codes = [f"NTT-{number:05}" for number in range(own)]
    others = [f"XTT-{number:05}" for number in range(near)]
    suggested = tuple(Suggested(codes[0], code, (glimpse(code),), 60, ()) for code in others)
    kinds = (IdentityKind.PHONE, IdentityKind.COMPANY, IdentityKind.PLACE)
    shared = tuple(
        ShownThing(
            Identity(kinds[number % 3], f"sangat panjang sekali namanya nomor {number}"),
            tuple((code, DAY) for code in (*codes, *others)),
        )
        for number in range(things)
    )
    shown = Shown(codes[0], None, (), tuple(map(glimpse, codes)), suggested, 0, "")
    return RecruiterView(shown, (), shared, ())


@pytest.mark.parametrize("own", [1, 2, 7, 60])
@pytest.mark.parametrize(("near", "things"), [(0, 0), (1, 3), (9, 40)])
def test_the_picture_can_be_read(own: int, near: int, things: int) -> None:
    view = view_of(own, near, things)
    picture = picture_of(view, "perekrut ini")
    assert picture == picture_of(view, "perekrut ini"), "the same each time"
    assert len(picture.nodes) <= MOST_NODES
    assert picture.left_out == 1 + own + 2 * near + things - len(picture.nodes)
    for node in picture.nodes:
        assert 0 <= node.x <= node.x + node.width <= WIDTH
        assert 0 <= node.y <= node.y + node.height <= picture.height
        assert len(node.label) <= 28
    for one, other in combinations(picture.nodes, 2):
        apart = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart or one.y + one.height < other.y or other.y + other.height < one.y
    sides = {(x, node.middle) for node in picture.nodes for x in (node.x, node.x + node.width)}
    for edge in picture.edges:
        numbers = list(map(int, re.findall(r"\d+", edge.path)))
        assert {tuple(numbers[:2]), tuple(numbers[-2:])} <= sides
    assert picture.nodes[0].kind == "case"
    assert any(node.kind == "recruiter" and node.label == "perekrut ini" for node in picture.nodes)


def test_only_cases_and_suggested_recruiters_lead_somewhere() -> None:
    picture = picture_of(view_of(3, 2, 4), "perekrut ini")
    assert {node.kind for node in picture.nodes if node.code} == {"case", "suggested"}
