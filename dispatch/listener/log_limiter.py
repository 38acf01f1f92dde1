"""Keeps a log readable whatever comes in: one line of a kind at a time, which says how many there were since."""

from __future__ import annotations

from collections.abc import Callable

LINE_EVERY_S = 10.0


class LogLimiter:
    """Lets one line of each kind pass in a while. ``clock`` gives seconds that only go forward.

    Kinds are few and are named by the program, never by what comes in.
    """

    def __init__(self, clock: Callable[[], float], *, every_s: float = LINE_EVERY_S) -> None:
        self._clock = clock
        self._every_s = every_s
        # Kind → when its last line was let pass, and how many were held back since.
        self._last: dict[str, tuple[float, int]] = {}

    def admit(self, kind: str) -> int | None:
        """Return how many of this kind a line now stands for, itself included; None where it is to be held back."""
        now = self._clock()
        at, held_back = self._last.get(kind, (now - self._every_s, 0))
        if now - at < self._every_s:
            self._last[kind] = (at, held_back + 1)
            return None
        self._last[kind] = (now, 0)
        return held_back + 1
