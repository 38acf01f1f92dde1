"""The six bytes of a time: second, minute, hour, day, month, year of 2000 (GB/T 26875.3-2011, 8.2.2).

By the letter each byte is a binary number; some vendors write decimal digits (BCD). There is no zone: it is Beijing's.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Literal

from dispatch.core.instant import Instant

SIZE = 6

Clock = Literal["binary", "bcd", "either"]
"""How a device writes a time. ``either``: binary where that is a time, else decimal digits."""

BEIJING = timezone(timedelta(hours=8))
_DIGITS = 10
_YEARS = 100


def read_time(tag: bytes, clock: Clock = "either") -> datetime | None:
    """Return the moment that six bytes say, None where they say none (all zeros, all ones, 30 February)."""
    if clock != "bcd":
        moment = _moment(tag)
        if moment is not None or clock == "binary":
            return moment
    if any(byte >> 4 >= _DIGITS or byte & 15 >= _DIGITS for byte in tag):
        return None
    return _moment(bytes((byte >> 4) * _DIGITS + (byte & 15) for byte in tag))


def read_text(tag: bytes, clock: Clock = "either") -> str | None:
    """Return the moment as RFC 3339 with Beijing's offset, None where there is none."""
    moment = read_time(tag, clock)
    return None if moment is None else moment.isoformat()


def write_time(at_ms: int, clock: Clock = "binary") -> bytes:
    """Write a moment, in milliseconds since 1970, as a device reads it. Raises ValueError beyond 2000-2099."""
    moment = Instant(at_ms).in_zone(BEIJING)
    century = moment.year - 2000
    if not 0 <= century < _YEARS:
        msg = f"{moment.isoformat()} cannot be written in two digits of a year of 2000"
        raise ValueError(msg)
    values = (moment.second, moment.minute, moment.hour, moment.day, moment.month, century)
    if clock == "bcd":
        return bytes(value // _DIGITS << 4 | value % _DIGITS for value in values)
    return bytes(values)


def _moment(values: bytes) -> datetime | None:
    if len(values) != SIZE or values[5] >= _YEARS:
        return None
    second, minute, hour, day, month, year = values
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING)
    except ValueError:
        return None
