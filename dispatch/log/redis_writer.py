"""The one task that writes a record on a server, in groups, and settles what an unanswered request did."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from redis.exceptions import RedisError

from dispatch.log.base import Batch, Fenced, Head, LogError, LogUnavailable, RecordDamaged, Stored
from dispatch.log.chain import extend
from dispatch.log.redis_patience import UNCERTAIN, Patience, meaning
from dispatch.log.redis_store import RedisStore, Standing

_GROUP_BATCHES = 512


class RedisWriter:
    """Sends one group at a time.

    ``on_commit`` gets a group's events once durable, ``on_stop`` the error that ended it.
    """

    def __init__(
        self,
        store: RedisStore,
        standing: Standing,
        *,
        patience_s: float,
        lease_ms: int,
        on_commit: Callable[[list[Stored]], None],
        on_stop: Callable[[LogError], None],
    ) -> None:
        self._store = store
        self._term, self._head = standing.term, standing.head
        self._lease_ms = lease_ms
        self._patience_s = patience_s
        self._on_commit = on_commit
        self._on_stop = on_stop
        self._queue: deque[Batch] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._run(), name="record-writer")

    def put(self, batch: Batch) -> None:
        """Queue a batch; it must follow the last one."""
        self._queue.append(batch)
        self._wake.set()

    async def close(self) -> None:
        """Store what is queued, then end."""
        self._closing = True
        self._wake.set()
        await self._task

    async def _run(self) -> None:
        try:
            while group := await self._next_group():
                events = extend(self._head, [body for batch in group for body in batch.bodies])
                await self._store_group(group, events)
                self._head = Head(events[-1].seq, events[-1].hash)
                self._on_commit(events)
        except LogError as error:
            self._on_stop(error)
        except RedisError as error:
            self._on_stop(meaning(error))
        except BaseException as error:
            # A defect of the program, or cancelled: whoever waits must hear of it before the task ends.
            self._on_stop(LogUnavailable(f"the record's writer ended: {error!r}; start the hub again"))
            raise

    async def _next_group(self) -> list[Batch]:
        """Wait for batches and take what queued; empty when the log is being closed."""
        while not self._queue and not self._closing:
            self._wake.clear()
            await self._wake.wait()
        return [self._queue.popleft() for _ in range(min(len(self._queue), _GROUP_BATCHES))]

    async def _store_group(self, group: list[Batch], events: list[Stored]) -> None:
        """Store a group, once, whatever happens to requests and answers. Raises `LogError` or the driver's
        error.

        A request without an answer may have been carried out, may never be, or may be later. So nothing is
        sent again before the server has said where the record stands; and sending again is harmless then,
        because the server compares term, sequence and hash before it stores, so that of two such requests one
        finds nothing to do.
        """
        patience = Patience(self._patience_s)
        certain = True
        while True:
            try:
                if not certain and await self._is_stored(events):
                    return
                if await self._store.append(self._term, self._head, events, group, lease_ms=self._lease_ms):
                    return
                if await self._is_stored(events):
                    return
            except UNCERTAIN as error:
                certain = False
                await patience.pause(error)

    async def _is_stored(self, events: list[Stored]) -> bool:
        """Whether the record ends with these events; False where it ends before them.

        Raises `Fenced` or, where it ends anywhere else, `RecordDamaged`.
        """
        standing = await self._store.settle()
        head = standing.head
        if standing.term != self._term:
            raise fenced(standing, self._term)
        if head == Head(events[-1].seq, events[-1].hash):
            return True
        if head == self._head:
            return False
        raise set_back(head.seq, self._head.seq)


def fenced(theirs: Standing, ours: int) -> Fenced:
    """Return the error of a writer that another one took the record from, by what the server says and its own term."""
    who = f"another writer, {theirs.leader}," if theirs.leader else "another writer"
    return Fenced(
        f"{who} leads this record with term {theirs.term}, this one had term {ours}; "
        "nothing of it is stored any more, stop this hub"
    )


def set_back(end: int, confirmed: int) -> RecordDamaged:
    """Return the error of a record that ends before what was confirmed, or otherwise."""
    return RecordDamaged(
        f"the server's record ends at event {end}, but event {confirmed} was confirmed before; the "
        "server lost events or was set back: stop the hub and restore a backup"
    )
