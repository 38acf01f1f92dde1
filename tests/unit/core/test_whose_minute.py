"""W1: the minute is the building's own crews'; who was never going to be first orders nobody by being late."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import decode_hook, encode_hook
from dispatch.core.world import DEFAULT_SETTINGS
from stations.model import DistrictSettings
from stations.rules import Need, Plan, Target
from tests.unit.core.world_builder import Town, at, of_kind

MICRO = ("micro_unit", "micro_community")
TWO_CREWS = Plan(name="two crews", needs=(Need(count=2, station_kinds=MICRO),))


def target(limit_s: int, **narrower: Any) -> Target:
    """Return a promise to arrive of micro stations."""
    return Target(
        name="arrive", milestone_from="assigned", milestone_to="on_scene", kinds=MICRO, limit_s=limit_s, **narrower
    )


def town(**settings: Any) -> Town:
    """The building's own station, one of its zone, two of communities further off, a fire station."""
    t = Town(replace(DEFAULT_SETTINGS, **settings)).building("b", 0, zone="z").building("c", 0.1, zone="")
    t.station("own", 0.1, building="b", zone="z").station("zone", 0.4, zone="z")
    t.station("near", 0.8, kind="micro_community").station("far", 1.2, kind="micro_community")
    return t.engine("f", 2)


def limits(t: Town, unit: str, building: str | None = "b", **place: Any) -> dict[str, int]:
    """Return the promises of a unit that is sent by hand to a place."""
    t.alarm(at(0, building=building, **place), source="phone")
    incident = t.incident().id
    if unit not in t.going():
        t.press(cmd.AssignmentAssign(incident=incident, unit=unit))
    return {each.name: each.limit_s for each in t.order(unit).targets}


@pytest.mark.parametrize(("unit", "arrive_s"), [("own-1", 60), ("zone-1", 180), ("near-1", 180), ("f-1", 300)])
def test_w1_the_minute_is_the_buildings_own_crews(unit: str, arrive_s: int) -> None:
    assert limits(town(), unit)["arrive"] == arrive_s


@pytest.mark.parametrize("building", ["c", None, "nobody knows it"])
def test_w1_in_another_or_no_known_building_nobody_is_at_home(building: str | None) -> None:
    assert limits(town(), "own-1", building)["arrive"] == 180


def test_w1_two_stations_without_zone_are_of_no_zone() -> None:
    """Nothing written is no zone that two could share."""
    t = town(targets=(target(180), target(90, whose="own_zone")))
    assert limits(t, "near-1", "c")["arrive"] == 180


def test_w1_the_narrowest_promise_counts_however_they_are_ordered() -> None:
    """The plan's before the zone's, the zone's before whose building it is."""
    promises = (target(180), target(90, whose="own_zone"), target(60, whose="own_building"))
    for targets in (promises, promises[::-1]):
        t = town(targets=targets)
        assert [limits(t, unit)["arrive"] for unit in ("own-1", "zone-1", "near-1")] == [60, 90, 180]
    in_zone = target(100, zones=("z",))
    assert limits(town(targets=(*promises, in_zone)), "own-1")["arrive"] == 100
    own_in_zone = target(50, zones=("z",), whose="own_building")
    assert limits(town(targets=(own_in_zone, in_zone, *promises)), "own-1")["arrive"] == 50
    of_plan = target(240, plans=("tower",))
    tower = Plan(name="tower", buildings=("b",), needs=TWO_CREWS.needs)
    t = town(targets=(*promises, in_zone, of_plan), plans=(tower,))
    assert limits(t, "own-1")["arrive"] == 240
    t = town(targets=(*promises, of_plan), plans=(tower, TWO_CREWS))
    assert limits(t, "near-1", "c")["arrive"] == 180, "another plan"


def test_w1_a_target_of_an_old_record_means_what_it_meant() -> None:
    old = b'{"name":"arrive","milestone_from":"assigned","milestone_to":"on_scene","kinds":["micro_unit"],"limit_s":60}'
    read = msgspec.json.decode(old, type=Target)
    assert (read.whose, read.plans) == ("anybody", ())
    assert limits(town(targets=(read,)), "zone-1")["arrive"] == 60
    stored = msgspec.json.encode(DEFAULT_SETTINGS, enc_hook=encode_hook)
    assert msgspec.json.decode(stored, type=DistrictSettings, dec_hook=decode_hook) == DEFAULT_SETTINGS


def community(*, answer_s: float, arrive_s: float | None, **settings: Any) -> Town:
    """Two community crews get an order; they answer, set out, and arrive (or not) so long after it."""
    t = Town(replace(DEFAULT_SETTINGS, **settings)).building("b", 0)
    t.station("one", 0.8, kind="micro_community").station("two", 0.9, kind="micro_community")
    t.station("three", 2, kind="micro_community").station("four", 3, kind="micro_community")
    t.engine("f", 4).engine("g", 5)
    t.alarm(at(0, building="b"))
    orders = [t.order(f"{each}-1") for each in ("one", "two")]
    for order in (*orders, t.order("f-1")):
        t.do(cmd.Deliver(station=order.station, seen_seq=t.world.seq))
    t.wait(answer_s)
    for order in (*orders, t.order("f-1")):
        t.press(cmd.AssignmentAcknowledge(assignment=order.id))
        t.press(cmd.AssignmentDepart(assignment=order.id))
    if arrive_s is not None:
        t.wait(arrive_s - answer_s)
        for order in orders:
            t.press(cmd.AssignmentArrive(assignment=order.id))
    t.wait(60)
    return t


@pytest.mark.parametrize("arrive_s", [20, 90, 150, 179.5])
def test_w1_two_community_crews_that_answer_in_8_s_and_arrive_within_180_bring_no_extra_order(arrive_s: float) -> None:
    t = community(answer_s=8, arrive_s=arrive_s)
    assert t.going() == ["one-1", "two-1", "f-1"]
    assert not of_kind(t.record, ev.LadderClimbed)
    assert not [each for each in of_kind(t.record, ev.TargetMissed) if each.target == "arrive"]


def test_w1_a_miss_of_who_is_on_its_way_as_foreseen_orders_nobody() -> None:
    """A district that keeps the minute for everybody: both are late for it, neither is later than foreseen."""
    t = Town(replace(DEFAULT_SETTINGS, targets=(target(60),))).building("b", 0)
    t.station("one", 1.4, kind="micro_community").station("two", 1.6, kind="micro_community")
    t.station("three", 2, kind="micro_community").engine("f", 4).engine("g", 5)
    t.alarm(at(0, building="b"))
    for unit in ("one-1", "two-1", "f-1"):
        t.press(cmd.AssignmentAcknowledge(assignment=t.order(unit).id))
    missed = [each for each in of_kind(t.wait(83), ev.TargetMissed) if each.target == "arrive"]
    assert {each.unit for each in missed} == {"one-1", "two-1"}, "said, and nothing more"
    t.press(cmd.AssignmentArrive(assignment=t.order("one-1").id))
    t.wait(60)
    assert t.going() == ["one-1", "two-1", "f-1"]


def test_w1_who_was_never_going_to_be_first_orders_nobody_when_it_is_late() -> None:
    """The nearer crew is there, the further one never comes: nobody would be there sooner for another order."""
    t = community(answer_s=8, arrive_s=None)
    t.press(cmd.AssignmentArrive(assignment=t.order("one-1").id))
    t.press(cmd.AssignmentArrive(assignment=t.order("f-1").id))
    t.wait(600)
    assert t.going() == ["one-1", "two-1", "f-1"]


def test_w1_a_late_crew_orders_nobody_while_another_is_still_coming() -> None:
    """The own crew should be there and is not; a neighbour is on its way, and whoever set out now would come later."""
    t = Town(DEFAULT_SETTINGS).building("b", 0).station("own", 0.5, building="b").station("next", 1.5)
    t.station("third", 2).engine("f", 3).engine("g", 4)
    t.alarm(at(0, building="b"))
    for unit in ("own-1", "next-1", "f-1"):
        t.press(cmd.AssignmentAcknowledge(assignment=t.order(unit).id))
    late = [(each.action, each.outcome) for each in of_kind(t.wait(80), ev.LadderClimbed)]
    assert late == [("next_unit", "already_coming"), ("fire_station", "already_coming")]


def test_w1_when_nobody_can_be_counted_on_any_more_the_next_go_and_the_engine() -> None:
    t = Town(replace(DEFAULT_SETTINGS, plans=(TWO_CREWS,))).building("b", 0)
    t.station("one", 0.8).station("two", 0.9).station("three", 2).station("four", 3).engine("f", 4)
    t.alarm(at(0, building="b"))
    for unit in ("one-1", "two-1"):
        t.press(cmd.AssignmentAcknowledge(assignment=t.order(unit).id))
    t.wait(179)
    assert t.going() == ["one-1", "two-1"]
    t.wait(2)
    assert t.going() == ["one-1", "two-1", "three-1", "f-1"]


def test_w1_a_silent_crew_still_climbs() -> None:
    t = town()
    t.alarm(at(0, building="c"))
    silent = t.going()
    t.wait(31)
    assert len(t.going()) > len(silent)
