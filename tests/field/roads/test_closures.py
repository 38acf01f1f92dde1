"""Closures that close nothing, half, or something in another country."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd
from dispatch.core.decide import decide
from dispatch.core.decide.district import CLOSURE_RADIUS_M
from dispatch.core.errors import Unusable
from dispatch.core.instant import Instant
from dispatch.core.outlines import CORNERS_AT_MOST, check_outline
from dispatch.core.vocabulary import By, ClosureArea
from dispatch.core.world import World
from tests.hub import House, OpenHub

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
BOW_TIE = (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])


@pytest.mark.parametrize(
    "polygon",
    [
        SQUARE,
        (*SQUARE, SQUARE[0]),
        (SQUARE[0], *SQUARE),
        ((0, 0), (4, 0), (4, 4), (2, 1), (0, 4)),
        tuple(reversed(SQUARE)),
    ],
)
def test_b10_an_outline_that_goes_round_an_area_is_taken(polygon: tuple[tuple[float, float], ...]) -> None:
    check_outline(polygon)


@pytest.mark.parametrize(
    ("polygon", "why"),
    [
        (BOW_TIE, "crosses itself: the side from corner 1 meets that from corner 3"),
        (((0, 0), (4, 0), (4, 4), (2, -1), (0, 4)), "crosses itself"),
        (((0, 0), (2, 0), (2, 2), (0, 2), (2, 0), (3, 3)), "crosses itself"),
        (((0, 0), (1, 1), (2, 2)), "no area"),
        (tuple((float(each), float(each**2)) for each in range(CORNERS_AT_MOST + 1)), "at most 200"),
    ],
)
def test_b10_an_outline_that_crosses_itself_is_refused_with_what_to_do(
    polygon: tuple[tuple[float, float], ...], why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        check_outline(polygon)


def test_b10_the_rule_refuses_before_it_knows_any_road() -> None:
    command = cmd.RoadClose(area=ClosureArea(polygon=BOW_TIE))
    with pytest.raises(Unusable, match="crosses itself"):
        decide(World(), command, now=Instant(0), by=By(role="dispatcher", name="示例"))
    assert CLOSURE_RADIUS_M > 0


async def test_b10_the_answer_and_the_event_say_how_many_pieces_are_closed(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        lon, lat = middle(hub)
        closed = await hub.command("c-1", "road.close", area={"lon": lon, "lat": lat, "radius_m": 300})
        pieces = closed.body["events"][0]["pieces"]
        assert pieces > 0
        half = 0.003
        outline = [
            [lon - half, lat - half],
            [lon + half, lat - half],
            [lon + half, lat + half],
            [lon - half, lat + half],
        ]
        square = await hub.command("c-2", "road.close", area={"polygon": outline})
        assert square.body["events"][0]["pieces"] > 0
        nothing = await hub.command("c-3", "road.close", area={"way": "no such way"})
        assert nothing.body["events"][0]["pieces"] == 0, "said, and kept: it may be of another road file"
        recorded = [each["pieces"] for each in await hub.events() if each["type"] == "road.closed"]
        assert recorded[0] == pieces
        assert recorded[2] == 0


async def test_b10_what_lies_in_another_country_or_is_given_latitude_first_is_refused(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        lon, lat = middle(hub)
        abroad = await hub.command("c-1", "road.close", area={"lon": lon - 20, "lat": lat, "radius_m": 300})
        assert abroad.status == 422
        assert "km from the district's roads" in abroad.body["detail"]
        crossing = [[lon, lat], [lon + 0.01, lat + 0.01], [lon + 0.01, lat], [lon, lat + 0.01]]
        bow_tie = await hub.command("c-2", "road.close", area={"polygon": crossing})
        assert bow_tie.status == 422
        assert "crosses itself" in bow_tie.body["detail"]
        assert not [each for each in await hub.events() if each["type"] == "road.closed"]


def middle(hub: OpenHub) -> tuple[float, float]:
    west, south, east, north = hub.hub.travel_times.router.extent
    return (west + east) / 2, (south + north) / 2
