"""An alarm is never weakened for one bad value: what the district knows counts, and what comes later completes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.channels import needless
from dispatch.core.instant import to_text
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import GivenUp, Place
from dispatch.core.world import World
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from stations.channels import Channel
from stations.model import TravelMode
from stations.rules import PLAN_PROFILES, VERIFY_FIRST, Mirror, Rung, Signals
from tests.unit.core.world_builder import DISPATCHER, LineTimes, Town, at, of_kind, only

STEP_M = 967
"""How far one step of the line is, about."""


def town() -> Town:
    return Town().station("m1", 1).station("m2", 2).engine("f1", 3).building("tower", 1)


def watchful() -> Town:
    """A district that looks first."""
    return town().set(plans=PLAN_PROFILES[VERIFY_FIRST])


# --- A3: a known building's position ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat", "flag", "words"),
    [
        (0.0, 0.0, "bad_coordinates", "0, 0"),
        (0.0004, -0.0004, "bad_coordinates", "0.0004, -0.0004"),
        (400.0, 29.56, "bad_coordinates", "400, 29.56"),
        (29.56, 106.58, "swapped_coordinates", "29.56, 106.58"),
        (106.63, 29.56, "far_from_building", "106.63, 29.56"),
        (-73.9, 40.7, "far_from_building", "-73.9, 40.7"),
    ],
)
def test_a3_a_known_building_wins_over_numbers_that_cannot_be_right(
    lon: float, lat: float, flag: str, words: str
) -> None:
    t = town()
    raised = only(t.alarm(Place(building="tower", floor=7, lon=lon, lat=lat)), ev.AlarmRaised)
    assert (raised.place.lon, raised.place.lat) == (at(1).lon, at(1).lat)
    assert flag in raised.flags
    assert raised.unread["place.position"] == words
    assert t.going() == ["m1-1", "m2-1", "f1-1"], "who would go to the building goes"


def test_a3_a_position_near_its_building_is_believed() -> None:
    t = town()
    raised = only(t.alarm(Place(building="tower", lon=(at(1).lon or 0) + 0.003, lat=at(1).lat)), ev.AlarmRaised)
    assert raised.flags == ()
    assert raised.place.lon != at(1).lon


def test_a3_how_far_is_far_is_the_districts_to_say() -> None:
    t = town().set(signals=Signals(believed_within_m=STEP_M * 2))
    raised = only(t.alarm(Place(building="tower", lon=at(2).lon, lat=at(2).lat)), ev.AlarmRaised)
    assert raised.place.lon == at(2).lon


def test_a3_a_position_in_an_unknown_datum_does_not_move_a_known_building() -> None:
    t = town()
    near = Place(building="tower", lon=(at(1).lon or 0) + 0.003, lat=at(1).lat)
    raised = only(t.alarm(near, odd=("bad_datum",)), ev.AlarmRaised)
    assert raised.place.lon == at(1).lon
    assert {"bad_datum", "far_from_building"} <= set(raised.flags)


class _OffTheRoads(LineTimes):
    """A line whose places but the building's are off the roads."""

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        if query.place.lon != at(1).lon:
            return Reach(on_network=False)
        return super().find(query, wanted, at_ms=at_ms)


def test_a3_a_position_off_the_roads_gives_way_to_its_building() -> None:
    t = town()
    near = Place(building="tower", lon=(at(1).lon or 0) + 0.003, lat=at(1).lat)
    decision = decide_with(
        t.world,
        cmd.AlarmRaise(source="detector", kind="smoke", place=near),
        now=t.now,
        by=DISPATCHER,
        travel=TravelQuery(_OffTheRoads(t.world)),
    )
    assert decision is not None
    raised = only(decision.events, ev.AlarmRaised)
    assert raised.place.lon == at(1).lon
    assert "far_from_building" in raised.flags
    assert "off_network" not in raised.flags
    assert of_kind(decision.events, ev.AssignmentAssigned)


# --- A4: a unit's position --------------------------------------------------------------------------------------------


def test_a4_no_fix_is_no_position() -> None:
    t = town()
    t.do(cmd.UnitReportPosition(unit="m1-1", lon=at(2).lon, lat=at(2).lat))
    assert t.do(cmd.UnitReportPosition(unit="m1-1", lon=0.0, lat=0.0)) == ()
    assert t.do(cmd.UnitReportPosition(unit="m1-1")) == ()
    assert t.world.positions["m1-1"].lon == at(2).lon, "it stays where it was last seen"


# --- A5: completing ---------------------------------------------------------------------------------------------------


def test_a5_a_repeated_alarm_brings_the_place_and_the_choice_is_made_once() -> None:
    t = town()
    t.alarm(Place(), device="d1")
    assert t.going() == []
    events = t.alarm(Place(building="tower", floor=7, text="东侧"), device="d1")
    updated = only(events, ev.IncidentUpdated)
    assert updated.place == Place(lon=at(1).lon, lat=at(1).lat, building="tower", floor=7, text="东侧")
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
    assert "unlocated" not in t.incident().flags
    assert not of_kind(t.alarm(Place(building="tower", floor=7), device="d1"), ev.AssignmentAssigned)


def test_a5_a_joining_alarm_completes_the_floor_and_the_kind_and_changes_nothing_that_is_known() -> None:
    t = town()
    t.alarm(Place(building="tower"), device="d1", kind="portent")
    events = t.alarm(Place(building="tower", floor=7), device="d1", kind="smoke")
    assert t.incident().place.floor == 7
    assert t.incident().kind == "smoke"
    assert not of_kind(events, ev.AssignmentAssigned), "the choice stands"
    assert not of_kind(t.alarm(Place(building="tower", floor=9), device="d1", kind="heat"), ev.IncidentUpdated)
    assert (t.incident().place.floor, t.incident().kind) == (7, "smoke")


def test_a_device_of_the_same_name_in_another_building_is_another_fire() -> None:
    t = town().building("other", 5)
    t.alarm(Place(building="tower"), device="d1")
    events = t.alarm(Place(building="other", floor=3), device="d1")
    assert only(events, ev.IncidentOpened).place.building == "other"
    assert {each.place.building for each in t.world.incidents.values()} == {"tower", "other"}


@pytest.mark.parametrize("place", [Place(building="tower "), Place(building="nowhere"), Place(text="另一栋楼"), at(9)])
def test_a5_the_same_device_stays_in_its_incident_where_it_names_no_other_building_that_is_known(place: Place) -> None:
    t = town().building("other", 5)
    t.alarm(Place(building="tower"), device="d1")
    t.alarm(place, device="d1")
    assert t.incident().place.building == "tower"


def test_a5_the_same_key_stays_in_its_incident_wherever_it_says_that_it_is() -> None:
    t = town()
    t.alarm(Place(), key="k")
    first = t.incident().id
    again = cmd.AlarmRaise(source="detector", kind="smoke", place=Place(building="tower"), key="k")
    events = t.do(cmd.with_key_reused(again, first), by=DISPATCHER)
    assert only(events, ev.AlarmMerged).reason == "same key"
    assert "key_reused" in only(events, ev.AlarmRaised).flags
    assert t.going() == ["m1-1", "m2-1", "f1-1"]


def test_a5_the_same_key_follows_a_merger_and_opens_anew_once_that_is_closed() -> None:
    t = town()
    t.alarm(at(1), device="d1", key="k")
    first = t.incident().id
    t.alarm(at(5), device="d2")
    second = next(each.id for each in t.world.incidents.values() if each.id != first)
    t.press(cmd.IncidentMerge(incident=first, into=second))
    again = cmd.with_key_reused(cmd.AlarmRaise(source="detector", kind="smoke", place=at(9), key="k"), first)
    assert only(t.do(again, by=DISPATCHER), ev.AlarmRaised).incident == second
    t.press(cmd.IncidentClose(incident=second))
    assert of_kind(t.do(again, by=DISPATCHER), ev.IncidentOpened)


def test_a5_a_test_with_the_key_of_an_operation_stays_a_test() -> None:
    t = town()
    t.alarm(at(1), key="k")
    first = t.incident().id
    tested = cmd.AlarmRaise(source="detector", kind="smoke", place=at(1), key="k", test=True)
    assert only(t.do(cmd.with_key_reused(tested, first), by=DISPATCHER), ev.IncidentOpened).test


# --- A7: old signals --------------------------------------------------------------------------------------------------


def ago(t: Town, minutes: float) -> str:
    return to_text(t.now - round(minutes * 60_000))


def test_a7_old_signals_never_confirm_each_other_and_get_a_look() -> None:
    t = watchful()
    for number in range(5):
        t.alarm(at(1, building="tower"), device=f"d{number}", occurred_at=ago(t, 24 * 60))
    incident = t.incident()
    assert incident.confirmed_at is None
    assert "late" in incident.flags
    assert incident.signal_at == t.now - 24 * 3600 * 1000
    assert t.going() == ["m1-1"], "one crew has a look"


def test_a7_forty_old_states_do_not_take_every_crew_where_a_district_sends_all_at_once() -> None:
    t = town()
    t.alarm(at(1, building="tower"), device="d0", occurred_at=ago(t, 24 * 60))
    assert t.going() == ["m1-1"]
    order = only(t.record, ev.AssignmentAssigned)
    assert order.record.signal_at == t.incident().signal_at, "the crew's screen begins with it"


def test_a7_a_fresh_signal_makes_up_for_what_the_old_one_sent_too_little() -> None:
    t = town()
    t.alarm(at(1, building="tower"), device="d0", occurred_at=ago(t, 60))
    t.alarm(at(1, building="tower"), device="d1")
    assert t.going() == ["m1-1", "m2-1", "f1-1"]
    assert t.incident().signal_at is None
    assert t.incident().confirmed_at is None, "one fresh detector is one"
    t.alarm(at(1, building="tower"), device="d2")
    assert t.incident().confirmed_at is not None


def test_a7_an_old_signal_beside_a_fresh_one_is_no_second_sign_until_it_comes_again() -> None:
    t = watchful()
    t.alarm(at(1, building="tower"), device="d1")
    t.alarm(at(1, building="tower"), device="d0", occurred_at=ago(t, 60))
    assert t.incident().confirmed_at is None
    t.alarm(at(1, building="tower"), device="d0")
    assert t.incident().confirmed_at is not None


def test_a7_a_button_that_was_pressed_an_hour_ago_is_still_a_button() -> None:
    t = watchful()
    t.alarm(at(1), kind="manual_call_point", device="b1", occurred_at=ago(t, 60))
    assert t.incident().confirmed_at is not None


@pytest.mark.parametrize(
    ("minutes", "flags"), [(4, ()), (10, ("clock_off",)), (16, ("late",)), (60 * 24 * 40, ("clock_off",))]
)
def test_a7_how_old_is_late(minutes: float, flags: tuple[str, ...]) -> None:
    t = town()
    assert only(t.alarm(at(1), occurred_at=ago(t, minutes)), ev.AlarmRaised).flags == flags


def test_a7_the_limit_is_the_districts() -> None:
    t = town().set(signals=Signals(late_after_s=0))
    assert only(t.alarm(at(1), occurred_at=ago(t, 600)), ev.AlarmRaised).flags == ("clock_off",)


def test_a7_a_split_keeps_what_is_old_apart_from_what_is_fresh() -> None:
    t = watchful()
    t.alarm(at(1, building="tower"), device="d0", occurred_at=ago(t, 60))
    events = t.alarm(at(1, building="tower"), device="d1")
    t.press(cmd.IncidentSplit(incident=t.incident().id, alarms=(only(events, ev.AlarmRaised).alarm,)))
    old, fresh = sorted(t.world.incidents.values(), key=lambda each: each.opened_by_seq)
    assert old.old_devices == (("detector", "d0"),)
    assert fresh.old_devices == ()


# --- A8: one detector, two ways ---------------------------------------------------------------------------------------


def test_a8_the_same_address_under_two_sources_confirms_and_says_so() -> None:
    t = watchful()
    t.alarm(at(1, building="tower"), source="panel", device="4-17")
    raised = only(t.alarm(at(1, building="tower"), source="detector", device="04/017"), ev.AlarmRaised)
    assert "perhaps_one_detector" in raised.flags
    assert "perhaps_one_detector" in t.incident().flags
    assert t.incident().confirmed_at is not None, "until the district says that it is one"


@pytest.mark.parametrize(
    ("device", "alike"),
    [("04/017", True), ("GW2:4-17", True), ("4.17", True), ("4-18", False), ("GW2:17", False), ("17", False)],
)
def test_a8_what_looks_like_one_address(device: str, alike: bool) -> None:
    t = watchful()
    t.alarm(at(1, building="tower"), source="panel", device="4-17")
    t.alarm(at(1, building="tower"), source="panel", device=device)
    assert ("perhaps_one_detector" in t.incident().flags) is alike


@pytest.mark.parametrize(
    "mirror", [Mirror(devices=("4-17", "GW2/9001")), Mirror(sources=("panel", "detector"))], ids=["devices", "sources"]
)
def test_a8_what_the_district_calls_one_detector_counts_once(mirror: Mirror) -> None:
    other = "GW2/9001" if mirror.devices else "4-17"
    t = watchful().set(signals=Signals(mirrors=(mirror,)))
    t.alarm(at(1), source="panel", device="4-17")
    events = t.alarm(Place(), source="detector", device=other)
    assert only(events, ev.AlarmMerged).reason == "same device", "wherever the second way says that it is"
    assert t.incident().confirmed_at is None


# --- A9: messages after the answer ------------------------------------------------------------------------------------


def calling() -> tuple[Town, World]:
    t = town().set(
        channels=(Channel(name="sms", url="http://127.0.0.1:1/"),),
        ladder=(Rung(trigger="unacknowledged", after_s=5, action="other_channel"),),
    )
    t.alarm(at(1), source="phone")
    t.wait(6)
    return t, t.world


@pytest.mark.parametrize(
    ("press", "why"),
    [
        (lambda order, _incident: cmd.AssignmentAcknowledge(assignment=order), "answered"),
        (lambda order, _incident: cmd.AssignmentArrive(assignment=order), "answered"),
        (lambda order, _incident: cmd.AssignmentDecline(assignment=order), "order_over"),
        (lambda order, _incident: cmd.AssignmentRecall(assignment=order), "order_over"),
        (lambda order, _incident: cmd.LadderHold(assignment=order), "held"),
        (lambda _order, incident: cmd.IncidentClose(incident=incident), "incident_over"),
    ],
)
def test_a9_a_message_is_needless_once_its_order_is_answered_or_over(
    press: Callable[[str | None, str | None], cmd.Command], why: GivenUp
) -> None:
    t, world = calling()
    message = next(each for each in world.messages.values() if each.station == "m1")
    assert needless(world, message) is None
    t.press(press(message.assignment, message.incident))
    assert needless(t.world, message) == why
    given_up = only(t.do(cmd.NoteChannel(message=message.id, channel="sms", tries=1, given_up=why)), ev.ChannelGivenUp)
    assert given_up.given_up == why
    assert message.id not in t.world.messages, "nothing is left for a person to do"
