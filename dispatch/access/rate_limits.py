"""How fast one token and one address may ask and send: buckets that refill, wide enough for any real surge."""

from __future__ import annotations

from collections.abc import Callable

PER_SECOND = 2000.0
"""Four times the surge that the hub is measured with, for every single token."""

BURST = 8000.0
"""So many at once: a whole district's devices behind one gateway, after a power cut."""

BYTES_PER_SECOND = 2.0 * 1024 * 1024
BYTES_AT_ONCE = 16.0 * 1024 * 1024
"""Of bodies and frames, for every single token: a thousand bytes for each request of the above, twice over."""

ADDRESS_WIDER = 4.0
"""So many times as much as a token an address may ask and send: gateways and phones stand behind one together."""

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

    def acquire(self, token: str, amount: float = 1.0) -> float:
        """Take an amount out of a token's bucket; return the seconds that it came too early (0: it may pass).

        What is turned away takes nothing, so that trying again does not make it later.
        """
        now, buckets = self._clock(), self._buckets
        bucket = buckets.get(token)
        left = self._burst if bucket is None else min(self._burst, bucket[0] + (now - bucket[1]) * self._per_second)
        if left < amount:
            buckets[token] = (left, now)
            return (amount - left) / self._per_second
        if len(buckets) > _FORGET_ABOVE:
            self._buckets = buckets = {key: each for key, each in buckets.items() if not self._full(each, now)}
        buckets[token] = (left - amount, now)
        return 0.0

    def _full(self, bucket: tuple[float, float], now: float) -> bool:
        left, at = bucket
        return left + (now - at) * self._per_second >= self._burst


class Quotas:
    """What tokens may send, and addresses ask and send; requests of a token are in a `RateLimiter` of their own."""

    def __init__(self, clock: Callable[[], float], *, per_second: float = BYTES_PER_SECOND) -> None:
        burst = per_second * (BYTES_AT_ONCE / BYTES_PER_SECOND)
        self._bytes_of_token = RateLimiter(clock, per_second=per_second, burst=burst)
        self._bytes_of_address = RateLimiter(clock, per_second=ADDRESS_WIDER * per_second, burst=ADDRESS_WIDER * burst)
        self._requests_of_address = RateLimiter(
            clock, per_second=ADDRESS_WIDER * PER_SECOND, burst=ADDRESS_WIDER * BURST
        )

    def of_token(self, token: str, n_bytes: int) -> float:
        """Take bytes that a token sends; return the seconds that they came too early (0: they may pass)."""
        return self._bytes_of_token.acquire(token, n_bytes)

    def of_address(self, address: str, n_bytes: int) -> float:
        """Take a request of an address and its bytes; return the seconds that it came too early (0: it may pass)."""
        return self._requests_of_address.acquire(address) or self._bytes_of_address.acquire(address, n_bytes)
