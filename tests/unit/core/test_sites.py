"""The building file in the World: it stands in the order, follows what people find, and is nobody else's business."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.stand import stand_of
from dispatch.core.errors import NotFound
from dispatch.core.state import of_station
from dispatch.travel.road_times import access_of
from stations.registry.model import Assistance, Entrance, Ground, Hydrant
from stations.site import Site
from tests.unit.core.world_builder import Town, at, of_kind, only

SITE = Site(
    building="mall",
    control_room="1层（示例）",
    hazards=("醇基燃料",),
    entrances=(
        Entrance(id="e1", building="mall", lon=106.57, lat=29.56, serves=("engine",)),
        Entrance(id="e2", building="mall", lon=106.571, lat=29.56, serves=("crew",)),
    ),
    grounds=(Ground(id="g1", building="mall", lon=106.572, lat=29.56, length_m=15, width_m=10),),
    hydrants=(
        Hydrant(id="h1", kind="outdoor", lon=106.57, lat=29.56, building="mall"),
        Hydrant(id="h2", kind="outdoor", lon=106.57, lat=29.561),
    ),
    assistance=(Assistance(id="x", building="mall", floor=12, count=2),),
)


def town() -> Town:
    t = Town().station("m1", 1).engine("f1", 3).building("mall", 0)
    t.do(cmd.ChangeRegistry(sites=(SITE,)))
    return t


def orders(t: Town) -> dict[str, ev.AssignmentAssigned]:
    found = of_kind(t.alarm(at(0, building="mall"), source="phone"), ev.AssignmentAssigned)
    return {each.station: each for each in found}


def test_the_order_has_the_whole_file_and_says_where_each_unit_goes() -> None:
    given = orders(town())
    assert given["m1"].record.site == given["f1"].record.site == SITE
    crew, engine = given["m1"].stand, given["f1"].stand
    assert crew is not None
    assert engine is not None
    assert (crew.entrance, crew.hydrant, crew.ground) == (SITE.entrances[1], None, None)
    assert (engine.entrance, engine.hydrant, engine.ground) == (SITE.entrances[0], SITE.hydrants[0], None)


def test_an_engine_goes_to_the_next_water_once_somebody_found_the_first_dry_and_back_when_it_works() -> None:
    t = town()
    told = only(t.press(cmd.HydrantSet(hydrant="h1", works=False, reason="无水")), ev.HydrantChanged)
    assert (told.works, told.to) == (False, ("*",))
    stand = orders(t)["f1"].stand
    assert stand is not None
    assert stand.hydrant == SITE.hydrants[1]
    t.press(cmd.HydrantSet(hydrant="h1", works=True))
    assert t.world.hydrants["h1"].works


def test_a_crew_that_finds_a_hydrant_dry_sends_the_next_engine_to_another() -> None:
    t = town()
    incident = orders(t)["m1"].incident
    report = cmd.SceneReport(incident=incident, saw="fire", water="hydrant_dry", hydrant="h1")
    told = only(t.press(report), ev.HydrantChanged)
    assert (told.hydrant, told.works, told.incident) == ("h1", False, incident)
    assert not of_kind(t.press(report), ev.HydrantChanged), "it is said once"
    unknown = cmd.SceneReport(incident=incident, water="hydrant_dry", hydrant="路口那个")
    assert not of_kind(t.press(unknown), ev.HydrantChanged)


def test_a_hydrant_of_no_file_is_named() -> None:
    with pytest.raises(NotFound, match=r"hydrants\.csv lists them"):
        town().press(cmd.HydrantSet(hydrant="h9", works=False))


def test_without_a_file_an_order_says_nothing_of_it() -> None:
    t = Town().station("m1", 1).building("mall", 0)
    order = orders(t)["m1"]
    assert (order.record.site, order.stand) == (None, None)


def test_only_who_goes_there_sees_who_needs_help_inside() -> None:
    t = town().station("m2", 9).station("m3", 12)
    changed = of_kind(t.do(cmd.ChangeRegistry(sites=(SITE,))), ev.RegistryChanged)
    assert {each.to for each in changed} == {()}, "a change of the registry is told to consoles alone"
    assert not of_station(t.world, "m1").sites
    orders(t)
    assert of_station(t.world, "m1").sites["mall"] == SITE
    assert "m3" not in {each.station for each in t.world.assignments.values()}
    assert not of_station(t.world, "m3").sites


def test_a_building_that_is_gone_has_no_file() -> None:
    t = town()
    t.do(cmd.ChangeRegistry(dropped_buildings=("mall",)))
    assert not t.world.sites


def test_a_district_s_own_mode_goes_where_the_one_goes_that_it_is_based_on() -> None:
    """A low engine of the ring was led to the door for people, and told to stand at the one for engines."""
    t = town().set(modes={"mini": "engine", "cycle": "foot", "tower": "aerial"})
    doors = dict(access_of(t.world.buildings["mall"], SITE, t.world.settings.modes).doors)
    assert (doors["mini"], doors["cycle"], doors["tower"]) == (doors["engine"], doors["foot"], doors["aerial"])
    stands = {mode: stand_of(t.world, "mall", mode) for mode in ("mini", "engine", "cycle", "foot", "tower", "aerial")}
    assert stands["mini"] == stands["engine"] != stands["cycle"] == stands["foot"]
    assert stands["tower"] == stands["aerial"]
