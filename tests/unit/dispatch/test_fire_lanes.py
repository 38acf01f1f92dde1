"""A lane narrower than the norm's 4 m lets a pumper through, and that is said: by check, and with whoever is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dispatch.core.reach import Query
from dispatch.core.vocabulary import Place
from dispatch.core.world import World
from dispatch.travel.road_check import check_roads
from dispatch.travel.road_times import RoadTravelTimes
from routing.inspection import narrow_lanes
from routing.modes import AERIAL, DEFAULT_MODES, ENGINE, FOOT, Mode
from routing.osm import read_osm
from routing.router import Router
from routing.traverse import Traversal
from stations.chinese import translate
from stations.model import Station, Unit
from tests.unit.core.world_builder import Town

NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
AT_MS = round(NOON.timestamp() * 1000)
HOUSE = Place(lon=106.5730, lat=29.5600)


def roads(folder: Path, tags: str) -> Router:
    """A wide street to the lane, the lane with these tags, nothing else."""
    path = folder / "roads.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" version="1" lon="106.5700" lat="29.5600"/>'
        '<node id="2" version="1" lon="106.5720" lat="29.5600"/><node id="3" version="1" lon="106.5780" lat="29.5600"/>'
        '<way id="10" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>'
        f'<way id="11" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/>{tags}</way></osm>'
    )
    return Router(read_osm(path), DEFAULT_MODES, zone=ZoneInfo("Asia/Shanghai"))


def tag(key: str, value: str) -> str:
    return f'<tag k="{key}" v="{value}"/>'


def said(router: Router, mode: Mode) -> list[str]:
    rules = Traversal(mode)
    return sorted({found for _, attrs in router.network.edges() if (found := rules.caution(attrs)) is not None})


@pytest.mark.parametrize(
    ("tags", "engine"),
    [
        (tag("width", "2.6"), ["width 2.6 < 4"]),
        (tag("width", "3.99"), ["width 3.99 < 4"]),
        (tag("maxwidth", "3"), ["maxwidth 3 < 4"]),
        (tag("maxheight", "3.8"), ["maxheight 3.8 < 4"]),
        (tag("width", "4"), []),
        (tag("width", "6"), []),
        (tag("width", "2.4"), []),
        ("", []),
    ],
)
def test_a_lane_below_four_metres_is_said_where_an_engine_fits_through(
    tmp_path: Path, tags: str, engine: list[str]
) -> None:
    router = roads(tmp_path, tags)
    assert said(router, ENGINE) == engine, "through 2.4 m no engine fits: that is a refusal"
    assert said(router, FOOT) == [], "a crew on foot needs no lane"


def test_it_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "wide").mkdir()
    narrow, wide = roads(tmp_path, tag("width", "2.6")), roads(tmp_path / "wide", tag("width", "6"))
    times = [
        [
            Traversal(ENGINE).time_ms(attrs, router.network.node(edge[0]), router.network.node(edge[1]))
            for edge, attrs in router.network.edges()
        ]
        for router in (narrow, wide)
    ]
    assert times[0] == times[1]


def test_a_sign_against_the_vehicle_is_said_before_the_width(tmp_path: Path) -> None:
    assert said(roads(tmp_path, tag("width", "2.6") + tag("motor_vehicle", "no")), ENGINE) == ["motor_vehicle=no"]


def test_whoever_is_sent_through_it_is_sent_with_the_caution(tmp_path: Path) -> None:
    town = Town().engine("f", 0).station("m", 0)
    world: World = town.world
    found = RoadTravelTimes(roads(tmp_path, tag("width", "2.6")), world).find(Query(place=HOUSE), {}, at_ms=AT_MS)
    assert found is not None
    by_unit = {each.unit: each.cautions for each in found.around}
    assert by_unit["f-1"] == ("width 2.6 < 4 (way 11)",)
    assert by_unit["m-1"] == ()


def test_check_names_the_ways_with_the_norm(tmp_path: Path) -> None:
    router = roads(tmp_path, tag("width", "2.6"))
    station = Station(id="s", name="示例站", kind="fire", lon=106.5701, lat=29.56)
    unit = Unit(id="u", station="s", name="示例车", mode="engine", crew=6)
    (problem,) = check_roads(router, [station], [unit], []).problems
    assert "1 ways are passed" in problem.message
    assert "way 11: engine, width 2.6 < 4" in problem.message
    assert "GB 50016 7.1.8" in problem.message
    assert problem.severity == "warning"
    assert "消防车道 4 m" in translate(problem.message)


def test_check_is_silent_where_nobody_drives_through(tmp_path: Path) -> None:
    router = roads(tmp_path, tag("width", "2.6"))
    assert narrow_lanes(router, ["foot", "motorcycle"]) == ()
    assert [each.mode for each in narrow_lanes(router, ["aerial", "engine"])] == ["aerial"]
    assert said(router, AERIAL) == ["width 2.6 < 4"]
