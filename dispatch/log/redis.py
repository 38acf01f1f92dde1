"""The record on a Redis or Valkey server, for several hubs that share a district.

The server must be set up to sync before it answers (`redis_settings`). One task writes, one request at a
time, in groups (`redis_writer`); the newest events are served from memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Self
from uuid import uuid4

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from dispatch.log.base import (
    GENESIS,
    Batch,
    Fenced,
    Head,
    KeptSnapshot,
    Log,
    LogError,
    LogUnavailable,
    Remembered,
    RememberedCommand,
    SequenceConflict,
    Snapshot,
    Stored,
    new_epoch,
)
from dispatch.log.durable import Durable, Writing, not_leading
from dispatch.log.recent import Recent
from dispatch.log.redis_lease import RedisLease
from dispatch.log.redis_patience import meaning, patiently
from dispatch.log.redis_settings import check_settings, find_problem
from dispatch.log.redis_store import RedisStore
from dispatch.log.redis_writer import RedisWriter, fenced, set_back
from dispatch.log.seal import sealed, unsealed
from dispatch.log.seat import Seat

_FORGET_SLICE = 500


class RedisLog(Log):
    """The record called ``name`` on the server at ``url`` (redis://…, rediss://…, unix://…).

    ``patience_s`` is how long an unanswered request is tried again before the log gives up with
    `LogUnavailable`. ``epoch`` names a record that is created; with ``create=False`` a missing one is an
    error. ``accept_unsafe`` turns `UnsafeStorage` into a warning. ``seal`` is the key of `seal`; without it snapshots
    are not sealed. ``seat`` is the hub that may want to lead: see `Seat`.
    """

    def __init__(
        self,
        url: str,
        name: str,
        *,
        epoch: str | None = None,
        create: bool = True,
        accept_unsafe: bool = False,
        answer_within_s: float = 5.0,
        patience_s: float = 10.0,
        seal: bytes | None = None,
        seat: Seat | None = None,
    ) -> None:
        self._url = url
        self._name = name
        self._epoch = epoch or new_epoch()
        self._create = create
        self._accept_unsafe = accept_unsafe
        self._answer_within_s = answer_within_s
        self._patience_s = patience_s
        self._seal = seal
        self._seat = seat or Seat()
        self._block_ms = int(answer_within_s * 1000 / 2)  # an empty answer must come before none is expected
        self._durable = Durable()
        self._recent = Recent()
        self._writer: RedisWriter | None = None
        self._writing: Writing | None = None
        self._lease: RedisLease | None = None
        self._following: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Check the server's settings and open the record. Raises `UnsafeStorage` or another `LogError`."""
        # The driver must not repeat requests: only this package knows which of them may be.
        self._client = Redis.from_url(
            self._url,
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=self._answer_within_s,
            socket_connect_timeout=self._answer_within_s,
        )
        self._store = RedisStore(self._client, self._name)
        try:
            await patiently(self._patience_s, lambda: check_settings(self._client, accept_unsafe=self._accept_unsafe))
            self._epoch, head = await patiently(
                self._patience_s, lambda: self._store.open(self._epoch, may_create=self._create)
            )
        except BaseException:
            await self._client.aclose()
            raise
        self._durable.advance(head)
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Make what was appended durable, stop leading, close.

        Raises what kept an append from becoming durable.
        """
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        try:
            if self._writer is not None:
                await self._writer.close()
            if self._lease is not None:
                await self._lease.close(give_back=not self._durable.stopped)
            if self._writing is not None and self._writing.next_seq > self.head.seq + 1 and not any(exc):
                self._durable.check()
        finally:
            self._durable.stop(LogUnavailable(f"the record {self._name!r} was closed"))
            self._seat.leave()
            await self._client.aclose()

    @property
    def epoch(self) -> str:
        """The record's identity."""
        return self._epoch

    @property
    def head(self) -> Head:
        """The last durable event that this process knows of."""
        return self._durable.head

    async def lead(self, *, take_over: bool = True) -> int:
        """Become the writer and return the term; an older writer is fenced, or left in peace: `RecordLed`."""
        self._durable.check()
        if self._writing is not None:
            return self._writing.term
        token, claimant = uuid4().hex, self._seat.take()
        standing = await patiently(self._patience_s, lambda: self._store.lead(token, claimant, take_over=take_over))
        self._durable.advance(standing.head)
        self._writing = Writing(standing.term, standing.head.seq + 1)
        self._writer = RedisWriter(
            self._store,
            standing,
            patience_s=self._patience_s,
            lease_ms=claimant.lease_ms,
            on_commit=self._committed,
            on_stop=self._durable.stop,
        )
        self._lease = RedisLease(self._store, standing.term, claimant, on_stop=self._durable.stop)
        return standing.term

    def append(self, batch: Batch) -> None:
        """Queue one command's events. Raises `SequenceConflict`, or the `LogError` that stopped the log."""
        self._durable.check()
        if self._writing is None or self._writer is None:
            raise not_leading()
        self._writing.accept(batch)
        self._writer.put(batch)

    def confirm_with(self, note: Callable[[Head], None]) -> None:
        """Call ``note`` with every head that becomes durable."""
        self._durable.confirm = note

    def follow_with(self, hear: Callable[[], None] | None) -> None:
        """Call ``hear`` whenever the durable head has moved."""
        self._durable.hear = hear

    async def renew_epoch(self) -> str:
        """Give the record another identity. Raises `Fenced` where another writer leads meanwhile."""
        if self._writing is None:
            raise not_leading()
        term, epoch = self._writing.term, new_epoch()
        if not await patiently(self._patience_s, lambda: self._store.renew_epoch(term, epoch)):
            raise Fenced(f"another writer leads the record {self._name!r} now; stop this hub")
        self._epoch = epoch
        return epoch

    async def wait_beyond(self, seq: int) -> int:
        """Wait until the durable head is greater than ``seq``; return it."""
        if self._writing is None and (self._following is None or self._following.done()):
            self._following = asyncio.create_task(self._follow(), name="record-follower")
        return await self._durable.wait_beyond(seq)

    async def read(self, after: int, limit: int) -> list[Stored]:
        """Up to ``limit`` durable events that follow ``after``."""
        found = self._recent.find(after, limit)
        if found is not None:
            return found
        found = await patiently(self._patience_s, lambda: self._store.read(after, limit))
        if found and self._writing is None:
            self._durable.advance(Head(found[-1].seq, found[-1].hash))
        return found

    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """The stored hashes of these events, without those that are not there."""
        return await patiently(self._patience_s, lambda: self._store.read_hashes(seqs))

    def hash_at_hand(self, seq: int) -> bytes | None:
        """The hash of a durable event where it is in memory."""
        if seq == self.head.seq:
            return self.head.hash
        return GENESIS if seq == 0 else self._recent.hash_at(seq)

    async def find_commands(self, command_id: str) -> list[Remembered]:
        """Every durable acceptance of this id, oldest first."""
        return await patiently(self._patience_s, lambda: self._store.find_commands(command_id))

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """Up to ``limit`` remembered commands whose first event follows ``after``."""
        return await patiently(self._patience_s, lambda: self._store.read_commands(after, limit))

    async def forget_commands(self, before_ms: int) -> int:
        """Forget command ids accepted before that hub time, in slices that appends pass; return how many."""
        n_forgotten = 0
        while n_slice := await patiently(
            self._patience_s, lambda: self._store.forget_commands(before_ms, _FORGET_SLICE)
        ):
            n_forgotten += n_slice
        return n_forgotten

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot on the server. Raises `SequenceConflict` where its position is not durable."""
        if await patiently(self._patience_s, lambda: self._store.read_hash(snapshot.seq)) != snapshot.hash:
            raise SequenceConflict(
                f"event {snapshot.seq} of the snapshot is not a durable event of record {self._name!r}"
            )
        stored = sealed(self._seal, snapshot)
        await patiently(self._patience_s, lambda: self._store.save_snapshot(stored))

    async def load_snapshot(self) -> Snapshot | None:
        """The newest snapshot that can be believed and that the record still holds."""
        for seq in await patiently(self._patience_s, self._store.list_snapshots):
            snapshot = (await self._examine(seq)).snapshot
            if snapshot is not None and (await self.read_hashes([seq])).get(seq, GENESIS) == snapshot.hash:
                return snapshot
        return None

    async def kept_snapshots(self) -> list[KeptSnapshot]:
        """Every snapshot on the server, newest first."""
        return [await self._examine(seq) for seq in await patiently(self._patience_s, self._store.list_snapshots)]

    async def drop_snapshots(self) -> None:
        """Remove every snapshot from the server."""
        await patiently(self._patience_s, self._store.drop_snapshots)

    async def check_storage(self) -> list[str]:
        """Acceptances that are not in the order of acceptance: nobody would find or forget them."""
        lost = await patiently(self._patience_s, self._store.find_unordered)
        return [f"the accepted command {command_id} is remembered, but in no order" for command_id in lost]

    async def probe(self) -> None:
        """Read term and head once. Raises `LogUnavailable`, `Fenced` or `RecordDamaged`."""
        confirmed = self.head
        try:
            standing = await self._store.read_standing()
        except RedisError as error:
            raise meaning(error) from error
        head = standing.head
        if self._writing is not None and standing.term != self._writing.term:
            raise fenced(standing, self._writing.term)
        if head.seq < confirmed.seq or (head.seq == confirmed.seq and head.hash != confirmed.hash):
            raise set_back(head.seq, confirmed.seq)

    async def find_unsafe(self) -> str:
        """How the server is set up now so that it may lose events; empty where that was accepted at the start."""
        return "" if self._accept_unsafe else await patiently(self._patience_s, lambda: find_problem(self._client))

    async def _examine(self, seq: int) -> KeptSnapshot:
        stored = await patiently(self._patience_s, lambda: self._store.load_snapshot(seq))
        found = None if stored is None else unsealed(self._seal, stored)
        return KeptSnapshot(seq, found, "" if found else f"the snapshot at {seq} does not bear the record's seal")

    async def _follow(self) -> None:
        """Look for another hub's commits while anybody here waits for them."""
        try:
            while self._durable.awaited and not self._durable.stopped:
                await patiently(self._patience_s, lambda: self._store.wait_for_events(self.head.seq, self._block_ms))
                self._durable.advance(await patiently(self._patience_s, self._store.read_head))
        except LogError as error:
            self._durable.stop(error)

    def _committed(self, events: list[Stored]) -> None:
        self._recent.add(events)
        self._durable.advance(Head(events[-1].seq, events[-1].hash))
