"""What encrypting costs the writer (M9): measured beside the same record without it, in one run."""

from __future__ import annotations

import time
from pathlib import Path

from dispatch.core.personal import split
from dispatch.log.base import Batch, Log
from dispatch.log.incident_keys import IncidentKeys
from dispatch.log.personal_log import PersonalLog
from dispatch.log.sqlite import SqliteLog

EVENTS = [line for line in (Path(__file__).parents[1] / "data" / "events-v1.jsonl").read_bytes().splitlines() if line]
ROUNDS = 20
MOST_TIMES = 20.0
"""What an event may cost of what it costs in clear, on the average of a record in the best of its rounds: some 5 to 10;
in clear it is 1 µs. The decision that it comes from takes some hundred."""


async def _spent_us(log: Log) -> float:
    """Return what appending costs the loop's thread, in microseconds an event.

    Of the round that cost least: what others on the machine do to its caches only adds.
    """
    await log.lead()
    seq, spent = 0, []
    for _ in range(ROUNDS):
        before = time.thread_time()
        for body in EVENTS:
            seq += 1
            log.append(Batch(seq, (body,), seq))
        spent.append(time.thread_time() - before)
        await log.wait_beyond(seq - 1)
    return min(spent) / len(EVENTS) * 1e6


async def test_m9_encrypting_is_no_burden_on_the_writer(tmp_path: Path) -> None:
    async with SqliteLog(tmp_path / "plain" / "record.db") as plain:
        plain_us = await _spent_us(plain)
    folder = tmp_path / "personal"
    async with PersonalLog(SqliteLog(folder / "record.db"), IncidentKeys(folder)) as personal:
        personal_us = await _spent_us(personal)
    share = sum(split(body) is not None for body in EVENTS) / len(EVENTS)
    print(f"plain {plain_us:.1f} µs, encrypted {personal_us:.1f} µs an event, {share:.0%} personal")
    assert personal_us < MOST_TIMES * plain_us
