"""What one open log knows to be durable, who waits for more, and the error that stopped it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from heapq import heappop, heappush

from dispatch.log.base import GENESIS, Batch, Head, LogError, SequenceConflict


class Durable:
    """The durable head and its waiters. Belongs to one event loop; not safe to call from other threads.

    Waiters for the same position stand together, so that a commit wakes each of them once and does nothing
    else, however many thousands wait; one that is cancelled leaves nothing behind.
    """

    def __init__(self) -> None:
        self.head = Head(0, GENESIS)
        self.confirm: Callable[[Head], None] = lambda _head: None
        self.hear: Callable[[], None] | None = None
        self._failure: LogError | None = None
        self._positions: list[int] = []  # a heap of the keys of _waiting
        # The inner dict is an ordered set: waking in the order of waiting makes a run repeatable.
        self._waiting: dict[int, dict[asyncio.Future[int], None]] = {}

    @property
    def stopped(self) -> bool:
        """Whether an error stopped the log."""
        return self._failure is not None

    @property
    def awaited(self) -> bool:
        """Whether anybody waits for a position beyond the head."""
        return any(self._waiting.values())

    def check(self) -> None:
        """Raise the error that stopped the log, if one did."""
        if self._failure is not None:
            raise copy_of(self._failure) from self._failure

    def advance(self, head: Head) -> None:
        """Everything up to ``head`` is durable: tell who follows, wake whoever waited for it.

        A head already passed is ignored.
        """
        if head.seq <= self.head.seq:
            return
        self.confirm(head)
        self.head = head
        if self.hear is not None:
            self.hear()
        while self._positions and self._positions[0] < head.seq:
            for future in self._waiting.pop(heappop(self._positions)):
                if not future.done():
                    future.set_result(head.seq)

    def stop(self, error: LogError) -> None:
        """Nothing more will become durable. The first error stays; every waiter gets it."""
        if self._failure is not None:
            return
        self._failure = error
        for position in sorted(self._waiting):
            for future in self._waiting[position]:
                if not future.done():
                    future.set_exception(copy_of(error))
        self._waiting.clear()
        self._positions.clear()

    async def wait_beyond(self, seq: int) -> int:
        """Wait until the head is greater than ``seq``; return its sequence number.

        Raises what stopped the log.
        """
        self.check()
        if self.head.seq > seq:
            return self.head.seq
        if seq not in self._waiting:
            self._waiting[seq] = {}
            heappush(self._positions, seq)
        group = self._waiting[seq]
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        group[future] = None
        try:
            return await future
        finally:
            group.pop(future, None)


class Writing:
    """What the writer queued: checks that batches follow one another and holds the term."""

    def __init__(self, term: int, next_seq: int) -> None:
        self.term = term
        self.next_seq = next_seq

    def accept(self, batch: Batch) -> None:
        """Take the batch's place in the sequence. Raises `SequenceConflict`."""
        if not batch.bodies:
            raise SequenceConflict(f"the batch at {batch.first_seq} has no events; a command brings about at least one")
        if batch.first_seq != self.next_seq:
            raise SequenceConflict(
                f"the batch starts at event {batch.first_seq} but the record continues at {self.next_seq}; "
                "fold the record again before deciding"
            )
        self.next_seq = batch.last_seq + 1


def not_leading() -> LogError:
    """Return the error of an append by a log that does not lead."""
    return LogError("this log is not the writer: call lead() before append()")


def copy_of(error: LogError) -> LogError:
    """Return the same error as a new object.

    One object raised in thousands of tasks would gather all their tracebacks.
    """
    return type(error)(*error.args)
