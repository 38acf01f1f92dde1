"""Reading a month out of a long record finds what a look at every event finds."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from dispatch.core.events import AnyEvent
from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.past.reports.month import Month
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.reading import find_first, read_month, read_samples
from dispatch.simulation.day import Day
from tests.recorded_day import keep

SEED = 6


@pytest.fixture(scope="module")
def record() -> list[AnyEvent]:
    day = Day(SEED, hours=0.4)
    day.run()
    return list(day.record)  # type: ignore[arg-type] # a record holds what can be stored


async def test_the_first_event_of_a_moment_is_found_by_halving(record: list[AnyEvent], tmp_path: Path) -> None:
    rng = random.Random(SEED)
    moments = [*(rng.choice(record).at + rng.choice((-1, 0, 1)) for _ in range(40)), 0, record[-1].at + 1]
    async with open_log(await keep(record, tmp_path)) as log:
        for moment in moments:
            expected = sum(event.at < moment for event in record)
            assert await find_first(log, Instant(moment)) == expected, f"seed {SEED}, moment {moment}"


async def test_a_span_is_read_as_if_every_event_had_been_looked_at(record: list[AnyEvent], tmp_path: Path) -> None:
    """Three spans of this evening, which a month would hold together: each incident is in exactly one of them."""
    world, as_of = World(), record[-1].at
    third = (as_of - record[0].at) // 3
    edges = [record[0].at, record[0].at.plus(third), record[0].at.plus(2 * third), as_of.plus(1)]
    found = []
    async with open_log(await keep(record, tmp_path)) as log:
        for start, end in pairwise(edges):
            span = Month("示例", start, end)
            book = MonthBook(span)
            for event in record:
                book.enter(event)
            read = await read_month(log, span, world, as_of=as_of)
            assert replace(read, proof=None) == book.close(world, as_of=as_of, head=read.head), f"seed {SEED}"
            found.append(read)
        everything = await read_samples(log, Month.ever())
        alone = [
            sample for span in found for sample in await read_samples(log, Month("示例", span.from_at, span.until_at))
        ]
    assert sorted(map(repr, alone)) == sorted(map(repr, everything))
    assert sum(each.operations.incidents for each in found) > 3
