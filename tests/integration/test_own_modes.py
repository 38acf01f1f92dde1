"""A district's own mode is a mode of units, from its table to the choice: where only the low vehicle gets, it goes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import decide
from dispatch.core.errors import Unusable
from dispatch.core.events import Event
from dispatch.core.instant import from_text
from dispatch.core.reach import Query
from dispatch.core.vocabulary import HUB, By, ClosureArea, Place
from dispatch.core.world import World
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.registry import changes
from routing.router import Router
from routing.setup import read_roads
from stations.district import check_district, read_district

NOW = from_text("2026-05-04T12:00:00+08:00")
DISPATCHER = By(role="dispatcher", name="示例")
RING = Place(lon=106.585, lat=29.55)
STREET = Place(lon=106.5704, lat=29.55)

ROADS = """<osm version="0.6">
<node id="1" version="1" lon="106.5700" lat="29.5500"/><node id="2" version="1" lon="106.5720" lat="29.5500"/>
<node id="3" version="1" lon="106.5740" lat="29.5500"/><node id="4" version="1" lon="106.5900" lat="29.5500"/>
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way id="11" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="tunnel" v="yes"/>
  <tag k="layer" v="-1"/><tag k="maxheight" v="2.3"/></way>
<way id="12" version="1"><nd ref="3"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="tunnel" v="yes"/>
  <tag k="layer" v="-1"/><tag k="maxheight" v="2.3"/></way></osm>"""
NAME = 'name = "示例区"\n'
MINI = """[roads.modes.mini]
base = "engine"
height_m = 2.0
width_m = 1.6
weight_t = 2.5
speeds_kmh = { residential = 20 }
"""
STATIONS = """id,name,kind,lon,lat
fire,示例消防救援站,fire,106.5702,29.55
ring,示例地下环道站,small,106.5705,29.55
"""
UNITS = """id,station,name,mode,crew
pumper,fire,示例水罐车,engine,6
low,ring,示例低矮车,mini,4
"""


def folder(path: Path, *, toml: str = NAME + MINI, units: str = UNITS) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in (("district.toml", toml), ("stations.csv", STATIONS), ("units.csv", units), ("roads.osm", ROADS)):
        (path / name).write_text(text, encoding="utf-8")
    return path


class Ring:
    """The district read from its folder, on its own roads."""

    def __init__(self, path: Path) -> None:
        district = read_district(path)
        roads = read_roads(district.roads, district.roads_settings)
        self.router = Router(roads.network, roads.modes, zone=ZoneInfo("Asia/Shanghai"))
        self.world = World()
        for change in changes(self.world, district):
            self.world = decide(self.world, change, now=NOW, by=HUB).world
        self.times = RoadTravelTimes(self.router, self.world)

    def do(self, command: cmd.Command) -> tuple[Event, ...]:
        travel = TravelQuery(self.times)
        decision = decide_with(self.world, command, now=NOW, by=DISPATCHER, travel=travel)
        assert decision is not None
        self.world = decision.world
        self.times.follow(self.world, decision.events)
        return decision.events

    def sent(self, place: Place) -> list[str]:
        events = self.do(cmd.AlarmRaise(source="phone", kind="smoke", place=place))
        return [event.unit for event in events if isinstance(event, ev.AssignmentAssigned)]


def test_into_the_low_ring_only_the_rings_own_vehicle_gets(tmp_path: Path) -> None:
    ring = Ring(folder(tmp_path))
    assert ring.sent(RING) == ["low"]


def test_on_the_street_the_nearest_engine_goes_whichever_mode_it_has(tmp_path: Path) -> None:
    assert Ring(folder(tmp_path / "one")).sent(STREET) == ["low"], "based on the engine, it serves as one"
    swapped = UNITS.replace("pumper,fire", "pumper,ring").replace("low,ring", "low,fire")
    assert Ring(folder(tmp_path / "other", units=swapped)).sent(STREET) == ["pumper"]


def test_its_own_speed_counts(tmp_path: Path) -> None:
    found = Ring(folder(tmp_path)).times.find(Query(place=RING), {}, at_ms=NOW)
    assert found is not None
    (low,) = found.around
    metres = 14.5e-3 * 96_850  # from the station to the place, at this latitude
    assert low.legs.road_s == pytest.approx(metres / (20 / 3.6), rel=0.05)


def test_a_plan_may_ask_for_it_by_name(tmp_path: Path) -> None:
    plan = '[[plans]]\nname = "环道"\nneeds = [{ count = 1, modes = ["mini"] }]\n'
    assert Ring(folder(tmp_path, toml=NAME + plan + MINI)).sent(STREET) == ["low"]


def test_a_road_is_closed_for_it_alone_and_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    ring = Ring(folder(tmp_path))
    ring.do(cmd.RoadClose(area=ClosureArea(way="11"), modes=("mini",)))
    assert ring.sent(RING) == []
    with pytest.raises(Unusable, match="there is no mode mni; the district has foot, motorcycle, engine, aerial, mini"):
        ring.do(cmd.RoadClose(area=ClosureArea(way="10"), modes=("mni",)))


@pytest.mark.parametrize("mode", ["mni", "minni", "tank"])
def test_an_unknown_mode_is_named_by_check_with_its_line(tmp_path: Path, mode: str) -> None:
    problems = check_district(folder(tmp_path, units=UNITS.replace("mini", mode))).problems
    (said,) = (str(each) for each in problems if each.field == "mode")
    assert said.startswith(f"units.csv:3: mode: “{mode}” is unknown")
    assert "mini" in said


def test_without_the_table_the_mode_is_unknown(tmp_path: Path) -> None:
    problems = check_district(folder(tmp_path, toml=NAME)).problems
    assert any(each.field == "mode" and each.severity == "error" for each in problems)


def test_a_mode_that_the_district_dropped_leaves_its_units_without_ways_and_nobody_else(tmp_path: Path) -> None:
    ring = Ring(folder(tmp_path))
    modes = {name: router.mode for name, router in ring.router.snapshot.modes.items() if name != "mini"}
    without = Router(ring.router.network, modes, zone=ZoneInfo("Asia/Shanghai"))
    ring.times = RoadTravelTimes(without, ring.world)
    assert ring.sent(STREET) == ["pumper"]
