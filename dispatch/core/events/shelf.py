"""Sources of alarms that are set aside for a time."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.shelf import ShelfEnd


class SourceShelved(Event, frozen=True, kw_only=True, tag="source.shelved"):
    """A panel or device is set aside ``until`` then; ``building`` is the one that its alarms were of."""

    source: str
    building: str | None = None
    until: Instant
    reason: str


class SourceUnshelved(Event, frozen=True, kw_only=True, tag="source.unshelved"):
    """It counts like any other again; ``why``. Where something broke the shelf, ``incident`` is what it was about."""

    source: str
    why: ShelfEnd = "by_hand"
