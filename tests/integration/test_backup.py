"""A copy taken beside a running hub holds what was durable, and fills an empty record again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from dispatch.log.backup import backup, restore
from dispatch.log.base import CommandKey, Log, LogError, RecordDamaged
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.log.redis import RedisLog
from dispatch.log.sqlite import SqliteLog
from dispatch.log.verify import Finding, verify
from tests.contract.records import batch, key
from tests.integration.test_verify import tamper
from tests.redis_server import RedisServer


@pytest.fixture(params=["memory", "sqlite", "redis"])
def logs(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Log, Log]:
    """Two records of one kind: one to copy, one to restore into."""
    if request.param == "memory":
        return MemoryLog(MemoryStorage()), MemoryLog(MemoryStorage())
    if request.param == "sqlite":
        return SqliteLog(tmp_path / "record.db"), SqliteLog(tmp_path / "other" / "record.db")
    server: RedisServer = request.getfixturevalue("redis_server")
    return RedisLog(server.url, uuid4().hex), RedisLog(server.url, uuid4().hex)


def fill(log: Log, n_batches: int) -> None:
    """Append batches of one to three events; two of three come from a command."""
    seq = log.head.seq + 1
    for number in range(n_batches):
        bodies = [f"{seq}/{part}".encode() for part in range(1 + number % 3)]
        command: CommandKey | None = key(f"c-{seq}") if number % 3 else None
        log.append(batch(seq, *bodies, at_ms=seq, command=command))
        seq += len(bodies)


async def test_a_backup_restores_every_event_hash_and_command(logs: tuple[Log, Log], tmp_path: Path) -> None:
    source, target = logs
    async with source, target:
        await source.lead()
        fill(source, 1_000)
        await source.wait_beyond(1_998)
        assert await backup(source, tmp_path / "copy") == 1_999
        assert await restore(tmp_path / "copy", target) == 1_999
        assert target.epoch != source.epoch
        assert await target.read(0, 5_000) == await source.read(0, 5_000)
        assert await target.read_commands(0, 5_000) == await source.read_commands(0, 5_000)
        assert (await verify(target, source.head)).finding is Finding.INTACT


async def test_a_restored_record_goes_on(logs: tuple[Log, Log], tmp_path: Path) -> None:
    source, target = logs
    async with source:
        await source.lead()
        fill(source, 10)
        await source.wait_beyond(18)
        await backup(source, tmp_path / "copy")
    async with target:
        last = await restore(tmp_path / "copy", target)
        target.append(batch(last + 1))
        assert await target.wait_beyond(last) == last + 1


async def test_a_backup_beside_a_busy_hub_is_a_whole_past(logs: tuple[Log, Log], tmp_path: Path) -> None:
    source, _ = logs
    async with source:
        await source.lead()
        fill(source, 600)
        await source.wait_beyond(0)
        copying = asyncio.create_task(backup(source, tmp_path / "copy"))
        while not copying.done():
            fill_from = source.head.seq
            await asyncio.sleep(0)
            assert source.head.seq >= fill_from
        last = await copying
        async with SqliteLog(tmp_path / "copy", create=False) as copy:
            assert copy.head.seq == last
            assert await copy.read(0, 5_000) == await source.read(0, last)


async def test_an_empty_record_can_be_copied(logs: tuple[Log, Log], tmp_path: Path) -> None:
    source, target = logs
    async with source, target:
        assert await backup(source, tmp_path / "copy") == 0
        assert await restore(tmp_path / "copy", target) == 0


async def test_a_backup_is_one_file_and_never_replaces_another(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    async with SqliteLog(tmp_path / "record.db") as source:
        await source.lead()
        fill(source, 10)
        await source.wait_beyond(18)
        await backup(source, folder / "copy")
        assert [entry.name for entry in folder.iterdir()] == ["copy"]
        with pytest.raises(LogError, match="exists already"):
            await backup(source, folder / "copy")


async def test_what_an_interrupted_backup_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "copy.part").write_bytes(b"half a file")
    async with SqliteLog(tmp_path / "record.db") as source:
        await source.lead()
        fill(source, 10)
        await source.wait_beyond(18)
        await backup(source, tmp_path / "copy")


async def test_a_record_that_holds_events_is_not_restored_into(tmp_path: Path) -> None:
    async with SqliteLog(tmp_path / "record.db") as log:
        await log.lead()
        fill(log, 10)
        await log.wait_beyond(18)
        await backup(log, tmp_path / "copy")
        with pytest.raises(LogError, match="empty"):
            await restore(tmp_path / "copy", log)


@pytest.mark.parametrize("damage", ["UPDATE events SET body = X'00' WHERE seq = 3", "DELETE FROM events WHERE seq = 3"])
async def test_a_damaged_backup_is_not_restored(tmp_path: Path, damage: str) -> None:
    async with SqliteLog(tmp_path / "record.db") as log:
        await log.lead()
        fill(log, 10)
        await log.wait_beyond(18)
        await backup(log, tmp_path / "copy")
    tamper(tmp_path / "copy", damage)
    async with SqliteLog(tmp_path / "target.db") as target:
        with pytest.raises(RecordDamaged, match="use another"):
            await restore(tmp_path / "copy", target)
        assert target.head.seq == 0


async def test_a_record_that_contradicts_itself_is_not_backed_up(tmp_path: Path) -> None:
    async with SqliteLog(tmp_path / "record.db") as log:
        await log.lead()
        fill(log, 10)
    tamper(tmp_path / "record.db", "UPDATE events SET body = X'00' WHERE seq = 3")
    async with SqliteLog(tmp_path / "record.db") as log:
        with pytest.raises(RecordDamaged, match="verify"):
            await backup(log, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
