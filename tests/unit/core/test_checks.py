"""Post checks (查岗): asked unannounced, answered in time or missed, and never asked of a crew that is out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.posts import CHECKS
from dispatch.core.readiness import facts_of
from dispatch.core.state import of_station
from dispatch.core.vocabulary import By
from dispatch.simulation.invariants import check_outcomes
from stations.duty.rules import CheckRules
from tests.unit.core.world_builder import Town, at, instant, minutes, of_kind, only

PHONE = By(role="station", name="示例 phone", station="m1")
ZONE = ZoneInfo("Asia/Shanghai")
DAILY = CheckRules(every_days=1, windows=("22:00-06:00",))


def town() -> Town:
    t = Town().station("m1", 1, responsible="office").station("m2", 2).engine("f1", 3)
    return t.station("office", 9, kind="street_office", crews=0)


def drawing(seed: str = "示例", **rules: object) -> Town:
    t = town().set(checks=replace(DAILY, **rules))
    t.do(cmd.DrawSeed(purpose=CHECKS, seed=seed))
    return t


def call(t: Town, station: str = "m1") -> ev.CheckCalled:
    return only(t.press(cmd.CheckCall(station=station)), ev.CheckCalled)


def answer(t: Town, check: str) -> ev.CheckAnswered:
    return only(t.do(cmd.CheckAnswer(check=check, strength=3), by=PHONE), ev.CheckAnswered)


def test_a_check_is_answered_in_time() -> None:
    t = town()
    called = call(t)
    assert (called.to, called.due_at) == (("m1",), t.now.plus(minutes(3)))
    t.wait(20)
    answered = answer(t, called.check)
    assert (answered.took_ms, answered.late_ms) == (20_000, 0)
    assert facts_of(t.world, "m1", t.now).last_check == "answered"
    assert not t.wait(86_400)


def test_a_check_that_nobody_answers_is_missed_and_climbs_to_the_streets_office() -> None:
    t = town()
    called = call(t)
    happened = t.wait(4000)
    assert only(happened, ev.CheckMissed).at == called.due_at
    told = [each for each in of_kind(happened, ev.CheckClimbed) if each.told]
    assert [(each.told, each.to) for each in told] == [("office", ("m1", "office"))]
    assert facts_of(t.world, "m1", t.now).last_check == "missed"


def test_an_answer_after_the_miss_ends_the_ladder_and_mends_nothing() -> None:
    t = town()
    called = call(t)
    t.wait(200)
    answered = answer(t, called.check)
    assert answered.late_ms == 20_000
    assert not t.wait(86_400)
    assert facts_of(t.world, "m1", t.now).last_check == "missed"
    check_outcomes(t.record)


def test_an_answer_after_its_time_is_late_however_late_the_hub_notices() -> None:
    t = town()
    called = call(t)
    t.now = called.due_at.plus(40)
    events = t.do(cmd.CheckAnswer(check=called.check), by=PHONE)
    assert [type(each) for each in events] == [ev.CheckMissed, ev.CheckAnswered]
    assert only(events, ev.CheckAnswered).late_ms == 40
    assert facts_of(t.world, "m1", t.now).last_check == "missed"


def test_an_answer_with_the_last_moment_is_in_time() -> None:
    t = town()
    called = call(t)
    t.now = called.due_at
    assert answer(t, called.check).late_ms == 0


def test_a_missed_check_is_let_go_after_an_hour() -> None:
    t = town()
    called = call(t)
    assert only(t.wait(180 + 3600), ev.CheckEnded).reason == "nobody answered"
    with pytest.raises(NotFound, match="no running check"):
        answer(t, called.check)


def test_a_station_is_asked_one_thing_at_a_time() -> None:
    t = town()
    call(t)
    with pytest.raises(WrongState, match="already; wait for its outcome"):
        call(t)
    call(t, "m2")


def test_a_crew_that_is_out_is_not_asked() -> None:
    t = town()
    t.alarm(at(0))
    with pytest.raises(WrongState, match="has an order"):
        call(t)


def test_a_real_alarm_excuses_the_check_in_the_same_decision() -> None:
    t = town()
    called = call(t)
    events = t.alarm(at(0))
    excused = only(events, ev.CheckExcused)
    assert (excused.check, excused.reason) == (called.check, f"operation {t.incident().number}")
    order = next(each for each in of_kind(events, ev.AssignmentAssigned) if each.station == "m1")
    assert excused.seq < order.seq
    assert not [each for each in t.wait(200) if isinstance(each, ev.CheckMissed)]
    check_outcomes(t.record)


def test_a_real_alarm_ends_the_ladder_of_a_missed_check() -> None:
    t = town()
    call(t)
    t.wait(185)
    ended = only(t.alarm(at(0)), ev.CheckEnded)
    assert ended.station == "m1"
    assert not of_kind(t.wait(3600), ev.CheckClimbed)


def test_an_exercise_excuses_nobody() -> None:
    t = town()
    call(t)
    assert not of_kind(t.alarm(at(0), exercise=True), ev.CheckExcused)


def test_a_person_may_excuse_a_check_but_not_a_miss() -> None:
    t = town()
    t.press(cmd.CheckExcuse(check=call(t).check, reason="示例: the line is down"))
    missed = call(t)
    t.wait(200)
    with pytest.raises(WrongState, match="a miss stays in the record"):
        t.press(cmd.CheckExcuse(check=missed.check, reason="示例"))


def test_a_check_is_drawn_at_its_time_and_once_a_day_at_most() -> None:
    t = drawing()
    called = of_kind(t.wait(10 * 86_400), ev.CheckCalled)
    assert {each.at.in_zone(ZONE).hour for each in called} <= {22, 23, 0, 1, 2, 3, 4, 5}
    days = [(each.station, each.drawn) for each in called]
    assert len(set(days)) == len(days)
    assert len(days) == 3 * 10 or len(days) == 3 * 9


def test_the_draw_is_the_seeds_not_the_clocks() -> None:
    one, same, other = (
        [(each.station, each.at) for each in of_kind(drawing(seed).wait(5 * 86_400), ev.CheckCalled)]
        for seed in ("示例", "示例", "other")
    )
    assert one == same != other


def test_a_drawn_check_waits_while_a_crew_is_out() -> None:
    t = drawing(windows=("12:00-14:00",))
    t.alarm(at(0))
    happened = t.wait(86_400 / 2)
    postponed = {each.station for each in of_kind(happened, ev.CheckPostponed)}
    called = {each.station for each in of_kind(happened, ev.CheckCalled)}
    assert postponed
    assert not called & {each.station for each in t.world.assignments.values()}
    skipped = of_kind(happened, ev.CheckExcused)
    assert {each.station for each in skipped} >= postponed, "with the window over it is let go, and says why"
    assert all(each.reason.startswith("order ") and each.to == () for each in skipped)


def test_a_drawn_check_that_waited_rings_when_the_crew_is_back() -> None:
    t = drawing(windows=("12:00-20:00",))
    t.alarm(at(0))
    station = next(each.station for each in _until(t, ev.CheckPostponed))
    t.press(cmd.IncidentClose(incident=t.incident().id))
    assert station in {each.station for each in of_kind(t.wait(3600 * 8), ev.CheckCalled)}


def test_a_station_with_nobody_on_duty_is_not_drawn() -> None:
    t = drawing()
    t.press(cmd.DutyOff(unit="m1-1"))
    happened = t.wait(86_400)
    assert "m1" not in {each.station for each in of_kind(happened, ev.CheckCalled)}
    assert "m1" in {each.station for each in of_kind(happened, ev.CheckExcused)}


def test_a_check_whose_time_passed_while_the_hub_was_away_does_not_ring_at_noon() -> None:
    t = drawing()
    t.now = instant("2026-11-25T12:00:00+08:00")
    happened = t.wait(1)
    assert not of_kind(happened, ev.CheckCalled)
    assert {each.reason for each in of_kind(happened, ev.CheckExcused)} == {"the hub was away at its time"}


def test_a_station_sees_its_own_checks_alone() -> None:
    t = town()
    mine, theirs = call(t).check, call(t, "m2").check
    assert set(of_station(t.world, "m1").checks) == {mine}
    assert set(of_station(t.world, "m2").checks) == {theirs}


def test_a_check_knows_the_shift_on_post() -> None:
    t = town()
    t.do(cmd.DutyTakeOver(station="m1", shift="night", strength=3), by=PHONE)
    assert call(t).shift == "night"
    assert call(t, "m2").shift == ""


def _until(t: Town, kind: type[ev.CheckPostponed]) -> list[ev.CheckPostponed]:
    for _ in range(16):
        if found := of_kind(t.wait(1800), kind):
            return found
    raise AssertionError("nothing was put off")


def test_w9_an_office_is_drawn_for_no_check() -> None:
    t = drawing()
    called = of_kind(t.wait(20 * 86_400), ev.CheckCalled)
    assert {"m1", "m2"} <= {each.station for each in called}
    assert "office" not in {each.station for each in called}
