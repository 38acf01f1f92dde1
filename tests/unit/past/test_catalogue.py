"""The index over the record: each event is entered once, whoever stops waiting for it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from dispatch.log.base import Batch, Stored
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.past.catalogue import Catalogue
from dispatch.past.reader import Subject

EVENTS = Path(__file__).parents[2] / "data" / "events-v1.jsonl"


async def append(log: MemoryLog, bodies: list[bytes]) -> None:
    for seq, body in enumerate(bodies, start=log.head.seq + 1):
        log.append(Batch(seq, (body,), seq))
    await log.wait_beyond(log.head.seq + len(bodies) - 1)


async def test_a_reading_that_is_cancelled_enters_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    entering, go_on = threading.Event(), threading.Event()
    take = Catalogue._take

    def take_slowly(catalogue: Catalogue, stored: Stored, subject: Subject) -> None:
        entering.set()
        assert go_on.wait(60)
        take(catalogue, stored, subject)

    bodies = EVENTS.read_bytes().splitlines()
    # What was entered twice is seen where its incident began before: a beginning would put all back.
    begun = next(at for at, body in enumerate(bodies) if b'"type":"assignment.assigned"' in body)
    async with MemoryLog(MemoryStorage()) as log:
        await log.lead()
        catalogue = Catalogue(log)
        await append(log, bodies[:begun])
        await catalogue.read_on()
        await append(log, bodies[begun:])
        whole = Catalogue(log)
        await whole.read_on()
        monkeypatch.setattr(Catalogue, "_take", take_slowly)
        reading = asyncio.create_task(catalogue.read_on())
        await asyncio.to_thread(entering.wait)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        again = asyncio.create_task(catalogue.read_on())
        await asyncio.sleep(0)
        go_on.set()
        await again
        assert catalogue._entries == whole._entries
