"""Where a unit counts from: what its phone says as far as that can be, where it is posted, else its station."""

from __future__ import annotations

import json

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import Estimate, GoStale
from dispatch.core.deadlines import touched
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.instant import to_text
from dispatch.core.look import look_ends_at
from dispatch.core.vocabulary import By
from dispatch.core.whereabouts import due_of_unit, spot_of
from dispatch.intake.command_json import read_command
from stations.rules import PLAN_PROFILES, VERIFY_FIRST, Positions
from tests.unit.core.world_builder import LAT, LON, STEP_DEG, Town, at, of_kind, only

PHONE = By(role="station", name="示例手机", station="m1")


def town() -> Town:
    return Town().station("m1", 1).station("m2", 6).engine("f1", 9)


def says(t: Town, steps: float, *, unit: str = "m1-1", **more: object) -> ev.UnitPosition:
    where = {"lon": LON + steps * STEP_DEG, "lat": LAT}
    return only(t.do(cmd.UnitReportPosition(unit=unit, **where, **more), by=PHONE), ev.UnitPosition)  # type: ignore[arg-type]


def spot(steps: float) -> tuple[float, float]:
    return LON + steps * STEP_DEG, LAT


def test_a_unit_counts_from_where_it_says_it_is() -> None:
    t = town()
    assert spot_of(t.world, "m1-1") is None, "from its station"
    assert says(t, 2).doubt is None
    assert spot_of(t.world, "m1-1") == spot(2)


def test_a_position_a_kilometre_off_within_a_second_is_shown_and_not_used() -> None:
    t = town()
    says(t, 2)
    t.wait(1)
    off = LON + 2 * STEP_DEG + 0.0104
    told = only(t.do(cmd.UnitReportPosition(unit="m1-1", lon=off, lat=LAT), by=PHONE), ev.UnitPosition)
    assert told.doubt == "impossible"
    assert t.world.positions["m1-1"].lon == off, "it is shown"
    assert spot_of(t.world, "m1-1") == spot(2)


def test_where_it_is_seen_twice_it_is_and_the_first_fix_erred() -> None:
    t = town()
    says(t, 90)
    t.wait(2)
    assert says(t, 1).doubt == "impossible"
    t.wait(10)
    assert says(t, 1).doubt is None
    assert spot_of(t.world, "m1-1") == spot(1)


def test_a_fix_that_may_be_far_off_is_not_used() -> None:
    t = town()
    assert says(t, 2, accuracy_m=4000.0).doubt == "inaccurate"
    assert spot_of(t.world, "m1-1") is None
    assert says(t, 2, accuracy_m=20.0).doubt is None


def test_a_fix_that_is_not_used_leaves_a_unit_where_it_was_seen() -> None:
    t = town()
    says(t, 2, accuracy_m=20.0)
    assert says(t, 2.1, accuracy_m=40_000.0).doubt == "inaccurate"
    assert spot_of(t.world, "m1-1") == spot(2)


def test_a_fix_that_cannot_tell_a_unit_from_its_station_leaves_it_there() -> None:
    t = town()
    says(t, 1.001, accuracy_m=200.0)
    assert spot_of(t.world, "m1-1") is None


def test_what_was_sent_late_does_not_undo_what_is_known_since() -> None:
    t = town()
    t.wait(60)
    says(t, 2)
    t.wait(60)
    earlier = to_text(t.now.plus(-90_000))
    assert says(t, 5, occurred_at=earlier).doubt == "late"
    assert spot_of(t.world, "m1-1") == spot(2)


def test_of_a_phone_that_says_it_a_hundred_times_a_second_one_position_a_second_is_written() -> None:
    t = town()
    written = 0
    for hundredth in range(300):
        written += len(of_kind(says_all(t, 2 + hundredth / 10_000), ev.UnitPosition))
        t.now = t.now.plus(10)
    assert written == 3


def test_a_person_who_puts_a_unit_elsewhere_is_always_heard() -> None:
    t = town()
    says(t, 2)
    assert of_kind(t.press(cmd.UnitReportPosition(unit="m1-1", lon=LON + 2.5 * STEP_DEG, lat=LAT)), ev.UnitPosition)


def test_fixes_of_a_dead_spot_that_come_all_at_once_are_all_written() -> None:
    t = town()
    t.wait(60)
    for ago_s in (40, 30, 20, 10):
        assert says(t, 2, occurred_at=to_text(t.now.plus(-ago_s * 1000))).doubt is None


def test_a_position_of_a_phone_whose_clock_runs_ahead_counts_from_now() -> None:
    t = town()
    told = says(t, 2, occurred_at=to_text(t.now.plus(3_600_000)))
    assert (told.occurred_at, t.world.positions["m1-1"].at) == (None, t.now)


def test_a_phone_whose_clock_is_half_a_minute_ahead_is_followed_all_the_same() -> None:
    t = town()
    for step in (1.0, 1.2, 1.4):
        assert says(t, step, occurred_at=to_text(t.now.plus(30_000))).doubt is None
        assert spot_of(t.world, "m1-1") == spot(step)
        t.wait(10)


def test_a_position_that_nobody_renews_goes_stale_and_the_unit_counts_from_its_station() -> None:
    t = town().set(positions=Positions(stale_after_s=120))
    says(t, 2)
    stale = only(t.wait(120), ev.UnitPositionStale)
    assert (stale.unit, t.world.positions["m1-1"].doubt) == ("m1-1", "stale")
    assert spot_of(t.world, "m1-1") is None
    says(t, 3)
    assert spot_of(t.world, "m1-1") == spot(3)


def test_a_fix_of_long_ago_is_stale_as_soon_as_it_is_heard() -> None:
    t = town().set(positions=Positions(stale_after_s=120))
    t.wait(600)
    says(t, 2, occurred_at=to_text(t.now.plus(-300_000)))
    due = {key: moment for moment, key in due_of_unit(t.world, "m1-1")}
    assert due[GoStale().text] == t.now, "else it is late before it could act"
    only(t.wait(1), ev.UnitPositionStale)


def test_with_stale_after_0_a_position_holds_for_ever() -> None:
    t = town().set(positions=Positions(stale_after_s=0))
    says(t, 2)
    assert not of_kind(t.wait(86_400), ev.UnitPositionStale)


def test_the_estimate_follows_the_crew_on_its_way() -> None:
    t = town()
    orders = {each.station: each for each in of_kind(t.alarm(at(0), source="phone"), ev.AssignmentAssigned)}
    order = orders["m1"]
    assert order.eta_s is not None
    t.wait(30)
    t.do(cmd.AssignmentDepart(assignment=order.assignment), by=PHONE)
    t.wait(1)
    says_all(t, 0.5)
    told = only(t.wait(1), ev.ArrivalEstimated)
    left_s = 0.5 * order.eta_s
    assert told.eta_s == pytest.approx(31 + left_s, abs=2)
    assert t.world.assignments[order.assignment].eta_s == told.eta_s


def test_an_arrival_foreseen_anew_moves_the_end_of_a_look() -> None:
    """Who is not there cannot say anything: the schedule must look at the incident again, or the look never ends."""
    t = town()
    t.set(plans=PLAN_PROFILES[VERIFY_FIRST])
    order = next(each for each in of_kind(t.alarm(at(0)), ev.AssignmentAssigned) if each.unit == "m1-1")
    t.do(cmd.AssignmentDepart(assignment=order.assignment), by=PHONE)
    before = look_ends_at(t.world, t.incident())
    t.wait(20)
    says_all(t, 3)
    told = only(t.wait(1), ev.ArrivalEstimated)
    assert look_ends_at(t.world, t.incident()) != before
    assert told.incident in touched(told)


def says_all(t: Town, steps: float) -> tuple[ev.Event, ...]:
    return t.do(cmd.UnitReportPosition(unit="m1-1", lon=LON + steps * STEP_DEG, lat=LAT), by=PHONE)


def test_an_arrival_is_foreseen_anew_every_five_seconds_at_most() -> None:
    t = town()
    order = next(each for each in of_kind(t.alarm(at(0), source="phone"), ev.AssignmentAssigned) if each.unit == "m1-1")
    t.do(cmd.AssignmentDepart(assignment=order.assignment), by=PHONE)
    told = 0
    for number in range(20):
        says_all(t, 1 - number / 40)
        told += len(of_kind(t.wait(1), ev.ArrivalEstimated))
    assert 3 <= told <= 5
    t.do(cmd.AssignmentArrive(assignment=order.assignment), by=PHONE)
    says_all(t, 0)
    assert not of_kind(t.wait(10), ev.ArrivalEstimated), "who is there is not foreseen"


def test_an_arrival_is_foreseen_from_the_departure_on_however_old_the_position_is() -> None:
    t = town()
    says(t, 2)
    t.alarm(at(0))
    t.wait(20)
    t.press(cmd.AssignmentDepart(assignment=t.order("m1-1").id))
    due = {key: moment for moment, key in due_of_unit(t.world, "m1-1")}
    assert due[Estimate().text] == t.now, "else it is late before it could act"


def test_who_goes_to_the_same_fire_sees_where_the_others_are_and_nobody_else_does() -> None:
    t = town().station("far", 80)
    assert says(t, 2).to == ("m1",)
    order = next(each for each in of_kind(t.alarm(at(0), source="phone"), ev.AssignmentAssigned) if each.unit == "m1-1")
    t.do(cmd.AssignmentDepart(assignment=order.assignment), by=PHONE)
    t.wait(1)
    told = says(t, 2)
    assert set(told.to) == {"m1", "m2", "f1"}


def posted(t: Town, **more: object) -> tuple[ev.Event, ...]:
    return t.press(cmd.StandbyPost(unit="m2-1", lon=LON, lat=LAT, text="示例会场", **more))  # type: ignore[arg-type]


def test_a_posted_unit_counts_from_there_until_it_is_over() -> None:
    t = town()
    events = posted(t, until=to_text(t.now.plus(600_000)), reason="安保")
    assert [type(each) for each in events] == [ev.StandbyPosted, ev.StandbyBegun]
    assert spot_of(t.world, "m2-1") == spot(0)
    first = of_kind(t.alarm(at(0), source="phone"), ev.AssignmentAssigned)[0]
    assert (first.unit, first.eta_s) == ("m2-1", 0.0), "the nearest is who is posted there"
    ended = only(t.wait(600), ev.StandbyEnded)
    assert ended.over
    assert spot_of(t.world, "m2-1") is None


def test_a_posting_begins_at_its_time() -> None:
    t = town()
    assert not of_kind(posted(t, from_at=to_text(t.now.plus(300_000))), ev.StandbyBegun)
    assert spot_of(t.world, "m2-1") is None
    only(t.wait(300), ev.StandbyBegun)
    assert spot_of(t.world, "m2-1") == spot(0)


def test_where_it_says_it_is_since_counts_before_where_it_was_posted() -> None:
    t = town()
    says(t, 3, unit="m2-1")
    t.wait(1)
    posted(t)
    assert spot_of(t.world, "m2-1") == spot(0)
    t.wait(30)
    says(t, 1, unit="m2-1")
    assert spot_of(t.world, "m2-1") == spot(1)


def test_a_posting_is_ended_by_hand_once() -> None:
    t = town()
    posted(t)
    assert not only(t.press(cmd.StandbyEnd(unit="m2-1")), ev.StandbyEnded).over
    with pytest.raises(NotFound, match="posted nowhere"):
        t.press(cmd.StandbyEnd(unit="m2-1"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "needs a place"),
        ({"lon": 0.0, "lat": 0.0}, "needs a place"),
        ({"building": "nowhere"}, "no building nowhere"),
        ({"lon": LON, "lat": LAT, "until": "2026-11-22T11:00:00+08:00"}, "in the past"),
        ({"lon": LON, "lat": LAT, "from_at": "tonight"}, "from_at"),
    ],
)
def test_a_posting_that_cannot_be_is_refused_with_what_to_do(fields: dict[str, object], said: str) -> None:
    with pytest.raises(Unusable, match=said):
        town().press(cmd.StandbyPost(unit="m1-1", **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        (12.5, 12.5),
        ("12.5", 12.5),
        (0, 0.0),
        (-1, None),
        (-3.0, None),
        ("unknown", None),
        ("十二米", None),
        (None, None),
        (True, None),
        ([5], None),
    ],
)
def test_a_receiver_that_knows_no_radius_is_believed_without(sent: object, known: float | None) -> None:
    body = {"type": "unit.position", "unit": "m1-1", "lon": LON, "lat": LAT, "accuracy_m": sent}
    command = read_command(json.dumps(body).encode())
    assert isinstance(command, cmd.UnitReportPosition)
    assert (command.lon, command.accuracy_m) == (LON, known)
