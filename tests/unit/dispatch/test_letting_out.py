"""From durable to heard: in which order, once, before the next command; and what a listener may do in its midst."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dispatch.core.commands import NoteDrift
from dispatch.core.events import RoadClosed
from dispatch.core.evolve import evolve
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB, ClosureArea
from dispatch.core.world import World
from dispatch.log.base import LogUnavailable
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.log.sqlite import SqliteLog
from dispatch.simulation.bench import NoRoads
from dispatch.writer.clock import Clock
from dispatch.writer.core import Record
from dispatch.writer.processor import CommandProcessor
from tests.hub import PATIENCE_S

NOTE = NoteDrift(drift_ms=2000)
N_DUE = 6


def with_deadlines_that_are_due() -> World:
    """A World in which so many closures should have ended long ago: each can be fired at once, by a plain call."""
    world = World()
    for number in range(N_DUE):
        area, until = ClosureArea(way="1"), Instant(number + 1)
        closed = RoadClosed(seq=0, at=Instant(0), by=HUB, closure=f"clo-{number}", area=area, until=until)
        world = evolve(world, closed)
    return world


@dataclass
class Office:
    """A writer over a log that stores only when it is told to, and what is heard of it, in order."""

    log: MemoryLog = field(default_factory=lambda: MemoryLog(MemoryStorage(), manual=True))
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log.open_now()
        self.log.lead_now()
        self.processor = CommandProcessor(self.log, Clock(), NoRoads(), with_deadlines_that_are_due())
        self.processor.on_durable.append(lambda records: self.hear("crew", records))
        self.processor.on_told.append(lambda records: self.hear("books", records))

    def hear(self, who: str, records: Sequence[Record]) -> None:
        self.heard.extend(f"{who} {record.seq}" for record in records)

    def fire(self) -> None:
        """Have the next deadline decided, here and now."""
        due = self.processor.schedule.first()
        assert due is not None
        assert self.processor.fire(due) is None

    async def note(self) -> None:
        """Have something decided, and say when it is answered."""
        answer = await self.processor.do(NOTE)
        self.heard.append(f"answer {answer.seq}")

    async def decide(self, count: int) -> list[asyncio.Task[None]]:
        """Have notes decided that are not durable yet."""
        tasks = [asyncio.create_task(self.note()) for _ in range(count)]
        await asyncio.sleep(0)
        return tasks

    @asynccontextmanager
    async def publishing(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.processor.publish())
        await asyncio.sleep(0)
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def stop(task: asyncio.Task[None]) -> None:
    task.cancel()


def each_once_and_in_order(heard: Sequence[str], who: str, last: int) -> bool:
    return [each for each in heard if each.startswith(who)] == [f"{who} {seq}" for seq in range(1, last + 1)]


async def test_crews_hear_in_the_call_of_the_commit_and_the_answers_need_no_listener() -> None:
    office = Office()
    async with office.publishing():
        told = await office.decide(2)
        office.log.commit()
        assert office.heard == ["crew 1", "crew 2", "books 1", "books 2"], "not a turn of the loop later"
        await asyncio.gather(*told)
        assert office.heard[4:] == ["answer 1", "answer 2"]


async def test_who_asked_is_woken_before_the_books_and_after_the_crews() -> None:
    office = Office()
    async with office.publishing():
        (told,) = await office.decide(1)
        woken: list[str] = []

        def note_whether_answered(who: str) -> None:
            woken.append(f"{who} {'after' if any(each.done() for each in office.processor._waiters.values()) else ''}")

        office.processor.on_durable.append(lambda _records: note_whether_answered("crew"))
        office.processor.on_told.append(lambda _records: note_whether_answered("books"))
        office.log.commit()
        await told
    assert woken == ["crew ", "books after"]


async def test_a_listener_that_has_more_decided_and_stored_is_heard_out_first() -> None:
    office = Office()

    def ask_again(records: Sequence[Record]) -> None:
        if records[-1].seq < N_DUE:
            office.fire()
            office.log.commit()
            assert office.processor.world.seq == records[-1].seq + 1, "it is decided at once, in the midst of this"

    office.processor.on_durable.insert(0, ask_again)
    async with office.publishing():
        office.fire()
        office.log.commit()
        assert office.processor.durable is office.processor.world
    for who in ("crew", "books"):
        assert each_once_and_in_order(office.heard, who, N_DUE), office.heard
    first = office.heard.index("crew 2")
    assert "books 1" in office.heard[:first], "an event is let out wholly before the next"


async def test_a_listener_that_fails_ends_the_hub_and_nobodys_command() -> None:
    office = Office()
    defect = RuntimeError("a listener that fails")

    def fail(_records: Sequence[Record]) -> None:
        raise defect

    async with office.publishing() as publishing:
        office.processor.on_durable.append(fail)
        office.fire()
        office.log.commit()
        office.fire()  # another's command, which goes on as if nothing were
        office.log.commit()
        with pytest.raises(RuntimeError) as raised:
            await publishing
        assert raised.value is defect
    assert office.heard == ["crew 1"], "nothing more goes out"


async def test_a_log_that_ends_in_the_midst_of_letting_out_ends_only_what_is_not_durable() -> None:
    office = Office()

    def die(_records: Sequence[Record]) -> None:
        office.log.die("the disk is gone")

    async with office.publishing() as publishing:
        office.processor.on_durable.append(die)
        durable, lost = await office.decide(2)
        office.log.commit(1)
        await durable
        for ended in (lost, publishing):
            with pytest.raises(LogUnavailable, match="the disk is gone"):
                await ended
    assert office.heard == ["crew 1", "books 1", "answer 1"]


async def test_a_stop_in_the_midst_lets_everything_that_is_durable_out_and_nothing_after() -> None:
    office = Office()
    async with office.publishing() as publishing:
        office.processor.on_durable.append(lambda _records: stop(publishing))
        office.fire()
        office.fire()
        office.log.commit()
        with pytest.raises(asyncio.CancelledError):
            await publishing
    office.fire()
    office.log.commit()
    assert office.heard == ["crew 1", "crew 2", "books 1", "books 2"]


class Held(SqliteLog):
    """A record file whose loop stands still until the disk has what was appended."""

    def stand_still(self) -> None:
        assert self._handover is not None
        self._handover.give_now()
        until = time.monotonic() + PATIENCE_S
        while not self._handover._brought:
            assert time.monotonic() < until
            time.sleep(0)


async def test_what_is_durable_goes_out_before_the_next_command_is_decided(tmp_path: Path) -> None:
    async with Held(tmp_path / "record.db") as log:
        await log.lead()
        processor = CommandProcessor(log, Clock(), NoRoads(), with_deadlines_that_are_due())
        steps: list[str] = []
        processor.on_decided.append(lambda: steps.append(f"decided {processor.world.seq}"))
        processor.on_durable.append(lambda records: steps.append(f"crew {records[-1].seq}"))
        publishing = asyncio.create_task(processor.publish())
        await asyncio.sleep(0)
        for _ in range(2):
            due = processor.schedule.first()
            assert due is not None
            processor.fire(due)
            log.stand_still()
        assert steps == ["decided 1", "crew 1", "decided 2"]
        await processor.flush()
        assert steps == ["decided 1", "crew 1", "decided 2", "crew 2"]
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)
