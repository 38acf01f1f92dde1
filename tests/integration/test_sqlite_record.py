"""What only the SQLite record does: one writer per machine, files that are not records, snapshots that are torn."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from dispatch.log.base import LogError, LogUnavailable, RecordDamaged, RecordInUse, Snapshot
from dispatch.log.open import open_log
from dispatch.log.sqlite import SqliteLog
from tests.contract.records import batch, key

_WRITER_THAT_DIES = """
import asyncio, os, sys
from pathlib import Path
from dispatch.log.base import Batch
from dispatch.log.sqlite import SqliteLog

async def main():
    async with SqliteLog(Path(sys.argv[1])) as log:
        await log.lead()
        for seq in range(1, 51):
            log.append(Batch(seq, (b"event",), seq))
        await log.wait_beyond(49)
        os.kill(os.getpid(), 9)

asyncio.run(main())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.db"


class TestOneWriter:
    async def test_a_second_writer_is_refused_and_told_who_the_first_is(self, path: Path) -> None:
        async with SqliteLog(path) as first, SqliteLog(path) as second:
            await first.lead()
            with pytest.raises(RecordInUse, match=f"process {os.getpid()} writes the record"):
                await second.lead()
            first.append(batch(1))
            assert await second.wait_beyond(0) == 1

    async def test_the_next_writer_leads_once_the_first_is_gone(self, path: Path) -> None:
        async with SqliteLog(path) as second:
            async with SqliteLog(path) as first:
                await first.lead()
                first.append(batch(1))
            assert await second.lead() == 2
            second.append(batch(2))
            assert await second.wait_beyond(1) == 2

    async def test_a_killed_writer_leaves_what_was_confirmed_and_no_lock(self, path: Path) -> None:
        died = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", _WRITER_THAT_DIES, str(path)], timeout=60, check=False
        )
        assert died.returncode == -9
        async with SqliteLog(path) as log:
            assert log.head.seq == 50
            assert await log.lead() == 2
            log.append(batch(51))
            assert await log.wait_beyond(50) == 51


class TestFile:
    async def test_a_closed_record_is_one_file_with_everything_in_it(self, path: Path, tmp_path: Path) -> None:
        async with SqliteLog(path) as log:
            await log.lead()
            log.append(batch(1, command=key("c")))
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())  # noqa: ASYNC240 - a small file
        async with SqliteLog(copy, create=False) as log:
            assert log.head.seq == 1
            assert len(await log.find_commands("c")) == 1

    async def test_a_file_that_is_no_database_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "record.db"
        path.write_bytes(b"this is a letter, not a database" * 1_000)
        with pytest.raises(RecordDamaged, match="restore a backup"):
            await SqliteLog(path).__aenter__()

    @pytest.mark.parametrize("create", [True, False])
    async def test_a_database_that_is_no_record_is_refused_and_left_alone(self, tmp_path: Path, create: bool) -> None:
        path = tmp_path / "record.db"
        connection = apsw.Connection(str(path))
        connection.execute("CREATE TABLE letters (text)")
        connection.close()
        with pytest.raises(RecordDamaged, match="not a record"):
            await SqliteLog(path, create=create).__aenter__()
        connection = apsw.Connection(str(path))
        assert connection.execute("SELECT name FROM sqlite_schema").get == "letters"
        connection.close()

    async def test_a_record_of_a_newer_program_is_refused(self, path: Path) -> None:
        async with SqliteLog(path):
            pass
        connection = apsw.Connection(str(path))
        connection.pragma("user_version", 99)
        connection.close()
        with pytest.raises(LogError, match="newer onethree"):
            await SqliteLog(path).__aenter__()

    async def test_a_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file where a folder should be")
        with pytest.raises(LogUnavailable, match="data"):
            await SqliteLog(tmp_path / "data" / "record.db").__aenter__()

    async def test_open_log_finds_the_record_in_the_data_folder(self, tmp_path: Path) -> None:
        async with open_log(tmp_path) as log:
            assert (tmp_path / "record.db").exists()
            epoch = log.epoch
        async with open_log(tmp_path, create=False) as log:
            assert log.epoch == epoch


class TestSnapshotFiles:
    @pytest.mark.parametrize("position", [-1, 3, 22, 60, 150])
    async def test_an_altered_snapshot_is_passed_over_for_the_one_before(self, path: Path, position: int) -> None:
        async with SqliteLog(path) as log:
            await log.lead()
            for seq in (1, 2):
                log.append(batch(seq))
                await log.wait_beyond(seq - 1)
                await log.save_snapshot(Snapshot(*log.head, data=b"world %d" % seq))
            newest = max(path.parent.glob("*.snapshot-*"))
            content = bytearray(newest.read_bytes())
            content[position] ^= 1
            newest.write_bytes(content)
            found = await log.load_snapshot()
            assert found is not None
            assert found.data == b"world 1"

    async def test_a_torn_snapshot_is_passed_over(self, path: Path) -> None:
        async with SqliteLog(path) as log:
            await log.lead()
            log.append(batch(1))
            await log.wait_beyond(0)
            await log.save_snapshot(Snapshot(*log.head, data=bytes(1_000)))
            (file,) = path.parent.glob("*.snapshot-*")
            whole = file.read_bytes()
            for length in (0, 5, 100, len(whole) - 1):
                file.write_bytes(whole[:length])
                assert await log.load_snapshot() is None

    async def test_only_the_newest_two_are_kept(self, path: Path) -> None:
        async with SqliteLog(path) as log:
            await log.lead()
            for seq in range(1, 6):
                log.append(batch(seq))
                await log.wait_beyond(seq - 1)
                await log.save_snapshot(Snapshot(*log.head, data=b"world"))
            names = sorted(entry.name[-2:] for entry in path.parent.glob("*.snapshot-*"))
            assert names == ["04", "05"]
