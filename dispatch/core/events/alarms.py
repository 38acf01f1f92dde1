"""Signals that came in."""

from __future__ import annotations

import msgspec

from dispatch.core.events.base import IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Place


class AlarmRaised(IncidentEvent, frozen=True, kw_only=True, tag="alarm.raised"):
    """One signal came in. ``flags`` name what it lacked or what was odd about it; nothing was refused for it.

    ``unread`` has the words of what could not be used as it stands, by field; ``datum`` is what the position was sent
    in, before it became WGS-84.
    """

    alarm: str
    number: str = ""
    source: str
    kind: str
    device: str | None = None
    place: Place
    occurred_at: Instant | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    flags: tuple[str, ...] = ()
    drill: str | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    datum: str | None = None


class AlarmMerged(IncidentEvent, frozen=True, kw_only=True, tag="alarm.merged"):
    """The alarm joined an open incident; ``reason`` says why."""

    alarm: str
    reason: str
    because: Reason | None = None


class AlarmSplit(IncidentEvent, frozen=True, kw_only=True, tag="alarm.split"):
    """The alarm left ``incident`` for the incident ``into``."""

    alarm: str
    into: str
