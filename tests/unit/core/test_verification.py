"""Suspected until a second sign: who goes to look, who is forewarned, what makes it real."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import WrongState
from dispatch.core.world import DEFAULT_SETTINGS
from stations.rules import PLAN_PROFILES, VERIFY_FIRST
from tests.unit.core.world_builder import Town, at, of_kind, only

CAREFUL = replace(DEFAULT_SETTINGS, plans=PLAN_PROFILES[VERIFY_FIRST])


def town() -> Town:
    t = Town(CAREFUL).station("m1", 1).station("m2", 2).station("m3", 3).engine("f1", 4)
    return t.building("mall", 0)


def test_one_detector_sends_crews_to_look_and_forewarns_the_fire_station() -> None:
    t = town()
    events = t.alarm(at(0, building="mall"), device="d1")
    assert t.going() == ["m1-1", "m2-1"]
    warned = only(events, ev.DispatchForewarned)
    assert warned.station == "f1"
    assert "f1" in warned.to
    assert not t.world.active_of_unit("f1-1")


@pytest.mark.parametrize(
    ("source", "kind"),
    [("detector", "manual_call_point"), ("detector", "water_flow"), ("phone", "report"), ("person", "smoke")],
)
def test_a_hand_a_flow_or_a_voice_makes_it_real_at_once(source: str, kind: str) -> None:
    t = town()
    t.alarm(at(0, building="mall"), source=source, kind=kind)
    assert t.incident().confirmed_at is not None
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_a_second_independent_detector_sends_the_rest_of_the_plan() -> None:
    t = town()
    t.alarm(at(0, building="mall"), device="d1")
    events = t.alarm(at(0, building="mall"), device="d2")
    assert only(events, ev.IncidentConfirmed).reason == "a second, independent detector"
    assert [each.unit for each in of_kind(events, ev.AssignmentAssigned)] == ["f1-1"]


def test_the_same_detector_again_proves_nothing() -> None:
    t = town()
    t.alarm(at(0, building="mall"), device="d1")
    events = t.alarm(at(0, building="mall"), device="d1")
    assert not of_kind(events, ev.IncidentConfirmed)


def test_a_crews_word_makes_it_real() -> None:
    t = town()
    t.alarm(at(0, building="mall"), device="d1")
    events = t.press(cmd.IncidentConfirm(incident=t.incident().id, reason="明火"))
    assert only(events, ev.AssignmentAssigned).unit == "f1-1"
    with pytest.raises(WrongState):
        t.press(cmd.IncidentConfirm(incident=t.incident().id))


def test_a_second_confirmation_sends_nobody_twice() -> None:
    t = town()
    t.alarm(at(0, building="mall"), device="d1")
    t.alarm(at(0, building="mall"), device="d2")
    assert not of_kind(t.alarm(at(0, building="mall"), source="phone"), ev.AssignmentAssigned)


def test_a_test_signal_is_tagged_and_calls_nobody() -> None:
    t = town()
    t.alarm(at(0, building="mall"), kind="manual_call_point", test=True)
    assert t.incident().test
    assert t.going() == []


def test_without_a_plan_everything_goes_at_once() -> None:
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 4)
    t.alarm(at(0), device="d1")
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
