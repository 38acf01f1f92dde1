"""Points in time: whole milliseconds since 1970-01-01 UTC inside, RFC 3339 text outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import msgspec

from dispatch.core.errors import Unusable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

_REMEMBERED = 4096
"""The same instant is written many times in a row: every event of a decision has it."""


class Instant(int):
    """Milliseconds since 1970-01-01 UTC. Arithmetic gives plain integers; wrap what is a point in time again."""

    __slots__ = ()

    def plus(self, milliseconds: int) -> Instant:
        """Return the instant that many milliseconds later."""
        return Instant(self + milliseconds)

    def in_zone(self, zone: tzinfo) -> datetime:
        """Return the same point in time as a datetime of that zone."""
        return (_EPOCH + self * _MILLISECOND).astimezone(zone)

    def __str__(self) -> str:
        return to_text(self)


@lru_cache(_REMEMBERED)
def to_text(instant: int) -> str:
    """RFC 3339 in UTC with milliseconds: ``2026-11-22T02:13:05.123Z``."""
    return (_EPOCH + instant * _MILLISECOND).isoformat(timespec="milliseconds")[:-6] + "Z"


_EXAMPLE = "2026-11-22T10:13:05.123+08:00"


@lru_cache(_REMEMBERED)
def from_text(text: str) -> Instant:
    """Read RFC 3339. Raises ValueError where it is not, where the offset is missing, or beyond the years 1 to 9999."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is no time; write it as {_EXAMPLE}"
        raise ValueError(msg) from error
    if moment.tzinfo is None:
        msg = f"{text!r} has no offset; write it as {_EXAMPLE}"
        raise ValueError(msg)
    try:
        return Instant((moment.astimezone(UTC) - _EPOCH) // _MILLISECOND)
    except OverflowError as error:
        msg = f"{text!r} lies outside the years 1 to 9999 in UTC"
        raise ValueError(msg) from error


def read_time(text: str | None, field: str = "occurred_at") -> Instant | None:
    """Read a time of a command, in its field. Raises `Unusable` where it is no RFC 3339 time with an offset."""
    if text is None:
        return None
    try:
        return from_text(text)
    except ValueError as error:
        raise Unusable(f"{field}: {error}") from error


def encode_hook(value: Any) -> Any:
    """Encode an `Instant` for msgspec. Raises NotImplementedError for anything else."""
    if isinstance(value, Instant):
        return to_text(value)
    raise NotImplementedError(type(value).__name__)


def decode_hook(wanted: type, value: Any) -> Any:
    """Decode an `Instant` for msgspec. Raises NotImplementedError for any other type."""
    if wanted is Instant and isinstance(value, str):
        return from_text(value)
    raise NotImplementedError(wanted.__name__)


def to_builtins(value: Any) -> Any:
    """Return structs as JSON types, instants as text."""
    return msgspec.to_builtins(value, enc_hook=encode_hook)
