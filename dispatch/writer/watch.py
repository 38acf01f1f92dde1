"""The time keeper: sleeps until the next deadline and hands the processor what fell due.

One heap, derived from the events; per subject only its earliest deadline lies in it, and an entry that no longer
stands is dropped when it comes up. What the watch forgets, `next_due(world)` knows: tests hold one against the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush

from dispatch.core.commands import DeadlineDue
from dispatch.core.deadlines import Deadline, changes_all, next_of, subjects_of, touched
from dispatch.core.events import Event
from dispatch.core.world import World
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor

_LONGEST_SLEEP_S = 60.0
_BURST = 64
"""So many deadlines are handled before the loop gets a turn: what falls due together must not hold up what comes in."""


class Schedule:
    """The heap of what is due next, kept true by the events. Pure bookkeeping: it knows no clock."""

    def __init__(self, world: World) -> None:
        self._arm_all(world)

    def __len__(self) -> int:
        return len(self._due)

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Re-derive the deadlines of every subject that the events touched; ``world`` is the one after them."""
        if any(changes_all(event) for event in events):
            self._arm_all(world)
            return
        for subject in {key for event in events for key in touched(event)}:
            self.rearm(world, subject)

    def first(self) -> Deadline | None:
        """Return the earliest standing deadline."""
        while self._heap and self._due.get(self._heap[0].subject) != self._heap[0]:
            heappop(self._heap)
        return self._heap[0] if self._heap else None

    def hold(self, subject: str) -> None:
        """Leave a subject out until it is armed again: its deadline is being seen to."""
        self._due.pop(subject, None)

    def rearm(self, world: World, subject: str) -> None:
        """Derive a subject's earliest deadline anew."""
        due = next_of(world, subject)
        if due == self._due.get(subject):
            return
        if due is None:
            del self._due[subject]
        else:
            self._due[subject] = due
            heappush(self._heap, due)

    def _arm_all(self, world: World) -> None:
        self._due: dict[str, Deadline] = {
            key: due for key in subjects_of(world) if (due := next_of(world, key)) is not None
        }
        self._heap: list[Deadline] = list(self._due.values())
        heapify(self._heap)


class Watch:
    """Fires deadlines on the processor, each once, as soon as it is due; an overdue one at once, marked late.

    ``on_fired`` hears how late (seconds) each was. ``alive_at`` is when the watch last looked (loop time): a stalled
    watch is itself an alarm.
    """

    def __init__(
        self, processor: CommandProcessor, clock: Clock, *, on_fired: Callable[[float], None] = lambda _late_s: None
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._on_fired = on_fired
        self._changed = asyncio.Event()
        self.schedule = Schedule(processor.world)
        self.alive_at = 0.0
        processor.on_applied.append(self._follow)

    async def run(self) -> None:
        """Keep the time until cancelled. Raises an ExceptionGroup with the `LogError` that stopped the processor."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            while True:
                self.alive_at = loop.time()
                self._changed.clear()
                wait_s = self._fire_due(tasks)
                try:
                    async with asyncio.timeout(min(wait_s, _LONGEST_SLEEP_S)):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def _follow(self, world: World, events: Sequence[Event]) -> None:
        before = self.schedule.first()
        self.schedule.follow(world, events)
        if self.schedule.first() != before:
            self._changed.set()

    def _fire_due(self, tasks: asyncio.TaskGroup) -> float:
        """DeadlineDue what is due, a burst at most; return the seconds until the next look."""
        for _ in range(_BURST):
            first = self.schedule.first()
            if first is None:
                return _LONGEST_SLEEP_S
            wait_s = self._clock.seconds_until(first.due_at)
            if wait_s > 0:
                return wait_s
            self._on_fired(-wait_s)
            command = DeadlineDue(subject=first.subject, key=first.key, due_at=first.due_at)
            self.schedule.hold(first.subject)
            if self._processor.at_once(command):
                self.schedule.rearm(self._processor.world, first.subject)
            else:
                tasks.create_task(self._fire_later(command))
        return 0.0

    async def _fire_later(self, command: DeadlineDue) -> None:
        """DeadlineDue a deadline whose search needs a worker thread; the others pass it meanwhile."""
        await self._processor.do(command)
        self.schedule.rearm(self._processor.world, command.subject)
        self._changed.set()
