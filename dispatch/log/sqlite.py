"""The record in a SQLite file: the default, one process, nothing to install.

WAL mode with ``synchronous=FULL``: SQLite shows a commit to readers only once the write-ahead log is synced.
One thread writes, another reads on a connection of its own; the newest events are served from memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Literal, Self, TypeVar

import apsw

from dispatch.log import sqlite_file
from dispatch.log.base import (
    GENESIS,
    Batch,
    Head,
    KeptSnapshot,
    Log,
    LogError,
    LogUnavailable,
    NoRecord,
    Remembered,
    RememberedCommand,
    SequenceConflict,
    Snapshot,
    Stored,
    new_epoch,
)
from dispatch.log.durable import Durable, Writing, not_leading
from dispatch.log.handover import Handover
from dispatch.log.recent import Recent
from dispatch.log.sqlite_snapshots import SnapshotFiles
from dispatch.log.sqlite_writer import SqliteWriter

T = TypeVar("T")
_FOLLOW_EVERY_S = 0.05
_FORGET_SLICE = 500


class SqliteLog(Log):
    """One record in the file ``path``; beside it live its write-ahead log, its lock file and its snapshots.

    ``epoch`` names a record that is created. With ``create=False`` a missing file is an error.
    ``synchronous`` other than FULL loses confirmed events in a power cut: it exists for the test that shows
    this. ``vfs`` is the name of a registered SQLite VFS. ``seal`` is the key of `seal`; without it snapshots are not
    sealed.
    """

    def __init__(
        self,
        path: Path,
        *,
        epoch: str | None = None,
        create: bool = True,
        synchronous: Literal["FULL", "OFF"] = "FULL",
        vfs: str | None = None,
        seal: bytes | None = None,
    ) -> None:
        self._path = path
        self._epoch = epoch or new_epoch()
        self._create = create
        self._synchronous = synchronous
        self._vfs = vfs
        self._durable = Durable()
        self._recent = Recent()
        self._snapshots = SnapshotFiles(path, seal)
        self._writer: SqliteWriter | None = None
        self._writing: Writing | None = None
        self._handover: Handover | None = None
        self._following: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open the record, creating it where there is none."""
        self._loop = asyncio.get_running_loop()
        self._reader_thread = ThreadPoolExecutor(1, thread_name_prefix="record-reader")
        try:
            self._epoch, head = await self._loop.run_in_executor(self._reader_thread, self._open)
        except LogError:
            self._reader_thread.shutdown(wait=False)
            raise
        self._durable.advance(head)
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Make what was appended durable, stop leading, close.

        Raises what kept an append from becoming durable.
        """
        if self._following is not None:
            self._following.cancel()
        # The reader first: the connection that closes last folds the write-ahead log into the one file, and only a
        # writing connection can.
        await self._loop.run_in_executor(self._reader_thread, self._reader.close)
        self._reader_thread.shutdown(wait=False)
        if self._writer is not None and self._handover is not None:
            self._handover.give_now()
            await asyncio.to_thread(self._writer.close)
            self._handover.take()
        lost = self._writing is not None and self._writing.next_seq > self.head.seq + 1
        try:
            if lost and not any(exc):
                self._durable.check()
        finally:
            self._durable.stop(LogUnavailable(f"the record {self._path} was closed"))

    @property
    def epoch(self) -> str:
        """The record's identity."""
        return self._epoch

    @property
    def head(self) -> Head:
        """The last durable event that this process knows of."""
        return self._durable.head

    async def lead(self, *, take_over: bool = True) -> int:  # noqa: ARG002 - the kernel's lock cannot be taken over
        """Become the writer and return the term. Raises `RecordInUse` where another process is."""
        self._durable.check()
        if self._writing is not None:
            return self._writing.term
        handover = Handover(self._committed, self._durable.stop)
        writer = SqliteWriter(
            self._path,
            vfs=self._vfs,
            synchronous=self._synchronous,
            queue=handover.queue,
            on_commit=handover.bring,
            on_stop=handover.stop,
        )
        term, head = await asyncio.to_thread(writer.lead)
        self._writer, self._writing, self._handover = writer, Writing(term, head.seq + 1), handover
        self._durable.advance(head)
        return term

    def append(self, batch: Batch) -> None:
        """Queue one command's events. Raises `SequenceConflict`, or the `LogError` that stopped the log."""
        self._durable.check()
        if self._writing is None or self._handover is None:
            raise not_leading()
        self._writing.accept(batch)
        self._handover.give(batch)

    def refresh(self) -> None:
        """Take what the writer's thread made durable."""
        if self._handover is not None:
            self._handover.take()

    def confirm_with(self, note: Callable[[Head], None]) -> None:
        """Call ``note`` with every head that becomes durable."""
        self._durable.confirm = note

    def follow_with(self, hear: Callable[[], None] | None) -> None:
        """Call ``hear`` whenever the durable head has moved."""
        self._durable.hear = hear

    async def renew_epoch(self) -> str:
        """Give the record another identity. Raises `LogError`."""
        if self._writing is None:
            raise not_leading()
        epoch = new_epoch()
        await asyncio.to_thread(self._write_once, lambda connection: sqlite_file.renew_epoch(connection, epoch))
        self._epoch = epoch
        return epoch

    async def wait_beyond(self, seq: int) -> int:
        """Wait until the durable head is greater than ``seq``; return it."""
        if self._writing is None and (self._following is None or self._following.done()):
            self._following = self._loop.create_task(self._follow())
        return await self._durable.wait_beyond(seq)

    async def read(self, after: int, limit: int) -> list[Stored]:
        """Up to ``limit`` durable events that follow ``after``."""
        found = self._recent.find(after, limit)
        if found is not None:
            return found
        found = await self._read(lambda reader: sqlite_file.read_events(reader, after, limit))
        if found and self._writing is None:
            self._durable.advance(Head(found[-1].seq, found[-1].hash))
        return found

    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """The stored hashes of these events, without those that are not there."""
        return await self._read(lambda reader: sqlite_file.read_hashes(reader, seqs))

    def hash_at_hand(self, seq: int) -> bytes | None:
        """The hash of a durable event where it is in memory."""
        if seq == self.head.seq:
            return self.head.hash
        return GENESIS if seq == 0 else self._recent.hash_at(seq)

    async def find_commands(self, command_id: str) -> list[Remembered]:
        """Every durable acceptance of this id, oldest first."""
        return await self._read(lambda reader: sqlite_file.find_commands(reader, command_id))

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """Up to ``limit`` remembered commands whose first event follows ``after``."""
        return await self._read(lambda reader: sqlite_file.read_commands(reader, after, limit))

    async def forget_commands(self, before_ms: int) -> int:
        """Forget command ids accepted before that hub time, in slices that appends pass; return how many."""
        n_forgotten = 0
        while n_slice := await asyncio.to_thread(self._forget_slice, before_ms):
            n_forgotten += n_slice
        return n_forgotten

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot in a file beside the record. Raises `SequenceConflict` or `LogUnavailable`."""
        if await self._hash_at(snapshot.seq) != snapshot.hash:
            raise SequenceConflict(f"event {snapshot.seq} of the snapshot is not a durable event of {self._path}")
        await asyncio.to_thread(self._snapshots.save, snapshot)

    async def load_snapshot(self) -> Snapshot | None:
        """The newest intact snapshot that the record still holds."""
        for snapshot in await asyncio.to_thread(self._snapshots.load):
            if await self._hash_at(snapshot.seq) == snapshot.hash:
                return snapshot
        return None

    async def kept_snapshots(self) -> list[KeptSnapshot]:
        """Every snapshot file, newest first."""
        return await asyncio.to_thread(self._snapshots.examine)

    async def drop_snapshots(self) -> None:
        """Remove every snapshot file."""
        await asyncio.to_thread(self._snapshots.drop)

    async def check_storage(self) -> list[str]:
        """What SQLite's own check finds wrong with the file."""
        found = await self._read(lambda reader: reader.execute("PRAGMA integrity_check(5)").fetchall())
        return [f"the record's file is damaged: {words}" for (words,) in found if words != "ok"]

    def wal_bytes(self) -> int:
        """The size of the write-ahead log."""
        try:
            return self._path.with_name(f"{self._path.name}-wal").stat().st_size
        except OSError:
            return 0  # folded in and removed, or not made yet

    def _open(self) -> tuple[str, Head]:
        if self._create:
            sqlite_file.create(self._path, self._epoch, self._vfs)
        elif not self._path.exists():
            raise NoRecord(f"there is no record at {self._path}; name the folder that holds one{_below(self._path)}")
        try:
            self._reader = sqlite_file.connect(self._path, vfs=self._vfs, read_only=True)
            sqlite_file.check_format(self._reader, self._path)
            sqlite_file.sync_wal(self._path)
            return sqlite_file.read_epoch(self._reader), sqlite_file.read_head(self._reader)
        except (apsw.Error, OSError) as error:
            raise sqlite_file.meaning(error, self._path) from error

    def _forget_slice(self, before_ms: int) -> int:
        return self._write_once(lambda connection: sqlite_file.forget_commands(connection, before_ms, _FORGET_SLICE))

    def _write_once(self, write: Callable[[apsw.Connection], T]) -> T:
        """Write on a connection of its own, beside the writer's."""
        try:
            with closing(sqlite_file.connect(self._path, vfs=self._vfs)) as connection:
                connection.pragma("synchronous", self._synchronous)
                return write(connection)
        except apsw.Error as error:
            raise sqlite_file.meaning(error, self._path) from error

    async def _read(self, query: Callable[[apsw.Connection], T]) -> T:
        try:
            return await self._loop.run_in_executor(self._reader_thread, query, self._reader)
        except apsw.Error as error:
            raise sqlite_file.meaning(error, self._path) from error

    async def _hash_at(self, seq: int) -> bytes | None:
        return await self._read(lambda reader: sqlite_file.read_hash(reader, seq))

    async def _follow(self) -> None:
        """Look for another process's commits while anybody here waits for them."""
        try:
            while not self._durable.stopped:
                self._durable.advance(await self._read(sqlite_file.read_head))
                await asyncio.sleep(_FOLLOW_EVERY_S)
                if not self._durable.awaited:
                    return
        except LogError as error:
            self._durable.stop(error)

    def _committed(self, events: list[Stored]) -> None:
        self._recent.add(events)
        self._durable.advance(Head(events[-1].seq, events[-1].hash))


def _below(path: Path) -> str:
    """Say which folder below the one that was named holds a record, where one does."""
    found = sorted(path.parent.glob(f"*/{path.name}"))
    return f": {found[0].parent} does" if found else ""
