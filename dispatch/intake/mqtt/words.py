"""The words of our own MQTT topics, as data: types of devices, what an event brings about, what is measured."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dispatch.core.signal import Condition, Operation

LEVELS = ("alarm", "status", "heartbeat")
"""Last levels of ``fire/v1/{tenant}/{deviceType}/{deviceId}/…`` that come in; ``ack`` goes out."""

KINDS = {
    "smoke": "smoke_detector",
    "heat": "heat_detector",
    "gas": "gas_detector",
    "flame": "flame_detector",
    "manual": "manual_call_point",
    "panel": "fire_panel",
    "electric": "electrical_monitor",
    "current": "residual_current",
    "cable": "cable_temperature",
    "pressure": "water_pressure",
    "level": "water_level",
    "flow": "flow_switch",
    "pump": "fire_pump",
    "door": "fire_door",
    "vent": "smoke_vent",
    "fan": "smoke_fan",
    "video": "camera",
}
"""Short names of device types; a word of `stations.device_kinds` stands for itself."""


class Meaning(NamedTuple):
    """What an event of the contract brings about."""

    raised: tuple[Condition, ...] = ()
    cleared: tuple[Condition, ...] = ()
    operation: Operation | None = None
    test: bool = False
    line: Literal["heard", "lost"] | None = "heard"


def _pairs(**conditions: Condition) -> dict[str, Meaning]:
    """``fault=…`` gives the two events ``fault`` and ``fault_clear``."""
    both: dict[str, Meaning] = {}
    for event, condition in conditions.items():
        both[event] = Meaning(raised=(condition,))
        both[f"{event.removesuffix('_alarm')}_clear"] = Meaning(cleared=(condition,))
    return both


EVENTS: dict[str, Meaning] = {
    **_pairs(smoke_alarm="fire", heat_alarm="fire", gas_alarm="fire", flame_alarm="fire", manual_alarm="fire"),
    **_pairs(flow_alarm="fire", alarm="fire", prealarm="prealarm", supervisory="supervisory"),
    **_pairs(fault="fault", disabled="disabled", tamper="tamper", low_battery="low_battery", absent="absent"),
    **_pairs(mains_fault="mains_fault", battery_fault="battery_fault", line_fault="line_fault"),
    **_pairs(started="started", feedback="feedback", delayed="delayed", manual_mode="manual"),
    "stopped": Meaning(cleared=("started", "feedback")),
    # The button on the detector: it sends its own event, and is no smoke.
    "test": Meaning(operation="test", test=True),
    "silence": Meaning(operation="silence"),
    "reset": Meaning(operation="reset"),
    "self_test": Meaning(operation="self_test"),
    "heartbeat": Meaning(),
    "status": Meaning(),
    "online": Meaning(),
    # What the device left with the broker as its last will.
    "offline": Meaning(line="lost"),
}

MEASURED = {
    "battery_pct": ("battery", "%"),
    "rsrp": ("rsrp", "dBm"),
    "snr": ("snr", "dB"),
    "temp_c": ("temperature", "°C"),
    "pressure_mpa": ("pressure", "MPa"),
    "level_m": ("level", "m"),
    "current_ma": ("current", "mA"),
    "gas_lel": ("gas", "%LEL"),
    "flow_ls": ("flow", "L/s"),
}
"""Fields of the body → what they measure, and in what unit."""
