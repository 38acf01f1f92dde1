"""Milestones belong to the assignment: a later one is valid without the earlier, none counts twice, none is guessed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS, Assignment
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
PHONE = By(role="station", name="phone 1", station="m1")


def town() -> Town:
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,)))
    return t.station("m1", 1).station("m2", 2).station("m3", 3)


def sent() -> tuple[Town, Assignment]:
    """One incident, one order."""
    t = town()
    t.alarm(at(0), device="d1")
    return t, t.order("m1-1")


def held_twice() -> tuple[Town, Assignment, Assignment]:
    """One unit with orders for two incidents."""
    t, first = sent()
    second = only(t.alarm(at(2), device="d2"), ev.IncidentOpened).incident
    t.press(cmd.AssignmentAssign(incident=second, unit="m1-1"))
    return t, first, next(each for each in t.world.active_of_unit("m1-1") if each.id != first.id)


def state(t: Town, assignment: Assignment) -> Assignment:
    return t.world.assignments[assignment.id]


def test_every_milestone_keeps_its_own_time() -> None:
    t, order = sent()
    begun = t.now
    for seconds, press in enumerate((cmd.AssignmentAcknowledge, cmd.AssignmentDepart, cmd.AssignmentArrive), start=1):
        t.now = begun.plus(seconds * 1000)
        t.press(press(assignment=order.id))
    now = state(t, order)
    times = (now.acknowledged_at, now.en_route_at, now.on_scene_at)
    assert times == (begun.plus(1000), begun.plus(2000), begun.plus(3000))


def test_a_later_milestone_is_valid_without_the_earlier_and_the_missing_stay_missing() -> None:
    t, order = sent()
    t.press(cmd.AssignmentControl(assignment=order.id))
    now = state(t, order)
    assert now.controlled_at == t.now
    assert (now.acknowledged_at, now.en_route_at, now.on_scene_at) == (None, None, None)


def test_no_milestone_counts_twice() -> None:
    t, order = sent()
    t.press(cmd.AssignmentArrive(assignment=order.id))
    with pytest.raises(WrongState, match="on_scene already"):
        t.press(cmd.AssignmentArrive(assignment=order.id))


def test_who_is_on_scene_does_not_depart_any_more() -> None:
    t, order = sent()
    t.press(cmd.AssignmentArrive(assignment=order.id))
    with pytest.raises(WrongState):
        t.press(cmd.AssignmentDepart(assignment=order.id))


def test_an_ended_assignment_takes_no_milestone() -> None:
    t, order = sent()
    t.press(cmd.AssignmentRelease(assignment=order.id))
    with pytest.raises(WrongState, match="has ended: released"):
        t.press(cmd.AssignmentAcknowledge(assignment=order.id))


def test_a_press_from_a_dead_spot_keeps_its_own_time_beside_the_hubs() -> None:
    t, order = sent()
    pressed = only(
        t.press(cmd.AssignmentAcknowledge(assignment=order.id, occurred_at="2026-11-22T11:59:00+08:00")),
        ev.AssignmentAcknowledged,
    )
    assert pressed.occurred_at == t.now.plus(-60_000)
    assert state(t, order).acknowledged_at == t.now


def test_a_presss_own_time_must_have_an_offset() -> None:
    t, order = sent()
    with pytest.raises(Unusable, match="offset"):
        t.press(cmd.AssignmentAcknowledge(assignment=order.id, occurred_at="2026-11-22T11:59:00"))


def test_departing_for_another_incident_releases_the_first_in_the_same_step() -> None:
    t, first, second = held_twice()
    t.press(cmd.AssignmentDepart(assignment=first.id))
    events = t.press(cmd.AssignmentDepart(assignment=second.id))
    assert only(events, ev.AssignmentReleased).assignment == first.id
    assert [each.id for each in t.world.active_of_unit("m1-1")] == [second.id]


def test_an_order_that_was_only_read_is_not_lost_by_departing_for_another() -> None:
    t, first, second = held_twice()
    t.press(cmd.AssignmentAcknowledge(assignment=first.id))
    t.press(cmd.AssignmentDepart(assignment=second.id))
    assert state(t, first).active


def test_a_units_two_assignments_never_touch_each_others_state() -> None:
    t, first, second = held_twice()
    before = state(t, first)
    t.press(cmd.AssignmentAcknowledge(assignment=second.id))
    assert state(t, first) == before


def test_an_acknowledgement_after_no_answer_is_still_accepted() -> None:
    t, order = sent()
    assert of_kind(t.wait(60), ev.AssignmentNoAnswer)
    t.press(cmd.AssignmentAcknowledge(assignment=order.id))
    assert state(t, order).acknowledged_at == t.now
    assert state(t, order).no_answer_at is not None


def test_who_declines_is_replaced_at_once() -> None:
    t, order = sent()
    events = t.press(cmd.AssignmentDecline(assignment=order.id, reason="车坏了"))
    assert only(events, ev.AssignmentDeclined).reason == "车坏了"
    assert t.going() == ["m2-1"]


def test_who_is_on_scene_cannot_decline() -> None:
    t, order = sent()
    t.press(cmd.AssignmentArrive(assignment=order.id))
    with pytest.raises(WrongState, match="release it"):
        t.press(cmd.AssignmentDecline(assignment=order.id))


def test_a_recall_frees_the_unit_and_says_why() -> None:
    t, order = sent()
    events = t.press(cmd.AssignmentRecall(assignment=order.id, reason="够了"))
    assert only(events, ev.AssignmentRecalled).reason == "够了"
    assert not t.world.active_of_unit("m1-1")


def test_a_dispatcher_may_send_anybody_busy_or_not() -> None:
    t, first, second = held_twice()
    assert {each.id for each in t.world.active_of_unit("m1-1")} == {first.id, second.id}
    assert second.reason == "sent by hand"
    assert second.eta_s == 60.0


def test_nobody_gets_two_orders_for_one_incident() -> None:
    t, _ = sent()
    with pytest.raises(WrongState, match="already"):
        t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m1-1"))


def test_a_unit_that_nobody_knows_cannot_be_sent() -> None:
    t, _ = sent()
    with pytest.raises(NotFound, match="no unit ghost"):
        t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="ghost"))


def test_an_order_is_delivered_once_to_each_phone_and_only_up_to_what_it_showed() -> None:
    t, order = sent()
    assert not t.do(cmd.Deliver(station="m1", seen_seq=order.assigned_seq - 1), by=PHONE)
    assert only(t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE), ev.AssignmentDelivered).by == PHONE
    assert not t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    second = replace(PHONE, name="phone 2")
    assert only(t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=second), ev.AssignmentDelivered).by == second


def test_delivered_to_a_second_phone_does_not_move_the_first_delivery() -> None:
    t, order = sent()
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    first = t.now
    t.wait(1)
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=replace(PHONE, name="phone 2"))
    assert state(t, order).delivered_at == first


def test_only_the_stations_in_the_picture_see_an_assignments_events() -> None:
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3).station("far", 9)
    t.alarm(at(0))
    (event, *_) = t.press(cmd.AssignmentAcknowledge(assignment=t.order("m1-1").id))
    assert set(event.to) == {"m1", "m2", "f1"}
