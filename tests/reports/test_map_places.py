"""Where places of a report lie on the map."""

import re
from pathlib import Path

import pytest

from bot.reports.facts import Facts
from bot.reports.map_places import HEIGHT, WIDTH, Spot, places_of, spot_of
from bot.reports.regencies import regencies

MAP = Path(__file__).parents[2] / "webhook" / "console" / "static" / "ntt.svg"


def test_a_district_is_shown_exactly_and_a_port_by_its_regency() -> None:
    assert spot_of("Kualin", "from") == Spot("Kualin", "from", 561, 224, exact=True)
    assert spot_of("Ki'e", "from").exact
    assert spot_of("Soe", "from").exact  # the town is the district Kota Soe
    tenau = spot_of("Pelabuhan Tenau", "seen")
    assert tenau == Spot("Pelabuhan Tenau", "seen", *_middle("Kota Kupang"), exact=False)


@pytest.mark.parametrize("name", ["MY", "Malaysia", "Jakarta", "", "   ", "'", "kota", "<svg>"])
def test_what_is_not_in_the_province_is_not_on_the_map(name: str) -> None:
    assert spot_of(name, "to") is None


def test_places_are_told_apart_by_what_they_are() -> None:
    places = places_of(Facts(origins=("Soe",), destinations=("MY", "Soe"), seen_at=("Bolok",)))
    assert [(spot.name, spot.role) for spot in places.spots] == [("Soe", "from"), ("Bolok", "seen"), ("Soe", "to")]
    assert places.elsewhere == (("MY", "to"),)


def test_every_regency_has_its_place_and_its_outline() -> None:
    drawn = MAP.read_text(encoding="utf-8")
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in drawn
    for regency in regencies():
        x, y = _middle(regency)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
        assert f"<title>{regency}</title>" in drawn
    assert len(re.findall(r'id="k53\d\d"', drawn)) == len(regencies()) == 22


def _middle(regency: str) -> tuple[int, int]:
    spot = spot_of(regency, "from")
    assert spot is not None
    assert not spot.exact
    return spot.x, spot.y
