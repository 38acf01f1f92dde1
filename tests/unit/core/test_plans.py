"""Plans as data: which applies, who goes first, what is missing and who is asked for it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.hours import covers
from dispatch.core.world import DEFAULT_SETTINGS
from stations.rules import Need, Plan
from tests.unit.core.world_builder import NOON, Town, at, instant, of_kind, only

CREW = Need(count=1, station_kinds=("micro_unit",))
ENGINE = Need(count=1, modes=("engine",))
AERIAL = Need(count=1, modes=("aerial",))


def town(*plans: Plan) -> Town:
    t = Town(replace(DEFAULT_SETTINGS, plans=plans))
    t.station("m1", 1).station("m2", 2).engine("f1", 3).station("ladder", 4, kind="fire", mode="aerial")
    return t.building("low", 0, height_m=12.0, zone="z").building("high", 0.5, height_m=99.0, kind="office", zone="z")


def test_a_high_building_gets_an_aerial() -> None:
    t = town(Plan(name="high", height_from_m=24.0, needs=(CREW, AERIAL)), Plan(name="any", needs=(CREW,)))
    t.alarm(at(0.5, building="high"))
    assert t.going() == ["m1-1", "ladder-1"]


def test_a_building_of_unknown_height_is_no_high_one() -> None:
    t = town(Plan(name="high", height_from_m=24.0, needs=(AERIAL,)), Plan(name="any", needs=(CREW,)))
    t.alarm(at(0))
    assert t.going() == ["m1-1"]


def test_a_buildings_own_plan_counts_before_its_zones_and_the_districts() -> None:
    plans = (
        Plan(name="district", needs=(CREW,)),
        Plan(name="zone", zones=("z",), needs=(ENGINE,)),
        Plan(name="own", buildings=("high",), needs=(AERIAL,)),
    )
    high, low = town(*plans), town(*plans)
    high.alarm(at(0.5, building="high"))
    low.alarm(at(0, building="low"))
    assert high.going() == ["ladder-1"]
    assert low.going() == ["f1-1"]


def test_a_floor_and_an_hour_can_make_a_plan_apply() -> None:
    night = Plan(name="night", hours="22:00-06:00", floor_from=10, needs=(ENGINE,))
    t = town(night, Plan(name="any", needs=(CREW,)))
    t.alarm(at(0, floor=12))
    assert t.going() == ["m1-1"]
    late = town(night, Plan(name="any", needs=(CREW,)))
    late.now = instant("2026-11-22T23:30:00+08:00")
    late.alarm(at(0, floor=12))
    assert late.going() == ["f1-1"]


@pytest.mark.parametrize(
    ("hours", "holds"), [("", True), ("11:00-12:01", True), ("12:01-11:59", False), ("20:00-12:30", True)]
)
def test_a_span_of_the_day_is_local_and_may_pass_midnight(hours: str, holds: bool) -> None:
    assert covers(hours, NOON, "Asia/Shanghai") is holds


def test_raising_the_grade_sends_what_the_higher_plan_asks_for_more() -> None:
    t = town(Plan(name="big", grade_from=3, needs=(CREW, ENGINE)), Plan(name="any", needs=(CREW,)))
    t.alarm(at(0))
    events = t.press(cmd.IncidentGrade(incident=t.incident().id, grade=3))
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["f1-1"]


def test_the_buildings_own_crew_goes_first_though_others_are_nearer() -> None:
    t = town(Plan(name="own", needs=(replace(CREW, first="building"),)))
    t.station("own", 9, building="low")
    t.alarm(at(0, building="low"))
    assert t.going() == ["own-1"]


def test_the_zones_crews_go_before_nearer_ones_of_others() -> None:
    t = town(Plan(name="zone", needs=(replace(CREW, first="zone"),)))
    t.station("mine", 9, zone="z")
    t.alarm(at(0, building="low"))
    assert t.going() == ["mine-1"]


def test_where_the_own_crew_is_busy_the_nearest_goes() -> None:
    t = town(Plan(name="own", needs=(replace(CREW, first="building"),)))
    t.station("own", 9, building="low")
    t.alarm(at(0, building="low"), kind="gas")
    t.alarm(at(0, building="low"), kind="smoke")
    assert t.world.active_of_unit("m1-1")


def test_what_is_missing_is_named_and_asked_of_the_nearest_fire_station() -> None:
    t = town(Plan(name="two", needs=(replace(AERIAL, count=2),)))
    events = t.alarm(at(0))
    assert only(events, ev.DispatchShortfall).missing == 1
    asked = only(events, ev.DispatchAsked)
    assert (asked.station, asked.missing) == ("f1", 1)
    assert "f1" in asked.to


def test_without_any_fire_station_the_neighbours_telephone_is_named() -> None:
    t = Town(replace(DEFAULT_SETTINGS, plans=(Plan(name="e", needs=(ENGINE,)),), phones={"neighbour": "示例-119"}))
    t.station("m1", 1)
    assert only(t.alarm(at(0)), ev.DispatchAsked).phone == "示例-119"


def test_a_part_that_comes_later_than_the_plan_allows_is_asked_for_as_well() -> None:
    t = town(Plan(name="soon", needs=(replace(ENGINE, within_s=60),)))
    events = t.alarm(at(0))
    assert only(events, ev.AssignmentAssigned).unit == "f1-1"
    assert only(events, ev.DispatchAsked).missing == 1


def test_one_unit_fills_one_part_only() -> None:
    t = town(Plan(name="both", needs=(CREW, CREW)))
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1"]
