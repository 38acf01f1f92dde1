"""One way to handle every kind of record in a test: open it, open it again, break what it stands on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from uuid import uuid4

import apsw
from redis.asyncio import Redis

from dispatch.log.base import Batch, CommandKey, Log
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.log.redis import RedisLog
from dispatch.log.sqlite import SqliteLog
from tests.failing_vfs import FailingVFS
from tests.redis_server import RedisServer


class Record(ABC):
    """One record, whatever keeps it."""

    @abstractmethod
    def log(self) -> Log:
        """Return another log object on the same record, not opened yet."""

    @abstractmethod
    async def take_over(self) -> None:
        """Raise the record's term, as another hub would that cannot see this one."""

    @abstractmethod
    async def refuse_to_store(self) -> None:
        """From now on nothing can be stored."""

    async def aclose(self) -> None:  # noqa: B027 - most kinds have nothing to close
        """Leave nothing behind."""


class MemoryRecord(Record):
    def __init__(self) -> None:
        self.storage = MemoryStorage()

    def log(self) -> MemoryLog:
        return MemoryLog(self.storage)

    async def take_over(self) -> None:
        self.storage.raise_term()

    async def refuse_to_store(self) -> None:
        self.storage.refusal = "the disk is full"


class SqliteRecord(Record):
    def __init__(self, folder: Path) -> None:
        self.path = folder / "record.db"
        self._vfs = FailingVFS(f"failing-{folder.name}-{id(self)}")

    def log(self) -> SqliteLog:
        return SqliteLog(self.path, vfs=self._vfs.name)

    async def take_over(self) -> None:
        connection = apsw.Connection(str(self.path))
        connection.set_busy_timeout(5_000)
        connection.execute("UPDATE record SET term = term + 1")
        connection.close()

    async def refuse_to_store(self) -> None:
        self._vfs.full = True


class RedisRecord(Record):
    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._name = uuid4().hex
        self._client = Redis.from_url(server.url)

    def log(self) -> RedisLog:
        return RedisLog(self._server.url, self._name)

    async def take_over(self) -> None:
        async with self.log() as other:
            await other.lead()

    async def refuse_to_store(self) -> None:
        await self._client.config_set("maxmemory", "1")

    async def aclose(self) -> None:
        await self._client.config_set("maxmemory", "0")
        await self._client.aclose()


def batch(first_seq: int, *bodies: bytes, at_ms: int = 1_000, command: CommandKey | None = None) -> Batch:
    """Return a batch; without bodies it has one that says its position."""
    return Batch(first_seq, bodies or (f"event {first_seq}".encode(),), at_ms, command)


def key(command_id: str, content: bytes = b"content") -> CommandKey:
    """Return a command key whose fingerprint stands for the content."""
    return CommandKey(command_id, content.ljust(32, b"."))
