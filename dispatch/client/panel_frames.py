"""What a user information transmission device (用户信息传输装置) sends and hears, after GB/T 26875.3-2011.

Written from the device's side and apart from the hub's reader, so that a mistake of one is seen by the other. Numbers
are low byte first; a time is second, minute, hour, day, month, year of 2000 in Beijing; texts are GB 18030.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

BEIJING = timezone(timedelta(hours=8))

CONTROL, DATA, CONFIRM, REQUEST, RESPONSE, DENY = 1, 2, 3, 4, 5, 6

READ_SYSTEMS, READ_COMPONENTS, READ_DEVICE, READ_CLOCK = 61, 62, 81, 88
SET_CLOCK, POST_CHECK = 90, 91
"""Types of data units that the centre sends."""
SET_CLOCK_BYTES, POST_CHECK_BYTES = 8, 3
"""Devices check the exact length of these two."""

COMPONENT_BITS = {
    "fire": 1,
    "fault": 2,
    "disabled": 3,
    "supervisory": 4,
    "started": 5,
    "feedback": 6,
    "delayed": 7,
    "power_fault": 8,
}
"""Bits of a component's status (8.2.1.2); bit 0 says that it is no test."""

SYSTEM_BITS = {
    **{name: bit for name, bit in COMPONENT_BITS.items() if name != "power_fault"},
    "mains_fault": 8,
    "battery_fault": 9,
    "line_fault": 10,
    "manual": 11,
    "configured": 12,
    "reset": 13,
}
"""Bits of a system's status (8.2.1.1)."""

DEVICE_BITS = {"fire": 1, "fault": 2, "mains_fault": 3, "battery_fault": 4, "link_fault": 5, "line_fault": 6}
"""Bits of the transmission device's own status (8.2.1.8)."""

OPERATION_BITS = {
    "reset": 0,
    "silence": 1,
    "manual_alarm": 2,
    "alarm_cleared": 3,
    "self_test": 4,
    "confirm": 5,
    "test": 6,
}
"""Bits of an operation (8.2.1.4, 8.2.1.9); bit 5 of the device's own says that its post check is answered."""

_TEXT_BYTES = 31
_HEAD = 27
_AROUND = 30


class Heard(NamedTuple):
    """A frame of the centre: ``sent`` is its time tag as a moment, None where it says none."""

    seq: int
    command: int
    adu: bytes
    sent: datetime | None


def write(seq: int, command: int, adu: bytes, *, source: int, centre: int, at: datetime) -> bytes:
    """Return one frame. Raises OverflowError where a number does not fit."""
    inner = b"".join(
        (
            seq.to_bytes(2, "little"),
            b"\x01\x01",
            moment(at),
            source.to_bytes(6, "little"),
            centre.to_bytes(6, "little"),
            len(adu).to_bytes(2, "little"),
            command.to_bytes(1, "little"),
            adu,
        )
    )
    return b"@@" + inner + bytes((sum(inner) % 256,)) + b"##"


def take(buffer: bytearray) -> list[Heard]:
    """Take the whole frames off the beginning of what was received; what is not one is passed over."""
    found = []
    while (start := buffer.find(b"@@")) >= 0:
        del buffer[:start]
        if len(buffer) < _AROUND:
            break
        size = _AROUND + int.from_bytes(buffer[24:26], "little")
        if size > _AROUND + 1024:
            del buffer[:1]
            continue
        if len(buffer) < size:
            break
        frame = bytes(buffer[:size])
        if not frame.endswith(b"##") or sum(frame[2:-3]) % 256 != frame[-3]:
            del buffer[:1]
            continue
        del buffer[:size]
        found.append(Heard(int.from_bytes(frame[2:4], "little"), frame[26], frame[_HEAD:-3], read_moment(frame[6:12])))
    return found


def moment(at: datetime) -> bytes:
    """Write a moment as six bytes of Beijing time."""
    local = at.astimezone(BEIJING)
    return bytes((local.second, local.minute, local.hour, local.day, local.month, local.year % 100))


def component(
    states: Iterable[str], *, address: int, kind: int, text: str = "", system: int = 1, test: bool = False, at: datetime
) -> bytes:
    """Return one object of a component's status (46 bytes with its time); `components` makes a data unit of them."""
    words = text.encode("gb18030", "replace")[:_TEXT_BYTES].ljust(_TEXT_BYTES, b"\0")
    status = _bits(states, COMPONENT_BITS) | (not test)
    head = bytes((system, 1, kind)) + address.to_bytes(4, "little") + status.to_bytes(2, "little")
    return head + words + moment(at)


def components(objects: Sequence[bytes]) -> bytes:
    """Return the data unit of components' status (type 2), at most 22 of them."""
    return bytes((2, len(objects))) + b"".join(objects)


def system_status(states: Iterable[str], *, system: int = 1, test: bool = False, at: datetime) -> bytes:
    """Return the data unit of a system's status (type 1)."""
    status = _bits(states, SYSTEM_BITS) | (not test)
    return bytes((1, 1, system, 1)) + status.to_bytes(2, "little") + moment(at)


def value(amount: int, *, what: int, address: int, kind: int, system: int = 1, at: datetime) -> bytes:
    """Return the data unit of one analogue value (type 3): ``amount`` in the unit of its kind ``what`` (table 6)."""
    body = bytes((system, 1, kind)) + address.to_bytes(4, "little") + bytes((what,))
    return bytes((3, 1)) + body + amount.to_bytes(2, "little", signed=True) + moment(at)


def operation(name: str, *, system: int = 1, operator: int = 1, at: datetime) -> bytes:
    """Return the data unit of what somebody did at the panel (type 4)."""
    return bytes((4, 1, system, 1, 1 << OPERATION_BITS[name], operator)) + moment(at)


def device_status(states: Iterable[str], *, test: bool = False, at: datetime) -> bytes:
    """Return the data unit of the transmission device's own status (type 21)."""
    return bytes((21, 1, _bits(states, DEVICE_BITS) | (not test))) + moment(at)


def post_check_answer(*, operator: int = 1, at: datetime) -> bytes:
    """Return the data unit that says that somebody is at the post (type 24, bit 5: 查岗应答)."""
    return bytes((24, 1, 1 << 5, operator)) + moment(at)


def _bits(states: Iterable[str], bits: dict[str, int]) -> int:
    found = 0
    for name in states:
        found |= 1 << bits[name]
    return found


def read_moment(tag: bytes) -> datetime | None:
    """Return the moment that six bytes say, None where they say none."""
    second, minute, hour, day, month, year = tag
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING)
    except ValueError:
        return None
