"""Which open incident an alarm joins, and which it does not."""

from __future__ import annotations

import random
from contextlib import suppress

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import ask, decide
from dispatch.core.errors import Refused
from tests.unit.core.any_command import any_command, little_district
from tests.unit.core.world_builder import DISPATCHER, Town, at, of_kind, only


def town() -> Town:
    return Town().station("s", 0).building("tower-a", 1).building("tower-b", 1.04)


def test_what_the_question_heard_is_what_the_decision_hears() -> None:
    """With what was found out for the question, and without, a decision is the same."""
    joined = 0
    for seed in range(6):
        rng, t = random.Random(seed), little_district()
        for number in range(300):
            t.now = t.now.plus(rng.choice((0, 1_000, 11_000)))
            command = any_command(t.world, rng)
            if not isinstance(command, cmd.AlarmRaise):
                with suppress(Refused):
                    t.press(command)
                continue
            heard = ask(t.world, command, t.now).heard
            assert heard is not None
            told = decide(t.world, command, now=t.now, by=DISPATCHER, heard=heard, cause=f"示例-{t.world.seq}")
            again = decide(t.world, command, now=t.now, by=DISPATCHER, cause=f"示例-{t.world.seq}")
            assert told.events == again.events, f"seed {seed}, command {number}"
            other = replace(command, note="another one")
            by_mistake = decide(t.world, other, now=t.now, by=DISPATCHER, heard=heard)
            assert by_mistake.events == decide(t.world, other, now=t.now, by=DISPATCHER).events
            joined += len(of_kind(t.press(command), ev.AlarmMerged))
    assert joined > 10


def test_an_alarm_of_the_same_device_joins() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    assert only(t.alarm(at(1), device="d1"), ev.AlarmMerged).reason == "same device"


def test_the_same_device_a_week_later_is_a_new_fire_once_the_first_is_closed() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    t.press(cmd.IncidentClose(incident=t.incident().id))
    assert of_kind(t.alarm(at(1), device="d1"), ev.IncidentOpened)


def test_another_device_in_the_same_building_joins_within_its_time() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), device="d1")
    t.wait(29 * 60)
    assert "same building" in only(t.alarm(at(1, building="tower-a"), device="d2"), ev.AlarmMerged).reason


def test_after_the_buildings_time_it_opens_its_own() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), device="d1")
    t.wait(31 * 60)
    assert of_kind(t.alarm(at(1, building="tower-a"), device="d2"), ev.IncidentOpened)


def test_each_joining_alarm_renews_the_buildings_time() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), device="d1")
    t.wait(20 * 60)
    t.alarm(at(1, building="tower-a"), device="d2")
    t.wait(20 * 60)
    assert of_kind(t.alarm(at(1, building="tower-a"), device="d3"), ev.AlarmMerged)


def test_gas_does_not_join_a_fire_in_the_same_building() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), kind="smoke", device="d1")
    assert of_kind(t.alarm(at(1, building="tower-a"), kind="gas", device="d2"), ev.IncidentOpened)


def test_a_call_from_nearby_soon_after_joins() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), device="d1")
    t.wait(60)
    joined = only(t.alarm(at(1.04), source="phone", kind="report"), ev.AlarmMerged)
    assert joined.reason.startswith("near: 39 m, 60 s")


def test_two_fires_in_neighbouring_towers_stay_two() -> None:
    t = town()
    t.alarm(at(1, building="tower-a"), device="d1")
    assert of_kind(t.alarm(at(1.04, building="tower-b"), device="d2"), ev.IncidentOpened)


def test_time_alone_never_joins() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    assert of_kind(t.alarm(at(2), device="d2"), ev.IncidentOpened)


def test_nearness_alone_never_joins() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    t.wait(181)
    assert of_kind(t.alarm(at(1), device="d2"), ev.IncidentOpened)


def test_a_text_without_a_place_joins_nothing_by_nearness() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    assert of_kind(t.alarm(at(1).__class__(text="江边冒烟"), source="phone"), ev.IncidentOpened)


def test_an_exercise_and_a_test_never_join_an_operation() -> None:
    t = town()
    t.alarm(at(1), device="d1")
    assert of_kind(t.alarm(at(1), device="d1", exercise=True), ev.IncidentOpened)
    assert of_kind(t.alarm(at(1), device="d1", test=True), ev.IncidentOpened)


def test_a_joined_alarm_can_be_split_off_in_one_action_and_merged_again() -> None:
    t = town()
    first = t.alarm(at(1), device="d1")[0].incident
    assert first is not None
    alarm = only(t.alarm(at(1), device="d1"), ev.AlarmRaised).alarm
    split = t.press(cmd.IncidentSplit(incident=first, alarms=(alarm,)))
    second = only(split, ev.IncidentOpened).incident
    assert t.world.incidents[second].alarms == (alarm,)
    t.press(cmd.IncidentMerge(incident=second, into=first))
    assert alarm in t.world.incidents[first].alarms
    assert not t.world.incidents[second].open


def test_more_people_trapped_is_taken_over_from_a_joining_alarm() -> None:
    t = town()
    t.alarm(at(1), device="d1", trapped=1)
    t.alarm(at(1), device="d1", trapped=4)
    assert t.incident().trapped == 4
