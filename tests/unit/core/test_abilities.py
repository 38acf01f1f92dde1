"""A unit is chosen for what it can do: who reaches, who has a figure that is enough; what nobody has is said."""

from __future__ import annotations

import pytest

from dispatch.core import events as ev
from dispatch.core.decide.plans import plan_for
from dispatch.past.why.words import need as in_words
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

REACHES = Plan(name="示例", needs=(Need(count=1, modes=("aerial",), capabilities=("reach>=building",)),))


def town(*plans: Plan) -> Town:
    """A tower of 50 m and a shed of unknown height; the aerials come nearest first: 32 m, unknown, 54 m."""
    t = Town().building("tower", 0, height_m=50.0, storeys=16).building("shed", 0.1)
    for key, steps, has in (("short", 1, ("reach:32m",)), ("mute", 2, ()), ("long", 3, ("reach:54m",))):
        t.station(key, steps, kind="fire", mode="aerial", capabilities=has)
    return t.set(plans=plans or t.world.settings.plans)


def test_a_need_for_a_reach_to_the_building_picks_the_aerial_that_reaches_and_not_the_nearest() -> None:
    t = town(REACHES)
    t.alarm(at(0, building="tower"), source="phone", kind="flame")
    assert t.going() == ["long-1"]


def test_a_building_of_unknown_height_asks_for_an_aerial_whose_reach_is_known() -> None:
    t = town(REACHES)
    t.alarm(at(0.1, building="shed"), source="phone", kind="flame")
    assert t.going() == ["short-1"]


def test_where_nobody_reaches_it_is_a_shortfall_that_says_what_is_missing() -> None:
    t = town(REACHES).building("spire", 0.2, height_m=120.0)
    events = t.alarm(at(0.2, building="spire"), source="phone", kind="flame")
    short = only(events, ev.DispatchShortfall)
    assert (short.need, short.missing) == ("aerial+reach>=120m", 1)
    assert in_words(short.need, "zh") == "举高车 + 举高高度 ≥ 120m"
    assert in_words(short.need, "en") == "aerial + reach upwards ≥ 120m"


@pytest.mark.parametrize(("floor", "goes"), [(5, "short-1"), (16, "long-1"), (None, "long-1"), (-1, "short-1")])
def test_without_a_plan_of_its_own_a_district_sends_the_aerial_that_reaches_the_floor(
    floor: int | None, goes: str
) -> None:
    t = town()
    t.alarm(at(0, building="tower", floor=floor), source="phone", kind="flame")
    assert [unit for unit in t.going() if t.world.units[unit].mode == "aerial"] == [goes]


def test_where_none_is_known_to_reach_the_nearest_aerial_goes() -> None:
    t = town().building("spire", 0.2, height_m=90.0)
    t.alarm(at(0.2, building="spire"), source="phone", kind="flame")
    assert t.going() == ["short-1"]


def test_who_is_preferred_but_busy_leaves_it_to_the_next() -> None:
    t = town()
    t.alarm(at(0, building="tower"), source="phone", kind="flame")
    t.building("other", 0.5, height_m=50.0).alarm(at(0.5, building="other"), source="phone", kind="flame")
    assert t.order("long-1").incident != t.order("short-1").incident


def test_two_engines_with_water_enough_are_found_among_those_without() -> None:
    plan = Plan(name="示例", needs=(Need(count=2, modes=("engine",), capabilities=("water>=5000L", "foam")),))
    t = Town().engine("dry", 1).engine("small", 2, capabilities=("water:3000L", "foam"))
    t.engine("a", 3, capabilities=("water:6000L", "foam")).engine("b", 4, capabilities=("foam:500L", "water:5000L"))
    t.set(plans=(plan,)).alarm(at(0), source="phone", kind="flame")
    assert t.going() == ["a-1", "b-1"]


def test_the_part_of_a_plan_that_an_aerial_on_its_way_fills_is_not_asked_for_again() -> None:
    t = town(REACHES)
    t.alarm(at(0, building="tower"), source="phone", kind="flame")
    more = t.alarm(at(0, building="tower"), source="phone", kind="flame")
    assert not of_kind(more, ev.AssignmentAssigned)
    assert plan_for(t.world, t.incident(), t.now).needs[0].capabilities == ("reach>=50m",)
