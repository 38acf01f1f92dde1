"""A sending as an alarm that is none: a state of a device, said in the JSON of alarms (``kind: "fault"``).

Whoever connects a gateway for the first time sends everything as an alarm. What names a condition by its kind is one;
a person who says it is heard as before, and so is whoever says that people are trapped.
"""

from __future__ import annotations

from dispatch.core.commands import AlarmRaise
from dispatch.core.decide.verification import CONFIRMING_SOURCES
from dispatch.core.devices import HTTP
from dispatch.core.signal import CONDITIONS, Condition, Signal

_CONDITIONS: dict[str, Condition] = {
    **{each: each for each in CONDITIONS if each != "fire"},
    "pre_alarm": "prealarm",
    "battery_low": "low_battery",
    "lowbattery": "low_battery",
    "power_fault": "mains_fault",
    "trouble": "fault",
    "water_pressure": "supervisory",
    "water_level": "supervisory",
    "pressure": "supervisory",
    "offline": "fault",
}
_KINDS = {"water_pressure": "water_pressure", "pressure": "water_pressure", "water_level": "water_level"}
_ENDS = ("_cleared", "_restored", "_restore", "_clear")


def signal_of(alarm: AlarmRaise) -> Signal | None:
    """Return what a sending says of a device's state; None where it is an alarm."""
    kind = alarm.kind.strip().lower()
    people = (
        alarm.source in CONFIRMING_SOURCES or alarm.trapped is not None or alarm.exercise or alarm.drill is not None
    )
    if people:
        return None
    raised, cleared = _CONDITIONS.get(kind), _cleared(kind)
    if raised is None and cleared is None and kind != "reset":
        return None
    return Signal(
        gateway=HTTP,
        protocol="http",
        address=alarm.device or alarm.place.building,
        device_kind=_KINDS.get(kind),
        text=alarm.place.text or alarm.note,
        raised=() if raised is None else (raised,),
        cleared=() if cleared is None else (cleared,),
        operation="reset" if kind == "reset" and alarm.device is not None else None,
        test=alarm.test,
        occurred_at=alarm.occurred_at,
        building=alarm.place.building,
        floor=alarm.place.floor,
    )


def _cleared(kind: str) -> Condition | None:
    for ending in _ENDS:
        if kind.endswith(ending):
            name = kind.removesuffix(ending)
            return "fire" if name == "fire" else _CONDITIONS.get(name)
    return None
