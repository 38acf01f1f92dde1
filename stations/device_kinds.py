"""Kinds of devices after GB/T 26875.3-2011, table 5, and what an alarm of each may be.

``alarm`` is the kind of alarm that its fire condition raises; None: what it reports is a state and never an alarm by
itself. Of kinds of one ``family`` two are one way of looking: independence is of families and addresses.
"""

from __future__ import annotations

from typing import NamedTuple


class DeviceKind(NamedTuple):
    """Its word, its number in table 5 (None: not there), what its fire condition is an alarm of, its family."""

    id: str
    code: int | None
    alarm: str | None
    family: str


_ROWS: tuple[tuple[str, int | None, str | None, str], ...] = (
    ("general", 0, "report", "panel"),
    ("fire_panel", 1, "smoke", "panel"),
    ("gas_detector", 10, "gas", "gas"),
    ("gas_point", 11, "gas", "gas"),
    ("gas_standalone", 12, "gas", "gas"),
    ("gas_line", 13, "gas", "gas"),
    ("electrical_monitor", 16, None, "electrical"),
    ("residual_current", 17, None, "electrical"),
    ("cable_temperature", 18, None, "electrical"),
    ("detection_loop", 21, "smoke", "detector"),
    ("display_panel", 22, "smoke", "panel"),
    ("manual_call_point", 23, "manual_call_point", "call_point"),
    ("hydrant_button", 24, "manual_call_point", "call_point"),
    ("fire_detector", 25, "smoke", "detector"),
    ("heat_detector", 30, "heat", "detector"),
    ("heat_point", 31, "heat", "detector"),
    ("heat_point_s", 32, "heat", "detector"),
    ("heat_point_r", 33, "heat", "detector"),
    ("heat_line", 34, "heat", "detector"),
    ("heat_line_s", 35, "heat", "detector"),
    ("heat_line_r", 36, "heat", "detector"),
    ("heat_fibre", 37, "heat", "detector"),
    ("smoke_detector", 40, "smoke", "detector"),
    ("smoke_ionisation", 41, "smoke", "detector"),
    ("smoke_photoelectric", 42, "smoke", "detector"),
    ("smoke_beam", 43, "smoke", "detector"),
    ("smoke_aspirating", 44, "smoke", "detector"),
    ("combined_detector", 50, "smoke", "detector"),
    ("smoke_heat_detector", 51, "smoke", "detector"),
    ("light_heat_detector", 52, "heat", "detector"),
    ("light_smoke_detector", 53, "smoke", "detector"),
    ("flame_uv", 61, "flame", "detector"),
    ("flame_ir", 62, "flame", "detector"),
    ("flame_detector", 69, "flame", "detector"),
    ("fire_gas_detector", 74, "smoke", "detector"),
    ("video_detector", 78, "flame", "detector"),
    ("sound_detector", 79, "smoke", "detector"),
    ("gas_extinguishing_panel", 81, "smoke", "panel"),
    ("electrical_control", 82, None, "linkage"),
    ("control_room_display", 83, "smoke", "panel"),
    ("module", 84, None, "linkage"),
    ("input_module", 85, None, "linkage"),
    ("output_module", 86, None, "linkage"),
    ("input_output_module", 87, None, "linkage"),
    ("relay_module", 88, None, "linkage"),
    ("fire_pump", 91, None, "water"),
    ("fire_tank", 92, None, "water"),
    ("sprinkler_pump", 95, None, "water"),
    ("flow_switch", 96, "water_flow", "flow"),
    ("signal_valve", 97, None, "water"),
    ("alarm_valve", 98, "water_flow", "flow"),
    ("pressure_switch", 99, "water_flow", "flow"),
    ("valve_drive", 101, None, "linkage"),
    ("fire_door", 102, None, "door"),
    ("fire_damper", 103, None, "linkage"),
    ("ventilation", 104, None, "linkage"),
    ("foam_pump", 105, None, "water"),
    ("pipe_valve", 106, None, "water"),
    ("smoke_fan", 111, None, "smoke_control"),
    ("smoke_damper", 113, None, "smoke_control"),
    ("air_supply_vent", 114, None, "smoke_control"),
    ("smoke_vent", 115, None, "smoke_control"),
    ("smoke_curtain", 116, None, "smoke_control"),
    ("shutter_controller", 117, None, "door"),
    ("door_monitor", 118, None, "door"),
    ("sounder", 121, None, "linkage"),
    ("extinguisher", None, None, "equipment"),
    ("water_pressure", None, None, "water"),
    ("water_level", None, None, "water"),
    ("hydrant", None, None, "water"),
    ("camera", None, "flame", "video"),
    ("gateway", None, None, "gateway"),
)

DEVICE_KINDS: dict[str, DeviceKind] = {row[0]: DeviceKind(*row) for row in _ROWS}
BY_CODE: dict[int, str] = {kind.code: kind.id for kind in DEVICE_KINDS.values() if kind.code is not None}
"""The word of a component type of GB/T 26875.3-2011, table 5."""
