"""The time keeper: sleeps until the next deadline and hands the writer what fell due."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine

from dispatch.writer.clock import Clock
from dispatch.writer.core import Answer
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.schedule import Schedule

_LONGEST_SLEEP_S = 60.0
SLICE_S = 0.002
"""So long deadlines are handled before others get their turns, one at least: what falls due together must not hold up
what comes in. A deadline takes some 0.1 ms, one that sends somebody ten times that."""

TURNS_BETWEEN = 8
"""So many turns of the loop lie between two slices: a request that waits is read, parsed and decided within four, so
that whatever came in during a slice passes all the deadlines that are due."""

OTHERS_SLICES = 4
"""After so many slices' time the others have had theirs, in however few turns: a loop that has too much to do must not
leave deadlines behind for ever."""


class Watch:
    """Fires deadlines, each once, as soon as it is due; an overdue one at once, marked late.

    ``on_fired`` hears how late (seconds) each was. ``alive_at`` is when the watch last looked (loop time): a stalled
    watch is itself an alarm. Of many that are due those of ``slice_s`` seconds at a time act, the others are as much
    later as is said of them; ``elapsed`` tells the seconds of a slice.
    """

    def __init__(
        self,
        processor: CommandProcessor,
        clock: Clock,
        *,
        on_fired: Callable[[float], None] = lambda _late_s: None,
        slice_s: float = SLICE_S,
        elapsed: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._on_fired = on_fired
        self._slice_s = slice_s
        self._elapsed = elapsed
        self._changed = asyncio.Event()  # one comes before the deadline that is slept for
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
                if wait_s <= 0:
                    await self._let_others_pass()
                    continue
                self._changed.clear()
                try:
                    async with asyncio.timeout(min(wait_s, _LONGEST_SLEEP_S)):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def _look_again(self) -> None:
        """Wake the keeper for what comes earlier; a deadline that is over costs one look at its time, and no more."""
        first = self.schedule.first()
        if first is not None and (self._next is None or first < self._next):
            self._changed.set()

    def _fire_due(self, tasks: asyncio.TaskGroup) -> float:
        """Fire what is due, a slice at most; return the seconds until the next look, 0 where more is due."""
        began = self._elapsed()
        while True:
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
            if self._elapsed() - began >= self._slice_s:
                return 0.0

    async def _let_others_pass(self) -> None:
        began = self._elapsed()
        for _ in range(TURNS_BETWEEN):
            await asyncio.sleep(0)
            if self._elapsed() - began >= OTHERS_SLICES * self._slice_s:
                return

    async def _fire_later(self, remaining: Coroutine[None, None, Answer]) -> None:
        """See a deadline through whose search needs a worker thread; the others pass it meanwhile."""
        await remaining
        self._look_again()
