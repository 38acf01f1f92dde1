"""Between the event loop and the thread that writes the record.

What was decided goes over once per turn of the loop: it shares one sync, and the thread does not ask for the
interpreter while the loop still works. What became durable can be taken before the loop's next turn.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from dispatch.log.base import Batch, LogError, Stored


class Handover:
    """``queue`` is the thread's. In the loop ``on_commit`` gets each group's events, in order, ``on_stop`` the error.

    `bring` and `stop` are called in the thread; all else belongs to the loop in which it was made.
    """

    def __init__(self, on_commit: Callable[[list[Stored]], None], on_stop: Callable[[LogError], None]) -> None:
        self.queue: SimpleQueue[Sequence[Batch] | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._on_commit = on_commit
        self._on_stop = on_stop
        self._given: list[Batch] = []
        self._brought: deque[list[Stored]] = deque()  # two threads may use its two ends

    def give(self, batch: Batch) -> None:
        """Hand a batch over at the end of this turn of the loop."""
        if not self._given:
            self._loop.call_soon(self.give_now)
        self._given.append(batch)

    def give_now(self) -> None:
        """Hand over what was given so far."""
        if self._given:
            given, self._given = self._given, []
            self.queue.put(given)

    def bring(self, events: list[Stored]) -> None:
        """Bring a group that is durable."""
        self._brought.append(events)
        self._loop.call_soon_threadsafe(self.take)

    def stop(self, error: LogError) -> None:
        """Say what ended the writing, after everything that was brought."""
        self._loop.call_soon_threadsafe(self._on_stop, error)

    def take(self) -> None:
        """Take what was brought."""
        while self._brought:
            self._on_commit(self._brought.popleft())
