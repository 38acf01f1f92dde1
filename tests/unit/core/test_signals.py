"""What devices say: a fire is an alarm, everything else a condition that sends nobody."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.conditions import would_change
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import By
from stations.devices import Device, Gateway
from tests.unit.core.world_builder import Town, of_kind, only

PANEL = By(role="device", name="panel-a")


def wired() -> Town:
    """A tower with a panel: a smoke detector, a call point, a pump, a door, an electrical monitor, a pressure meter."""
    town = Town().station("m1", 1, crews=2, building="tower").engine("f1", 3).building("tower", 1.2)
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
