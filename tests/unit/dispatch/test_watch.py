"""Of ten thousand deadlines that are due together each acts once and says how late; an alarm waits for one slice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest
from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB, By, ClosureArea, Place
from dispatch.core.world import Closure, World
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.simulation.bench import NoRoads
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.watch import OTHERS_SLICES, SLICE_S, Watch

NOON = Instant(1_800_000_000_000)
COST_S = 0.0005
"""What each decision takes here, in a time that nothing else moves."""

CALLER = By(role="dispatcher", name="示例")
TURNS_OF_A_REQUEST = 3
"""Turns of the loop until a request that is read was parsed and reached its handler."""


def closures_until(until: Instant, count: int) -> World:
    """Return a World with so many closures that all end together."""
    area = ClosureArea(lon=106.57, lat=29.56, radius_m=10.0)
    closed = (Closure(id=f"clo-{n}", area=area, modes=(), until=until, by=HUB, at=until) for n in range(count))
    return World(closures=HashTrieMap({each.id: each for each in closed}))


@dataclass
class Bench:
    """A hub whose time passes by ``cost_s`` with each decision; ``fired`` is what was said of each deadline, when."""

    count: int
    cost_s: float = COST_S
    now_s: float = 0.0
    decided: int = 0
    fired: list[tuple[float, float]] = field(default_factory=list)
    waited_s: list[float] = field(default_factory=list)
    on_decided: dict[int, Callable[[], None]] = field(default_factory=dict)
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[CommandProcessor]:
        clock = Clock(wall=lambda: NOON, monotonic=lambda: self.now_s)
        async with MemoryLog(self.storage) as log:
            await log.lead()
            processor = CommandProcessor(log, clock, NoRoads(), closures_until(NOON, self.count))
            processor.on_decided.append(lambda: self._decision(processor.world))
            watch = Watch(processor, clock, on_fired=self._note, elapsed=lambda: self.now_s)
            tasks = [asyncio.create_task(processor.publish()), asyncio.create_task(watch.run())]
            yield processor
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def alarm(self, processor: CommandProcessor, number: int) -> None:
        """Raise an alarm as a request does that comes in now; note how long it waited until it was decided."""
        came_s = self.now_s
        for _ in range(TURNS_OF_A_REQUEST):
            await asyncio.sleep(0)
        self.waited_s.append(self.now_s - came_s)
        await processor.submit(cmd.AlarmRaise(source="phone", place=Place(text=f"示例 {number}")), CALLER)

    async def until_all_ended(self, processor: CommandProcessor) -> None:
        """Return once every closure's end is durable."""
        await self._ended.wait()
        await processor.flush()

    def _note(self, late_s: float) -> None:
        self.fired.append((late_s, self.now_s))

    def _decision(self, world: World) -> None:
        self.now_s += self.cost_s
        self.decided += 1
        self.on_decided.pop(self.decided, lambda: None)()
        if not world.closures:
            self._ended.set()


async def test_an_alarm_waits_for_one_slice_of_ten_thousand_deadlines_and_each_acts_once_and_says_how_late() -> None:
    bench = Bench(10_000)
    async with bench.open() as processor, asyncio.TaskGroup() as tasks:

        def start(alarm: Callable[..., Coroutine[None, None, None]], *given: object) -> None:
            tasks.create_task(alarm(*given))

        for number in (1, 2, 5, 777, 4_000, 9_998):
            bench.on_decided[number] = partial(start, bench.alarm, processor, number)
        await bench.until_all_ended(processor)
    assert len(bench.waited_s) == 6
    assert max(bench.waited_s) <= SLICE_S + COST_S
    ended = Counter(event.closure for event in _events(bench) if isinstance(event, ev.RoadOpened))
    assert ended == {f"clo-{n}": 1 for n in range(10_000)}
    assert len(bench.fired) == 10_000
    assert all(late_s == pytest.approx(now_s) for late_s, now_s in bench.fired), "each says how late it is"


async def test_deadlines_go_on_beside_a_loop_that_has_too_much_to_do() -> None:
    bench = Bench(1_000)
    turn_s = 0.005
    async with bench.open() as processor:
        loop = asyncio.get_running_loop()

        def work() -> None:
            bench.now_s += turn_s
            if processor.world.closures:
                loop.call_soon(work)

        loop.call_soon(work)
        await bench.until_all_ended(processor)
    slices = 1_000 * COST_S / SLICE_S
    assert bench.now_s <= (slices + 1) * (SLICE_S + OTHERS_SLICES * SLICE_S + turn_s)


async def test_one_deadline_at_least_acts_in_a_slice_however_long_it_takes() -> None:
    bench = Bench(20, cost_s=10 * SLICE_S)
    async with bench.open() as processor:
        await bench.until_all_ended(processor)
    assert len(bench.fired) == 20


async def test_the_keeper_wakes_for_what_comes_earlier_and_not_because_a_deadline_is_over() -> None:
    looks: list[float] = []

    def look() -> float:
        looks.append(0.0)
        return 0.0

    clock = Clock(wall=lambda: NOON, monotonic=lambda: 0.0)
    world = closures_until(NOON.plus(60_000), 2)
    last = world.closures["clo-1"]
    world = replace(world, closures=world.closures.insert("clo-1", replace(last, until=NOON.plus(120_000))))
    async with MemoryLog(MemoryStorage()) as log:
        await log.lead()
        processor = CommandProcessor(log, clock, NoRoads(), world)
        watch = Watch(processor, clock, elapsed=look)
        tasks = [asyncio.create_task(processor.publish()), asyncio.create_task(watch.run())]
        await _turns()
        assert len(looks) == 1
        await processor.submit(cmd.RoadOpen(closure="clo-0"), CALLER)
        await _turns()
        assert len(looks) == 1, "what is slept for is over: the look at its time finds that"
        watch.schedule.rearm(world, "clo-0")
        await processor.submit(cmd.AlarmRaise(source="phone", place=Place(text="示例")), CALLER)
        await _turns()
        assert len(looks) == 1, "the same moment again"
        earlier = replace(last, id="clo-2", until=NOON.plus(30_000))
        watch.schedule.rearm(replace(world, closures=world.closures.insert("clo-2", earlier)), "clo-2")
        await processor.submit(cmd.AlarmRaise(source="phone", place=Place(text="示例 2")), CALLER)
        await _turns()
        assert len(looks) == 2
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def _events(bench: Bench) -> list[ev.AnyEvent]:
    return [ev.decode(stored.body) for stored in bench.storage.read(0, bench.storage.head.seq)]
