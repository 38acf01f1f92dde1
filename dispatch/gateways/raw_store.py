"""Raw messages on the disk: one thread writes them in groups, a group shares one sync.

What queued during the last sync goes with the next. A group that cannot be kept fails for those who wait for it, and
the thread goes on with the next: a full disk that has room again needs no restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, Self, TypeVar

import apsw

from dispatch.gateways import raw_file
from dispatch.gateways.raw_file import Filing, Kept, RawRow, Settling
from dispatch.log.sqlite_file import connect

logger = logging.getLogger(__name__)

T = TypeVar("T")

KEEP_MS = 30 * 24 * 3_600_000
"""Raw messages are kept for 30 days."""

KEEP_BYTES = 4 << 30
"""And not more than this of them; the oldest go first."""

_GROUP = 2_048
_IDLE_S = 0.25
"""So long the thread waits before it writes down what became of messages, where no new one takes that along."""

_TRIM_EVERY = 120
"""Idle turns or groups of the thread between two looks at what is too old."""


class _Put(NamedTuple):
    filing: Filing
    kept: asyncio.Future[Kept]


class _Ask(NamedTuple):
    work: Callable[[apsw.Connection], Any]
    answer: asyncio.Future[Any]


class RawStore:
    """One file of raw messages. ``now_ms`` is hub time; ``vfs`` and ``synchronous`` are for tests of failing disks."""

    def __init__(
        self,
        path: Path,
        now_ms: Callable[[], int],
        *,
        keep_ms: int = KEEP_MS,
        keep_bytes: int = KEEP_BYTES,
        vfs: str | None = None,
        synchronous: str = "full",
    ) -> None:
        self.path = path
        self._now_ms = now_ms
        self._keep_ms = keep_ms
        self._keep_bytes = keep_bytes
        self._vfs = vfs
        self._synchronous = synchronous
        self._queue: SimpleQueue[_Put | _Ask | None] = SimpleQueue()
        self._settlings: deque[Settling] = deque()  # two threads may use its two ends
        self._connection: apsw.Connection | None = None
        self._next = 1
        self._turns = 0
        self._thread: Thread | None = None
        self.failing = ""
        """Why messages cannot be kept now, in a sentence; empty where they can."""

    async def __aenter__(self) -> Self:
        """Start the thread. A file that cannot be opened keeps no hub from starting: `failing` says so."""
        self._loop = asyncio.get_running_loop()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="raw-reader")
        self._thread = Thread(target=self._run, name="raw-writer", daemon=True)
        self._thread.start()
        await self.ask(lambda _connection: None, or_none=True)
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Write down what is queued and close the file."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(thread.join)
        self._reader.shutdown(wait=False)

    async def put(self, filing: Filing) -> Kept:
        """Keep a message; it is durable when this returns. Raises `OSError`."""
        kept: asyncio.Future[Kept] = self._loop.create_future()
        self._hand_over(_Put(filing, kept))
        return await kept

    def settle(self, settlings: Iterable[Settling], *, at_once: bool = False) -> None:
        """Note what became of parts, with the next group; ``at_once`` a group of its own is written for it."""
        self._settlings.extend(settlings)
        if at_once:
            self._hand_over(_Ask(lambda _connection: None, self._loop.create_future()))

    async def ask(self, work: Callable[[apsw.Connection], T], *, or_none: bool = False) -> T | None:
        """Do something on the writing connection. Raises `OSError`; with ``or_none`` returns None instead."""
        answer: asyncio.Future[T] = self._loop.create_future()
        self._hand_over(_Ask(work, answer))
        try:
            return await answer
        except OSError:
            if not or_none:
                raise
            return None

    async def find(self, n: int) -> RawRow | None:
        """Return the message of a number; None where it is not kept. Raises `OSError`."""
        return await self.read(partial(raw_file.find_row, n=n))

    async def newest(
        self,
        *,
        gateway: str | None = None,
        address: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[RawRow]:
        """Return up to ``limit`` messages, newest first, before a number; of one gateway, or about one device under it.

        Raises `OSError`.
        """
        return await self.read(
            partial(raw_file.list_rows, gateway=gateway, address=address, before=before, limit=limit)
        )

    async def list_unsettled(self) -> list[RawRow]:
        """Return which of the newest were not brought into the record whole, oldest first. Raises `OSError`."""
        return await self.read(raw_file.list_unsettled)

    async def read(self, work: Callable[[apsw.Connection], T]) -> T:
        """Read on a connection that holds up no writing. Raises `OSError`."""
        return await self._loop.run_in_executor(self._reader, self._read, work)

    def _read(self, work: Callable[[apsw.Connection], T]) -> T:
        try:
            with closing(connect(self.path, vfs=self._vfs, read_only=True)) as connection:
                return work(connection)
        except apsw.Error as error:
            raise self._meaning(error) from error

    def _hand_over(self, item: _Put | _Ask) -> None:
        if self._thread is None:
            raise OSError(f"the store of raw messages {self.path} is closed")
        self._queue.put(item)

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            group, goes_on = self._next_group()
            self._write([each for each in group if isinstance(each, _Put)])
            for each in group:
                if isinstance(each, _Ask):
                    self._answer(each)
            self._look_after()
        if self._connection is not None:
            with suppress(apsw.Error):
                self._connection.close()

    def _next_group(self) -> tuple[list[_Put | _Ask], bool]:
        """Wait for something and take what queued with it; and whether the thread goes on after it."""
        group: list[_Put | _Ask] = []
        try:
            item = self._queue.get(timeout=_IDLE_S)
            while item is not None:
                group.append(item)
                if len(group) >= _GROUP or self._queue.empty():
                    return group, True
                item = self._queue.get()
        except Empty:
            return group, True
        return group, False

    def _write(self, puts: list[_Put]) -> None:
        """Write a group down, with what became of earlier ones; the disk's refusal is told to who waits for it."""
        settlings = [self._settlings.popleft() for _ in range(len(self._settlings))]
        if not puts and not settlings and not self.failing:
            return
        try:
            connection = self._opened()
            if puts or settlings:
                kept = raw_file.write_group(connection, [put.filing for put in puts], settlings, self._next)
            else:
                connection.execute("UPDATE probe SET at_ms = ?", (self._now_ms(),))
                kept = []
        except Exception as error:  # noqa: BLE001 - a defect must not leave anybody waiting for ever
            self._settlings.extendleft(reversed(settlings))
            self._fail(error)
            told = self._meaning(error)
            self._tell([partial(_raise_in, put.kept, told) for put in puts])
            return
        self._recovered()
        self._next += sum(each.n is not None for each in kept)
        self._tell([partial(_give_to, put.kept, each) for put, each in zip(puts, kept, strict=True)])

    def _answer(self, asked: _Ask) -> None:
        try:
            answer = asked.work(self._opened())
        except Exception as error:  # noqa: BLE001 - who asked is told
            self._fail(error)
            self._tell([partial(_raise_in, asked.answer, self._meaning(error))])
        else:
            self._tell([partial(_give_to, asked.answer, answer)])

    def _look_after(self) -> None:
        """Now and then drop what is too old or too much."""
        self._turns += 1
        if self._turns % _TRIM_EVERY or self._connection is None or self.failing:
            return
        try:
            raw_file.trim(self._connection, before_ms=self._now_ms() - self._keep_ms, most_bytes=self._keep_bytes)
        except apsw.Error as error:
            self._fail(error)

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            self._connection = self._open()
            self._next = raw_file.next_number(self._connection)
        return self._connection

    def _open(self) -> apsw.Connection:
        try:
            return raw_file.open_to_write(self.path, synchronous=self._synchronous, vfs=self._vfs)
        except (apsw.CorruptError, apsw.NotADBError) as error:
            # No message may be refused for what earlier ones came to: the damaged file is kept beside.
            aside = self.path.with_name(f"{self.path.name}.damaged-{self._now_ms()}")
            self.path.rename(aside)
            for name in ("-wal", "-shm"):
                self.path.with_name(self.path.name + name).unlink(missing_ok=True)
            logger.error("the raw messages in %s are damaged (%s): set aside as %s", self.path, error, aside)  # noqa: TRY400
            return raw_file.open_to_write(self.path, synchronous=self._synchronous, vfs=self._vfs)

    def _fail(self, error: Exception) -> None:
        told = str(self._meaning(error))
        if told != self.failing:
            logger.error("%s", told)
        self.failing = told
        if isinstance(error, apsw.CorruptError | apsw.NotADBError) and self._connection is not None:
            with suppress(apsw.Error):
                self._connection.close()
            self._connection = None  # opened anew, and set aside where it stays damaged

    def _recovered(self) -> None:
        if self.failing:
            logger.warning("raw messages are kept again in %s", self.path)
            self.failing = ""

    def _meaning(self, error: Exception) -> OSError:
        if isinstance(error, apsw.FullError):
            return OSError(f"the disk is full and no raw message can be kept in {self.path}; make room")
        return OSError(f"raw messages cannot be kept or read in {self.path} ({error}); look at the disk")

    def _tell(self, calls: list[Callable[[], None]]) -> None:
        def all_of_them() -> None:
            for call in calls:
                call()

        if calls:
            with suppress(RuntimeError):  # the loop is gone: nobody waits any more
                self._loop.call_soon_threadsafe(all_of_them)


def _give_to(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _raise_in(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
