"""Stations of one complex keep each other informed: from the first minute, without an order, until it is over."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.state import of_station, to_state, to_world
from dispatch.core.world import DEFAULT_SETTINGS
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

ONE_CREW = Plan(name="示例", needs=(Need(count=1, station_kinds=("micro_unit",)),))


def mall() -> Town:
    """Return a mall with three stations, and one that is of another zone."""
    t = Town(replace(DEFAULT_SETTINGS, plans=(ONE_CREW,), ladder=()))
    t.building("mall", 0, zone="z1").building("alone", 5)
    t.station("m1", 0, building="mall", zone="z1").station("m2", 1, zone="z1").station("m3", 2, building="mall")
    return t.station("far", 3, zone="z2")


def test_the_other_stations_of_the_zone_and_the_building_hear_in_the_decision_that_opens_it() -> None:
    t = mall()
    told = only(t.alarm(at(0, building="mall", floor=2, text="示例姓名")), ev.ZoneInformed)
    assert told.stations == told.to == ("m3", "m2")
    assert (told.number, told.place.floor, told.place.text) == (t.incident().number, 2, None)
    assert t.going() == ["m1-1"], "nobody gets an order by it"


def test_they_see_nothing_else_of_it_and_hear_when_it_is_over() -> None:
    t = mall()
    t.alarm(at(0, building="mall"))
    incident = t.incident().id
    noted = only(t.press(cmd.AddNote(incident=incident, text="示例")), ev.IncidentNoted)
    assert "m2" not in noted.to
    shown = of_station(t.world, "m2")
    assert (list(shown.beside), list(shown.incidents)) == ([incident], [])
    assert not of_station(t.world, "far").beside
    assert only(t.press(cmd.IncidentClose(incident=incident)), ev.ZoneCleared).to == ("m3", "m2")
    assert not t.world.beside


def test_they_are_told_once_and_again_when_it_was_not_over() -> None:
    t = mall()
    t.alarm(at(0, building="mall"))
    incident = t.incident().id
    assert not of_kind(t.press(cmd.IncidentGrade(incident=incident, grade=3)), ev.ZoneInformed)
    t.press(cmd.IncidentFalseAlarm(incident=incident, reason="false_cooking"))
    assert only(t.press(cmd.IncidentReopen(incident=incident)), ev.ZoneInformed).incident == incident


def test_what_goes_into_another_incident_is_over_beside_them() -> None:
    t = mall()
    first = only(t.alarm(at(0, building="mall"), device="a"), ev.IncidentOpened).incident
    second = only(t.alarm(at(5, building="alone"), device="b"), ev.IncidentOpened).incident
    assert only(t.press(cmd.IncidentMerge(incident=first, into=second)), ev.ZoneCleared).incident == first


def test_an_exercise_tells_nobody_outside_its_drill_and_a_test_tells_nobody() -> None:
    t = mall()
    assert not of_kind(t.alarm(at(0, building="mall"), exercise=True), ev.ZoneInformed)
    assert not of_kind(t.alarm(at(0, building="mall"), test=True), ev.ZoneInformed)


def test_it_survives_a_snapshot() -> None:
    t = mall()
    t.alarm(at(0, building="mall"))
    assert to_world(to_state(t.world)).beside == t.world.beside
