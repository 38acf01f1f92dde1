"""A press from a dead spot counts from the thumb, as far as the hub can believe it; what acts counts from the line."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import ladder_of
from dispatch.core.instant import Instant, to_text
from dispatch.core.late_press import GRACE_MS, LATE_MS, OLDEST_MS, SYNC_MS
from dispatch.core.performance import judge, tracks
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from stations.rules import Need, Plan, Rung, Target
from tests.unit.core.world_builder import Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
PHONE = By(role="station", name="phone 1", station="m1")
ARRIVE = Target(name="arrive", kinds=("micro_unit",), milestone_from="assigned", milestone_to="on_scene", limit_s=60)
HANDLE = Target(name="handle", kinds=("micro_unit",), milestone_from="on_scene", milestone_to="controlled", limit_s=30)


def sent(**settings: object) -> tuple[Town, Assignment]:
    """One order of one unit, shown by its phone after a second."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), **{"ladder": (), "targets": (ARRIVE,), **settings})).station(
        "m1", 1
    )
    t.alarm(at(0), device="d1")
    t.wait(1)
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    return t, t.order("m1-1")


def now(t: Town, order: Assignment) -> Assignment:
    return t.world.assignments[order.id]


def press(t: Town, button: type[cmd.AssignmentCommand], order: Assignment, pressed_at: int | None) -> list[ev.Event]:
    told = None if pressed_at is None else to_text(pressed_at)
    return list(t.do(button(assignment=order.id, occurred_at=told), by=PHONE))


def arrive_target(t: Town) -> ev.TargetMet:
    return next(each for each in of_kind(t.record, ev.TargetMet) if each.milestone == "on_scene")


def test_s13_a_crew_in_a_dead_spot_keeps_the_minute_that_it_kept() -> None:
    t, order = sent()
    pressed_at = t.now.plus(40_000)
    happened = t.wait(80)
    (missed,) = (each for each in of_kind(happened, ev.TargetMissed) if each.milestone == "on_scene")
    came = only(press(t, cmd.AssignmentArrive, order, pressed_at), ev.AssignmentOnScene)
    assert (came.at, came.occurred_at, came.counts_from) == (t.now, pressed_at, pressed_at), "the record keeps both"
    assert now(t, order).on_scene_at == pressed_at
    assert now(t, order).heard("on_scene") == t.now
    met = arrive_target(t)
    assert (met.late_ms, met.took_ms, met.heard_late_ms) == (0, pressed_at - order.assigned_at, t.now - pressed_at)
    assert missed.seq < met.seq, "that the hub called it missed stays in the record"
    (arrived,) = (each for each in judge(tracks(t.record)[order.id], t.now) if each.milestone == "on_scene")
    assert (arrived.outcome, arrived.took_ms) == ("kept", met.took_ms), "reports count from the thumb"


def test_s13_a_press_that_came_as_lines_are_counts_from_when_it_came() -> None:
    t, order = sent()
    t.wait(30)
    came = only(press(t, cmd.AssignmentArrive, order, t.now.plus(1 - LATE_MS)), ev.AssignmentOnScene)
    assert (came.counts_from, now(t, order).on_scene_at, now(t, order).reported_late) == (None, t.now, ())


@pytest.mark.parametrize(
    ("before_delivery_ms", "believed"), [(0, True), (SYNC_MS, True), (SYNC_MS + 1, False), (3600_000, False)]
)
def test_s13_nobody_gains_time_by_a_press_of_before_the_order_was_shown(
    before_delivery_ms: int, believed: bool
) -> None:
    t, order = sent()
    delivered_at = t.now
    t.wait(ARRIVE.limit_s + 40)
    came = only(press(t, cmd.AssignmentArrive, order, delivered_at - before_delivery_ms), ev.AssignmentOnScene)
    assert came.counts_from == (delivered_at if believed else None), "clocks err by so much, and no more"
    assert came.occurred_at == delivered_at - before_delivery_ms
    met = arrive_target(t)
    assert (met.late_ms == 0) is believed


@pytest.mark.parametrize("ahead_ms", [1, 60_000])
def test_s13_a_clock_that_is_ahead_counts_for_nothing(ahead_ms: int) -> None:
    t, order = sent()
    t.wait(30)
    came = only(press(t, cmd.AssignmentArrive, order, t.now + ahead_ms), ev.AssignmentOnScene)
    assert (came.counts_from, now(t, order).on_scene_at) == (None, t.now)


def test_s13_what_is_older_than_the_bound_counts_from_when_it_came() -> None:
    t, order = sent()
    pressed_at = t.now.plus(10_000)
    t.now = pressed_at.plus(OLDEST_MS + 1)
    assert only(press(t, cmd.AssignmentArrive, order, pressed_at), ev.AssignmentOnScene).counts_from is None


def test_s13_presses_from_one_dead_spot_keep_their_own_order() -> None:
    t, order = sent()
    begun = t.now
    t.now = begun.plus(300_000)
    press(t, cmd.AssignmentAcknowledge, order, begun.plus(5_000))
    press(t, cmd.AssignmentArrive, order, begun.plus(50_000))
    press(t, cmd.AssignmentControl, order, begun.plus(40_000))
    settled = now(t, order)
    assert (settled.acknowledged_at, settled.on_scene_at) == (begun.plus(5_000), begun.plus(50_000))
    assert settled.controlled_at == t.now, "handled before one was there is not believed"
    assert [each.milestone for each in settled.reported_late] == ["acknowledged", "on_scene"]


def test_s13_nobody_is_chased_for_what_the_hub_could_not_know() -> None:
    """Handling began long ago by the thumb: its promise is not broken, its ladder not climbed as it comes."""
    rung = Rung(trigger="missed_handle", after_s=5, action="next_unit")
    t, order = sent(targets=(HANDLE,), ladder=(rung,))
    pressed_at = t.now.plus(20_000)
    t.wait(200)
    press(t, cmd.AssignmentArrive, order, pressed_at)
    (due,) = ladder_of(t.world, now(t, order))
    assert due.due_at == t.now.plus((30 + 5) * 1000), "the ladder begins when the hub heard"
    assert of_kind(t.wait(GRACE_MS / 1000 - 1), ev.TargetMissed) == []
    press(t, cmd.AssignmentControl, order, pressed_at.plus(25_000))
    met = next(each for each in of_kind(t.record, ev.TargetMet) if each.target == "handle")
    assert (met.late_ms, met.took_ms) == (0, 25_000)
    assert of_kind(t.record, ev.LadderClimbed) == []


def test_s13_a_promise_that_began_late_is_missed_once_the_next_press_had_its_time() -> None:
    t, order = sent(targets=(HANDLE,))
    pressed_at = t.now.plus(20_000)
    t.wait(200)
    heard_at = t.now
    press(t, cmd.AssignmentArrive, order, pressed_at)
    (missed,) = of_kind(t.wait(60), ev.TargetMissed)
    assert missed.at == heard_at.plus(GRACE_MS)
    assert [each.outcome for each in judge(tracks(t.record)[order.id], t.now)] == ["missed"]
    assert isinstance(missed.at, Instant)
