"""The time keeper: sleeps until the next deadline and hands the writer what fell due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from dispatch.writer.clock import Clock
from dispatch.writer.core import Answer
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.schedule import Schedule

_LONGEST_SLEEP_S = 60.0
_BURST = 64
"""So many deadlines are handled before the loop gets a turn: what falls due together must not hold up what comes in."""


class Watch:
    """Fires deadlines, each once, as soon as it is due; an overdue one at once, marked late.

    ``on_fired`` hears how late (seconds) each was. ``alive_at`` is when the watch last looked (loop time): a stalled
    watch is itself an alarm.
    """

    def __init__(
        self, processor: CommandProcessor, clock: Clock, *, on_fired: Callable[[float], None] = lambda _late_s: None
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._on_fired = on_fired
        self._changed = asyncio.Event()  # another deadline than the one that is slept for comes first now
        self._next = self.schedule.first()  # the deadline that is slept for
        self.alive_at = 0.0
        processor.on_decided.append(self._look_again)
        clock.on_forward.append(self._changed.set)

    @property
    def schedule(self) -> Schedule:
        """What is due next."""
        return self._processor.schedule

    async def run(self) -> None:
        """Keep the time until cancelled. Raises an ExceptionGroup with the `LogError` that stopped the writer."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            while True:
                self.alive_at = loop.time()
                wait_s = self._fire_due(tasks)
                self._changed.clear()
                try:
                    async with asyncio.timeout(min(wait_s, _LONGEST_SLEEP_S)):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def _look_again(self) -> None:
        if self.schedule.first() != self._next:
            self._changed.set()

    def _fire_due(self, tasks: asyncio.TaskGroup) -> float:
        """Fire what is due, a burst at most; return the seconds until the next look."""
        for _ in range(_BURST):
            self._next = self.schedule.first()
            if self._next is None:
                return _LONGEST_SLEEP_S
            wait_s = self._clock.seconds_until(self._next.due_at)
            if wait_s > 0:
                return wait_s
            self._on_fired(-wait_s)
            remaining = self._processor.fire(self._next)
            if remaining is not None:
                tasks.create_task(self._fire_later(remaining))
        return 0.0

    async def _fire_later(self, remaining: Coroutine[None, None, Answer]) -> None:
        """See a deadline through whose search needs a worker thread; the others pass it meanwhile."""
        await remaining
        self._look_again()
