"""Another writer of GB/T 26875.3 frames, made from the standard's figures without a look at the hub's codec.

It writes hexadecimal text from random values and says, in words of its own, what a reader must find. It shares no
table and no function with the codec: where the two differ, one of them has misread the standard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass
class Written:
    """One frame as text of hexadecimal digits, and what it says.

    ``rows`` are the objects' fields. ``said`` has for each signal: address, kind, what is raised, what was done, what
    was measured.
    """

    text: str
    header: dict[str, int]
    kind: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        return bytes.fromhex(self.text)

    @property
    def is_fire(self) -> bool:
        """Whether anything in it is a fire."""
        return any("fire" in raised for _, _, raised, _, _ in self.said)


def sum_holds(raw: bytes) -> bool:
    """Whether a frame's marks, length and checksum are right, counted byte by byte."""
    if raw[:2] != b"\x40\x40" or raw[-2:] != b"\x23\x23" or len(raw) != 30 + raw[24] + 256 * raw[25]:
        return False
    total = 0
    for byte in raw[2:-3]:
        total = (total + byte) % 256
    return total == raw[-3]


def random_frame(rng: Random, kind: int | None = None) -> Written:
    """Return a frame of a random type (or of one) with as many objects as it may have, a few in most cases."""
    kind = kind if kind is not None else rng.choice(sorted(_MAKERS))
    most = _MOST.get(kind, 1)
    count = rng.choice((1, 1, 1, min(2, most), most if rng.random() < 0.05 else 1))
    texts, rows, said = [], [], []
    for _ in range(count):
        text, row, signals = _MAKERS[kind](rng)
        texts.append(text)
        rows.append(row)
        said.extend(signals)
    body = _low_first(kind, 1) + _low_first(count, 1) + "".join(texts)
    command = 5 if kind in _ANSWERS and rng.random() < 0.2 else 1 if kind in {89, 90, 91} else 4 if kind > 60 else 2
    header = {
        "seq": rng.randrange(65536),
        "major": rng.choice((1, 1, 0, 16)),
        "user": rng.choice((0, 1, 2, 9)),
        "source": rng.choice((0, 889, rng.randrange(1 << 48))),
        "destination": rng.choice((0, 88888, rng.randrange(1 << 48))),
        "command": command,
    }
    return Written(_frame(header, _moment(rng)[0], body), header, kind, rows, said if command in {2, 5} else [])


def _frame(header: dict[str, int], sent: str, body: str) -> str:
    inner = (
        _low_first(header["seq"], 2)
        + _low_first(header["major"], 1)
        + _low_first(header["user"], 1)
        + sent
        + _low_first(header["source"], 6)
        + _low_first(header["destination"], 6)
        + _low_first(len(body) // 2, 2)
        + _low_first(header["command"], 1)
        + body
    )
    total = sum(int(inner[at : at + 2], 16) for at in range(0, len(inner), 2))
    return f"4040{inner}{total % 256:02x}2323"


def _low_first(number: int, size: int) -> str:
    digits = []
    for _ in range(size):
        number, low = divmod(number, 256)
        digits.append(f"{low:02x}")
    return "".join(digits)


def _moment(rng: Random) -> tuple[str, str]:
    second, minute, hour, day = rng.randrange(60), rng.randrange(60), rng.randrange(24), rng.randrange(1, 29)
    month, year = rng.randrange(1, 13), rng.randrange(100)
    text = "".join(f"{each:02x}" for each in (second, minute, hour, day, month, year))
    return text, f"20{year:02d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}+08:00"


_WORDS = ("3号楼5层501室", "地下一层水泵房", "B2-17", "1号接口板1回路12号", "二期北区走道東側", "", "泵房压力 0.35MPa")


def _description(rng: Random) -> tuple[str, str]:
    words = rng.choice(_WORDS)
    text = words.encode("gb18030").hex()
    room = 62 - len(text)
    rest = "00" * (room // 2)
    if rng.random() < 0.3:
        # What a panel left in its buffer behind the NUL.
        rest = "00" + "".join(f"{rng.randrange(256):02x}" for _ in range(room // 2 - 1))
    return text + rest, words


_KINDS = {
    1: "fire_panel",
    10: "gas_detector",
    17: "residual_current",
    23: "manual_call_point",
    24: "hydrant_button",
    31: "heat_point",
    42: "smoke_photoelectric",
    44: "smoke_aspirating",
    62: "flame_ir",
    91: "fire_pump",
    96: "flow_switch",
    102: "fire_door",
    117: "shutter_controller",
    121: "sounder",
    # Not in table 5.
    5: "general",
    130: "general",
}
_NAMES = ("", "fire", "fault", "disabled", "supervisory", "started", "feedback", "delayed", "mains_fault")
_SYSTEM_NAMES = (*_NAMES, "battery_fault", "line_fault", "manual")
_DEVICE_NAMES = ("", "fire", "fault", "mains_fault", "battery_fault", "line_fault", "line_fault")
_ACTS = ("reset", "silence", "manual_alarm", "alarm_cleared", "self_test", "confirm", "test", "unknown")
_UNITS = {
    1: ("events", 1.0),
    2: ("level", 100.0),
    3: ("temperature", 10.0),
    4: ("pressure", 10.0),
    5: ("pressure", 10000.0),
    6: ("gas", 10.0),
    8: ("voltage", 10.0),
    9: ("current", 10.0),
    10: ("flow", 10.0),
    12: ("air_speed", 1.0),
}


def _raised(names: tuple[str, ...], status: int) -> frozenset[str]:
    return frozenset(name for at, name in enumerate(names) if name and (status // 2**at) % 2)


def _where(rng: Random) -> tuple[str, dict[str, Any], str]:
    # Not system 2: there a vendor has put his extinguishers.
    system, unit = rng.choice((1, 10, 12, 18, 128)), rng.randrange(256)
    return _low_first(system, 1) + _low_first(unit, 1), {"system": system, "unit": unit}, f"{system}.{unit}"


def _part(rng: Random) -> tuple[str, dict[str, Any], str, str]:
    text, row, where = _where(rng)
    component, loop, point = rng.choice(sorted(_KINDS)), rng.randrange(65536), rng.randrange(65536)
    text += _low_first(component, 1) + _low_first(point, 2) + _low_first(loop, 2)
    row |= {"component": component, "address": loop * 65536 + point}
    return text, row, f"{where}.{loop}.{point}", _KINDS[component]


def _system_status(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where = _where(rng)
    status = rng.choice((0, 1, 2, 3, rng.randrange(1 << 14)))
    when, time = _moment(rng)
    kind = "fire_panel" if row["system"] == 1 else "general"
    raised = _raised(_SYSTEM_NAMES, status)
    said: list[Any] = []
    if status // 8192 % 2:
        said.append((where, None, frozenset(), "reset", ()))
    if status // 4096 % 2:
        said.append((where, None, frozenset(), "configured", ()))
    if raised or not said:
        said.append((where, kind, raised, None, ()))
    return text + _low_first(status, 2) + when, {**row, "status": status, "time": time}, said


def _part_status(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where, kind = _part(rng)
    status = rng.choice((0, 1, 2, 3, 0x60, rng.randrange(1 << 9)))
    description, words = _description(rng)
    when, time = _moment(rng)
    said: list[Any] = [(where, kind, _raised(_NAMES, status), None, ())]
    return (
        text + _low_first(status, 2) + description + when,
        row | {"status": status, "text": words, "time": time},
        said,
    )


def _analogue(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where, kind = _part(rng)
    analogue, value = rng.choice(sorted(_UNITS)), rng.randrange(-32768, 32768)
    when, time = _moment(rng)
    what, divisor = _UNITS[analogue]
    said: list[Any] = [(where, kind, frozenset(), None, ((what, value / divisor),))]
    text += _low_first(analogue, 1) + _low_first(value % 65536, 2) + when
    return text, row | {"analogue": analogue, "value": value, "time": time}, said


def _deeds(flags: int, where: str | None) -> list[Any]:
    said: list[Any] = []
    for at, act in enumerate(_ACTS):
        if not (flags // 2**at) % 2:
            continue
        if act == "manual_alarm":
            place = "manual" if where is None else f"{where}.manual"
            said.append((place, "manual_call_point", frozenset({"fire"}), act, ()))
        else:
            said.append((where, None, frozenset(), "post_check_answered" if where is None and at == 5 else act, ()))
    return said


def _operation(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where = _where(rng)
    flags, operator = rng.choice((1, 2, 4, 32, rng.randrange(256))), rng.randrange(256)
    when, time = _moment(rng)
    text += _low_first(flags, 1) + _low_first(operator, 1) + when
    return text, row | {"operation": flags, "operator": operator, "time": time}, _deeds(flags, where)


def _own_operation(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    flags, operator = rng.choice((1, 2, 4, 32, rng.randrange(256))), rng.randrange(256)
    when, time = _moment(rng)
    row = {"operation": flags, "operator": operator, "time": time}
    return _low_first(flags, 1) + _low_first(operator, 1) + when, row, _deeds(flags, None)


def _own_status(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    status = rng.randrange(128)
    when, time = _moment(rng)
    raised = _raised(_DEVICE_NAMES, status)
    said = [(None, "general" if "fire" in raised else "gateway", raised, None, ())]
    return _low_first(status, 1) + when, {"status": status, "time": time}, said


def _version(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where = _where(rng)
    major, minor = rng.randrange(256), rng.randrange(256)
    text += _low_first(major, 1) + _low_first(minor, 1)
    return text, row | {"major": major, "minor": minor}, [(where, None, frozenset(), None, ())]


def _own_version(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    major, minor = rng.randrange(256), rng.randrange(256)
    row = {"major": major, "minor": minor}
    return _low_first(major, 1) + _low_first(minor, 1), row, [(None, None, frozenset(), None, ())]


def _configuration(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where = _where(rng)
    words = rng.choice(_WORDS)
    data = words.encode("gb18030").hex()
    return (
        text + _low_first(len(data) // 2, 1) + data,
        row | {"text": words},
        [(where, None, frozenset(), None, ())],
    )


def _own_configuration(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    words = rng.choice(_WORDS)
    data = words.encode("gb18030").hex()
    return _low_first(len(data) // 2, 1) + data, {"text": words}, [(None, None, frozenset(), None, ())]


def _part_configuration(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where, kind = _part(rng)
    description, words = _description(rng)
    return text + description, row | {"text": words}, [(where, kind, frozenset(), None, ())]


def _system_time(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, where = _where(rng)
    when, time = _moment(rng)
    return text + when, row | {"time": time}, [(where, None, frozenset(), None, ())]


def _time(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    when, time = _moment(rng)
    return when, {"time": time}, [(None, None, frozenset(), None, ())]


def _question(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, _ = _where(rng)
    return text, row, []


def _part_question(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, _ = _where(rng)
    address = rng.randrange(1 << 32)
    return text + _low_first(address, 4), row | {"address": address}, []


def _records_question(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    text, row, _ = _where(rng)
    wanted = rng.randrange(1, 103)
    when, time = _moment(rng)
    return text + _low_first(wanted, 1) + when, row | {"wanted": wanted, "time": time}, []


def _own_records_question(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    wanted = rng.randrange(1, 103)
    when, time = _moment(rng)
    return _low_first(wanted, 1) + when, {"wanted": wanted, "time": time}, []


def _reserved(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    value = rng.choice((0, 0, 7))
    return _low_first(value, 1), {"reserved": value}, []


def _minutes(rng: Random) -> tuple[str, dict[str, Any], list[Any]]:
    minutes = rng.randrange(1, 256)
    return _low_first(minutes, 1), {"minutes": minutes}, []


_MAKERS = {
    1: _system_status,
    2: _part_status,
    3: _analogue,
    4: _operation,
    5: _version,
    6: _configuration,
    7: _part_configuration,
    8: _system_time,
    21: _own_status,
    24: _own_operation,
    25: _own_version,
    26: _own_configuration,
    28: _time,
    61: _question,
    62: _part_question,
    63: _part_question,
    64: _records_question,
    65: _question,
    66: _question,
    67: _part_question,
    68: _question,
    81: _reserved,
    84: _own_records_question,
    85: _reserved,
    86: _reserved,
    88: _reserved,
    89: _reserved,
    90: _time,
    91: _minutes,
}
KINDS = tuple(sorted(_MAKERS))
"""All types of the standard that are not reserved."""

_ANSWERS = {1, 2, 3, 4, 5, 6, 7, 8, 21, 24, 25, 26, 28}
_MOST = {1: 102, 2: 22, 3: 63, 4: 102, 6: 3, 7: 26, 24: 127, 61: 102, 62: 22, 63: 63, 65: 102, 66: 3, 67: 26}
