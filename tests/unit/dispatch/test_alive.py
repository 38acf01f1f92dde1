"""The hub's sign of life holds up nobody: the disk may take its time over it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from dispatch.core.instant import Instant
from dispatch.writer.alive import ALIVE_FILE, AliveFile, read_alive

NOON = Instant(1_800_000_000_000)


async def test_the_loop_goes_on_while_the_disk_does_not(tmp_path: Path) -> None:
    slow = tmp_path / f"{ALIVE_FILE}.part"
    os.mkfifo(slow)  # to open it for writing waits until somebody reads
    writing = asyncio.create_task(AliveFile(tmp_path, lambda: NOON).write())
    await asyncio.sleep(0)
    assert not writing.done()
    reader = os.open(slow, os.O_RDONLY | os.O_NONBLOCK)
    await writing
    os.close(reader)


async def test_what_was_written_is_read(tmp_path: Path) -> None:
    await AliveFile(tmp_path, lambda: NOON).write()
    assert read_alive(tmp_path) == NOON
