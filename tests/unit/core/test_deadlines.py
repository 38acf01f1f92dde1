"""What must not be missed follows from the World: the heap knows what the slow oracle knows, after a restart too."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import ARCHIVE_AFTER_MS, armed, next_due
from dispatch.core.instant import to_text
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import ClosureArea
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.writer.schedule import Schedule
from stations.rules import Rung
from tests.unit.core.world_builder import Town, at, only

CIRCLE = ClosureArea(lon=106.57, lat=29.56, radius_m=100)


def busy() -> Town:
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3)
    t.alarm(at(0))
    return t


def test_deadlines_of_a_subject_come_earliest_first() -> None:
    t = busy()
    found = armed(t.world, t.order("m1-1").id)
    assert found == sorted(found)
    assert {each.key for each in found} >= {"rung:0", "warn:arrive:50", "miss:arrive", "miss:respond"}


def test_what_is_unknown_has_no_deadline() -> None:
    assert armed(busy().world, "ghost") == []


def test_a_closed_incident_leaves_the_world_after_a_day_with_all_that_is_its_own() -> None:
    t = busy()
    incident = t.incident()
    t.press(cmd.IncidentClose(incident=incident.id))
    closed = t.now
    assert only(t.wait(ARCHIVE_AFTER_MS / 1000), ev.IncidentArchived).at == closed.plus(ARCHIVE_AFTER_MS)
    assert not t.world.incidents
    assert not t.world.assignments
    assert not t.world.alarms


def test_a_reopened_incident_stays() -> None:
    t = busy()
    incident = t.incident()
    t.press(cmd.IncidentClose(incident=incident.id))
    t.press(cmd.IncidentReopen(incident=incident.id))
    assert not [each for each in armed(t.world, incident.id) if each.key == "archive"]


def test_a_closure_ends_by_itself_at_its_time() -> None:
    t = busy()
    until = t.now.plus(90_000)
    closed = only(t.press(cmd.RoadClose(area=CIRCLE, until=to_text(until))), ev.RoadClosed)
    opened = next(event for event in t.wait(90) if isinstance(event, ev.RoadOpened))
    assert (opened.at, opened.closure, opened.expired) == (until, closed.closure, True)


def test_what_was_settled_meanwhile_brings_about_nothing() -> None:
    t = busy()
    order = t.order("m1-1")
    due = next(each for each in armed(t.world, order.id) if each.key == "miss:arrive")
    t.press(cmd.AssignmentArrive(assignment=order.id))
    t.now = due.due_at
    assert not t.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at))


def test_nothing_fires_twice() -> None:
    t = busy()
    due = next_due(t.world)
    assert due is not None
    t.now = due.due_at
    fire = cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)
    assert t.do(fire)
    assert not t.do(fire)


def test_the_schedule_follows_what_happens() -> None:
    t = busy()
    schedule = Schedule(t.world)
    for command in (
        cmd.AssignmentAcknowledge(assignment=t.order("m1-1").id),
        cmd.AssignmentArrive(assignment=t.order("f1-1").id),
        cmd.RoadClose(area=CIRCLE, until=to_text(t.now.plus(1000))),
        cmd.IncidentClose(incident=t.incident().id, reason="示例"),
    ):
        events = t.press(command)
        schedule.follow(t.world, events)
        assert schedule.first() == next_due(t.world)


def test_another_ladder_arms_other_rungs_at_once() -> None:
    t = busy()
    t.do(cmd.ChangeRegistry(settings=replace(DEFAULT_SETTINGS, ladder=())))
    schedule = Schedule(t.world)
    first = Rung(trigger="unacknowledged", after_s=1, action="alert_again")
    events = t.do(cmd.ChangeRegistry(settings=replace(DEFAULT_SETTINGS, ladder=(first,))))
    schedule.follow(t.world, events)
    assert schedule.first() == next_due(t.world)
    due = schedule.first()
    assert due is not None
    assert (due.due_at, due.key) == (t.now.plus(1000), "rung:0")


def test_a_rung_that_the_district_took_away_is_nothing_when_it_comes_up() -> None:
    t = busy()
    order = t.order("m1-1")
    due = next(each for each in armed(t.world, order.id) if each.key == "rung:4")
    t.do(cmd.ChangeRegistry(settings=replace(DEFAULT_SETTINGS, ladder=())))
    t.now = due.due_at
    assert not t.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at))


def test_a_restart_arms_exactly_what_was_armed() -> None:
    t = busy()
    t.wait(20)
    restarted = to_world(to_state(t.world))
    for subject in (*t.world.assignments, *t.world.incidents):
        assert armed(restarted, subject) == armed(t.world, subject)


def test_a_held_subject_is_left_out_until_it_is_armed_again() -> None:
    t = busy()
    schedule = Schedule(t.world)
    first = schedule.first()
    assert first is not None
    schedule.hold(first.subject)
    second = schedule.first()
    assert second is not None
    assert second.subject != first.subject
    schedule.rearm(t.world, first.subject)
    assert schedule.first() == first
