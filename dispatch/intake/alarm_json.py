"""Alarms as JSON over HTTP: the contract's ``POST /api/v1/alarms`` mapped to a command, and its answer back.

Whatever is authentic and readable becomes an alarm. Only what cannot be read at all is refused; what is missing or
odd is flagged by the rules, and a text that is too long is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.events import Event
from dispatch.core.vocabulary import Place
from dispatch.intake.alarm_limits import within_limits
from dispatch.intake.json_in import content_of, read
from dispatch.writer.idempotency import IdempotencyKey, alarm_key


class AlarmIn(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm as it is sent. Nothing is required; numbers may come as text.

    ``drill`` names the drill that it is a part of: it is an exercise then.
    """

    source: str = "unknown"
    kind: str = "unknown"
    device: str | None = None
    place: Place = Place()
    key: str | None = None
    occurred_at: str | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    exercise: bool = False
    drill: str | None = None


_decode = msgspec.json.Decoder(AlarmIn, strict=False).decode


def read_alarm(body: bytes, *, token: str) -> tuple[AlarmRaise, IdempotencyKey | None]:
    """Read an alarm and how its sending is recognised. Raises `Malformed` or `Unusable`."""
    alarm = read(_decode, body, "alarm")
    command = within_limits(AlarmRaise(**{name: getattr(alarm, name) for name in alarm.__struct_fields__}))
    resend = alarm_key(token, command.source, command.key, content_of(body)) if command.key else None
    return command, resend


def answer(events: Sequence[Event]) -> dict[str, Any]:
    """Return what the sender of an alarm is told, from the events that it brought about."""
    raised = next(event for event in events if isinstance(event, ev.AlarmRaised))
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
