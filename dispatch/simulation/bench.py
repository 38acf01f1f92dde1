"""How late a deadline fires and what it costs, on the real clock: the numbers behind ``onethree bench watch``.

Nothing here judges; the command line holds the numbers against their goals.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from dispatch.core import commands as cmd
from dispatch.core.events import Event, RoadClosed
from dispatch.core.evolve import evolve
from dispatch.core.instant import Instant
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import HUB, By, ClosureArea, Place
from dispatch.core.world import World
from dispatch.log.sqlite import SqliteLog
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.schedule import Schedule
from dispatch.writer.watch import Watch
from stations.model import TravelMode

CALLER = By(role="dispatcher", name="bench")
ROUNDS = 400
DUE_PER_S = 200
"""So many of the armed deadlines fall due in each second of the run; the others stand for an hour."""

SETTLE_S = 5.0
"""Before the first of them falls due: the time to build everything is not what is measured."""


class Growth(NamedTuple):
    """Seconds that one step takes when there is little, and when there is much."""

    little_s: float
    much_s: float


async def lateness(folder: Path, *, armed: int, rate: float, seconds: float, seed: int) -> list[float]:
    """Return how late (seconds) each deadline fired, with so many armed and so many alarms a second coming in.

    The record is a real file in ``folder``, the clock the machine's.
    """
    rng = random.Random(seed)
    async with SqliteLog(folder / "record.db") as log:
        await log.lead()
        clock = Clock()
        late, started = list[float](), clock.now()
        processor = CommandProcessor(log, clock, NoRoads(), _with_closures(started, armed, seconds, rng))
        watch = Watch(processor, clock, on_fired=late.append)
        gc.collect()
        gc.freeze()
        tasks = [asyncio.create_task(processor.publish()), asyncio.create_task(watch.run())]
        await asyncio.sleep(max(0.0, clock.seconds_until(started.plus(round(SETTLE_S * 1000)))))
        await _alarms(processor, rate, seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        gc.unfreeze()
    return late


def cost_of_a_deadline(*, few: int, many: int, seed: int) -> Growth:
    """Return what arming and firing one deadline costs beside few and beside many others."""
    return Growth(*(_arm_and_fire(count, seed) for count in (few, many)))


class NoRoads:
    """A district without roads: travel times are not what is measured here."""

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Do nothing."""

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer that nobody can get there."""
        del query, wanted, at_ms
        return Reach()

    async def search(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer the same."""
        return self.find(query, wanted, at_ms=at_ms)


async def _alarms(processor: CommandProcessor, rate: float, seconds: float) -> None:
    """Raise alarms open loop: each at its own time, whether or not the last was answered."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with asyncio.TaskGroup() as tasks:
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, started + number / rate - loop.time()))
            alarm = cmd.AlarmRaise(source="detector", kind="smoke", place=Place(text=f"示例 {number}"))
            tasks.create_task(processor.submit(alarm, CALLER))


def _with_closures(now: Instant, armed: int, seconds: float, rng: random.Random) -> World:
    """Return a World with so many closures, each of which ends by a deadline; folded, not recorded."""
    world = World(at=now)
    area = ClosureArea(way="1")
    soon = round(DUE_PER_S * seconds)
    for number in range(armed):
        in_ms = round(1000 * (SETTLE_S + rng.random() * seconds)) if number < soon else 3_600_000 + number
        closed = RoadClosed(seq=0, at=now, by=HUB, closure=f"clo-{number}", area=area, until=now.plus(in_ms))
        world = evolve(world, closed)
    return world


def _arm_and_fire(count: int, seed: int) -> float:
    rng = random.Random(seed)
    world = _with_closures(Instant(0), count, 3600.0, rng)
    schedule = Schedule(world)
    taken: list[float] = []
    for number in range(ROUNDS):
        closed = RoadClosed(
            seq=0,
            at=Instant(0),
            by=HUB,
            closure=f"new-{number}",
            area=ClosureArea(way="1"),
            until=Instant(rng.randrange(3_600_000)),
        )
        world = evolve(world, closed)
        began = time.perf_counter()
        schedule.follow(world, (closed,))
        first = schedule.first()
        if first is not None:
            schedule.hold(first.subject)
            schedule.first()
        taken.append(time.perf_counter() - began)
    return median(taken)
