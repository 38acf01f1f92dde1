"""The way to the record's thread and back: there once per turn of the loop, back without waiting for one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Thread

from dispatch.log.base import Batch, LogError, LogUnavailable, Stored
from dispatch.log.handover import Handover
from tests.contract.records import batch


class Loop:
    """What the loop hears."""

    def __init__(self) -> None:
        self.heard: list[list[Stored] | LogError] = []
        self.handover = Handover(self.heard.append, self.heard.append)

    def handed_over(self) -> list[Sequence[Batch] | None]:
        queue = self.handover.queue
        return [queue.get_nowait() for _ in range(queue.qsize())]


def group(*seqs: int) -> list[Stored]:
    return [Stored(seq, b"", b"") for seq in seqs]


async def test_what_is_decided_in_one_turn_goes_over_together_at_its_end() -> None:
    loop = Loop()
    for seq in (1, 2, 3):
        loop.handover.give(batch(seq))
    assert loop.handed_over() == [], "the thread does not ask for the interpreter while the loop works"
    await asyncio.sleep(0)
    loop.handover.give(batch(4))
    assert loop.handed_over() == [[batch(1), batch(2), batch(3)]]
    await asyncio.sleep(0)
    assert loop.handed_over() == [[batch(4)]]


async def test_nothing_stays_behind_when_the_record_closes() -> None:
    loop = Loop()
    loop.handover.give(batch(1))
    loop.handover.give_now()
    assert loop.handed_over() == [[batch(1)]]
    await asyncio.sleep(0)
    assert loop.handed_over() == [], "and nothing goes twice"


async def test_what_is_durable_can_be_taken_without_waiting_for_the_loop_and_comes_once() -> None:
    loop = Loop()
    for events in (group(1, 2), group(3)):
        thread = Thread(target=loop.handover.bring, args=(events,))
        thread.start()
        thread.join()
    assert loop.heard == []
    loop.handover.take()
    assert loop.heard == [group(1, 2), group(3)]
    await asyncio.sleep(0)
    assert loop.heard == [group(1, 2), group(3)]


async def test_the_end_is_told_after_everything_that_was_durable_before_it() -> None:
    loop, error = Loop(), LogUnavailable("the disk is full")
    loop.handover.bring(group(1))
    loop.handover.stop(error)
    await asyncio.sleep(0)
    assert loop.heard == [group(1), error]


async def test_who_hears_of_a_group_may_take_the_next_in_its_midst() -> None:
    heard: list[list[Stored]] = []

    def hear(events: list[Stored]) -> None:
        heard.append(events)
        handover.take()

    handover = Handover(hear, lambda _error: None)
    for seq in (1, 2, 3):
        handover.bring(group(seq))
    handover.take()
    assert heard == [group(1), group(2), group(3)]
