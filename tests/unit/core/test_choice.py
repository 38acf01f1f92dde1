"""Who goes: the earliest who are free, on duty and able; everybody who was near has a verdict."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.reach import Candidate, ModeReach, NeedMore, Reach
from dispatch.core.vocabulary import Legs
from dispatch.core.world import DEFAULT_SETTINGS
from stations.model import TravelMode
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))


def town(**settings: object) -> Town:
    return Town(replace(DEFAULT_SETTINGS, **settings))


def verdicts(events: object) -> dict[str, str]:
    return {each.unit: each.verdict for each in only(events, ev.DispatchChosen).considered}  # type: ignore[arg-type]  # what Town returns


def test_without_a_plan_the_two_nearest_micro_crews_and_the_nearest_engine_go() -> None:
    t = Town().station("m1", 1).station("m2", 2).station("m3", 3).engine("f1", 4).engine("f2", 5)
    t.alarm(at(0))
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_orders_are_given_in_the_order_of_arrival() -> None:
    t = Town().station("m1", 3).station("m2", 4).engine("f1", 1)
    t.alarm(at(0))
    assert t.going() == ["f1-1", "m1-1", "m2-1"]


def test_of_two_who_arrive_together_the_smaller_id_goes() -> None:
    t = town(plans=(ONE_CREW,)).station("b", 1).station("a", -1)
    t.alarm(at(0))
    assert t.going() == ["a-1"]


def test_who_is_busy_or_off_duty_is_passed_over_and_the_record_says_so() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 1).station("m2", 2).station("m3", 3)
    t.alarm(at(0), device="d1")
    t.press(cmd.DutyOff(unit="m2-1"))
    events = t.alarm(at(0.5), device="d2")
    assert verdicts(events) == {"m1-1": "busy", "m2-1": "off_duty", "m3-1": "chosen"}


def test_who_was_free_but_farther_was_not_needed() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 1).station("m2", 2)
    assert verdicts(t.alarm(at(0))) == {"m1-1": "chosen", "m2-1": "not_needed"}


def test_a_choice_keeps_its_inputs() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 2)
    chosen = only(t.alarm(at(0)), ev.DispatchChosen)
    assert (chosen.rule, chosen.needs, chosen.considered[0].eta_s) == ("plan one crew", ("micro_unit",), 120.0)


def test_what_nobody_can_be_sent_for_is_a_named_shortfall() -> None:
    t = Town().station("m1", 1)
    missing = {each.need: (each.missing, each.why) for each in of_kind(t.alarm(at(0)), ev.DispatchShortfall)}
    assert missing == {"micro_unit+micro_community": (1, "nobody_eligible"), "engine": (1, "nobody_eligible")}


def test_a_predicted_miss_is_said_with_the_order() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 4)
    warned = only(t.alarm(at(0)), ev.TargetWarned)
    assert (warned.target, warned.percent, warned.predicted_late_s) == ("arrive", 0, 60.0)


def test_an_order_brings_what_a_crew_needs_at_a_glance() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 1)
    order = only(t.alarm(at(0, floor=12), kind="gas", trapped=2), ev.AssignmentAssigned)
    assert (order.place.floor, order.kind, order.grade, order.trapped) == (12, "gas", 2, 2)
    assert order.record.alarms == t.incident().alarms


def candidate(unit: str, eta_ms: int) -> Candidate:
    return Candidate(unit=unit, eta_ms=eta_ms, legs=Legs(turnout_s=0, road_s=0, entrance_s=0, storeys_s=0))


def reach(modes: dict[TravelMode, tuple[list[Candidate], bool]]) -> Reach:
    return Reach(
        free={mode: ModeReach(nearest=tuple(found), complete=complete) for mode, (found, complete) in modes.items()}
    )


def test_candidates_of_all_modes_come_in_one_order_ties_by_id() -> None:
    found = reach({"foot": ([candidate("b", 10), candidate("d", 30)], True), "engine": ([candidate("a", 10)], True)})
    assert [each.unit for each in found.in_order()] == ["a", "b", "d"]


def test_a_decision_that_would_have_to_guess_asks_for_more() -> None:
    found = reach({"foot": ([candidate("a", 10)], False), "engine": ([candidate("b", 20)], True)})
    ordered = found.in_order()
    assert next(ordered).unit == "a"
    with pytest.raises(NeedMore) as wanted:
        next(ordered)
    assert wanted.value.mode == "foot"


def test_more_is_not_asked_for_while_what_is_known_is_nearer() -> None:
    found = reach({"foot": ([candidate("a", 10), candidate("c", 30)], False), "engine": ([candidate("b", 20)], True)})
    ordered = found.in_order()
    assert [next(ordered).unit, next(ordered).unit, next(ordered).unit] == ["a", "b", "c"]


def test_an_asked_mode_alone_counts() -> None:
    found = reach({"foot": ([], False), "engine": ([candidate("b", 20)], True)})
    assert [each.unit for each in found.in_order(("engine",))] == ["b"]


def test_an_exercise_keeps_nobody_from_a_real_fire() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 1).station("m2", 2)
    t.alarm(at(0), device="d1", exercise=True)
    drilled = t.order("m1-1")
    events = t.alarm(at(0.1), device="d2")
    released = only(events, ev.AssignmentReleased)
    assert (released.assignment, released.exercise) == (drilled.id, True)
    assert "needed in operation" in (released.reason or "")
    assert t.order("m1-1").exercise is False


def test_an_exercise_takes_nobody_from_a_real_fire_nor_from_another_exercise() -> None:
    t = town(plans=(ONE_CREW,)).station("m1", 1).station("m2", 2).station("m3", 3)
    t.alarm(at(0), device="d1")
    t.alarm(at(0.1), device="d2", exercise=True)
    t.alarm(at(0.2), device="d3", exercise=True)
    assert [t.order(f"m{n}-1").exercise for n in (1, 2, 3)] == [False, True, True]
