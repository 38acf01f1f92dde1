"""A closed area leaves the bridges over it and the tunnels under it open, unless they are asked for too."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.vocabulary import ClosureArea, Levels
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from dispatch.travel.road_times import RoadTravelTimes
from routing.modes import DEFAULT_MODES
from routing.osm import read_osm
from routing.router import Router
from tests.unit.core.world_builder import DISPATCHER, Town, only

CROSSING = (106.5750, 29.5600)
"""Here a street, a bridge and a tunnel cross without meeting."""

LINES = {
    "street": ((106.5700, 29.5600), (106.5800, 29.5600), ""),
    "bridge": ((106.5750, 29.5550), (106.5750, 29.5650), '<tag k="bridge" v="yes"/><tag k="layer" v="1"/>'),
    "tunnel": ((106.5700, 29.5550), (106.5800, 29.5650), '<tag k="tunnel" v="yes"/><tag k="layer" v="-1"/>'),
    "deck": ((106.5700, 29.5650), (106.5800, 29.5550), '<tag k="layer" v="2"/>'),
}


@pytest.fixture
def router(tmp_path: Path) -> Router:
    nodes, ways = "", ""
    for number, (begin, end, tags) in enumerate(LINES.values(), 1):
        for place, (lon, lat) in enumerate((begin, end), 1):
            nodes += f'<node id="{number}{place}" version="1" lon="{lon}" lat="{lat}"/>'
        road = f'<nd ref="{number}1"/><nd ref="{number}2"/><tag k="highway" v="residential"/>{tags}'
        ways += f'<way id="{number}" version="1">{road}</way>'
    path = tmp_path / "roads.osm"
    path.write_text(f'<osm version="0.6">{nodes}{ways}</osm>')
    return Router(read_osm(path), DEFAULT_MODES, zone=ZoneInfo("Asia/Shanghai"))


def closed(router: Router, area: ClosureArea) -> tuple[ev.RoadClosed, set[str]]:
    """Have a dispatcher close an area; return the event and which of the lines are closed then."""
    town = Town()
    times = RoadTravelTimes(router.fork(), town.world)
    command = cmd.RoadClose(area=area)
    decision = decide_with(town.world, command, now=town.now, by=DISPATCHER, travel=TravelQuery(times))
    assert decision is not None
    times.follow(decision.world, decision.events)
    return only(decision.events, ev.RoadClosed), lines_closed(times.router)


def lines_closed(router: Router) -> set[str]:
    (shutting,) = router.snapshot.closures.in_force.values()
    roads = router.snapshot.modes["foot"].timetable.roads
    ways = {router.network.edge(roads.edge(int(index)))["way"] for index in shutting.edges}
    return {name for number, name in enumerate(LINES, 1) if str(number) in ways}


def circle(radius_m: float = 40.0, *, levels: Levels | None = None, north: float = 0.0) -> ClosureArea:
    lon, lat = CROSSING
    return ClosureArea(lon=lon, lat=lat + north, radius_m=radius_m, levels=levels)


def test_a_circle_where_roads_cross_closes_the_street_alone(router: Router) -> None:
    event, names = closed(router, circle())
    assert names == {"street"}
    assert event.area.levels == "ground"
    assert event.pieces == 1


def test_so_does_a_polygon(router: Router) -> None:
    lon, lat = CROSSING
    corners = ((lon - 0.001, lat - 0.001), (lon + 0.001, lat - 0.001), (lon, lat + 0.001))
    assert closed(router, ClosureArea(polygon=corners))[1] == {"street"}


def test_bridges_and_tunnels_are_closed_where_they_are_asked_for(router: Router) -> None:
    event, names = closed(router, circle(levels="all"))
    assert names == {"street", "bridge", "tunnel", "deck"}
    assert event.pieces == 4


def test_an_area_that_meets_nothing_but_a_bridge_means_the_bridge(router: Router) -> None:
    assert closed(router, circle(north=0.003))[1] == {"bridge"}


def test_a_way_that_is_named_is_closed_whatever_it_is(router: Router) -> None:
    event, names = closed(router, ClosureArea(way="2"))
    assert names == {"bridge"}
    assert event.area.levels is None


def test_a_closing_of_an_older_record_closes_what_it_closed(router: Router) -> None:
    town = Town()
    times = RoadTravelTimes(router.fork(), town.world)
    told: dict[str, Any] = {
        "seq": 1,
        "at": town.now,
        "by": DISPATCHER,
        "cause": None,
        "to": ("*",),
        "modes": (),
        "until": None,
    }
    times.follow(town.world, [ev.RoadClosed(closure="clo-1", area=circle(), **told)])
    assert lines_closed(times.router) == {"street", "bridge", "tunnel", "deck"}
