"""Write access to everything that a hub keeps, as somebody has it who means no good: one way for both kinds of record.

A `Vault` reads and writes events, the index of accepted commands and the snapshots past the hub's own program.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from dispatch.log.base import GENESIS, Head, Snapshot
from dispatch.log.chain import next_hash
from dispatch.log.confirmed import Confirmed, write_confirmed
from dispatch.log.keys import read_key
from dispatch.log.seal import sealed
from dispatch.log.signed_head import ALONE, SignedHead, link_to, sign
from dispatch.log.witness import read_witness
from tests.redis_server import RedisServer

NAME = "district"


def chained(bodies: Sequence[bytes]) -> list[tuple[int, bytes, bytes]]:
    """Number and hash bodies from the first on, as the hub does."""
    rows, prev = [], GENESIS
    for seq, body in enumerate(bodies, start=1):
        prev = next_hash(prev, seq, body)
        rows.append((seq, body, prev))
    return rows


def renumbered(bodies: Sequence[bytes]) -> list[bytes]:
    """Let every event call itself by the number that it has now."""
    return [edited(body, seq=seq) for seq, body in enumerate(bodies, start=1)]


def edited(body: bytes, **fields: Any) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(body) | fields)


class Vault(ABC):
    """One record and the data folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.witness = folder / "witness.txt"

    @property
    @abstractmethod
    def redis(self) -> str | None:
        """The server's address; None for a file."""

    @abstractmethod
    def rows(self) -> list[tuple[int, bytes, bytes]]:
        """Number, body and hash of every event."""

    @abstractmethod
    def put_rows(self, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
        """Replace all events, and the head where it is kept beside them."""

    @abstractmethod
    def put_bytes(self, seq: int, body: bytes) -> None:
        """Replace one body and nothing else."""

    @abstractmethod
    def drop_command(self, command_id: str) -> None:
        """Let an accepted command be forgotten."""

    @abstractmethod
    def move_command(self, command_id: str, by: int) -> None:
        """Let an accepted command stand for other events."""

    @abstractmethod
    def put_snapshot(self, stored: Snapshot) -> None:
        """Put a snapshot in place of all others."""

    @abstractmethod
    def empty(self) -> None:
        """Remove the record."""

    @abstractmethod
    def copy(self) -> Callable[[], None]:
        """Keep everything as it is now; what is returned puts it back."""

    def bodies(self) -> list[bytes]:
        return [body for _, body, _ in self.rows()]

    def put_bodies(self, bodies: Sequence[bytes]) -> None:
        """Replace all events and hash them again: ten lines of Python for whoever knows the format."""
        self.put_rows(chained(bodies))

    @property
    def head(self) -> Head:
        seq, _, stored = self.rows()[-1]
        return Head(seq, stored)

    def seal(self, snapshot: Snapshot) -> Snapshot:
        """Seal a forged snapshot with the stolen key."""
        key = read_key(self.folder)
        assert key is not None
        return sealed(key.seal, snapshot)

    def hide_traces(self, epoch: str) -> None:
        """Let the confirmed head and a witness, signed with the stolen key, tell the forged history."""
        key = read_key(self.folder)
        assert key is not None
        hashes = {seq: stored for seq, _, stored in self.rows()}
        write_confirmed(self.folder, Confirmed(self.head, epoch))
        lines: list[SignedHead] = []
        for line in read_witness(self.witness):
            if line.head.seq in hashes:
                link = link_to(str(lines[-1])) if lines else ALONE
                lines.append(sign(key, Head(line.head.seq, hashes[line.head.seq]), epoch, link))
        self.witness.write_text("".join(f"{line}\n" for line in lines), "ascii")


class SqliteVault(Vault):
    @property
    def redis(self) -> None:
        return None

    @property
    def file(self) -> Path:
        return self.folder / "record.db"

    def rows(self) -> list[tuple[int, bytes, bytes]]:
        return self._do("SELECT seq, body, hash FROM events ORDER BY seq")

    def put_rows(self, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
        self._do("DELETE FROM events")
        for row in rows:
            self._do("INSERT INTO events VALUES (?, ?, ?)", row)

    def put_bytes(self, seq: int, body: bytes) -> None:
        self._do("UPDATE events SET body = ? WHERE seq = ?", (body, seq))

    def drop_command(self, command_id: str) -> None:
        self._do("DELETE FROM commands WHERE id = ?", (command_id,))

    def move_command(self, command_id: str, by: int) -> None:
        self._do(
            "UPDATE commands SET first_seq = first_seq + ?, last_seq = last_seq + ? WHERE id = ?", (by, by, command_id)
        )

    def put_snapshot(self, stored: Snapshot) -> None:
        for old in self.folder.glob("record.db.snapshot-*"):
            old.unlink()
        position = b"%d %s" % (stored.seq, stored.hash.hex().encode())
        digest = hashlib.sha256(position + stored.data).hexdigest().encode()
        header = b"onethree snapshot 1 %s %s\n" % (position, digest)
        (self.folder / f"record.db.snapshot-{stored.seq:020d}").write_bytes(header + stored.data)

    def empty(self) -> None:
        for file in self.folder.glob("record.db*"):
            file.unlink()

    def copy(self) -> Callable[[], None]:
        kept = {file: file.read_bytes() for file in self.folder.glob("record.db*")}

        def put_back() -> None:
            self.empty()
            for file, content in kept.items():
                file.write_bytes(content)

        return put_back

    def _do(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        connection = apsw.Connection(str(self.file))
        try:
            return connection.execute(statement, tuple(values)).fetchall()
        finally:
            connection.close()


class ServerVault(Vault):
    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self._url = url
        self._client = Redis.from_url(url)
        self._prefix = f"{{onethree:{NAME}}}:"

    @property
    def redis(self) -> str:
        return self._url

    def rows(self) -> list[tuple[int, bytes, bytes]]:
        entries: Any = self._client.xrange(self._prefix + "events")
        return [(int(entry.split(b"-")[0]), fields[b"b"], fields[b"h"]) for entry, fields in entries]

    def put_rows(self, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
        self._client.delete(self._prefix + "events")
        for seq, body, stored in rows:
            self._client.xadd(self._prefix + "events", {"b": body, "h": stored}, id=f"{seq}-0")
        self._client.hset(self._prefix + "record", mapping={"seq": rows[-1][0], "hash": rows[-1][2]})

    def put_bytes(self, seq: int, body: bytes) -> None:
        self.put_rows([(number, body if number == seq else old, stored) for number, old, stored in self.rows()])

    def drop_command(self, command_id: str) -> None:
        self._client.hdel(self._prefix + "commands", command_id)
        for member in self._members(command_id):
            self._client.zrem(self._prefix + "order", member)

    def move_command(self, command_id: str, by: int) -> None:
        value: Any = self._client.hget(self._prefix + "commands", command_id)
        fingerprint, at_ms, first, last = value.decode().lstrip(";").split(":")
        self.drop_command(command_id)
        moved = f";{fingerprint}:{at_ms}:{int(first) + by}:{int(last) + by}"
        self._client.hset(self._prefix + "commands", command_id, moved)
        self._client.zadd(self._prefix + "order", {f"{int(first) + by}:{command_id}": int(first) + by})

    def put_snapshot(self, stored: Snapshot) -> None:
        self._client.delete(self._prefix + "snapshots")
        self._client.rpush(self._prefix + "snapshot:forged", stored.data)
        named = stored.hash + (self._prefix + "snapshot:forged").encode()
        self._client.hset(self._prefix + "snapshots", str(stored.seq), named)

    def empty(self) -> None:
        self._client.flushdb()

    def copy(self) -> Callable[[], None]:
        found: Any = self._client.keys()
        kept: dict[bytes, Any] = {name: self._client.dump(name) for name in found}

        def put_back() -> None:
            self.empty()
            for name, content in kept.items():
                self._client.restore(name, 0, content)

        return put_back

    def asynchronous(self) -> AsyncRedis:
        """Return a client of the server for what waits."""
        return AsyncRedis.from_url(self._url, protocol=2)

    def _members(self, command_id: str) -> list[bytes]:
        members: Any = self._client.zrange(self._prefix + "order", 0, -1)
        return [member for member in members if member.split(b":", 1)[1] == command_id.encode()]


def make_server_vault(server: RedisServer, folder: Path) -> ServerVault:
    """Return a vault in a database of its own, emptied."""
    url = server.url.removesuffix("/0") + "/3"
    with Redis.from_url(url) as client:
        client.flushdb()
    data = folder / "data"
    data.mkdir(exist_ok=True)
    return ServerVault(data, url)
