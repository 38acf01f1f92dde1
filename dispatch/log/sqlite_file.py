"""The SQLite file that holds a record: its tables, how it is opened, and what its errors mean.

A record is three tables. ``record`` has one row: the epoch and the newest term. ``events`` holds the bodies
verbatim with their chained hashes. ``commands`` remembers accepted command ids; its key is the first event
they brought about, which is also the order of time, so that forgetting the oldest reads nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from dispatch.files import sync_folder
from dispatch.log.base import (
    GENESIS,
    Head,
    LogError,
    LogUnavailable,
    RecordDamaged,
    Remembered,
    RememberedCommand,
    Stored,
)

_FORMAT = 1
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS record (
    one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, term INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS commands (
    first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    id TEXT NOT NULL, fingerprint BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS commands_by_id ON commands (id, fingerprint);
INSERT OR IGNORE INTO record VALUES (1, :epoch, 0);
PRAGMA user_version = 1;
COMMIT;
"""
_BUSY_MS = 10_000


def create(path: Path, epoch: str, vfs: str | None = None) -> None:
    """Make the record's file and its folder where there is none; leave one that exists as it is.

    Raises `LogError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(path, vfs=vfs, may_create=True)) as connection:
            if connection.execute("SELECT count(*) FROM sqlite_schema").get == 0:
                # Turning the write-ahead log on goes through a rollback journal. EXTRA makes its removal durable: one
                # that came back after a power cut would roll the record back to nothing.
                connection.pragma("synchronous", "extra")
                connection.pragma("journal_mode", "wal")
                connection.execute(_SCHEMA, {"epoch": epoch})
        sync_folder(path.parent)
    except (apsw.Error, OSError) as error:
        raise meaning(error, path) from error


def connect(
    path: Path, *, vfs: str | None = None, may_create: bool = False, read_only: bool = False
) -> apsw.Connection:
    """Open the file. Raises `apsw.Error`; `meaning` says what it is in the port's terms."""
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    if may_create:
        flags |= apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
    connection.set_busy_timeout(_BUSY_MS)
    return connection


def check_format(connection: apsw.Connection, path: Path) -> None:
    """Raise `LogError` where the file is not a record, or one of a newer kind."""
    found = connection.pragma("user_version")
    if found == 0:
        raise RecordDamaged(f"{path} is not a record of onethree; name the right folder or restore a backup")
    if found != _FORMAT:
        raise LogError(f"{path} has format {found}, this program knows format {_FORMAT}; use a newer onethree")


def sync_wal(path: Path) -> None:
    """Put what a dead writer left in the write-ahead log on stable storage, so that whoever reads it may rely
    on it.

    SQLite replays complete frames that were written but perhaps never synced.
    """
    try:
        descriptor = os.open(f"{path}-wal", os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_head(connection: apsw.Connection) -> Head:
    """Return the last event's position."""
    row = connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(0, GENESIS) if row is None else Head._make(row)


def read_epoch(connection: apsw.Connection) -> str:
    """Return the record's identity."""
    return str(connection.execute("SELECT epoch FROM record").get)


def read_hash(connection: apsw.Connection, seq: int) -> bytes | None:
    """Return the chained hash at ``seq``; None where there is no such event."""
    if seq == 0:
        return GENESIS
    row = connection.execute("SELECT hash FROM events WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else bytes(row[0])


def read_hashes(connection: apsw.Connection, seqs: Sequence[int]) -> dict[int, bytes]:
    """Return the stored hashes of these events, without those that are not there."""
    rows: list[Any] = connection.execute(
        "SELECT seq, hash FROM events WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(seqs),)
    ).fetchall()
    return dict(rows)


def renew_epoch(connection: apsw.Connection, epoch: str) -> None:
    """Give the record another identity."""
    connection.execute("UPDATE record SET epoch = ?", (epoch,))


def read_events(connection: apsw.Connection, after: int, limit: int) -> list[Stored]:
    """Return up to ``limit`` events that follow ``after``."""
    rows = connection.execute(
        "SELECT seq, body, hash FROM events WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
    ).fetchall()
    return [Stored._make(row) for row in rows]


def find_commands(connection: apsw.Connection, command_id: str) -> list[Remembered]:
    """Return every acceptance of this id, oldest first."""
    rows = connection.execute(
        "SELECT fingerprint, at_ms, first_seq, last_seq FROM commands WHERE id = ? ORDER BY first_seq", (command_id,)
    ).fetchall()
    return [Remembered._make(row) for row in rows]


def read_commands(connection: apsw.Connection, after: int, limit: int) -> list[RememberedCommand]:
    """Return up to ``limit`` remembered commands whose first event follows ``after``."""
    rows = connection.execute(
        "SELECT id, fingerprint, at_ms, first_seq, last_seq FROM commands WHERE first_seq > ? "
        "ORDER BY first_seq LIMIT ?",
        (after, limit),
    ).fetchall()
    return [RememberedCommand(str(row[0]), Remembered._make(row[1:])) for row in rows]


def forget_commands(connection: apsw.Connection, before_ms: int, limit: int) -> int:
    """Forget up to ``limit`` of the oldest commands where they are older than ``before_ms``.

    Return how many.
    """
    connection.execute(
        "DELETE FROM commands WHERE first_seq IN "
        "(SELECT first_seq FROM commands ORDER BY first_seq LIMIT :limit) AND at_ms < :before_ms",
        {"limit": limit, "before_ms": before_ms},
    )
    return connection.changes()


def meaning(error: apsw.Error | OSError, path: Path) -> LogError:
    """Say an error of SQLite or of the file system in the port's terms."""
    if isinstance(error, apsw.FullError):
        return LogUnavailable(
            f"the disk is full and the record {path} was not stored; make room and start the hub again"
        )
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return RecordDamaged(f"the record {path} is damaged ({error}); restore a backup")
    if isinstance(error, apsw.CantOpenError):
        return LogUnavailable(f"the record {path} cannot be opened ({error}); is the folder there and writable?")
    if isinstance(error, apsw.BusyError):
        return LogUnavailable(f"another program keeps the record {path} locked ({error}); stop it and try again")
    return LogUnavailable(
        f"the record {path} cannot be read or stored ({error}); check the disk, then start the hub again"
    )
