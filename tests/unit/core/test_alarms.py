"""An alarm is never refused for what it lacks: it opens or joins an incident, and what is odd about it is flagged."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.vocabulary import Place
from tests.unit.core.world_builder import DISPATCHER, Town, at, of_kind, only


def town() -> Town:
    return Town().station("m1", 1).station("m2", 2).engine("f1", 3).building("tower", 1)


def test_an_alarm_opens_an_incident_and_sends_who_is_needed() -> None:
    t = town()
    events = t.alarm(at(0))
    assert [type(event) for event in events[:2]] == [ev.IncidentOpened, ev.AlarmRaised]
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
    assert t.world.alarms[only(events, ev.AlarmRaised).alarm].incident == t.incident().id


def test_a_known_buildings_place_is_filled_in() -> None:
    t = town()
    t.alarm(Place(building="tower", floor=7))
    assert (t.incident().place.lon, t.incident().place.floor) == (at(1).lon, 7)


@pytest.mark.parametrize(
    ("place", "flags"),
    [
        (Place(text="江边"), {"unlocated"}),
        (Place(building="no-such"), {"unknown_building", "unlocated"}),
        (Place(lon=400.0, lat=29.5), {"bad_coordinates", "unlocated"}),
        (Place(), {"unlocated"}),
    ],
)
def test_a_place_that_nobody_can_be_sent_to_opens_a_flagged_incident_and_names_the_shortfall(
    place: Place, flags: set[str]
) -> None:
    t = town()
    t.alarm(place)
    assert set(t.incident().flags) == flags
    assert {short.why for short in t.incident().shortfalls} == {"unlocated"}


def test_what_is_unknown_or_unreadable_is_flagged_not_refused() -> None:
    t = town()
    t.alarm(at(0), source="pigeon", kind="portent", occurred_at="yesterday")
    assert set(t.incident().flags) == {"unknown_source", "unknown_kind", "bad_time"}


def test_a_clock_that_is_far_off_is_flagged_and_the_hubs_time_counts() -> None:
    t = town()
    raised = only(t.alarm(at(0), occurred_at="2020-01-01T00:00:00Z"), ev.AlarmRaised)
    assert "clock_off" in raised.flags
    assert raised.at == t.now


def test_a_key_that_stood_for_something_else_is_flagged() -> None:
    t = town()
    t.do(cmd.with_key_reused(cmd.AlarmRaise(place=at(0))), by=DISPATCHER)
    assert "key_reused" in t.incident().flags


def test_a_test_signal_opens_an_incident_of_its_own_and_sends_nobody() -> None:
    t = town()
    t.alarm(at(0), device="d1")
    t.alarm(at(0), device="d1", test=True)
    test = next(each for each in t.world.incidents.values() if each.test)
    assert t.going(test) == []
    assert len(test.alarms) == 1


def test_an_exercise_never_joins_an_operation() -> None:
    t = town()
    t.alarm(at(0), device="d1")
    events = t.alarm(at(0), device="d1", exercise=True)
    assert only(events, ev.IncidentOpened).exercise
    assert not of_kind(events, ev.AlarmMerged)
    assert all(event.exercise for event in events)


def test_numbers_count_within_the_local_month_and_begin_anew_with_it() -> None:
    t = town()
    t.alarm(at(0), device="d1")
    t.alarm(at(2), device="d2")
    assert [each.number for each in sorted(t.world.incidents.values(), key=lambda each: each.opened_by_seq)] == [
        "11-0001",
        "11-0002",
    ]
    t.now = t.now.plus(9 * 24 * 3600 * 1000)
    assert only(t.alarm(at(4), device="d3"), ev.IncidentOpened).number == "12-0001"


def test_the_month_turns_at_local_midnight() -> None:
    t = town()
    t.now = t.now.plus(8 * 24 * 3600 * 1000 + 12 * 3600 * 1000 - 1)
    assert only(t.alarm(at(0), device="d1"), ev.IncidentOpened).number == "11-0001"
    t.now = t.now.plus(1)
    assert only(t.alarm(at(4), device="d2"), ev.IncidentOpened).number == "12-0001"
