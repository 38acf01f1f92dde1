"""What devices say: a fire is an alarm, everything else a condition that sends nobody."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import next_of
from dispatch.core.decide.conditions import would_change
from dispatch.core.devices import subject_of
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.instant import to_text
from dispatch.core.signal import Measured, Signal
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import DEFAULT_SETTINGS
from stations.devices import Device, Gateway
from stations.model import DistrictSettings
from stations.rules import Signals
from tests.unit.core.world_builder import DISPATCHER, Town, of_kind, only

PANEL = By(role="device", name="panel-a")
HOUR_MS = 3_600_000


def wired(settings: DistrictSettings = DEFAULT_SETTINGS) -> Town:
    """A tower with a panel: a smoke detector, a call point, a pump, a door, an electrical monitor, a pressure meter."""
    town = Town(settings).station("m1", 1, crews=2, building="tower").engine("f1", 3).building("tower", 1.2)
    gateway = Gateway(id="gw", protocol="gb26875", address="7", building="tower", name="示例主机", station="f1")
    rows = (
        Device(id="s1", kind="smoke_photoelectric", gateway="gw", address="1-2-17", building="tower", floor=12),
        Device(id="s2", kind="smoke_photoelectric", gateway="gw", address="1-2-18", building="tower", floor=12),
        Device(id="b1", kind="manual_call_point", gateway="gw", address="1-2-30", building="tower", floor=12),
        Device(id="p1", kind="fire_pump", gateway="gw", address="1-9-1", building="tower", floor=-1),
        Device(id="d7", kind="fire_door", gateway="gw", address="1-9-7", building="tower", floor=7),
        Device(id="e1", kind="residual_current", gateway="gw", address="2-1-1", building="tower", floor=3),
        Device(id="w1", kind="water_pressure", gateway="gw", address="3-1", building="tower", low=0.2, hysteresis=0.05),
    )
    town.do(cmd.ChangeRegistry(gateways=(gateway,), devices=rows))
    return town


def said(address: str | None, *raised: Any, **fields: Any) -> cmd.SignalReceive:
    return cmd.SignalReceive(
        signal=Signal(gateway="gw", protocol="gb26875", address=address, raised=raised, **fields), raw=1
    )


def hear(town: Town, address: str | None, *raised: Any, **fields: Any) -> list[ev.Event]:
    return list(town.do(said(address, *raised, **fields), by=PANEL))


def test_a_fire_of_a_detector_is_an_alarm_where_the_table_has_it_and_sends() -> None:
    town = wired()
    events = hear(town, "1-2-17", "fire")
    alarm = only(events, ev.AlarmRaised)
    assert (alarm.source, alarm.kind, alarm.device) == ("panel", "smoke", "s1")
    assert (alarm.place.building, alarm.place.floor) == ("tower", 12)
    assert of_kind(events, ev.AssignmentAssigned)
    raised = only(events, ev.ConditionRaised)
    assert (raised.condition, raised.incident, raised.station) == ("fire", alarm.incident, "m1")
    assert events.index(alarm) < events.index(only(events, ev.SignalReceived)), "the alarm waits for no bookkeeping"


@pytest.mark.parametrize(
    "condition",
    [
        *("prealarm", "fault", "disabled", "supervisory", "started", "feedback", "delayed", "test", "tamper"),
        *("low_battery", "mains_fault", "battery_fault", "line_fault", "manual", "absent"),
    ],
)
@pytest.mark.parametrize("address", ["1-2-17", "1-9-1", "2-1-1", None])
def test_what_is_no_fire_sends_nobody_and_opens_nothing(condition: Any, address: str | None) -> None:
    town = wired()
    events = hear(town, address, condition)
    assert {type(each) for each in events} == {ev.SignalReceived, ev.ConditionRaised}
    assert not town.world.incidents


def test_what_is_said_again_is_no_event() -> None:
    town = wired()
    hear(town, "1-2-17", "fault")
    again = said("1-2-17", "fault")
    assert not would_change(town.world, again.signal, town.now)
    assert not town.do(again, by=PANEL)
    (cleared,) = [each for each in hear(town, "1-2-17", cleared=("fault",)) if isinstance(each, ev.ConditionCleared)]
    assert cleared.condition == "fault"
    assert not town.world.conditions


# --- one fire, one alarm ----------------------------------------------------------------------------------------------


def test_a_fire_that_is_repeated_while_its_incident_is_open_is_no_new_alarm() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    assert not hear(town, "1-2-17", "fire")
    assert not hear(town, "1-2-17", "fire", whole=True)


def test_a_fire_that_nobody_cleared_is_an_alarm_again_once_its_incident_is_over() -> None:
    """Many devices never say that it is over: what they say after the incident must not be swallowed."""
    town = wired()
    hear(town, "1-2-17", "fire", occurred_at="2026-11-22T12:00:00+08:00")
    first = town.incident().id
    town.press(cmd.IncidentClose(incident=first, reason="false_equipment"))
    assert not hear(town, "1-2-17", "fire", occurred_at="2026-11-22T12:00:00+08:00"), "the message of then, again"
    assert not hear(town, "1-2-17", "fire", whole=True), "an inspection only tells the state"
    alarm = only(hear(town, "1-2-17", "fire", occurred_at="2026-11-22T12:30:00+08:00"), ev.AlarmRaised)
    assert alarm.incident != first


def test_the_test_bit_of_a_panel_never_hides_a_fire() -> None:
    town = wired()
    alarm = only(hear(town, "1-2-17", "fire", test=True), ev.AlarmRaised)
    assert "panel_test" in alarm.flags
    assert not alarm.test
    assert town.going()


def test_a_fire_of_a_device_that_is_switched_off_opens_as_any_and_says_so() -> None:
    town = wired()
    town.do(cmd.DeviceDisable(device="s1", reason="示例：装修"), by=DISPATCHER)
    alarm = only(hear(town, "1-2-17", "fire"), ev.AlarmRaised)
    assert "device_disabled" in alarm.flags
    assert town.going()


@pytest.mark.parametrize("address", ["2-1-1", "1-9-1", "1-9-7"])
def test_a_fire_of_what_is_no_detector_is_a_condition_and_sends_nobody(address: str) -> None:
    town = wired()
    events = hear(town, address, "fire")
    assert only(events, ev.ConditionRaised).condition == "fire"
    assert not town.world.incidents


def test_what_is_said_to_be_a_detector_burns_whatever_the_table_has_it_for() -> None:
    town = wired()
    assert only(hear(town, "1-9-7", "fire", device_kind="smoke_detector"), ev.AlarmRaised).kind == "smoke"


def test_a_fire_of_an_unknown_device_counts_and_is_where_its_words_and_its_gateway_say() -> None:
    town = wired()
    alarm = only(hear(town, "8-8-8", "fire", text="示例大厦B2层配电室"), ev.AlarmRaised)
    assert (alarm.kind, alarm.device) == ("report", "gw/8-8-8")
    assert (alarm.place.building, alarm.place.floor) == ("tower", -2)
    assert town.going()


def test_a_fire_that_a_gateway_says_of_itself_counts_also_where_it_does_not_say_what_it_is() -> None:
    town = wired()
    assert only(hear(town, None, "fire"), ev.AlarmRaised).kind == "report"


# --- what confirms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "sure"),
    [
        ("1-2-17", "1-2-18", True),
        ("1-2-17", "1-2-30", True),
        ("1-2-17", None, False),
        (None, "1-2-17", False),
    ],
    ids=["two detectors", "detector and call point", "detector and its panel", "panel and its detector"],
)
def test_two_witnesses_confirm_and_a_panel_is_none(first: str | None, second: str | None, sure: bool) -> None:
    town = wired()
    assert not hear(town, None), "a gateway that says nothing"
    hear(town, first, "fire", device_kind=None if first else "fire_panel")
    hear(town, second, "fire", device_kind=None if second else "fire_panel")
    assert (town.incident().confirmed_at is not None) is sure


@pytest.mark.parametrize("order", [("electrical", "smoke"), ("smoke", "electrical")])
def test_an_electrical_pre_alarm_and_a_smoke_detector_confirm_nothing(order: tuple[str, str]) -> None:
    """W4 of the audit: a residual current on a line is no second detector, whichever came first."""
    town = wired()
    for kind in order:
        town.do(
            cmd.AlarmRaise(source="detector", kind=kind, device=f"d-{kind}", place=Place(building="tower")), by=PANEL
        )
    assert len(town.world.incidents) == 1
    assert town.incident().confirmed_at is None


def test_a_pre_alarm_joins_the_open_incident_as_information_and_confirms_nothing() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    raised = only(hear(town, "2-1-1", "prealarm"), ev.ConditionRaised)
    assert raised.incident == town.incident().id
    assert town.incident().confirmed_at is None


def test_a_mirror_is_the_witness_that_it_mirrors() -> None:
    town = wired()
    other = Gateway(id="gw2", protocol="mqtt", building="tower")
    row = Device(id="m17", kind="smoke_detector", gateway="gw2", address="x", building="tower", mirror_of="s1")
    town.do(cmd.ChangeRegistry(gateways=(other,), devices=(row,)))
    hear(town, "1-2-17", "fire")
    mirrored = Signal(gateway="gw2", protocol="mqtt", address="x", raised=("fire",))
    joined = only(town.do(cmd.SignalReceive(signal=mirrored), by=PANEL), ev.AlarmMerged)
    assert joined.reason == "same device"
    assert town.incident().confirmed_at is None


def test_the_districts_own_pairs_decide() -> None:
    settings = replace(DEFAULT_SETTINGS, signals=Signals(witnesses=(("detector", "flow"),)))
    town = wired(settings)
    hear(town, "1-2-17", "fire")
    hear(town, "1-2-18", "fire")
    assert town.incident().confirmed_at is None


# --- into the incident ------------------------------------------------------------------------------------------------


def test_what_happens_in_a_burning_building_goes_into_its_incident() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    burning = town.incident().id
    pressure = (Measured(what="pressure", value=0.35, unit="MPa"),)
    pump = only(hear(town, "1-9-1", "started", measured=pressure), ev.ConditionRaised)
    door = only(hear(town, "1-9-7", "feedback"), ev.ConditionRaised)
    assert (pump.incident, door.incident) == (burning, burning)
    assert pump.value == pressure[0]
    assert set(pump.to) >= {"m1"}
    assert only(hear(town, "1-2-18", "fault"), ev.ConditionRaised).incident is None, (
        "a detector's fault is no news there"
    )


def test_a_reset_clears_what_its_panel_latched_and_closes_no_incident() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    hear(town, "1-9-1", "started")
    hear(town, "1-2-18", "disabled")
    hear(town, "2-1-1", "prealarm")
    events = hear(town, "1", operation="reset", operator="3")
    cleared = {(each.device, each.condition) for each in of_kind(events, ev.ConditionCleared)}
    assert cleared == {("s1", "fire"), ("p1", "started")}, "of panel 1 alone, and what is switched off stays so"
    assert town.incident().open


def test_after_a_reset_the_same_detector_burns_anew() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    hear(town, None, operation="reset")
    assert only(hear(town, "1-2-17", "fire"), ev.AlarmMerged).reason == "same device"


# --- bounded ----------------------------------------------------------------------------------------------------------


def test_a_storm_of_faults_sends_nobody_and_is_written_down_once_each() -> None:
    town = wired()
    before = town.world.seq
    for _ in range(3):
        for number in range(40):
            hear(town, f"1-3-{number}", "fault")
    assert not town.world.incidents
    assert town.world.seq - before == 40 * 3, "unknown, said and held: once for each device"


def test_a_condition_that_comes_and_goes_is_held_for_an_hour_and_then_let_go_of() -> None:
    town = wired()
    for _ in range(20):
        hear(town, "1-2-17", "fault")
        hear(town, "1-2-17", cleared=("fault",))
    raised = of_kind(town.record, ev.ConditionRaised)
    assert len(raised) == 7
    assert [each.chatters_until is not None for each in raised] == [False] * 6 + [True]
    assert "fault" in town.world.conditions["s1"].conditions
    due = next_of(town.world, subject_of("s1"))
    assert due is not None
    town.now = due.due_at
    (over,) = town.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at))
    assert isinstance(over, ev.ConditionCleared)
    assert over.why == "settled"
    assert not town.world.conditions


def test_a_fire_never_counts_as_chatter() -> None:
    town = wired()
    for _ in range(12):
        hear(town, "1-2-17", "fire")
        hear(town, "1-2-17", cleared=("fire",))
    assert len(of_kind(town.record, ev.AlarmRaised)) == 12


def test_a_gateway_that_makes_addresses_up_fills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dispatch.core.decide.conditions.UNKNOWN_AT_MOST", 5)
    town = wired()
    for number in range(9):
        hear(town, f"7-{number}", "fault")
    assert len(town.world.unknown_devices) == len(town.world.conditions) == 5
    assert of_kind(hear(town, "7-99", "fire"), ev.AlarmRaised), "a fire always counts"


# --- limits -----------------------------------------------------------------------------------------------------------


def test_a_value_tells_once_that_it_crossed_its_limit_and_comes_back_by_the_hysteresis() -> None:
    town = wired()

    def measure(value: float) -> list[str]:
        values = (Measured(what="pressure", value=value, unit="MPa"),)
        return [each.way for each in hear(town, "3-1", measured=values) if isinstance(each, ev.LimitCrossed)]

    assert [measure(value) for value in (0.3, 0.19, 0.1, 0.21, 0.24, 0.26, 0.19)] == [
        [],
        ["low"],
        [],
        [],
        [],
        ["back"],
        ["low"],
    ]
    assert measure(float("nan")) == measure(float("inf")) == []


# --- who is it, is it there -------------------------------------------------------------------------------------------


def test_an_unknown_device_is_told_once_and_filed_with_what_it_said() -> None:
    town = wired()
    assert only(hear(town, "5-5-5", "fault", text="示例5层走廊"), ev.DeviceUnknown).device == "gw/5-5-5"
    assert not of_kind(hear(town, "5-5-5", cleared=("fault",)), ev.DeviceUnknown)
    hear(town, "5-5-5", "prealarm")
    town.do(cmd.DeviceFile(gateway="gw", address="5-5-5", kind="heat_point", building="tower", floor=5), by=DISPATCHER)
    assert not town.world.unknown_devices
    state = town.world.conditions["gw/5-5-5"]
    assert (state.kind, state.building, state.floor) == ("heat_point", "tower", 5)
    assert only(hear(town, "5-5-5", "fire"), ev.AlarmRaised).kind == "heat"
    with pytest.raises(WrongState):
        town.do(cmd.DeviceFile(gateway="gw", address="1-2-17", floor=2), by=DISPATCHER)
    with pytest.raises(NotFound):
        town.do(cmd.DeviceFile(gateway="gw", address="0-0-0", floor=2), by=DISPATCHER)


def test_what_was_heard_of_an_address_goes_to_the_row_that_the_table_gets_for_it() -> None:
    town = wired()
    hear(town, "5-5-5", "fault")
    row = Device(id="new", kind="heat_point", gateway="gw", address="5-5-5", building="tower", floor=9)
    town.do(cmd.ChangeRegistry(devices=(row,)))
    assert set(town.world.conditions) == {"new"}
    assert town.world.conditions["new"].floor == 9
    assert not town.world.unknown_devices
    assert to_world(to_state(town.world)) == town.world


def test_silence_is_told_once_and_ends_when_it_is_heard_again() -> None:
    town = wired()
    silent = only(town.do(cmd.DeviceMute(device="s1", since=town.now)), ev.DeviceSilent)
    assert (silent.station, silent.to) == ("m1", ("m1",))
    assert not town.do(cmd.DeviceMute(device="s1"))
    assert of_kind(town.do(cmd.DeviceHear(device="s1")), ev.DeviceBack)
    assert not town.do(cmd.DeviceHear(device="s1"))
    assert not town.do(cmd.DeviceMute(device="nobody"))


def test_a_device_is_off_for_a_shift_where_nobody_says_and_never_for_more_than_a_week() -> None:
    town = wired()
    off = only(town.do(cmd.DeviceDisable(device="s1", reason="示例"), by=DISPATCHER), ev.DeviceDisabled)
    assert off.until - town.now == 8 * HOUR_MS
    assert only(hear(town, "1-2-17", "fault"), ev.ConditionRaised).to == (), "nobody is told of what is switched off"
    for hours in (-1, 24 * 7 + 1):
        until = to_text(town.now.plus(hours * HOUR_MS))
        with pytest.raises(Unusable):
            town.do(cmd.DeviceDisable(device="s1", reason="示例", until=until), by=DISPATCHER)
    due = next_of(town.world, subject_of("s1"))
    assert due is not None
    town.now = due.due_at
    on = only(town.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)), ev.DeviceEnabled)
    assert on.expired
    with pytest.raises(NotFound):
        town.do(cmd.DeviceEnable(device="s1"), by=DISPATCHER)


def test_a_person_who_sees_that_a_pre_alarm_is_a_fire_sends_the_whole_plan() -> None:
    town = wired()
    hear(town, "2-1-1", "prealarm")
    events = town.press(cmd.SignalVerify(device="e1", condition="prealarm", real=True, note="示例：配电柜冒烟"))
    assert of_kind(events, ev.IncidentConfirmed)
    assert town.going()
    assert town.world.conditions["e1"].conditions["prealarm"].verified is True


def test_a_person_who_sees_the_fire_of_an_open_incident_confirms_it() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    town.press(cmd.SignalVerify(device="s1", condition="fire", real=True))
    assert len(town.world.incidents) == 1
    assert town.incident().confirmed_at is not None


def test_a_person_who_sees_no_fire_marks_the_condition_and_closes_nothing() -> None:
    town = wired()
    hear(town, "1-2-17", "fire")
    town.press(cmd.SignalVerify(device="s1", condition="fire", real=False, note="示例：水汽"))
    assert town.world.conditions["s1"].conditions["fire"].verified is False
    assert town.incident().open
    with pytest.raises(NotFound):
        town.press(cmd.SignalVerify(device="s1", condition="fault", real=True))


# --- states in the JSON of alarms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["fault", "low_battery", "water_pressure", "supervisory", "FAULT", "offline", "test"])
def test_a_state_that_is_sent_as_an_alarm_sends_nobody(kind: str) -> None:
    """W3 of the audit: a low battery sent two crews and an engine."""
    town = wired()
    place = Place(building="tower", floor=3)
    events = town.do(cmd.AlarmRaise(source="detector", kind=kind, device="iot-1", place=place), by=PANEL)
    raised = only(events, ev.ConditionRaised)
    assert (raised.device, raised.building, raised.floor, raised.station) == ("http/iot-1", "tower", 3, "m1")
    assert not town.world.incidents
    assert not town.world.assignments


def test_a_state_that_is_sent_as_cleared_ends() -> None:
    town = wired()
    town.do(cmd.AlarmRaise(source="detector", kind="fault", device="s1"), by=PANEL)
    assert set(town.world.conditions) == {"s1"}, "an id of the table is that device"
    town.do(cmd.AlarmRaise(source="detector", kind="fault_restored", device="s1"), by=PANEL)
    assert not town.world.conditions


@pytest.mark.parametrize("told", [{"source": "phone"}, {"source": "person"}, {"trapped": 1}, {"kind": "gas_smell"}])
def test_what_a_person_says_and_what_nobody_knows_is_an_alarm_as_before(told: dict[str, Any]) -> None:
    town = wired()
    said_so: dict[str, Any] = {"source": "detector", "kind": "fault", "place": Place(building="tower")}
    assert of_kind(town.do(cmd.AlarmRaise(**(said_so | told)), by=PANEL), ev.AlarmRaised)


def test_what_cannot_be_read_is_told_once_and_in_other_words_once_an_hour() -> None:
    """A table that reads a value wrongly has other words in every message, and two fields take turns."""
    town = wired()
    assert only(hear(town, "1-2-17", unread={"state": "3.1"}), ev.SignalReceived).unread == {"state": "3.1"}
    assert only(hear(town, "1-2-17", unread={"level": "?"}), ev.SignalReceived).unread == {"level": "?"}
    for number in range(50):
        town.now = town.now.plus(60_000)
        field = ("state", "level")[number % 2]
        assert hear(town, "1-2-17", unread={field: f"{number}"}) == []
    town.now = town.now.plus(HOUR_MS)
    assert only(hear(town, "1-2-17", unread={"state": "9.9"}), ev.SignalReceived).unread == {"state": "9.9"}


def test_what_a_detector_is_called_stands_beside_its_place_and_not_in_it() -> None:
    """A row begins with building and floor; a name of twenty characters cut the floor off."""
    town = wired()
    town.do(cmd.ChangeRegistry(devices=(replace(town.world.devices["s1"], name="示例12层走廊烟感"),)))
    alarm = only(hear(town, "1-2-17", "fire"), ev.AlarmRaised)
    assert (alarm.place.building, alarm.place.floor, alarm.place.text) == ("tower", 12, None)
    assert alarm.note == "示例12层走廊烟感"


def test_words_are_the_place_of_who_has_no_other() -> None:
    town = wired()
    alarm = only(hear(town, "9-9-9", "fire", text="示例东侧楼梯"), ev.AlarmRaised)
    assert alarm.place.floor is None
    assert alarm.place.text == "示例东侧楼梯"
