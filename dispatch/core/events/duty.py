"""Who is on post."""

from __future__ import annotations

from dispatch.core.events.base import Event


class DutyChanged(Event, frozen=True, kw_only=True, tag="duty.changed"):
    """A unit went on or off duty."""

    unit: str
    station: str
    on: bool
