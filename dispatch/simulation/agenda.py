"""Virtual time: what happens next, and nothing in between."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from dispatch.core.instant import Instant

Act = Callable[[], None]


class Agenda:
    """Acts in order of time; those of one instant in the order in which they were planned."""

    def __init__(self, start: Instant) -> None:
        self.now = start
        self._heap: list[tuple[Instant, int, Act]] = []
        self._planned = 0

    def __len__(self) -> int:
        return len(self._heap)

    def at(self, when: Instant, act: Act) -> None:
        """Plan an act; one that lies in the past comes next."""
        self._planned += 1
        heappush(self._heap, (max(when, self.now), self._planned, act))

    def after(self, delay_ms: float, act: Act) -> None:
        """Plan an act that many milliseconds from now."""
        self.at(self.now.plus(int(delay_ms)), act)

    def next_at(self) -> Instant | None:
        """Return when the next act is planned; None where nothing is."""
        return self._heap[0][0] if self._heap else None

    def advance(self, when: Instant) -> None:
        """Let time pass up to ``when``; it never goes back."""
        self.now = max(self.now, when)

    def step(self) -> None:
        """Carry out the next act. Raises IndexError where nothing is planned."""
        when, _, act = heappop(self._heap)
        self.advance(when)
        act()
