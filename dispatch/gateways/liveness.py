"""Who was heard of when: gateways, and devices under them, in memory only."""

from __future__ import annotations

from collections.abc import Callable


class Liveness:
    """Notes when each was heard of last, in seconds of a clock that only goes forward (``now_s``)."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._heard: dict[str, float] = {}
        self._lost: dict[str, float] = {}

    def hear(self, gateway: str, address: str | None = None) -> None:
        """A gateway, or a device under it, was heard of."""
        key = gateway if address is None else f"{gateway}/{address}"
        self._heard[key] = self._now_s()
        self._lost.pop(key, None)

    def lose(self, gateway: str, address: str | None = None) -> None:
        """The line of a gateway, or of a device under it, is gone for certain."""
        self._lost[gateway if address is None else f"{gateway}/{address}"] = self._now_s()
