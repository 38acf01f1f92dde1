"""Timers on a clock that stands still between windows: what crews have planned goes on where it was stopped."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Any


class Agenda:
    """Calls things later, in the seconds during which it is let run. Belongs to the running event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[float, int, Callable[..., object], tuple[Any, ...]]] = []
        self._numbers = itertools.count()
        self._stood_at = 0.0
        self._resumed: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """Return for how many seconds it has run."""
        return self._stood_at + (0.0 if self._resumed is None else self._loop.time() - self._resumed)

    def later(self, after_s: float, call: Callable[..., object], *arguments: object) -> None:
        """Call something so many of its own seconds from now."""
        number = next(self._numbers)
        heapq.heappush(self._waiting, (self.now() + after_s, number, call, arguments))
        if self._waiting[0][1] == number:
            self._set_timer()

    def resume(self) -> None:
        """Let it run."""
        if self._resumed is None:
            self._resumed = self._loop.time()
            self._set_timer()

    def pause(self) -> None:
        """Let it stand; what is planned stays planned."""
        self._stood_at, self._resumed = self.now(), None
        self._cancel()

    def _set_timer(self) -> None:
        self._cancel()
        if self._waiting and self._resumed is not None:
            due = self._resumed + self._waiting[0][0] - self._stood_at
            self._timer = self._loop.call_at(due, self._call_due)

    def _call_due(self) -> None:
        now = self.now()
        while self._waiting and self._waiting[0][0] <= now and self._resumed is not None:
            _, _, call, arguments = heapq.heappop(self._waiting)
            call(*arguments)
        self._set_timer()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
