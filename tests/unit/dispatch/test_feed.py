"""Who is pushed what and when: crews at once, consoles together, each event once and in order, answers after events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest

from dispatch.core.events import Event, RoadClosed, encode
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import EVERY_STATION, HUB, ClosureArea
from dispatch.log.base import Batch
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.stream.connection import WAITING_AT_MOST
from dispatch.stream.feed import CONSOLES_WAIT_BYTES, Feed, Subscriber
from dispatch.stream.views import read_view
from dispatch.writer.core import Record
from loadtest.raw_client import split_frames


class Reader(Subscriber):
    """A reader that keeps each write by itself."""

    def __init__(self, view: str) -> None:
        found = read_view(view)
        assert found is not None
        super().__init__(found, 0)
        self.writes: list[bytes] = []
        self.full = False
        self.behind = False
        self.wrote = asyncio.Event()

    def room(self) -> int:
        return WAITING_AT_MOST

    def write(self, data: bytes) -> None:
        self.writes.append(data)
        self.wrote.set()

    def push(self, data: bytes) -> bool:
        if not self.full:
            self.write(data)
        return not self.full

    def fell_behind(self) -> None:
        self.behind = True

    def links(self) -> list[tuple[int, int]]:
        """The numbers of each event and of the one before it, over all writes."""
        frames = [orjson.loads(payload) for data in self.writes for _, payload in split_frames(data)[0]]
        return [(frame["prev"], frame["seq"]) for frame in frames]

    def check_unbroken(self, last: int) -> None:
        assert self.links() == [(seq - 1, seq) for seq in range(1, last + 1)]


class Stage:
    """A feed whose consoles' time comes only when the test says so, over a record in memory."""

    def __init__(self, log: MemoryLog) -> None:
        self.log = log
        self.feed = Feed(log, consoles_every_s=3600.0)

    async def live(self, view: str) -> Reader:
        reader = Reader(view)
        self.feed.add(reader)
        while not await self.feed.catch_up(reader):
            pass
        return reader

    def happen(self, count: int = 1, *, size: int = 1) -> None:
        """Let events become durable that every station sees, in one commit."""
        seq = self.log.head.seq
        area = ClosureArea(way="w" * size)
        events: list[Event] = [
            RoadClosed(seq=seq + n, at=Instant(0), by=HUB, closure="clo", area=area, to=(EVERY_STATION,))
            for n in range(1, count + 1)
        ]
        records = [Record(event.seq, encode(event), event) for event in events]
        self.log.append(Batch(seq + 1, tuple(record.body for record in records), 0))
        self.log.commit()
        self.feed.publish(records)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with MemoryLog(MemoryStorage(), manual=True) as log:
        await log.lead()
        yield Stage(log)


async def test_a_crew_hears_at_once_and_a_console_of_a_quiet_hub_in_the_next_turn(stage: Stage) -> None:
    crew, console = await stage.live("station:s1"), await stage.live("console")
    stage.happen()
    assert (len(crew.writes), len(console.writes)) == (1, 0)
    await console.wrote.wait()
    console.check_unbroken(1)


async def test_a_console_hears_after_whoever_was_woken_for_an_answer(stage: Stage) -> None:
    console = await stage.live("console")
    answered = asyncio.get_running_loop().create_future()
    order: list[str] = []
    answered.add_done_callback(lambda _: order.append(f"answer, {len(console.writes)} writes"))
    stage.happen()
    answered.set_result(None)
    await console.wrote.wait()
    assert order == ["answer, 0 writes"]


async def test_what_follows_soon_goes_out_together_later(stage: Stage) -> None:
    crew, console = await stage.live("station:s1"), await stage.live("console")
    stage.happen()
    await console.wrote.wait()
    for _ in range(5):
        stage.happen(2)
        await asyncio.sleep(0)
    assert (len(crew.writes), len(console.writes)) == (6, 1)
    stage.feed.flush()
    assert len(console.writes) == 2
    for reader in (crew, console):
        reader.check_unbroken(11)
    stage.feed.flush()
    assert len(console.writes) == 2, "nothing goes twice"


async def test_the_time_of_the_consoles_comes_by_itself(stage: Stage) -> None:
    stage.feed = Feed(stage.log, consoles_every_s=0.02)
    console = await stage.live("console")
    for _ in range(3):
        stage.happen()
        console.wrote.clear()
        await console.wrote.wait()
    console.check_unbroken(3)


async def test_much_does_not_wait(stage: Stage) -> None:
    console = await stage.live("console")
    stage.feed.flush()
    stage.happen(size=CONSOLES_WAIT_BYTES // 2)
    assert console.writes == []
    stage.happen(size=CONSOLES_WAIT_BYTES // 2)
    console.check_unbroken(2)


async def test_what_one_console_asks_for_follows_its_events_and_the_others_wait_on(stage: Stage) -> None:
    asking, other = await stage.live("console"), await stage.live("console")
    stage.feed.flush()
    stage.happen(2)
    stage.feed.bring_up_to_date(asking)
    asking.check_unbroken(2)
    stage.happen()
    assert other.writes == []
    stage.feed.flush()
    for console in (asking, other):
        console.check_unbroken(3)
    assert [len(console.writes) for console in (asking, other)] == [2, 1]


async def test_one_that_comes_in_between_gets_each_event_once(stage: Stage) -> None:
    stage.feed.flush()
    early = await stage.live("console")
    stage.happen(2)
    late = await stage.live("console")
    late.check_unbroken(2)
    stage.happen()
    stage.feed.flush()
    for console in (early, late):
        console.check_unbroken(3)


async def test_one_that_comes_after_the_last_console_left_misses_nothing(stage: Stage) -> None:
    first = await stage.live("console")
    stage.feed.flush()
    stage.happen()
    stage.feed.remove(first)
    stage.happen()
    second = await stage.live("console")
    stage.happen()
    stage.feed.flush()
    second.check_unbroken(3)
    assert first.writes == []


async def test_one_that_takes_nothing_reads_on_from_its_place_and_holds_up_nobody(stage: Stage) -> None:
    slow, quick = await stage.live("console"), await stage.live("console")
    slow.full = True
    stage.happen()
    stage.feed.flush()
    assert (slow.behind, slow.live, quick.live) == (True, False, True)
    stage.happen()
    stage.feed.flush()
    slow.full = False
    while not await stage.feed.catch_up(slow):
        pass
    stage.happen()
    stage.feed.flush()
    for console in (slow, quick):
        console.check_unbroken(3)


async def test_erased_words_do_not_wait(stage: Stage) -> None:
    console = await stage.live("console")
    stage.feed.flush()
    stage.happen()
    stage.feed.forget()
    console.check_unbroken(1)
    stage.feed.flush()
    console.check_unbroken(1)
