"""The newest durable events, kept in memory so that live readers cost no storage access."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.log.base import Stored

_KEPT_EVENTS = 8_192
_KEPT_BYTES = 8 << 20


class Recent:
    """A window on the end of the record. It is contiguous.

    `add` continues where the last one ended, or starts anew.
    """

    def __init__(self, kept_events: int = _KEPT_EVENTS, kept_bytes: int = _KEPT_BYTES) -> None:
        self._events: list[Stored] = []
        self._bytes = 0
        self._kept_events = kept_events
        self._kept_bytes = kept_bytes

    def add(self, events: Sequence[Stored]) -> None:
        """Append durable events; the oldest half is dropped when there are more than twice what is kept."""
        if self._events and events and events[0].seq != self._events[-1].seq + 1:
            self._events.clear()
            self._bytes = 0
        self._events.extend(events)
        self._bytes += sum(len(event.body) for event in events)
        # Dropping halves, not single events, keeps the cost of an add constant.
        while len(self._events) > 2 * self._kept_events or (
            self._bytes > 2 * self._kept_bytes and len(self._events) > 1
        ):
            half = len(self._events) // 2
            self._bytes -= sum(len(event.body) for event in self._events[:half])
            del self._events[:half]

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of an event in the window."""
        found = self.find(seq - 1, 1)
        return found[0].hash if found else None

    def find(self, after: int, limit: int) -> list[Stored] | None:
        """Up to ``limit`` events that follow ``after``.

        None where the window does not reach back that far.
        """
        if not self._events or after < self._events[0].seq - 1:
            return None
        start = after - self._events[0].seq + 1
        return self._events[start : start + limit]
