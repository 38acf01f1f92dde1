"""Hub time put right again after a clock that was far ahead."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant


class ClockRestated(Event, frozen=True, kw_only=True, tag="clock.restated"):
    """Hub time stood at ``before``, ahead of the right time, and goes on at this event's own.

    The only event that may be older than the one before it. ``last_number`` is the last number that an incident of the
    ``month`` (two digits) got before.
    """

    before: Instant
    month: str = ""
    last_number: int = 0
