"""The minute and the three: each promise is kept or missed once, with its exact lateness, and is reminded of."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from stations.rules import TARGET_PROFILES, Need, Plan, Target
from tests.unit.core.world_builder import Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit", "fire")),))


def sent(*, engine: bool = False, **settings: object) -> tuple[Town, Assignment]:
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=(), **settings))
    t = t.building("b", 0).engine("s", 0.5) if engine else t.building("b", 0).station("s", 0.5, building="b")
    t.alarm(at(0, building="b"))
    return t, t.order("s-1")


def met(events: object) -> dict[str, tuple[int, int]]:
    return {each.target: (each.took_ms, each.late_ms) for each in of_kind(events, ev.TargetMet)}  # type: ignore[arg-type]  # what Town returns


def test_an_acknowledgement_within_the_minute_keeps_the_response() -> None:
    t, order = sent()
    t.wait(20)
    assert met(t.press(cmd.AssignmentAcknowledge(assignment=order.id))) == {"respond": (20_000, 0)}


def test_an_arrival_after_the_minute_is_met_late_by_exactly_so_much() -> None:
    t, order = sent()
    missed = of_kind(t.wait(75.25), ev.TargetMissed)
    assert {each.target for each in missed} == {"respond", "arrive"}
    assert met(t.press(cmd.AssignmentArrive(assignment=order.id)))["arrive"] == (75_250, 15_250)


def test_a_miss_happens_at_the_limit_and_once() -> None:
    t, order = sent()
    begun = t.now
    arrive = [each for each in of_kind(t.wait(3600), ev.TargetMissed) if each.target == "arrive"]
    assert [each.at - begun for each in arrive] == [60_000]
    assert arrive[0].fired_late_ms == 0
    assert order.id == arrive[0].assignment


def test_there_is_a_reminder_at_half_time_and_at_four_fifths() -> None:
    t, _ = sent()
    begun = t.now
    reminders = [
        (each.percent, each.at - begun) for each in of_kind(t.wait(59), ev.TargetWarned) if each.target == "arrive"
    ]
    assert reminders == [(50, 30_000), (80, 48_000)]


def test_what_was_settled_is_reminded_of_no_more() -> None:
    t, order = sent()
    t.press(cmd.AssignmentControl(assignment=order.id))
    assert not t.wait(3600)


def test_a_later_milestone_keeps_an_earlier_promise() -> None:
    """People in a hurry forget buttons: who is on scene has answered."""
    t, order = sent()
    t.wait(40)
    assert met(t.press(cmd.AssignmentArrive(assignment=order.id))) == {"respond": (40_000, 0), "arrive": (40_000, 0)}


def test_a_promise_is_met_once() -> None:
    t, order = sent()
    t.press(cmd.AssignmentArrive(assignment=order.id))
    assert not met(t.press(cmd.AssignmentAcknowledge(assignment=order.id)))


def test_a_fire_station_has_five_minutes_to_arrive_and_nothing_to_handle_alone() -> None:
    _, order = sent(engine=True)
    assert {each.name: each.limit_s for each in order.targets} == {"respond": 60, "arrive": 300}


def test_a_missed_response_is_no_answer() -> None:
    t, _ = sent()
    events = t.wait(60)
    missed = next(each for each in of_kind(events, ev.TargetMissed) if each.target == "respond")
    assert only(events, ev.AssignmentNoAnswer).at == missed.at


def test_an_ended_assignment_promises_nothing() -> None:
    t, order = sent()
    t.press(cmd.AssignmentRecall(assignment=order.id))
    assert not t.wait(3600)


def test_a_target_may_start_at_another_milestone() -> None:
    quick = Target(name="drive", milestone_from="en_route", milestone_to="on_scene", kinds=("micro_unit",), limit_s=30)
    t, order = sent(targets=(quick,))
    assert not t.wait(120)
    t.press(cmd.AssignmentDepart(assignment=order.id))
    left = t.now
    assert only(t.wait(31), ev.TargetMissed).at == left.plus(30_000)


def test_one_three_five_starts_within_a_minute_and_arrives_within_three() -> None:
    t, order = sent(targets=TARGET_PROFILES["one-three-five"])
    t.wait(50)
    assert met(t.press(cmd.AssignmentDepart(assignment=order.id))) == {"respond": (50_000, 0)}
    t.wait(100)
    assert met(t.press(cmd.AssignmentArrive(assignment=order.id))) == {"arrive": (150_000, 0)}


def test_a_late_hub_says_how_late_it_was() -> None:
    t, order = sent()
    due = next(each for each in order.targets if each.name == "arrive").due_at
    assert due is not None
    t.now = due.plus(5_000)
    events = t.do(cmd.DeadlineDue(subject=order.id, key="miss:arrive", due_at=due))
    assert only(events, ev.TargetMissed).fired_late_ms == 5_000
