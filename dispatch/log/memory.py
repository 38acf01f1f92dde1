"""The record in memory: for tests and for the deterministic simulator.

`MemoryStorage` is the disk, `MemoryLog` a process that uses it. The simulator calls the plain methods
(``open_now``, ``lead_now``, ``append``, ``commit``, and reads from the storage) and needs no event loop; the
port's methods wrap them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Self

from dispatch.log.base import (
    GENESIS,
    Batch,
    CommandKey,
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
from dispatch.log.chain import extend
from dispatch.log.durable import Durable, Writing, not_leading


class MemoryStorage:
    """What outlives a process: durable events, and a tail of batches that a crash may lose."""

    def __init__(self, epoch: str | None = None) -> None:
        self.epoch = new_epoch() if epoch is None else epoch
        self.term = 0
        self.tail: deque[Batch] = deque()
        self.refusal: str | None = None
        """Set to a sentence, the storage refuses to store from then on, as a full disk does."""
        self._events: list[Stored] = []
        self._commands: dict[int, RememberedCommand] = {}  # by first event, hence in the order of acceptance
        self._by_id: dict[str, list[Remembered]] = {}
        self._snapshots: list[Snapshot] = []
        self._open: dict[MemoryLog, None] = {}  # an ordered set

    @property
    def head(self) -> Head:
        """The last durable event."""
        return Head(self._events[-1].seq, self._events[-1].hash) if self._events else Head(0, GENESIS)

    def crash(self, keep_batches: int = 0) -> None:
        """End every process: of the pending tail the first ``keep_batches`` survive, whole.

        Every open log is dead.
        """
        self._store([self.tail.popleft() for _ in range(min(keep_batches, len(self.tail)))])
        self.tail.clear()
        for log in list(self._open):
            log.die("the storage crashed; open the record again")

    def attach(self, log: MemoryLog) -> None:
        """A process opened the record."""
        self._open[log] = None

    def detach(self, log: MemoryLog) -> None:
        """A process closed the record."""
        self._open.pop(log, None)

    def raise_term(self) -> int:
        """Return a term higher than any before; what an older writer has pending is not stored any more."""
        self.tail.clear()
        self.term += 1
        return self.term

    def sync(self, n_batches: int) -> None:
        """Make the first batches of the tail durable and tell every open log. Raises `LogUnavailable`."""
        if self.refusal is not None:
            raise LogUnavailable(f"the record could not be stored: {self.refusal}")
        self._store([self.tail.popleft() for _ in range(min(n_batches, len(self.tail)))])
        for log in list(self._open):
            log.notice(self.head)

    def read(self, after: int, limit: int) -> list[Stored]:
        """As `Log.read`."""
        return self._events[max(after, 0) : max(after, 0) + limit]

    def find_commands(self, command_id: str) -> list[Remembered]:
        """As `Log.find_commands`."""
        return list(self._by_id.get(command_id, ()))

    def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """As `Log.read_commands`."""
        return [command for first_seq, command in self._commands.items() if first_seq > after][:limit]

    def forget_commands(self, before_ms: int) -> int:
        """As `Log.forget_commands`."""
        n_forgotten = 0
        for first_seq, (command_id, remembered) in list(self._commands.items()):
            if remembered.at_ms >= before_ms:
                break
            del self._commands[first_seq]
            self._by_id[command_id].remove(remembered)
            n_forgotten += 1
        return n_forgotten

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """As `Log.save_snapshot`."""
        if not self._holds(snapshot):
            raise SequenceConflict(f"event {snapshot.seq} of the snapshot is not a durable event of this record")
        self._snapshots = sorted([*self._snapshots, snapshot], key=lambda each: each.seq)[-2:]

    def load_snapshot(self) -> Snapshot | None:
        """As `Log.load_snapshot`."""
        return next((snapshot for snapshot in reversed(self._snapshots) if self._holds(snapshot)), None)

    def kept_snapshots(self) -> list[KeptSnapshot]:
        """As `Log.kept_snapshots`."""
        return [KeptSnapshot(snapshot.seq, snapshot) for snapshot in reversed(self._snapshots)]

    def drop_snapshots(self) -> None:
        """As `Log.drop_snapshots`."""
        self._snapshots = []

    def _holds(self, snapshot: Snapshot) -> bool:
        if snapshot.seq == 0:
            return snapshot.hash == GENESIS
        return snapshot.seq <= len(self._events) and self._events[snapshot.seq - 1].hash == snapshot.hash

    def _store(self, batches: list[Batch]) -> None:
        for batch in batches:
            self._events.extend(extend(self.head, batch.bodies))
            if batch.command is not None:
                self._remember(batch.command, batch)

    def _remember(self, command: CommandKey, batch: Batch) -> None:
        known = self._by_id.setdefault(command.id, [])
        if all(remembered.fingerprint != command.fingerprint for remembered in known):
            remembered = Remembered(command.fingerprint, batch.at_ms, batch.first_seq, batch.last_seq)
            known.append(remembered)
            self._commands[batch.first_seq] = RememberedCommand(command.id, remembered)


class MemoryLog(Log):
    """One process's view of a `MemoryStorage`.

    Appended batches become durable on the next turn of the event loop; with ``manual=True`` only by `commit`.
    """

    def __init__(self, storage: MemoryStorage, *, manual: bool = False) -> None:
        self._storage = storage
        self._manual = manual
        self._durable = Durable()
        self._writing: Writing | None = None
        self._commit_is_due = False

    def open_now(self) -> None:
        """Open the record."""
        self._storage.attach(self)
        self._durable.advance(self._storage.head)

    def lead_now(self) -> int:
        """Become the writer and return the term; an older writer is fenced."""
        self._durable.check()
        if self._writing is not None:
            return self._writing.term
        term = self._storage.raise_term()
        self._durable.advance(self._storage.head)
        self._writing = Writing(term, self.head.seq + 1)
        return term

    def commit(self, n_batches: int | None = None) -> int:
        """Make the first ``n_batches`` of the tail durable (all by default); return the durable head's seq.

        Raises the `LogError` that stopped the log.
        """
        self._commit_is_due = False
        self._durable.check()
        try:
            self._check_term()
            self._storage.sync(len(self._storage.tail) if n_batches is None else n_batches)
        except LogError as error:
            self._durable.stop(error)
            raise
        return self.head.seq

    def close_now(self) -> None:
        """Make what was appended durable, stop leading, close. Raises what kept an append from becoming durable."""
        try:
            if self._writing is not None and self._writing.next_seq > self.head.seq + 1:
                self.commit()
        finally:
            self.die("the log was closed")

    def notice(self, head: Head) -> None:
        """The storage made events durable, whoever wrote them."""
        self._durable.advance(head)

    def die(self, reason: str) -> None:
        """This process is over: whatever waits or comes later fails with `LogUnavailable`."""
        self._storage.detach(self)
        self._durable.stop(LogUnavailable(reason))

    async def __aenter__(self) -> Self:
        """Open the record."""
        self.open_now()
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Make what was appended durable, stop leading, close."""
        self.close_now()

    @property
    def epoch(self) -> str:
        """The record's identity."""
        return self._storage.epoch

    @property
    def head(self) -> Head:
        """The last durable event."""
        return self._durable.head

    async def lead(self, *, take_over: bool = True) -> int:  # noqa: ARG002 - there is nobody else
        """As `lead_now`."""
        return self.lead_now()

    def append(self, batch: Batch) -> None:
        """Queue one command's events. Raises `SequenceConflict`, or the `LogError` that stopped the log."""
        self._durable.check()
        if self._writing is None:
            raise not_leading()
        self._writing.accept(batch)
        if self._writing.term == self._storage.term:
            self._storage.tail.append(batch)
        if not self._manual and not self._commit_is_due:
            self._commit_is_due = True
            asyncio.get_running_loop().call_soon(self._commit_when_due)

    def confirm_with(self, note: Callable[[Head], None]) -> None:
        """Call ``note`` with every head that becomes durable."""
        self._durable.confirm = note

    def follow_with(self, hear: Callable[[], None] | None) -> None:
        """Call ``hear`` whenever the durable head has moved."""
        self._durable.hear = hear

    async def renew_epoch(self) -> str:
        """Give the record another identity."""
        self._storage.epoch = new_epoch()
        return self._storage.epoch

    async def wait_beyond(self, seq: int) -> int:
        """Wait until the durable head is greater than ``seq``; return it."""
        return await self._durable.wait_beyond(seq)

    async def read(self, after: int, limit: int) -> list[Stored]:
        """Up to ``limit`` durable events that follow ``after``."""
        return self._storage.read(after, limit)

    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """The hashes of these events, without those that are not there."""
        return {event.seq: event.hash for seq in seqs if seq > 0 for event in self._storage.read(seq - 1, 1)}

    async def find_commands(self, command_id: str) -> list[Remembered]:
        """Every durable acceptance of this id, oldest first."""
        return self._storage.find_commands(command_id)

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """Up to ``limit`` remembered commands whose first event follows ``after``."""
        return self._storage.read_commands(after, limit)

    async def forget_commands(self, before_ms: int) -> int:
        """Forget command ids accepted before that hub time; return how many."""
        return self._storage.forget_commands(before_ms)

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot. Raises `SequenceConflict` where its position is not durable."""
        self._storage.save_snapshot(snapshot)

    async def load_snapshot(self) -> Snapshot | None:
        """The newest snapshot that the record still holds."""
        return self._storage.load_snapshot()

    async def kept_snapshots(self) -> list[KeptSnapshot]:
        """Everything that is stored as a snapshot."""
        return self._storage.kept_snapshots()

    async def drop_snapshots(self) -> None:
        """Remove every snapshot."""
        self._storage.drop_snapshots()

    def _commit_when_due(self) -> None:
        if self._commit_is_due and not self._durable.stopped:
            try:
                self.commit()
            except LogError:
                return  # the error has reached every waiter and meets every later append

    def _check_term(self) -> None:
        if self._writing is None:
            raise not_leading()
        if self._writing.term != self._storage.term:
            raise Fenced(
                f"another writer leads this record with term {self._storage.term}, this one had term "
                f"{self._writing.term}; nothing of it is stored any more, stop this hub"
            )
