"""Hikvision iSecure: ``{method: "OnEventNotify", params: {events: [{eventId, eventType, srcIndex, status, ...}]}}``.

``status``: 0 an instant, 1 began, 2 ended, 3 a pulse of one that goes on, 4 linked, 5 a picture follows.
"""

from __future__ import annotations

from typing import Any

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import Profile, Pushed, Secret, by_token, decode, object_in, same_of, text_of


def read(_secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body: each event is a sending. Raises `ValueError`."""
    envelope = decode(body)
    params = object_in(envelope, "params")
    events = params.get("events")
    if not isinstance(events, list):
        raise ValueError("no params.events")  # noqa: TRY004 - as whatever else is no envelope
    sent_at = read_time(params.get("sendTime"), "text")
    return [_read(each, sent_at) for each in events if isinstance(each, dict)]


def _read(event: dict[str, Any], sent_at: str | None) -> Pushed:
    device, time = text_of(event, "srcIndex", "srcParentIndex"), event.get("happenTime")
    content = {name: event.get(name) for name in ("eventId", "eventType", "status", "eventLvl")}
    return Pushed(
        device=device,
        product=text_of(event, "eventType") or "",
        document=event,
        same=same_of(device, time or event.get("eventId"), content),
        occurred_at=read_time(time, "text"),
        sent_at=sent_at,
    )


HIKVISION = Profile("hikvision", "Hikvision iSecure (OnEventNotify)", by_token, read)
