"""What people decide about an incident: they can always overrule the machine, and can take it back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.vocabulary import Place
from dispatch.core.world import DEFAULT_SETTINGS, Incident
from stations.rules import Need, Plan
from tests.unit.core.world_builder import DISPATCHER, Town, at, of_kind, only

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))


def town() -> Town:
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=()))
    return t.station("m1", 1).station("m2", 2).station("m3", 3).building("tower", 0)


def burning() -> tuple[Town, Incident]:
    t = town()
    t.alarm(at(0), device="d1")
    return t, t.incident()


def two() -> tuple[Town, Incident, Incident]:
    t, first = burning()
    second = only(t.alarm(at(2), device="d2"), ev.IncidentOpened).incident
    return t, first, t.world.incidents[second]


def now(t: Town, incident: Incident) -> Incident:
    return t.world.incidents[incident.id]


# --- closing ---


def test_closing_releases_who_arrived_and_calls_back_who_has_not() -> None:
    t, incident = burning()
    t.press(cmd.AssignmentAssign(incident=incident.id, unit="m2-1"))
    t.press(cmd.AssignmentArrive(assignment=t.order("m1-1").id))
    events = t.press(cmd.IncidentClose(incident=incident.id))
    assert only(events, ev.AssignmentReleased).unit == "m1-1"
    assert only(events, ev.AssignmentRecalled).unit == "m2-1"
    assert not t.going(incident)


def test_the_crews_see_that_it_closed_and_why_they_are_let_go() -> None:
    t, incident = burning()
    closed = only(t.press(cmd.IncidentClose(incident=incident.id, note="灭了")), ev.IncidentClosed)
    assert (closed.to, closed.reason, closed.note) == (("m1",), "handled", "灭了")


def test_a_closed_incident_takes_no_more_orders() -> None:
    t, incident = burning()
    t.press(cmd.IncidentClose(incident=incident.id))
    for command in (
        cmd.IncidentTake(incident=incident.id),
        cmd.IncidentGrade(incident=incident.id, grade=2),
        cmd.AssignmentAssign(incident=incident.id, unit="m2-1"),
        cmd.IncidentClose(incident=incident.id),
    ):
        with pytest.raises(WrongState, match="reopen it first"):
            t.press(command)


def test_a_false_alarm_closes_with_its_reason() -> None:
    t, incident = burning()
    t.press(cmd.IncidentFalseAlarm(incident=incident.id, reason="false_cooking"))
    assert now(t, incident).close_reason == "false_cooking"
    assert not t.going(incident)


def test_handled_is_no_reason_for_a_false_alarm() -> None:
    t, incident = burning()
    with pytest.raises(Unusable, match="one of"):
        t.press(cmd.IncidentFalseAlarm(incident=incident.id, reason="handled"))


def test_an_incident_that_everybody_left_is_named_so_that_nobody_forgets_it() -> None:
    t, incident = burning()
    left = only(t.press(cmd.AssignmentRelease(assignment=t.order("m1-1").id)), ev.DispatchShortfall)
    assert left.why == "nobody_left"
    t.press(cmd.AssignmentAssign(incident=incident.id, unit="m2-1"))
    assert now(t, incident).shortfalls == ()


def test_a_test_that_nobody_went_to_is_nobodys_shortfall() -> None:
    t = town()
    assert not of_kind(t.alarm(at(0), device="d1", test=True), ev.DispatchShortfall)


# --- reopening ---


def test_a_reopened_incident_gets_its_crews_again() -> None:
    t, incident = burning()
    t.press(cmd.IncidentFalseAlarm(incident=incident.id, reason="false_cooking"))
    t.press(cmd.IncidentReopen(incident=incident.id, reason="又冒烟"))
    assert now(t, incident).close_reason is None
    assert t.going(incident) == ["m1-1"]


def test_who_declined_before_is_not_asked_again() -> None:
    t, incident = burning()
    t.press(cmd.AssignmentDecline(assignment=t.order("m1-1").id))
    t.press(cmd.IncidentClose(incident=incident.id))
    t.press(cmd.IncidentReopen(incident=incident.id))
    assert t.going(incident) == ["m2-1"]


def test_an_alarm_after_everybody_left_sends_somebody_again() -> None:
    t, incident = burning()
    t.press(cmd.AssignmentRelease(assignment=t.order("m1-1").id))
    assert only(t.alarm(at(0), device="d1"), ev.AlarmMerged).incident == incident.id
    assert t.going(incident) == ["m1-1"]
    assert now(t, incident).shortfalls == ()


def test_what_is_open_cannot_be_reopened() -> None:
    t, incident = burning()
    with pytest.raises(WrongState, match="is open"):
        t.press(cmd.IncidentReopen(incident=incident.id))


def test_what_was_merged_is_not_reopened_but_split() -> None:
    t, first, second = two()
    t.press(cmd.IncidentMerge(incident=second.id, into=first.id))
    with pytest.raises(WrongState, match="split its alarms there"):
        t.press(cmd.IncidentReopen(incident=second.id))


# --- merging and splitting ---


def test_merging_takes_alarms_assignments_and_notes_along() -> None:
    t, first, second = two()
    t.press(cmd.AddNote(incident=second.id, text="电梯停了"))
    t.press(cmd.IncidentMerge(incident=second.id, into=first.id, reason="同一处"))
    merged = now(t, first)
    assert merged.alarms == (*first.alarms, *second.alarms)
    assert t.going(first) == ["m1-1", "m2-1"]
    assert [note.text for note in merged.notes] == ["电梯停了"]
    assert (now(t, second).close_reason, now(t, second).merged_into) == ("merged", first.id)


def test_both_incidents_crews_hear_of_the_merging() -> None:
    t, first, second = two()
    assert set(only(t.press(cmd.IncidentMerge(incident=second.id, into=first.id)), ev.IncidentMerged).to) == {
        "m1",
        "m2",
    }


def test_nothing_is_merged_into_itself() -> None:
    t, incident = burning()
    with pytest.raises(Unusable):
        t.press(cmd.IncidentMerge(incident=incident.id, into=incident.id))


@pytest.mark.parametrize(("exercise", "test"), [(True, False), (False, True)])
def test_exercises_tests_and_operations_are_never_merged_with_each_other(exercise: bool, test: bool) -> None:
    t, incident = burning()
    other = t.alarm(at(5), device="d9", exercise=exercise, test=test)[0].incident
    assert other is not None
    for one, into in ((incident.id, other), (other, incident.id)):
        with pytest.raises(WrongState, match="never merged"):
            t.press(cmd.IncidentMerge(incident=one, into=into))


def test_a_merging_is_undone_by_one_split() -> None:
    t, first, second = two()
    t.press(cmd.IncidentMerge(incident=second.id, into=first.id))
    opened = only(t.press(cmd.IncidentSplit(incident=first.id, alarms=second.alarms)), ev.IncidentOpened)
    apart = t.world.incidents[opened.incident]
    assert apart.alarms == second.alarms
    assert apart.place == second.place
    assert now(t, first).alarms == first.alarms


def test_what_is_split_off_is_served() -> None:
    t, incident = burning()
    joined = only(t.alarm(at(0), device="d1"), ev.AlarmMerged).alarm
    events = t.press(cmd.IncidentSplit(incident=incident.id, alarms=(joined,)))
    assert only(events, ev.AssignmentAssigned).unit == "m2-1"


def test_one_alarm_at_least_stays() -> None:
    t, incident = burning()
    with pytest.raises(WrongState, match="one at least must stay"):
        t.press(cmd.IncidentSplit(incident=incident.id, alarms=incident.alarms))


def test_an_alarm_that_is_not_there_cannot_leave() -> None:
    t, first, second = two()
    with pytest.raises(NotFound, match="is not in incident"):
        t.press(cmd.IncidentSplit(incident=first.id, alarms=second.alarms))


def test_the_device_of_a_split_alarm_joins_where_its_alarm_went() -> None:
    t, incident = burning()
    joined = only(t.alarm(at(0), device="d1"), ev.AlarmMerged).alarm
    apart = only(t.press(cmd.IncidentSplit(incident=incident.id, alarms=(joined,))), ev.IncidentOpened).incident
    assert only(t.alarm(at(0), device="d1"), ev.AlarmMerged).incident == apart


# --- what is known better ---


def test_an_incident_without_a_place_is_served_once_it_has_one() -> None:
    t = town()
    t.alarm(Place(text="江边"))
    incident = t.incident()
    events = t.press(cmd.IncidentUpdate(incident=incident.id, place=Place(building="tower")))
    assert only(events, ev.AssignmentAssigned).unit == "m1-1"
    assert "unlocated" not in now(t, incident).flags
    assert now(t, incident).shortfalls == ()


def test_a_place_that_makes_it_worse_is_refused() -> None:
    t, incident = burning()
    with pytest.raises(Unusable, match="known building"):
        t.press(cmd.IncidentUpdate(incident=incident.id, place=Place(building="ghost")))


def test_what_an_update_does_not_name_stays_as_it_was() -> None:
    t, incident = burning()
    t.press(cmd.IncidentUpdate(incident=incident.id, kind="heat"))
    assert now(t, incident) == replace(incident, kind="heat")


def test_taking_it_in_hand_is_no_lock() -> None:
    t, incident = burning()
    t.press(cmd.IncidentTake(incident=incident.id))
    other = replace(DISPATCHER, name="另一位")
    t.do(cmd.IncidentTake(incident=incident.id), by=other)
    assert now(t, incident).taken_by == other


def test_a_grade_keeps_what_it_was_before() -> None:
    t, incident = burning()
    graded = only(t.press(cmd.IncidentGrade(incident=incident.id, grade=3)), ev.IncidentGraded)
    assert (graded.before, graded.grade) == (1, 3)


def test_a_closed_incident_still_takes_notes() -> None:
    t, incident = burning()
    t.press(cmd.IncidentClose(incident=incident.id))
    t.press(cmd.AddNote(incident=incident.id, text="复查"))
    assert now(t, incident).notes[-1].text == "复查"


def test_an_unknown_incident_is_not_found() -> None:
    with pytest.raises(NotFound, match="last 24 hours"):
        town().press(cmd.IncidentTake(incident="inc-0"))
