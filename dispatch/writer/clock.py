"""Hub time: it starts at the wall clock, never before the last event, and then only goes forward, second by second.

A step of the wall clock neither fires nor delays anything; the difference is reported as drift.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from dispatch.core.instant import Instant

DRIFT_REPORTED_MS = 1000
"""A difference that grew by more than this since it was last reported is worth an event."""


def wall_ms() -> int:
    """Return the wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class Clock:
    """Milliseconds of hub time, from a wall clock that is read once and a monotonic one that carries on."""

    def __init__(
        self,
        *,
        not_before: Instant = Instant(0),
        wall: Callable[[], int] = wall_ms,
        monotonic: Callable[[], float] = time.monotonic,
        speed: float = 1.0,
    ) -> None:
        """``speed`` other than 1 lets hub time pass so many times as fast, for rehearsals; there is no drift then."""
        self._speed = speed
        self._wall = wall
        self._monotonic = monotonic
        self._started = monotonic()
        self._start_ms = max(wall(), not_before)
        # A record that a wrong clock wrote too far ahead holds hub time there: that is told at once, not only changes.
        self._reported_drift_ms = 0

    def now(self) -> Instant:
        """Return hub time."""
        return Instant(self._start_ms + int((self._monotonic() - self._started) * self._speed * 1000))

    def seconds_until(self, moment: Instant) -> float:
        """Return the seconds to wait from now until a point in hub time; negative where it is over."""
        return (moment - self._start_ms) / 1000 / self._speed - (self._monotonic() - self._started)

    def new_drift_ms(self) -> int | None:
        """Return wall clock minus hub time where it changed by over a second since last reported; else None."""
        drift_ms = self._wall() - self.now()
        if self._speed != 1:
            return None
        if abs(drift_ms - self._reported_drift_ms) <= DRIFT_REPORTED_MS:
            return None
        self._reported_drift_ms = drift_ms
        return drift_ms
