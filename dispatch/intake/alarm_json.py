"""Alarms as JSON over HTTP: the contract's ``POST /api/v1/alarms`` mapped to a command, and its answer back.

Whatever is authentic and holds one JSON object becomes an alarm. What is missing or odd is flagged, and a text that is
too long is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.decide.states import signal_of
from dispatch.core.events import Event
from dispatch.intake.alarm_as_described import read_as_described
from dispatch.intake.alarm_fields import read_fields
from dispatch.intake.bodies import read_object
from dispatch.intake.json_in import content_of
from dispatch.writer.idempotency import IdempotencyKey, alarm_key


class PlaceIn(msgspec.Struct, frozen=True, kw_only=True):
    """Where. A text in its place is its words; a list of two numbers its position.

    ``datum`` is that of the position: wgs84, gcj02 or bd09. ``floor`` is also read as ``B2``, ``12F``, ``负一层``.
    """

    lon: float | None = None
    lat: float | None = None
    datum: str | None = None
    building: str | None = None
    floor: int | None = None
    text: str | None = None


class AlarmIn(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm as it is best sent. Nothing is required, and a value of another type is read where it has one meaning.

    ``drill`` names the drill that it is a part of: it is an exercise then.
    """

    source: str = "unknown"
    kind: str = "unknown"
    device: str | None = None
    place: PlaceIn = PlaceIn()
    key: str | None = None
    occurred_at: str | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    exercise: bool = False
    drill: str | None = None


def is_alarm(events: Sequence[Event]) -> bool:
    """Whether what was sent is an alarm, by the events that it brought about; else it is the state of a device."""
    return any(isinstance(event, ev.AlarmRaised) for event in events)


def _answer_to_state(command: AlarmRaise, seq: int, events: Sequence[Event]) -> dict[str, Any]:
    signal = signal_of(command)
    changed = [each for each in events if isinstance(each, ev.ConditionRaised | ev.ConditionCleared)]
    named = None if signal is None else next(iter((*signal.raised, *signal.cleared)), signal.operation)
    return {
        "condition": changed[0].condition if changed else named,
        "device": changed[0].device if changed else command.device,
        "incident": changed[0].incident if changed else None,
        "changed": bool(changed),
        "seq": seq,
        "assignments": [],
        "flags": [],
    }


def read_alarm(body: bytes, *, token: str, charset: str | None = None) -> tuple[AlarmRaise, IdempotencyKey | None]:
    """Read an alarm and how its sending is recognised. Raises `Malformed` or `Unusable` where no object can be had."""
    command = read_as_described(body) or _read_by_fields(body, charset)
    resend = alarm_key(token, command.source, command.key, content_of(body)) if command.key else None
    return command, resend


def _read_by_fields(body: bytes, charset: str | None) -> AlarmRaise:
    came = read_object(body, charset=charset)
    return read_fields(came.fields, flags=came.flags, unread=came.unread)


def answer(command: AlarmRaise, seq: int, events: Sequence[Event]) -> dict[str, Any]:
    """Return what the sender of an alarm is told, from the events that it brought about up to ``seq``.

    A state of a device, which is no alarm and sends nobody, is answered with its condition.
    """
    raised = next((event for event in events if isinstance(event, ev.AlarmRaised)), None)
    if raised is None:
        return _answer_to_state(command, seq, events)
    orders = [event for event in events if isinstance(event, ev.AssignmentAssigned)]
    return {
        "alarm": raised.alarm,
        "incident": raised.incident,
        "number": raised.number,
        "merged": any(isinstance(event, ev.AlarmMerged) for event in events),
        "seq": events[-1].seq,
        "assignments": [
            {"id": each.assignment, "unit": each.unit, "station": each.station, "eta_s": each.eta_s} for each in orders
        ],
        "flags": list(raised.flags),
    }
