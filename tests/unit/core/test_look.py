"""W10, W11: who is sent to look has a limit to say what it is; silence, or "cannot tell", sends everybody."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import armed
from dispatch.core.reasons import CannotTell, NobodyLooked, NothingSaid
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS
from stations.rules import DEFAULT_LADDER, PLAN_PROFILES, VERIFY_FIRST, Look, Need, Plan, Rung
from tests.unit.core.world_builder import Town, at, of_kind, only

LOOKERS = ["own-1", "near-1"]
EVERYBODY = [*LOOKERS, "f-1"]


def looking(*, within_s: int = 60, **settings: Any) -> Town:
    """One detector speaks; the building's own crew (half a minute) and a neighbour (two minutes) are sent to look."""
    plans = PLAN_PROFILES[VERIFY_FIRST]
    t = Town(replace(DEFAULT_SETTINGS, plans=plans, look=Look(within_s=within_s), ladder=(), **settings))
    t.building("b", 0).station("own", 0.5, building="b").station("near", 2, kind="micro_community")
    t.station("far", 3, kind="micro_community").engine("f", 4)
    t.alarm(at(0, building="b"), device="d")
    assert t.going() == LOOKERS
    return t


def press(t: Town, kind: Any, unit: str) -> None:
    t.press(kind(assignment=t.order(unit).id))


def says(t: Town, saw: str | None, unit: str = "own-1", **more: Any) -> tuple[ev.Event, ...]:
    station = unit.removesuffix("-1")
    by = By(role="station", name="示例", station=station)
    return t.do(cmd.SceneReport(incident=t.incident().id, saw=saw, **more), by=by)  # type: ignore[arg-type]  # what the test says


def test_w11_a_look_that_nobody_answers_ends_60_s_after_the_alarm_with_everybody() -> None:
    t = looking()
    assert not of_kind(t.wait(59.9), ev.IncidentConfirmed)
    confirmed = only(t.wait(0.1), ev.IncidentConfirmed)
    assert confirmed.because == NobodyLooked(seconds=60)
    assert confirmed.by.role == "hub"
    assert t.going() == EVERYBODY


def test_w10_a_crew_that_is_there_has_60_s_from_its_arrival_to_say_what_it_is() -> None:
    t = looking()
    press(t, cmd.AssignmentAcknowledge, "own-1")
    t.wait(40)
    press(t, cmd.AssignmentArrive, "own-1")
    assert not of_kind(t.wait(59), ev.IncidentConfirmed)
    assert only(t.wait(1), ev.IncidentConfirmed).because == NothingSaid(unit="own-1", seconds=60)
    assert t.going() == EVERYBODY


def test_w10_a_crew_that_has_answered_is_waited_for_until_60_s_after_it_should_be_there() -> None:
    t = looking()
    press(t, cmd.AssignmentAcknowledge, "near-1")
    assert not of_kind(t.wait(179), ev.IncidentConfirmed), "foreseen after 120 s"
    assert only(t.wait(1), ev.IncidentConfirmed).because == NobodyLooked(seconds=180)


def test_w10_a_promise_that_ends_earlier_than_the_way_takes_ends_the_waiting() -> None:
    """The own crew is far from home: nobody waits longer for it than its minute and the limit."""
    t = Town(replace(DEFAULT_SETTINGS, plans=PLAN_PROFILES[VERIFY_FIRST], ladder=()))
    t.building("b", 0).station("own", 5, building="b").engine("f", 6)
    t.alarm(at(0, building="b"), device="d")
    press(t, cmd.AssignmentAcknowledge, "own-1")
    assert not of_kind(t.wait(119), ev.IncidentConfirmed)
    assert of_kind(t.wait(1), ev.IncidentConfirmed)


@pytest.mark.parametrize(("saw", "going"), [("fire", EVERYBODY), ("cannot_tell", EVERYBODY), ("no_fire", LOOKERS)])
def test_w10_fire_and_cannot_tell_send_everybody_at_once_and_no_fire_ends_the_waiting(
    saw: str, going: list[str]
) -> None:
    t = looking()
    press(t, cmd.AssignmentAcknowledge, "own-1")
    t.wait(30)
    press(t, cmd.AssignmentArrive, "own-1")
    says(t, saw)
    assert t.going() == going
    t.wait(3600)
    assert t.going() == going, "and nothing more comes of it by itself"


def test_w10_cannot_tell_says_who_could_not() -> None:
    t = looking()
    press(t, cmd.AssignmentArrive, "own-1")
    assert only(says(t, "cannot_tell"), ev.IncidentConfirmed).because == CannotTell(who="own-1")


def test_w10_cannot_tell_after_another_found_no_fire_sends_nobody() -> None:
    t = looking()
    press(t, cmd.AssignmentArrive, "own-1")
    press(t, cmd.AssignmentArrive, "near-1")
    says(t, "no_fire")
    assert not of_kind(says(t, "cannot_tell", "near-1"), ev.IncidentConfirmed)


def test_w10_a_report_that_does_not_say_what_it_is_is_no_word() -> None:
    t = looking()
    press(t, cmd.AssignmentArrive, "own-1")
    says(t, None, note="示例：电梯停了")
    assert of_kind(t.wait(60), ev.IncidentConfirmed)


def test_w10_a_person_who_says_it_is_nothing_or_real_ends_the_waiting() -> None:
    t = looking()
    t.press(cmd.IncidentFalseAlarm(incident=t.incident().id, reason="false_cooking"))
    assert not of_kind(t.wait(600), ev.IncidentConfirmed)
    t = looking()
    t.press(cmd.IncidentConfirm(incident=t.incident().id))
    assert not of_kind(t.wait(600), ev.IncidentConfirmed)


def test_w10_a_look_that_arrives_late_sends_no_fire_station_before_anybody_looked() -> None:
    """The probe: a community crew arrives after 90 s; the ladder keeps its hands off, the look's own limit acts."""
    t = looking()
    t.set(ladder=DEFAULT_LADDER)
    for unit in LOOKERS:
        t.do(cmd.Deliver(station=unit.removesuffix("-1"), seen_seq=t.world.seq))
        press(t, cmd.AssignmentAcknowledge, unit)
    t.wait(89)
    assert [each.outcome for each in of_kind(t.record, ev.LadderClimbed) if each.action == "fire_station"] == [
        "look_first"
    ]
    press(t, cmd.AssignmentArrive, "own-1")
    assert "f-1" not in t.going()
    t.wait(60)
    assert "f-1" in t.going()


def test_w10_a_silent_crew_brings_no_fire_station_by_any_rung_before_the_look_ends() -> None:
    t = looking()
    t.set(ladder=(Rung(trigger="unacknowledged", after_s=10, action="fire_station"),))
    assert {each.outcome for each in of_kind(t.wait(59), ev.LadderClimbed)} == {"look_first"}
    t.wait(1)
    assert t.going() == EVERYBODY


def test_w10_the_limit_is_the_districts_own_and_0_is_none() -> None:
    assert of_kind(looking(within_s=20).wait(20), ev.IncidentConfirmed)
    assert not of_kind(looking(within_s=0).wait(3600), ev.IncidentConfirmed)


def test_w10_who_was_coming_and_is_recalled_is_waited_for_no_more() -> None:
    t = looking()
    press(t, cmd.AssignmentAcknowledge, "near-1")
    t.wait(100)
    press(t, cmd.AssignmentRecall, "near-1")
    assert of_kind(t.wait(0), ev.IncidentConfirmed)


def test_a_late_signals_look_is_waited_for_by_nobody() -> None:
    """A gateway that brings yesterday's states at once must not take every crew by their silence."""
    t = Town(replace(DEFAULT_SETTINGS, ladder=())).building("b", 0).station("own", 0.5, building="b").engine("f", 4)
    t.alarm(at(0, building="b"), device="d", occurred_at="2026-11-22T10:00:00+08:00")
    assert not of_kind(t.wait(3600), ev.IncidentConfirmed)


def test_the_default_plan_looks_at_nothing() -> None:
    t = Town().building("b", 0).station("own", 0.5, building="b")
    t.alarm(at(0, building="b"), device="d")
    assert t.incident().looking_since is None


def test_after_an_outage_the_end_waits_until_people_can_be_back() -> None:
    t = looking()
    left = t.now
    t.now = t.now.plus(300_000)
    t.do(cmd.NoteReturn(away_from=left))
    assert not of_kind(t.wait(29), ev.IncidentConfirmed)
    assert of_kind(t.wait(1), ev.IncidentConfirmed)


def test_a_reopened_incident_is_looked_at_anew() -> None:
    t = looking()
    incident = t.incident().id
    press(t, cmd.AssignmentArrive, "own-1")
    says(t, "no_fire")
    t.press(cmd.IncidentFalseAlarm(incident=incident, reason="false_cooking"))
    t.wait(300)
    t.press(cmd.IncidentReopen(incident=incident))
    assert not of_kind(t.wait(59), ev.IncidentConfirmed)
    assert of_kind(t.wait(1), ev.IncidentConfirmed)


def test_an_exercise_is_looked_at_like_an_operation() -> None:
    t = looking()
    t.press(cmd.IncidentClose(incident=t.incident().id))
    t.alarm(at(0, building="b"), device="d", exercise=True)
    confirmed = only(t.wait(60), ev.IncidentConfirmed)
    assert confirmed.exercise


def test_nobody_free_to_look_is_silence_too() -> None:
    t = Town(replace(DEFAULT_SETTINGS, plans=PLAN_PROFILES[VERIFY_FIRST], ladder=())).building("b", 0).engine("f", 4)
    t.alarm(at(0, building="b"), device="d")
    assert t.going() == []
    t.wait(60)
    assert t.going() == ["f-1"]


def test_a_restart_arms_the_same_end() -> None:
    t = looking()
    incident = t.incident().id
    assert [due.key for due in armed(t.world, incident) if due.key == "look"] == ["look"]


def test_a_plan_of_the_district_with_a_part_for_suspicion_ends_the_same_way() -> None:
    plan = Plan(name="own", suspected=(Need(count=1),), needs=(Need(count=2), Need(count=1, modes=("engine",))))
    t = Town(replace(DEFAULT_SETTINGS, plans=(plan,), ladder=())).building("b", 0).station("own", 0.5).engine("f", 4)
    t.alarm(at(0, building="b"), device="d")
    t.wait(60)
    assert t.going() == ["own-1", "f-1"]
