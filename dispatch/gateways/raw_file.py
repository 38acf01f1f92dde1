"""The SQLite file that keeps raw messages: its tables, how they are written in groups, how they are read.

``messages`` has each message byte for byte with how it was read. ``parts`` has what is sent once within a message, by a
digest of gateway and ``same``: it tells a repeat. ``about`` names whom a message speaks of. ``settled`` is what became
of each part: one without a row there was not brought into the record, so it was not acknowledged either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import apsw

from dispatch.core.instant import Instant, to_text
from dispatch.files import sync_folder
from dispatch.gateways.port import RawMessage
from dispatch.log.sqlite_file import connect as open_file

DAY_MS = 24 * 3_600_000
"""For so long a repeat is told from a new message (`RawMessage.same`)."""

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS messages (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, gateway TEXT NOT NULL, protocol TEXT NOT NULL,
    remote TEXT NOT NULL, topic TEXT NOT NULL, same TEXT NOT NULL, body BLOB NOT NULL, reading BLOB NOT NULL,
    parts INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_gateway ON messages (gateway, n);
CREATE TABLE IF NOT EXISTS parts (
    sending BLOB NOT NULL, n INTEGER NOT NULL, part INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS parts_by_sending ON parts (sending, at_ms);
CREATE INDEX IF NOT EXISTS parts_by_message ON parts (n);
CREATE TABLE IF NOT EXISTS about (
    gateway TEXT NOT NULL, address TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (gateway, address, n)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS about_by_message ON about (n);
CREATE TABLE IF NOT EXISTS settled (
    n INTEGER NOT NULL, part INTEGER NOT NULL, seq INTEGER NOT NULL, note TEXT,
    PRIMARY KEY (n, part)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS probe (one INTEGER PRIMARY KEY CHECK (one = 1), at_ms INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO probe VALUES (1, 0);
PRAGMA user_version = 1;
COMMIT;
"""

# SQLite is stepped once per statement whatever its rows, and gives up the interpreter lock for each step: a few sizes,
# so that the prepared statements are found again.
_ROWS = (256, 64, 16, 4, 1)
_TRIM_SLICE = 500


T = TypeVar("T")


class RawRow(NamedTuple):
    """A kept message: its number, what came, how it was read (JSON of signals), and what became of it.

    ``seq`` is the record's position that it rests on; None: it was never brought in, and not acknowledged.
    """

    n: int
    at_ms: int
    gateway: str
    protocol: str
    remote: str
    topic: str
    same: str
    body: bytes
    reading: bytes
    seq: int | None
    note: str | None

    @property
    def at(self) -> str:
        """When it came, as RFC 3339."""
        return to_text(Instant(self.at_ms))


class Found(NamedTuple):
    """Where a sending is kept: in which message, as which part, its position in the record (None: unsettled)."""

    n: int
    part: int
    seq: int | None


class Filing(NamedTuple):
    """A message to be kept: with the digests of its parts, how it was read, and whom it speaks of."""

    message: RawMessage
    sendings: tuple[bytes, ...]
    reading: bytes
    addresses: tuple[str, ...]


class Kept(NamedTuple):
    """What became of a `Filing`: its own number where it was new (None: every part was there), and where each is."""

    n: int | None
    parts: tuple[Found, ...]


class Settling(NamedTuple):
    """What became of a part: the position in the record, and a note where something could not be done."""

    n: int
    part: int
    seq: int
    note: str | None = None


def sending_of(gateway: str, same: str) -> bytes:
    """Return the digest by which one sending of a gateway is found again."""
    return hashlib.blake2b(f"{gateway}\x1f{same}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def open_to_write(path: Path, *, synchronous: str = "full", vfs: str | None = None) -> apsw.Connection:
    """Open the file, made where there is none, its name on the disk too. Raises `apsw.Error` or `OSError`."""
    connection = open_file(path, vfs=vfs, may_create=True)
    if connection.pragma("journal_mode") != "wal":
        connection.pragma("synchronous", "extra")
        connection.pragma("journal_mode", "wal")
    connection.execute(_SCHEMA)
    sync_folder(path.parent)
    connection.pragma("synchronous", synchronous)
    connection.pragma("journal_size_limit", 16 << 20)
    connection.wal_autocheckpoint(4_000)
    # What a dead writer left may never have reached the disk although it can be read: copying it over settles it.
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_FULL)
    return connection


def next_number(connection: apsw.Connection) -> int:
    """Return the number of the next message. A number is never given twice, also after everything was dropped."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").fetchone()
    return int(row[0]) + 1 if row else 1


def write_group(
    connection: apsw.Connection, filings: Sequence[Filing], settlings: Sequence[Settling], first: int
) -> list[Kept]:
    """Keep messages and what became of earlier ones, in one transaction; return what each came to.

    ``first`` is the number of the first that is new. Raises `apsw.Error`; nothing is kept then.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # What became of earlier ones first: a repeat in this group must find it.
        _insert(connection, "INSERT OR REPLACE INTO settled VALUES ", settlings)
        kept = _file(connection, filings, first)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return kept


def _file(connection: apsw.Connection, filings: Sequence[Filing], first: int) -> list[Kept]:
    known = _known(connection, filings)
    messages: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    about: list[tuple[object, ...]] = []
    kept: list[Kept] = []
    for filing in filings:
        message, n, n_new = filing.message, first + len(messages), 0
        for sending in filing.sendings:
            if sending not in known:
                known[sending] = Found(n, n_new, None)
                parts.append((sending, n, n_new, message.at_ms))
                n_new += 1
        if n_new or not filing.sendings:
            messages.append(_row(n, filing, n_new or 1))
            about += [(message.gateway, address, n) for address in filing.addresses]
        found = tuple(known[sending] for sending in filing.sendings) or (Found(n, 0, None),)
        kept.append(Kept(n if n_new or not filing.sendings else None, found))
    _insert(connection, "INSERT INTO messages VALUES ", messages)
    _insert(connection, "INSERT INTO parts VALUES ", parts)
    _insert(connection, "INSERT OR IGNORE INTO about VALUES ", about)
    return kept


def _row(n: int, filing: Filing, n_parts: int) -> tuple[object, ...]:
    message = filing.message
    return (
        n,
        message.at_ms,
        message.gateway,
        message.protocol,
        message.remote,
        message.topic,
        message.same,
        message.body,
        filing.reading,
        n_parts,
    )


_FOUND = "SELECT sending, parts.n, parts.part, seq FROM parts LEFT JOIN settled USING (n, part)"


def _known(connection: apsw.Connection, filings: Sequence[Filing]) -> dict[bytes, Found]:
    """Return which of the sendings were kept within a day before, newest first."""
    sendings = list({sending for filing in filings for sending in filing.sendings})
    if not sendings:
        return {}
    after = min(filing.message.at_ms for filing in filings) - DAY_MS
    found: dict[bytes, Found] = {}
    for chunk in _chunks(sendings):
        places = ",".join("?" * len(chunk))
        query = f"{_FOUND} WHERE sending IN ({places}) AND at_ms > ? ORDER BY parts.n"
        rows = connection.execute(query, [*chunk, after])
        for sending, n, part, seq in rows:
            found[bytes(sending)] = Found(n, part, seq)
    return found


def _chunks(rows: Sequence[T]) -> Iterable[Sequence[T]]:
    done = 0
    while done < len(rows):
        n_rows = next(size for size in _ROWS if size <= len(rows) - done)
        yield rows[done : done + n_rows]
        done += n_rows


def _insert(connection: apsw.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    for chunk in _chunks(rows):
        places = "(" + ",".join("?" * len(chunk[0])) + ")"
        connection.execute(statement + ",".join([places] * len(chunk)), [value for row in chunk for value in row])


def used_bytes(connection: apsw.Connection) -> int:
    """Return how many bytes of the file hold something."""
    pages = int(connection.pragma("page_count")) - int(connection.pragma("freelist_count"))
    return pages * int(connection.pragma("page_size"))


def trim(connection: apsw.Connection, *, before_ms: int, most_bytes: int) -> int:
    """Drop up to a slice of the oldest messages that are older than ``before_ms`` or more than fit; return how many."""
    too_large = used_bytes(connection) > most_bytes
    oldest: Any = connection.execute(f"SELECT n, at_ms FROM messages ORDER BY n LIMIT {_TRIM_SLICE}")  # noqa: S608 - our own
    found: list[tuple[int, int]] = oldest.fetchall()
    rows = [(n, at_ms) for n, at_ms in found if too_large or at_ms < before_ms]
    if not rows:
        return 0
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table in ("messages", "parts", "about", "settled"):
            connection.execute(f"DELETE FROM {table} WHERE n <= ?", (rows[-1][0],))  # noqa: S608 - our own names
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return len(rows)


_ROW = """
SELECT n, at_ms, gateway, protocol, remote, topic, same, body, reading,
    CASE WHEN (SELECT count(*) FROM settled WHERE settled.n = messages.n) >= parts
        THEN (SELECT max(seq) FROM settled WHERE settled.n = messages.n) END AS seq,
    (SELECT group_concat(note, '; ') FROM settled WHERE settled.n = messages.n) AS note
FROM messages
"""


def find_row(connection: apsw.Connection, n: int) -> RawRow | None:
    """Return the message of a number; None where it is not kept (any more)."""
    row = connection.execute(f"{_ROW} WHERE n = ?", (n,)).fetchone()
    return None if row is None else RawRow._make(row)


def list_rows(
    connection: apsw.Connection,
    *,
    gateway: str | None = None,
    address: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[RawRow]:
    """Return messages, newest first, before a number; of a gateway, or about one device under it."""
    values: dict[str, str | int] = {"before": (1 << 62) if before is None else before, "limit": limit}
    wanted = "n < :before"
    if gateway is not None:
        values["gateway"] = gateway
        wanted += " AND gateway = :gateway"
    if gateway is not None and address is not None:
        values["address"] = address
        wanted = """n IN (SELECT n FROM about WHERE gateway = :gateway AND address = :address AND n < :before
            ORDER BY n DESC LIMIT :limit)"""
    rows = connection.execute(f"{_ROW} WHERE {wanted} ORDER BY n DESC LIMIT :limit", values).fetchall()
    return [RawRow._make(row) for row in rows]


def list_unsettled(connection: apsw.Connection, newest: int = 10_000) -> list[RawRow]:
    """Return which of the newest messages were not brought into the record whole, oldest first."""
    rows = connection.execute(f"{_ROW} ORDER BY n DESC LIMIT ?", (newest,)).fetchall()
    return [row for row in map(RawRow._make, reversed(rows)) if row.seq is None]


def parts_of(connection: apsw.Connection, n: int) -> dict[bytes, Found]:
    """Return the sendings that a message was the first to bring, by their digests."""
    rows: list[Any] = connection.execute(f"{_FOUND} WHERE parts.n = ?", (n,)).fetchall()
    return {bytes(sending): Found(*found) for sending, *found in rows}
