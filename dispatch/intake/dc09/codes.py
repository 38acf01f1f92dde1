"""What the event codes of alarm panels say: SIA DC-03 and Ademco Contact ID (SIA DC-05), as far as fire needs them.

What is no fire is never made one: a burglary, a call for a doctor, a panic button are shown with their words and send
nobody. A code that stands in no table is kept and shown.
"""

from __future__ import annotations

from typing import NamedTuple

from dispatch.core.signal import Condition, Operation


class Meaning(NamedTuple):
    """What a code says: conditions that begin and end, the kind of the device, what was done, and its words.

    With ``strange`` it is a thing that this hub only shows. ``by_user``: its number is a person's, not a device's.
    """

    words: str
    raised: tuple[Condition, ...] = ()
    cleared: tuple[Condition, ...] = ()
    kind: str | None = None
    operation: Operation | None = None
    strange: bool = False
    by_user: bool = False


def _family(letter: str, kind: str, words: str, alarm: Condition = "fire") -> dict[str, Meaning]:
    """Return the codes that SIA DC-03 builds alike for each kind of zone: alarm, trouble, supervision, bypass."""
    return {
        f"{letter}A": Meaning(f"{words} alarm", raised=(alarm,), kind=kind),
        f"{letter}H": Meaning(f"{words} alarm restored", cleared=(alarm,), kind=kind),
        f"{letter}R": Meaning(f"{words} restored", cleared=(alarm, "fault", "supervisory"), kind=kind),
        f"{letter}T": Meaning(f"{words} trouble", raised=("fault",), kind=kind),
        f"{letter}J": Meaning(f"{words} trouble restored", cleared=("fault",), kind=kind),
        f"{letter}S": Meaning(f"{words} supervisory", raised=("supervisory",), kind=kind),
        f"{letter}V": Meaning(f"{words} supervisory restored", cleared=("supervisory",), kind=kind),
        f"{letter}B": Meaning(f"{words} bypassed", raised=("disabled",), kind=kind),
        f"{letter}U": Meaning(f"{words} bypass ended", cleared=("disabled",), kind=kind),
        f"{letter}X": Meaning(f"{words} test", kind=kind, operation="test"),
    }


SIA: dict[str, Meaning] = {
    **_family("F", "fire_detector", "fire"),
    **_family("K", "heat_detector", "heat"),
    **_family("S", "flow_switch", "sprinkler"),
    **_family("G", "gas_detector", "gas"),
    **_family("W", "water_level", "water leak", alarm="supervisory"),
    "FG": Meaning("fire, not verified", raised=("prealarm",), kind="fire_detector"),
    "FM": Meaning("fire, verified by a second zone", raised=("fire",), kind="fire_detector"),
    "FC": Meaning("fire alarm cancelled", operation="alarm_cleared"),
    "FL": Meaning("fire alarm silenced", operation="silence"),
    "FY": Meaning("fire zone missing", raised=("line_fault",), kind="fire_detector"),
    "FZ": Meaning("fire supervision missing", raised=("line_fault",), kind="fire_detector"),
    "FI": Meaning("fire test begun", raised=("test",)),
    "FK": Meaning("fire test ended", cleared=("test",)),
    "TS": Meaning("test begun", raised=("test",)),
    "TE": Meaning("test ended", cleared=("test",)),
    "TA": Meaning("tamper", raised=("tamper",)),
    "TR": Meaning("tamper restored", cleared=("tamper",)),
    "AT": Meaning("mains failure", raised=("mains_fault",)),
    "AR": Meaning("mains restored", cleared=("mains_fault",)),
    "YT": Meaning("battery trouble", raised=("battery_fault",)),
    "YM": Meaning("battery missing", raised=("battery_fault",)),
    "YR": Meaning("battery restored", cleared=("battery_fault",)),
    "XT": Meaning("transmitter battery low", raised=("low_battery",)),
    "XR": Meaning("transmitter battery restored", cleared=("low_battery",)),
    "YC": Meaning("communication failed", raised=("line_fault",)),
    "YS": Meaning("communication trouble", raised=("line_fault",)),
    "YK": Meaning("communication restored", cleared=("line_fault",)),
    "YP": Meaning("power supply trouble", raised=("mains_fault",)),
    "YQ": Meaning("power supply restored", cleared=("mains_fault",)),
    "YA": Meaning("sounder fault", raised=("fault",), kind="sounder"),
    "YH": Meaning("sounder restored", cleared=("fault",), kind="sounder"),
    "RP": Meaning("periodic test"),
    "RX": Meaning("manual test", operation="test"),
    "RN": Meaning("reset", operation="reset"),
    "RR": Meaning("power up", operation="online"),
    "LB": Meaning("programming begun", operation="configured"),
    "PA": Meaning("panic alarm", strange=True),
    "MA": Meaning("medical alarm", strange=True),
    "BA": Meaning("burglary alarm", strange=True),
    "HA": Meaning("hold-up alarm", strange=True),
}
"""Event code of two letters → what it says."""


def _zone(condition: Condition, words: str, kind: str | None = None) -> Meaning:
    return Meaning(words, raised=(condition,), kind=kind)


CONTACT_ID: dict[str, Meaning] = {
    "110": _zone("fire", "fire alarm", "fire_detector"),
    "111": _zone("fire", "smoke", "smoke_detector"),
    "112": _zone("fire", "combustion", "fire_detector"),
    "113": _zone("fire", "water flow", "flow_switch"),
    "114": _zone("fire", "heat", "heat_detector"),
    "115": _zone("fire", "manual call point", "manual_call_point"),
    "116": _zone("fire", "smoke in a duct", "smoke_detector"),
    "117": _zone("fire", "flame", "flame_detector"),
    "118": _zone("prealarm", "near alarm", "fire_detector"),
    "151": _zone("fire", "gas", "gas_detector"),
    "162": _zone("fire", "carbon monoxide", "gas_detector"),
    "154": _zone("supervisory", "water leakage", "water_level"),
    "158": _zone("supervisory", "high temperature"),
    "159": _zone("supervisory", "low temperature"),
    "200": _zone("supervisory", "fire supervisory"),
    "201": _zone("supervisory", "low water pressure", "water_pressure"),
    "202": _zone("supervisory", "low CO2"),
    "203": _zone("supervisory", "gate valve", "signal_valve"),
    "204": _zone("supervisory", "low water level", "water_level"),
    "205": _zone("started", "pump running", "fire_pump"),
    "206": _zone("fault", "pump failure", "fire_pump"),
    "300": _zone("fault", "system trouble"),
    "301": _zone("mains_fault", "mains failure"),
    "302": _zone("battery_fault", "system battery low"),
    "305": Meaning("system reset", operation="reset"),
    "306": Meaning("programming changed", operation="configured"),
    "308": _zone("fault", "system shut down"),
    "309": _zone("battery_fault", "battery test failed"),
    "311": _zone("battery_fault", "battery missing"),
    "320": _zone("fault", "sounder or relay trouble", "sounder"),
    "321": _zone("fault", "sounder 1 trouble", "sounder"),
    "322": _zone("fault", "sounder 2 trouble", "sounder"),
    "330": _zone("fault", "peripheral trouble"),
    "331": _zone("line_fault", "loop open"),
    "332": _zone("line_fault", "loop short"),
    "333": _zone("fault", "expansion module failure"),
    "350": _zone("line_fault", "communication trouble"),
    "351": _zone("line_fault", "line 1 fault"),
    "352": _zone("line_fault", "line 2 fault"),
    "354": _zone("line_fault", "failure to communicate"),
    "370": _zone("line_fault", "protection loop"),
    "371": _zone("line_fault", "protection loop open"),
    "372": _zone("line_fault", "protection loop short"),
    "373": _zone("fault", "fire trouble", "fire_detector"),
    "380": _zone("fault", "sensor trouble"),
    "381": _zone("line_fault", "loss of supervision"),
    "383": _zone("tamper", "sensor tamper"),
    "384": _zone("low_battery", "sensor battery low"),
    "385": _zone("fault", "smoke detector too sensitive", "smoke_detector"),
    "386": _zone("fault", "smoke detector not sensitive enough", "smoke_detector"),
    "391": _zone("fault", "sensor watch failed"),
    "393": _zone("fault", "maintenance alert"),
    "137": _zone("tamper", "tamper"),
    "144": _zone("tamper", "sensor tamper"),
    "145": _zone("tamper", "expansion module tamper"),
    "406": Meaning("cancelled", operation="alarm_cleared", by_user=True),
    "570": _zone("disabled", "zone bypassed"),
    "571": _zone("disabled", "fire zone bypassed", "fire_detector"),
    "572": _zone("disabled", "24-hour zone bypassed"),
    "574": _zone("disabled", "group bypassed"),
    "601": Meaning("manual test", operation="test", by_user=True),
    "602": Meaning("periodic test"),
    "603": Meaning("periodic radio test"),
    "604": Meaning("fire test", raised=("test",), by_user=True),
    "607": Meaning("walk test", raised=("test",), by_user=True),
    "100": Meaning("medical alarm", strange=True),
    "101": Meaning("personal emergency", strange=True),
    "120": Meaning("panic alarm", strange=True),
    "121": Meaning("duress", strange=True),
    "122": Meaning("silent panic alarm", strange=True),
    "130": Meaning("burglary alarm", strange=True),
}
"""Event code of three digits → what it says of its beginning; its restoral ends the same."""
