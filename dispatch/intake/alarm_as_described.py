"""An alarm that came just as the contract describes it needs no reading field by field: one decoding is all of it.

Most alarms of a surge are such. Whatever is written in another way, even once, is left to the one reader
(`dispatch.intake.alarm_fields`), whose answer for these is the same: this is a shortcut to it, never another rule.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from dispatch.core.commands import AlarmRaise
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES, Place
from dispatch.intake.alarm_fields import READINGS, UNKNOWN
from dispatch.intake.alarm_limits import within_limits
from dispatch.intake.fields.reading import Reading, read_name, read_text

_FewDigits = Annotated[int, msgspec.Meta(ge=-999, le=999_999)]


_NOWHERE = Place()


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lon: float | None = None
    lat: float | None = None
    building: str | None = None
    floor: _FewDigits | None = None
    text: str | None = None


class _Alarm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str | None = None
    kind: str | None = None
    device: str | None = None
    place: _Place | None = None
    key: str | None = None
    occurred_at: str | None = None
    reporter: str | None = None
    trapped: _FewDigits | None = None
    note: str | None = None
    test: bool | None = None
    exercise: bool | None = None
    drill: str | None = None


_SOURCES, _KINDS = KNOWN_SOURCES | {UNKNOWN}, KNOWN_KINDS | {UNKNOWN}
_TEXTS = tuple((name, READINGS[name][0]) for name in ("device", "key", "occurred_at", "reporter", "note", "drill"))
_NAMES = tuple(f'"{name}"'.encode() for name in (*_Alarm.__struct_fields__, *_Place.__struct_fields__))
_decode = msgspec.json.Decoder(_Alarm).decode


def read_as_described(body: bytes) -> AlarmRaise | None:
    """Return the alarm that a body says word for word; None where anything in it is left to the reader of fields.

    So is what that reader passes over: a null behind another value of the same name, a text that says nothing, a half
    of a position, a name that may be a known one in other letters.
    """
    if b"null" in body and _may_say_twice(body):
        return None
    try:
        sent = _decode(body)
        place = _NOWHERE if sent.place is None else _place(sent.place)
        texts: dict[str, Any] = {
            name: _said(read(text)) for name, read in _TEXTS if (text := getattr(sent, name)) is not None
        }
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, _SaysNothingError):
        return None
    source, kind = sent.source or UNKNOWN, sent.kind or UNKNOWN
    if source not in _SOURCES or kind not in _KINDS or "" in (sent.source, sent.kind):
        return None
    alarm = AlarmRaise(
        source=source,
        kind=kind,
        place=place,
        trapped=sent.trapped,
        test=sent.test or False,
        exercise=sent.exercise or False,
        **texts,
    )
    return within_limits(alarm)


def _may_say_twice(body: bytes) -> bool:
    """Whether a name may stand twice, or is written in escapes."""
    return b"\\" in body or any(body.count(name) > 1 for name in _NAMES)


def _place(sent: _Place) -> Place:
    """Raises `_SaysNothingError`."""
    if (sent.lon is None) != (sent.lat is None):
        raise _SaysNothingError
    return Place(
        lon=sent.lon,
        lat=sent.lat,
        building=None if sent.building is None else _said(read_name(sent.building)),
        floor=sent.floor,
        text=None if sent.text is None else _said(read_text(sent.text)),
    )


def _said(found: Reading[str]) -> str:
    """Return a text as it is used. Raises `_SaysNothingError`."""
    if found.value is None or found.words is not None:
        raise _SaysNothingError
    return found.value


class _SaysNothingError(Exception):
    """A value of the described type that the reader of fields leaves out."""
