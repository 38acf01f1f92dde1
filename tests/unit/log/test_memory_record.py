"""The simulator's record: no event loop, and a crash that keeps exactly as much of the pending tail as it says."""

from __future__ import annotations

import pytest

from dispatch.log.base import Batch, Fenced, LogUnavailable
from dispatch.log.memory import MemoryLog, MemoryStorage


def writer_on(storage: MemoryStorage) -> MemoryLog:
    log = MemoryLog(storage, manual=True)
    log.open_now()
    log.lead_now()
    return log


def append_pairs(log: MemoryLog, n_batches: int) -> None:
    first = log.head.seq + 1
    for index in range(n_batches):
        log.append(Batch(first + 2 * index, (b"one", b"two"), at_ms=index))


@pytest.mark.parametrize("kept", range(6))
def test_a_crash_keeps_whole_batches_of_the_tail(kept: int) -> None:
    storage = MemoryStorage(epoch="simulated")
    log = writer_on(storage)
    append_pairs(log, 5)
    log.commit(2)
    storage.crash(keep_batches=kept)
    expected = 4 + 2 * min(kept, 3)
    assert storage.head.seq == expected
    assert [event.seq for event in storage.read(0, 100)] == list(range(1, expected + 1))


def test_a_commit_makes_the_first_batches_durable_and_no_more() -> None:
    log = writer_on(MemoryStorage())
    append_pairs(log, 3)
    assert log.head.seq == 0
    assert log.commit(1) == 2
    assert log.commit() == 6


def test_after_a_crash_the_log_is_dead_and_another_goes_on() -> None:
    storage = MemoryStorage()
    log = writer_on(storage)
    append_pairs(log, 2)
    storage.crash(keep_batches=1)
    with pytest.raises(LogUnavailable, match="crashed"):
        append_pairs(log, 1)
    with pytest.raises(LogUnavailable, match="crashed"):
        log.commit()
    again = writer_on(storage)
    assert again.head.seq == 2
    append_pairs(again, 1)
    assert again.commit() == 4
    assert again.epoch == log.epoch


def test_the_pending_tail_of_a_fenced_writer_is_not_stored() -> None:
    storage = MemoryStorage()
    old = writer_on(storage)
    append_pairs(old, 2)
    new = writer_on(storage)
    append_pairs(new, 1)
    with pytest.raises(Fenced):
        old.commit()
    assert new.commit() == 2
    assert storage.head.seq == 2


def test_two_equal_runs_leave_equal_records() -> None:
    heads = set()
    for _ in range(2):
        storage = MemoryStorage(epoch="simulated")
        append_pairs(log := writer_on(storage), 10)
        log.commit()
        heads.add(storage.head)
    assert len(heads) == 1
