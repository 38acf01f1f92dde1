"""Shifts are handed over and taken over by somebody, in time, or a ladder climbs until somebody does."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.readiness import not_ready, strength_of
from dispatch.core.vocabulary import HUB, By
from stations.channels import Channel
from stations.duty.shifts import Roster, RosterRow
from tests.unit.core.world_builder import NOON, Town, at, instant, minutes, of_kind, only

PHONE = By(role="station", name="示例 phone", station="m1")
IN_TIME_S = 900
"""The default time to take a shift over in."""


def town(**members: tuple[str, ...]) -> Town:
    """Return a town whose station m1 has these shifts on its roster."""
    t = Town().station("m1", 1, responsible="office").engine("near", 2).engine("far", 9)
    t.station("office", 5, kind="street_office", crews=0)
    rows = tuple(RosterRow(id=f"r-{name}", station="m1", shift=name, members=who) for name, who in members.items())
    if rows:
        t.do(cmd.ChangeRegistry(rosters=(Roster(station="m1", rows=rows),)))
    return t


def hand_over(t: Town, shift: str = "night", *members: str) -> ev.DutyHandedOver:
    return only(t.do(cmd.DutyHandOver(station="m1", shift=shift, members=members), by=PHONE), ev.DutyHandedOver)


def take_over(t: Town, **fields: object) -> ev.DutyTakenOver:
    command = cmd.DutyTakeOver(station="m1", **fields)  # type: ignore[arg-type]  # the fields are the command's
    return only(t.do(command, by=PHONE), ev.DutyTakenOver)


def test_a_shift_is_taken_over_by_those_it_was_handed_to() -> None:
    t = town()
    hand_over(t, "night", "a", "b")
    taken = take_over(t)
    assert (taken.shift, taken.members, taken.strength) == ("night", ("a", "b"), 2)
    assert strength_of(t.world, "m1", t.now) == (2, True)


def test_who_takes_over_says_who_really_came() -> None:
    t = town()
    hand_over(t, "night", "a", "b", "c")
    taken = take_over(t, members=("a",), strength=1)
    assert (taken.members, taken.strength) == (("a",), 1)


def test_a_rostered_shift_needs_no_hand_over_to_be_taken_over() -> None:
    t = town(day=("a", "b"), night=("c",))
    taken = take_over(t)
    assert (taken.shift, taken.members) == ("day", ("a", "b"))
    assert taken.ends_at == instant("2026-11-22T20:00:00+08:00")


def test_who_comes_early_takes_the_coming_shift() -> None:
    t = town(day=("a", "b"), night=("c",))
    t.wait(7.5 * 3600)
    assert take_over(t).shift == "night"


def test_people_of_a_shift_count_until_it_ends() -> None:
    t = town()
    t.do(
        cmd.ChangeRegistry(
            rosters=(Roster(station="m1", rows=(RosterRow(id="r", station="m1", shift="day", members=("a", "b")),)),)
        )
    )
    take_over(t, strength=5)
    assert strength_of(t.world, "m1", t.now) == (5, True)
    assert strength_of(t.world, "m1", instant("2026-11-22T20:00:00+08:00")) == (None, False)
    assert strength_of(t.world, "m1", instant("2026-11-23T09:00:00+08:00")) == (2, False), "by the roster alone"


def test_overlapping_shifts_add_up() -> None:
    t = town(day=("a",), whole_day=("b", "c"))
    take_over(t, shift="day")
    take_over(t, shift="whole_day")
    assert strength_of(t.world, "m1", t.now) == (3, True)


def test_what_units_report_after_that_counts_instead() -> None:
    t = town()
    take_over(t, shift="day", strength=5)
    t.do(cmd.DutyOn(unit="m1-1", strength=2), by=PHONE)
    assert strength_of(t.world, "m1", t.now) == (2, True)
    t.do(cmd.DutyOff(unit="m1-1"), by=PHONE)
    assert strength_of(t.world, "m1", t.now) == (5, True)


@pytest.mark.parametrize("how", ["taken over", "reported by the unit", "by the roster"])
def test_whom_the_norm_does_not_count_is_no_strength(how: str) -> None:
    crew = ("a", "b", "c", "d", "o1", "o2")
    t = town(day=crew)
    t.do(cmd.RecordAssessment(station="m1", minimum=6, not_counted=("o1", "o2", "o3")), by=HUB)
    if how == "taken over":
        take_over(t)
    if how == "reported by the unit":
        t.do(cmd.DutyOn(unit="m1-1", members=crew, strength=7), by=PHONE)
    strength = strength_of(t.world, "m1", t.now)[0]
    assert strength == (5 if how == "reported by the unit" else 4)
    assert "below_minimum" in not_ready(t.world, "m1", t.now)


def test_of_a_number_without_names_nobody_can_tell_who_counts() -> None:
    t = town()
    t.do(cmd.RecordAssessment(station="m1", minimum=6, not_counted=("o1",)), by=HUB)
    t.do(cmd.DutyOn(unit="m1-1", strength=6), by=PHONE)
    assert strength_of(t.world, "m1", t.now) == (6, True)


def test_nobody_knows_the_strength_of_a_station_that_never_said_it() -> None:
    assert strength_of(town().world, "m1", NOON) == (None, False)


def test_a_hand_over_that_nobody_answers_climbs_the_ladder() -> None:
    t = town()
    handed = hand_over(t)
    assert handed.due_at == NOON.plus(IN_TIME_S * 1000)
    happened = t.wait(IN_TIME_S + 900)
    assert only(happened, ev.DutyOverdue).at == handed.due_at
    climbed = of_kind(happened, ev.DutyClimbed)
    assert [(each.action, each.outcome, each.at - handed.due_at) for each in climbed] == [
        ("alert_again", "alerted", 0),
        ("other_channel", "nobody", minutes(2)),
        ("parent_station", "told", minutes(5)),
        ("duty_officer", "nobody", minutes(15)),
    ]
    assert not t.wait(86_400), "each rung acts once"


def test_taking_over_ends_the_ladder() -> None:
    t = town()
    hand_over(t)
    t.wait(IN_TIME_S + 130)
    take_over(t, strength=3)
    assert not t.wait(86_400)


def test_w9_a_missed_post_is_told_to_the_station_that_is_responsible_and_it_sees_it() -> None:
    t = town()
    hand_over(t)
    told = next(each for each in of_kind(t.wait(IN_TIME_S + 400), ev.DutyClimbed) if each.told)
    assert (told.told, told.to) == ("office", ("m1", "office"))


def test_w9_a_missed_check_is_told_to_the_station_that_is_responsible_never_to_whichever_fire_station_is_near() -> None:
    t = town()
    called = only(t.do(cmd.CheckCall(station="m1")), ev.CheckCalled)
    climbed = of_kind(t.wait(3600), ev.CheckClimbed)
    assert [each.told for each in climbed if each.check == called.check and each.told] == ["office"]


@pytest.mark.parametrize("responsible", ["", "gone", "m1"])
def test_w9_where_nobody_is_responsible_nobody_is_told_and_the_next_rung_acts(responsible: str) -> None:
    t = Town().station("m1", 1, responsible=responsible).engine("near", 1.1)
    t.do(cmd.CheckCall(station="m1"))
    outcomes = [(each.action, each.outcome) for each in of_kind(t.wait(3600), ev.CheckClimbed)]
    assert ("parent_station", "nobody") in outcomes
    assert outcomes[-1] == ("duty_officer", "nobody")


def test_a_rung_calls_over_a_channel_and_the_message_is_about_no_incident() -> None:
    t = town().set(channels=(Channel(name="sms", url="http://gateway.invalid"),))
    hand_over(t)
    called = only(t.wait(IN_TIME_S + 130), ev.ChannelCalled)
    assert (called.incident, called.assignment, called.station, called.channels) == (None, None, "m1", ("sms",))
    t.do(cmd.NoteChannel(message=called.message, channel="sms", tries=5, error="down"))
    assert not t.world.messages, "nobody looks through dead letters about a post"


def test_a_rostered_shift_that_nobody_takes_over_is_overdue_once() -> None:
    t = town(day=("a",), night=("b",))
    overdue = of_kind(t.wait(24 * 3600), ev.DutyOverdue)
    assert [(each.shift, each.at) for each in overdue] == [
        ("night", instant("2026-11-22T20:15:00+08:00")),
        ("day", instant("2026-11-23T08:15:00+08:00")),
    ]


def test_a_rostered_shift_that_is_handed_over_has_one_time_not_two() -> None:
    t = town(night=("b",))
    t.wait(7.9 * 3600)
    handed = hand_over(t)
    assert handed.due_at == instant("2026-11-22T20:15:00+08:00")
    assert len(of_kind(t.wait(6 * 3600), ev.DutyOverdue)) == 1


def test_a_shift_that_was_taken_over_is_not_overdue() -> None:
    t = town(night=("b",))
    t.wait(7.9 * 3600)
    take_over(t)
    assert not t.wait(12 * 3600)


def test_a_new_roster_expects_no_shift_that_has_begun_already() -> None:
    t = town(day=("a",))
    assert not t.wait(19 * 3600)


def test_a_station_that_leaves_the_registry_has_no_post() -> None:
    t = town(night=("b",))
    t.do(cmd.ChangeRegistry(dropped_units=("m1-1",), dropped_stations=("m1",)))
    assert "m1" not in t.world.posts
    assert not t.wait(48 * 3600)


def test_what_makes_no_sense_is_refused_with_what_to_do() -> None:
    t = town()
    with pytest.raises(NotFound, match="no station ghost"):
        t.press(cmd.DutyHandOver(station="ghost", shift="day"))
    with pytest.raises(Unusable, match="name the shift"):
        t.press(cmd.DutyTakeOver(station="m1", strength=3))
    with pytest.raises(Unusable, match="nobody takes over"):
        t.press(cmd.DutyTakeOver(station="m1", shift="day"))
    with pytest.raises(WrongState, match="is on duty"):
        t.press(cmd.DutyOn(unit="m1-1"))


def test_presence_is_written_down_where_it_is_news() -> None:
    t = town()
    here = cmd.RecordPresence(station="m1", present=True, battery=0.8)
    assert only(t.do(here), ev.PresenceChanged).to == ("m1",)
    assert not t.do(here)
    assert t.do(cmd.RecordPresence(station="m1", present=False))
    assert not t.do(cmd.RecordPresence(station="ghost", present=True))


def test_an_order_to_a_crew_that_never_took_over_is_an_order_all_the_same() -> None:
    t = town(day=("a",))
    t.alarm(at(0))
    assert "m1-1" in t.going()


def weeks_later(t: Town, days: float) -> list[ev.Event]:
    """Let the hub be away so long, and live for an hour then."""
    from_at = t.now
    t.now = t.now.plus(round(days * 24 * 3_600_000))
    back = t.do(cmd.NoteReturn(away_from=from_at))
    return [*back, *t.wait(3600)]


@pytest.mark.parametrize("days", [3, 400, 74 * 365])
def test_h2_shifts_that_are_over_are_summed_up_and_not_played(days: float) -> None:
    t = town(day=("a", "b"), night=("c",))
    left_at = t.now
    happened = weeks_later(t, days)
    unwatched = only(happened, ev.DutyUnwatched)
    assert left_at < unwatched.since < unwatched.until <= t.now
    overdue = of_kind(happened, ev.DutyOverdue)
    assert [each.begins_at for each in overdue] == [unwatched.until], "the shift that goes on now is asked for"
    assert len(happened) < 20


def test_h2_a_shift_that_is_not_taken_over_in_a_running_hub_is_played_to_its_end() -> None:
    t = town(day=("a", "b"), night=("c",))
    happened = t.wait(3 * 24 * 3600)
    assert len(of_kind(happened, ev.DutyOverdue)) == 6
    assert not of_kind(happened, ev.DutyUnwatched)


def test_h2_shifts_that_begin_together_are_summed_up_too() -> None:
    t = town(day=("a",), whole_day=("b",), night=("c",))
    assert len(weeks_later(t, 74 * 365)) < 20
