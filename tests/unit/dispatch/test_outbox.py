"""The outbox: one task for each thing, nothing lost that happened meanwhile, and a failure that stays with its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import aiohttp
import pytest

from dispatch.log.base import LogError
from dispatch.upkeep.outbox import AT_ONCE, Outbox

PATIENCE_S = 60


class Sayer:
    """Says things as it is told: ``hold`` is waited for, ``fails`` are raised."""

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        self.hold = asyncio.Event()
        self.hold.set()
        self.moved = asyncio.Event()
        self.fails: dict[str, Exception] = {}
        self.now = self.most = 0
        self.outbox = Outbox[str](self.say)

    async def say(self, _client: aiohttp.ClientSession, thing: str) -> None:
        self.said[thing] += 1
        self.moved.set()
        if thing in self.fails:
            raise self.fails[thing]
        async with self.outbox.room("one"):
            self.now += 1
            self.most = max(self.most, self.now)
            await self.hold.wait()
            self.now -= 1

    async def until(self, thing: str, times: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self.said[thing] < times:
                await self.moved.wait()
                self.moved.clear()


@contextlib.asynccontextmanager
async def running(sayer: Sayer, *pending: str) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(sayer.outbox.run(pending))
    yield task
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, LogError, ExceptionGroup):
        await task


async def test_what_comes_up_again_while_it_is_said_is_said_once_more_afterwards() -> None:
    sayer = Sayer()
    sayer.hold.clear()
    async with running(sayer, "a"):
        await sayer.until("a", 1)
        for _ in range(5):
            sayer.outbox.put("a")
        sayer.outbox.put("b")
        await sayer.until("b", 1)
        assert sayer.said["a"] == 1
        sayer.hold.set()
        await sayer.until("a", 2)
        sayer.outbox.put("c")
        await sayer.until("c", 1)
        assert sayer.said["a"] == 2


async def test_a_receiver_gets_so_many_at_once() -> None:
    sayer = Sayer()
    sayer.hold.clear()
    things = [str(n) for n in range(3 * AT_ONCE)]
    async with running(sayer, *things):
        await sayer.until(things[-1], 1)
        assert sayer.most == AT_ONCE
        sayer.hold.set()


async def test_what_fails_takes_nothing_with_it_and_is_tried_when_it_comes_up_again() -> None:
    sayer = Sayer()
    sayer.fails["a"] = ValueError("示例")
    async with running(sayer, "a", "b"):
        await sayer.until("b", 1)
        sayer.outbox.put("a")
        await sayer.until("a", 2)


async def test_a_record_that_is_gone_ends_it() -> None:
    sayer = Sayer()
    sayer.fails["a"] = LogError("示例")
    async with running(sayer, "a") as task:
        with pytest.raises(ExceptionGroup):
            await asyncio.wait_for(asyncio.shield(task), PATIENCE_S)
