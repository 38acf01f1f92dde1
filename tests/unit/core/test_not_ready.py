"""A crew whose station is not ready still goes where it is nearest; that is said, and the next ready one goes too."""

from __future__ import annotations

import time

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.readiness import not_ready
from dispatch.core.vocabulary import HUB, By
from stations.duty.rules import ReadinessRules
from tests.unit.core.world_builder import Town, at, minutes, of_kind, only


def town() -> Town:
    """Return a town with four micro stations in a row from a fire, a minute apart, and an engine."""
    t = Town()
    for number in range(1, 5):
        t.station(f"m{number}", number, kind="micro_community")
    return t.engine("f1", 6)


def undermanned(t: Town, *stations: str) -> Town:
    for station in stations:
        t.press(cmd.DutyTakeOver(station=station, shift="day", strength=2))
    return t


def test_who_is_below_the_minimum_goes_and_the_next_ready_one_goes_too() -> None:
    t = undermanned(town(), "m1")
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "m3-1", "f1-1"]


def test_the_choice_and_the_order_say_so() -> None:
    t = undermanned(town(), "m1")
    events = t.alarm(at(0))
    considered = {each.unit: each.not_ready for each in only(events, ev.DispatchChosen).considered}
    assert considered["m1-1"] == ("below_minimum",)
    assert considered["m2-1"] == ()
    orders = {each.unit: each for each in of_kind(events, ev.AssignmentAssigned)}
    assert orders["m1-1"].not_ready == ("below_minimum",)
    assert orders["m3-1"].reason == "plan default, beside m1-1: its station is not ready"


def test_for_each_that_is_not_ready_one_more_goes() -> None:
    t = undermanned(town(), "m1", "m2")
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "m3-1", "m4-1", "f1-1"]


def test_nobody_goes_beside_where_that_comes_too_late_to_help() -> None:
    t = undermanned(town().set(readiness=ReadinessRules(beside_within_s=90)), "m1")
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "f1-1"], "m3 comes two minutes after m1"


def test_where_nobody_is_ready_nobody_more_is_sent() -> None:
    t = undermanned(town(), "m1", "m2", "m3", "m4")
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_a_district_may_let_them_go_alone() -> None:
    t = undermanned(town().set(readiness=ReadinessRules(beside_within_s=0)), "m1")
    events = t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
    assert only(events, ev.DispatchChosen).considered[0].not_ready == ("below_minimum",), "it is said all the same"


def test_what_nobody_knows_keeps_nobody_back() -> None:
    t = town()
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_a_station_whose_client_is_gone_is_not_ready_until_somebody_answers() -> None:
    t = town()
    t.do(cmd.RecordPresence(station="m1", present=False))
    assert not_ready(t.world, "m1", t.now) == ("nobody_at_client",)
    t.now = t.now.plus(minutes(1))
    check = only(t.press(cmd.CheckCall(station="m1")), ev.CheckCalled).check
    t.do(cmd.CheckAnswer(check=check), by=By(role="station", name="示例 phone", station="m1"))
    assert not_ready(t.world, "m1", t.now) == ()
    assert not_ready(t.world, "m1", t.now.plus(minutes(16))) == ("nobody_at_client",), "an answer holds a quarter hour"


def test_what_the_centre_enters_for_a_station_is_no_sign_of_life() -> None:
    t = town()
    t.do(cmd.RecordPresence(station="m1", present=False))
    t.now = t.now.plus(minutes(1))
    t.press(cmd.DutyTakeOver(station="m1", shift="day", strength=4))
    assert not_ready(t.world, "m1", t.now) == ("nobody_at_client",)


def test_the_ladder_sends_one_at_a_time_as_before() -> None:
    t = undermanned(town(), "m3")
    t.alarm(at(0))
    events = t.press(cmd.AssignmentDecline(assignment=t.order("m1-1").id, reason="示例"))
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["m3-1"]


def test_what_an_alarm_costs_does_not_grow_with_the_stations_that_have_rosters() -> None:
    def cost_s(n_stations: int) -> float:
        t = town()
        for number in range(n_stations):
            t.station(f"far{number}", 40 + number, kind="micro_community")
        world = undermanned(t, *(f"far{number}" for number in range(n_stations)), "m1").world
        asked = [f"m{number}" for number in range(1, 5)] * 500
        best = []
        for _ in range(5):
            started = time.process_time()
            for station in asked:
                not_ready(world, station, t.now)
            best.append(time.process_time() - started)
        return min(best)

    few, many = cost_s(2), cost_s(200)
    print(f"2,000 questions: {few * 1000:.1f} ms with few stations, {many * 1000:.1f} ms with many")
    assert many < 3 * few + 0.005


def test_within_one_decision_a_station_is_judged_anew_once_its_post_changes() -> None:
    t = town()
    step = Step(t.world, now=t.world.at, by=HUB, cause=None)
    assert step.not_ready("m1") == ()
    undermanned(t, "m1")
    step.world = t.world
    assert step.not_ready("m1") == not_ready(t.world, "m1", step.now) == ("below_minimum",)
