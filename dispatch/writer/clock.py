"""Hub time: it starts at the wall clock, never before the last event, and then only goes forward, second by second.

The difference from the wall clock is reported as drift. Hub time that has stayed behind for more than a minute (the
machine slept, or its clock was wrong at the start and was set right) goes forward to it, as a restart would; hub time
that is ahead waits for the calendar.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from dispatch.core.instant import Instant, to_text
from dispatch.log.base import WrongClock

DRIFT_REPORTED_MS = 1000
"""A difference that grew by more than this since it was last reported is worth an event."""

FAR_DRIFT_MS = 60_000
"""A hub whose time is further than this from the wall clock is not ready."""

SAME_DRIFT_MS = 2_000
"""Two looks that differ by less than this saw the same drift: the wall clock stands where it was set."""

LONGEST_PAUSE_MS = 400 * 24 * 3_600_000
"""A record that ended longer ago than this was hardly just left alone: the clock is more likely to be wrong."""

FURTHEST_BACK_MS = 10 * 60_000
"""A record that ends further ahead than this was written by a wrong clock, or this one is wrong."""


def wall_ms() -> int:
    """Return the wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def check_wall(end: Instant, wall: int) -> None:
    """Raise `WrongClock` where the wall clock (ms) is too far from a record's last event for both to be right."""
    if -FURTHEST_BACK_MS <= wall - end <= LONGEST_PAUSE_MS:
        return
    raise WrongClock(
        f"the machine's clock says {to_text(Instant(wall))}, but the record ends at {to_text(end)}; set the clock "
        "right (timedatectl). If it is right: start once with --accept-clock where the record just ended long ago, or "
        "with --restate-clock where it ran ahead: hub time then goes on at the right time"
    )


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
        self._seen_drift_ms = 0
        self.on_forward: list[Callable[[], None]] = []
        """Hear that hub time went forward: what was slept for may be due."""

    def now(self) -> Instant:
        """Return hub time."""
        return Instant(self._start_ms + int((self._monotonic() - self._started) * self._speed * 1000))

    def seconds_until(self, moment: Instant) -> float:
        """Return the seconds to wait from now until a point in hub time; negative where it is over."""
        return (moment - self._start_ms) / 1000 / self._speed - (self._monotonic() - self._started)

    def drift_ms(self) -> int:
        """Return wall clock minus hub time; 0 where hub time passes at another speed."""
        return self._wall() - self.now() if self._speed == 1 else 0

    def go_forward(self) -> int:
        """Go forward to a wall clock that is far ahead and was at the last call too; return by how much (ms).

        Of a clock that jumps to and fro nothing is taken, nor of one that is further ahead than a start accepts.
        """
        drift_ms, before_ms = self.drift_ms(), self._seen_drift_ms
        self._seen_drift_ms = drift_ms
        stands = abs(drift_ms - before_ms) <= SAME_DRIFT_MS
        if not stands or not FAR_DRIFT_MS < drift_ms <= LONGEST_PAUSE_MS:
            return 0
        self._start_ms += drift_ms
        self._seen_drift_ms = 0
        for hear in self.on_forward:
            hear()
        return drift_ms

    def new_drift_ms(self) -> int | None:
        """Return wall clock minus hub time where it changed by over a second since last reported; else None."""
        drift_ms = self.drift_ms()
        if abs(drift_ms - self._reported_drift_ms) <= DRIFT_REPORTED_MS:
            return None
        self._reported_drift_ms = drift_ms
        return drift_ms
