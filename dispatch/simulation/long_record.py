"""A record of any length, made fast: one simulated day again and again, each time under later numbers and times.

Deciding a million events takes minutes, and a figure that takes minutes to prepare is not looked at twice. A simulated
day ends as it began: everything is archived, nothing stands. So its events may follow themselves, with the numbers that
ids are made from (`inc-41`), their own numbers and every time moved on. What a fold, a report or a search finds in such
a record is what it would find in a real one of that length; incidents' numbers for the radio repeat.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dispatch.core.events import Event, encode
from dispatch.core.instant import Instant, to_text
from dispatch.log.base import Batch
from dispatch.log.open import open_log
from dispatch.simulation.day import Day

SEED = 6
BUSY_HOURS = 1.0
"""How long the day that is repeated goes on; nothing happens in the rest of it but that things are archived."""

_AT_ONCE = 1_000
_ID = re.compile(rb"\b(inc|asg|alm|msg|clo|pro|drl|chk)-(\d+)\b")
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_SEQ = re.compile(rb'"seq":(\d+),')


async def write_long_record(data: Path, *, events: int, days: int, ends_at: Instant, seed: int = SEED) -> int:
    """Write a record of at least so many events into a new data folder; return how many it has.

    They are spread over the ``days`` before ``ends_at``.
    """
    day = Day(seed, hours=BUSY_HOURS)
    day.run()
    times = -(-events // len(day.record))
    await asyncio.to_thread(data.mkdir, parents=True)
    async with open_log(data) as log:
        await log.lead()
        for batch in _batches(day.record, times, days, ends_at):
            log.append(batch)
            # What waits to be stored stays small: the record may be larger than the memory.
            while batch.last_seq - log.head.seq > _AT_ONCE:
                await log.wait_beyond(log.head.seq)
        while log.head.seq < times * len(day.record):
            await log.wait_beyond(log.head.seq)
        return log.head.seq


def _batches(record: Sequence[Event], times: int, days: int, ends_at: Instant) -> Iterator[Batch]:
    """Yield a day's events so many times, the last one at ``ends_at``, each time as a batch of some hundred."""
    bodies = [encode(event) for event in record]
    apart_ms = days * 86_400_000 // times
    if apart_ms < record[-1].at - record[0].at:
        raise ValueError(f"{times} days of {len(record)} events do not fit into {days} days; give more days or fewer")
    for number in range(times):
        by_ms = ends_at - record[-1].at - (times - 1 - number) * apart_ms
        by_seq = number * len(record)
        for start in range(0, len(bodies), _AT_ONCE // 2):
            part = bodies[start : start + _AT_ONCE // 2]
            moved = _moved(part, by_seq, by_ms)
            last = record[start + len(part) - 1]
            yield Batch(by_seq + start + 1, tuple(moved), last.at.plus(by_ms))


def _moved(bodies: Sequence[bytes], by_seq: int, by_ms: int) -> Iterator[bytes]:
    """Yield events under later numbers and times."""
    later: dict[bytes, bytes] = {}

    def time(found: re.Match[bytes]) -> bytes:
        text = found[0]
        if text not in later:
            at = datetime.fromisoformat(text.decode("ascii")) + timedelta(milliseconds=by_ms)
            later[text] = to_text(Instant(round(at.astimezone(UTC).timestamp() * 1000))).encode("ascii")
        return later[text]

    for body in bodies:
        moved = _ID.sub(lambda found: b"%b-%d" % (found[1], int(found[2]) + by_seq), body)
        moved = _SEQ.sub(lambda found: b'"seq":%d,' % (int(found[1]) + by_seq), moved, count=1)
        yield _TIME.sub(time, moved)
