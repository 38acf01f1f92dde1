"""The one thread that writes a SQLite record, in groups.

What queued during the last sync goes with the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import apsw

from dispatch.log.base import Batch, Fenced, Head, LogError, LogUnavailable, Stored
from dispatch.log.chain import extend
from dispatch.log.sqlite_file import check_format, connect, meaning, read_head
from dispatch.log.sqlite_lock import LockFile

_LOGGER = logging.getLogger(__name__)
_GROUP_BATCHES = 2_048
_CHECKPOINT_PAGES = 1_000
_WAL_KEPT_BYTES = 16 << 20
"""What a write-ahead log that grew beside a long reader is cut back to once that reader has gone."""

# Rows per statement. SQLite is stepped once per statement whatever its rows, and apsw gives up the interpreter lock for
# each step. A few sizes instead of any, so that the prepared statements are found again.
_ROWS = (256, 64, 16, 4, 1)


class SqliteWriter:
    """Owns the writing connection. `lead` and `close` block; the thread in between reports by the two
    callbacks.

    ``queue`` brings batches that were decided together, each following the last. ``on_commit`` gets the events of a
    group once they are durable, ``on_stop`` the error that ended the writing; both are called in the writer's thread.
    """

    def __init__(
        self,
        path: Path,
        *,
        vfs: str | None,
        synchronous: str,
        queue: SimpleQueue[Sequence[Batch] | None],
        on_commit: Callable[[list[Stored]], None],
        on_stop: Callable[[LogError], None],
    ) -> None:
        self._path = path
        self._vfs = vfs
        self._synchronous = synchronous
        self._on_commit = on_commit
        self._on_stop = on_stop
        self._lock = LockFile(path.with_name(path.name + ".lock"))
        self._queue = queue
        self._thread = Thread(target=self._run, name="record-writer", daemon=True)
        self._term = 0

    def lead(self) -> tuple[int, Head]:
        """Take the lock, raise the term, start the thread; return term and durable head.

        Raises `RecordInUse`, `LogUnavailable` or `RecordDamaged`.
        """
        self._lock.acquire()
        try:
            self._connection = connect(self._path, vfs=self._vfs)
            check_format(self._connection, self._path)
            self._connection.pragma("synchronous", self._synchronous)
            self._connection.pragma("journal_size_limit", _WAL_KEPT_BYTES)
            self._connection.wal_autocheckpoint(_CHECKPOINT_PAGES)
            # What a dead writer left in the write-ahead log may never have reached the disk although it can
            # be read, even after a sync that seems to succeed. Copying it into the database and syncing
            # settles it.
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_FULL)
            self._term = self._connection.execute("UPDATE record SET term = term + 1 RETURNING term").get
            self._head = read_head(self._connection)
        except apsw.Error as error:
            self._lock.release()
            raise meaning(error, self._path) from error
        except LogError:
            self._lock.release()
            raise
        self._thread.start()
        return self._term, self._head

    def close(self) -> None:
        """Commit what is queued, end the thread, close the file, release the lock."""
        self._queue.put(None)
        self._thread.join()
        try:
            self._connection.close()
        except apsw.Error as error:
            # Nothing is lost: what could not be folded into the file stays in the write-ahead log beside it.
            _LOGGER.warning("the record %s was not closed cleanly: %s", self._path, error)
        finally:
            self._lock.release()

    def _run(self) -> None:
        try:
            while group := self._next_group():
                self._on_commit(self._commit(group))
        except apsw.Error as error:
            self._on_stop(meaning(error, self._path))
        except LogError as error:
            self._on_stop(error)
        except BaseException as error:
            # A defect of the program. The hub must hear of it before the thread ends, or it would wait for
            # ever.
            self._on_stop(LogUnavailable(f"the writer of {self._path} ended by a defect, report it: {error!r}"))
            raise

    def _next_group(self) -> list[Batch]:
        """Wait for batches and take what queued with them; empty when the log is being closed."""
        group: list[Batch] = []
        item = self._queue.get()
        while item is not None:
            group.extend(item)
            if len(group) >= _GROUP_BATCHES or self._queue.empty():
                return group
            item = self._queue.get()
        if group:
            self._queue.put(None)  # closing: this group first, then the end
        return group

    def _commit(self, group: Sequence[Batch]) -> list[Stored]:
        events = extend(self._head, [body for batch in group for body in batch.bodies])
        commands = [
            (batch.first_seq, batch.last_seq, batch.at_ms, batch.command.id, batch.command.fingerprint)
            for batch in group
            if batch.command is not None
        ]
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._check_term()
            self._insert("INSERT INTO events VALUES ", events)
            self._insert(
                "INSERT OR IGNORE INTO commands (first_seq, last_seq, at_ms, id, fingerprint) VALUES ", commands
            )
            self._connection.execute("COMMIT")
        except (apsw.Error, LogError):
            # A failed COMMIT may have ended the transaction already. The failure itself is what must be told.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._head = Head(events[-1].seq, events[-1].hash)
        return events

    def _insert(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        done = 0
        while done < len(rows):
            n_rows = next(size for size in _ROWS if size <= len(rows) - done)
            chunk = rows[done : done + n_rows]
            places = "(" + ",".join("?" * len(chunk[0])) + ")"
            self._connection.execute(statement + ",".join([places] * n_rows), [value for row in chunk for value in row])
            done += n_rows

    def _check_term(self) -> None:
        term = self._connection.execute("SELECT term FROM record").get
        if term != self._term:
            raise Fenced(
                f"another writer leads {self._path} with term {term}, this one had term {self._term}; "
                "nothing of it is stored any more, stop this hub"
            )
