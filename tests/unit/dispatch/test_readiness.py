"""The hub is ready only while an alarm would be on the disk within a second; what is wrong has a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from dispatch.core.commands import NoteDrift
from dispatch.core.world import World
from dispatch.log.base import LogUnavailable
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.simulation.bench import NoRoads
from dispatch.writer.chores import WITNESS, Chores
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.readiness import Readiness
from dispatch.writer.watch import Watch

NOON_MS = 1_800_000_000_000


@dataclass
class Bench:
    """A writer over a log that stores only when it is told to, and a machine whose clocks are moved by hand."""

    wall_ms: int = NOON_MS
    up_s: float = 0.0
    chores: Chores = field(default_factory=Chores)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Readiness, CommandProcessor, MemoryLog]]:
        clock = Clock(wall=lambda: self.wall_ms, monotonic=lambda: self.up_s)
        async with MemoryLog(MemoryStorage(), manual=True) as log:
            await log.lead()
            processor = CommandProcessor(log, clock, NoRoads(), World())
            readiness = Readiness(log, clock, processor, Watch(processor, clock), self.chores)
            async with asyncio.TaskGroup() as tasks:
                publishing = tasks.create_task(processor.publish())
                yield readiness, processor, log
                publishing.cancel()

    def passes(self, seconds: float) -> None:
        self.up_s += seconds
        self.wall_ms += int(seconds * 1000)


async def test_what_is_not_stored_within_a_second_makes_the_hub_not_ready_until_it_is() -> None:
    bench = Bench()
    async with bench.open() as (readiness, processor, log), asyncio.TaskGroup() as tasks:
        noted = tasks.create_task(processor.do(NoteDrift(drift_ms=2000)))
        await asyncio.sleep(0)
        bench.passes(0.5)
        assert readiness.reasons() == {}
        bench.passes(1)
        assert list(readiness.reasons()) == ["record_silent"]
        log.commit()
        await noted
        assert readiness.reasons() == {}


async def test_a_clock_more_than_a_minute_off_is_a_reason_either_way() -> None:
    bench = Bench()
    async with bench.open() as (readiness, _, _):
        bench.wall_ms += 59_000
        assert readiness.reasons() == {}
        for off_ms, where in ((61_000, "61 s behind"), (-61_000, "61 s ahead of")):
            bench.wall_ms = NOON_MS + off_ms
            assert where in readiness.reasons()["clock"]


async def test_a_witness_that_cannot_be_written_is_a_reason_until_it_can() -> None:
    bench = Bench()

    async def away() -> None:
        raise LogUnavailable("the witness's disk is away; bring it back")

    async def back() -> None:
        return

    async with bench.open() as (readiness, _, _):
        assert not await bench.chores.attempt(WITNESS, away)
        assert list(readiness.reasons()) == ["witness"]
        assert await bench.chores.attempt(WITNESS, back)
        assert readiness.reasons() == {}
