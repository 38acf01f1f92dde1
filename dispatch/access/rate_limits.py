"""How fast one token may ask: a bucket of requests that refills, wide enough for any real surge of alarms."""

from __future__ import annotations

from collections.abc import Callable

PER_SECOND = 2000.0
"""Four times the surge that the hub is measured with, for every single token."""

BURST = 8000.0
"""So many at once: a whole district's devices behind one gateway, after a power cut."""

_FORGET_ABOVE = 10_000
"""Buckets kept before the full ones, which say nothing, are dropped."""


class RateLimiter:
    """A token bucket for each access token. ``clock`` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float], *, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        # Token → the requests left in its bucket, and when that was counted. Who is not in it has a full one.
        self._buckets: dict[str, tuple[float, float]] = {}

    def acquire(self, token: str) -> float:
        """Take one request out of a token's bucket; return the seconds that it came too early (0: it may pass).

        What is turned away takes nothing, so that trying again does not make it later.
        """
        now = self._clock()
        left, at = self._buckets.get(token, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1.0:
            self._buckets[token] = (left, now)
            return (1.0 - left) / self._per_second
        if len(self._buckets) > _FORGET_ABOVE:
            self._buckets = {key: each for key, each in self._buckets.items() if not self._full(each, now)}
        self._buckets[token] = (left - 1.0, now)
        return 0.0

    def _full(self, bucket: tuple[float, float], now: float) -> bool:
        left, at = bucket
        return left + (now - at) * self._per_second >= self._burst
