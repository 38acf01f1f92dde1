"""Commands as JSON, over HTTP and on the stream. An alarm among them is read by the one reader of alarms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dispatch.core.commands import AlarmRaise, AnyCommand, Command, IncidentUpdate, SceneReport, UnitReportPosition
from dispatch.core.errors import Refused, Unusable
from dispatch.intake.alarm_fields import read_fields
from dispatch.intake.bodies import read_object
from dispatch.intake.fields.place import read_place
from dispatch.intake.fields.positions import read_position
from dispatch.intake.fields.reading import read_decimal
from dispatch.intake.json_in import read
from dispatch.intake.scene_fields import with_scene

_ALARM, _POSITION, _UPDATE, _SCENE = (
    str(kind.__struct_config__.tag) for kind in (AlarmRaise, UnitReportPosition, IncidentUpdate, SceneReport)
)
_WITH_FIELDS_OF_DEVICES = tuple(tag.encode() for tag in (_ALARM, _POSITION, _UPDATE, _SCENE))
_DESK, _REPORT = AlarmRaise().source, AlarmRaise().kind

_decode = msgspec.json.Decoder(AnyCommand).decode


def read_command(content: bytes, *, charset: str | None = None) -> Command:
    """Read a command. Raises `Malformed` or `Unusable`, naming the place and what is expected there.

    An alarm is never refused for its fields. Positions are read in every spelling and become WGS-84.
    """
    if any(tag in content for tag in _WITH_FIELDS_OF_DEVICES):
        sent = _fields(content, charset)
        match sent.get("type"):
            case str(kind) if kind == _ALARM:
                return read_fields(sent, source=_DESK, kind=_REPORT)
            case str(kind) if kind == _POSITION:
                return _converted(_of_tracker(sent))
            case str(kind) if kind == _UPDATE:
                return _converted(_with_place(sent))
            case str(kind) if kind == _SCENE:
                return _converted(with_scene(sent))
    try:
        command: Command = read(_decode, content, "command")
    except Refused:
        sent = _fields(content, charset)
        if sent.get("type") != _ALARM:
            raise
        return read_fields(sent, source=_DESK, kind=_REPORT)
    if isinstance(command, AlarmRaise):  # its type was written in escapes
        return read_fields(_fields(content, charset), source=_DESK, kind=_REPORT)
    return command


def _fields(content: bytes, charset: str | None) -> dict[str, Any]:
    """Return a command's fields; none where it is no object, which the strict reading refuses in its own words."""
    try:
        return read_object(content, charset=charset).fields
    except Refused:
        return {}


def _of_tracker(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a tracker says. No position is one that has no fix; what cannot be read is refused, to be mended.

    Receivers that know no radius send a negative one, or a word: the position counts without.
    """
    position = read_position(sent)
    for name in ("lon", "lat"):
        if name in position.unread:
            raise Unusable(f"{name}: “{position.unread[name]}” is no number; send degrees, or null without a fix")
    odd = ("bad_datum",) if "datum" in position.unread else ()
    radius = read_decimal(sent.get("accuracy_m")).value
    accuracy_m = radius if radius is not None and radius >= 0 else None
    where = {"lon": position.lon, "lat": position.lat, "datum": position.datum, "accuracy_m": accuracy_m}
    return {**sent, **where, "odd": odd}


def _with_place(sent: dict[str, Any]) -> dict[str, Any]:
    if sent.get("place") is None:
        return sent
    place, _, unread, _ = read_place(sent["place"])
    if unread:
        name, words = next(iter(unread.items()))
        raise Unusable(f"{name}: “{words}” cannot be read; its fields are in /api/v1/openapi.json")
    return {**sent, "place": msgspec.to_builtins(place)}


def _converted(fields: dict[str, Any]) -> Command:
    command: Command = read(lambda _: msgspec.convert(fields, AnyCommand), b"", "command")
    return command
