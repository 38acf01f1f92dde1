"""When the hub last lived: a small file beside the record, written every second with hub time.

The record's end does not say it: on a quiet night nothing happens for hours. What the hub makes of the gap is an event,
so the file is asked once, at the start; without it (another machine, an older hub) the record's end must do.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from dispatch.core.instant import Instant, from_text, to_text
from dispatch.writer.chores import ALIVE, Chores

logger = logging.getLogger(__name__)

ALIVE_FILE = "alive"
ALIVE_EVERY_S = 1.0


def read_alive(folder: Path) -> Instant | None:
    """Return the hub time at which the hub last lived; None where nothing that can be read says so."""
    try:
        return from_text((folder / ALIVE_FILE).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        if not isinstance(error, FileNotFoundError):
            logger.warning("%s cannot be read (%s); the record's end stands for it", folder / ALIVE_FILE, error)
        return None


class AliveFile:
    """Says that the hub lives, from a start to its end."""

    def __init__(self, folder: Path, now: Callable[[], Instant]) -> None:
        self._path = folder / ALIVE_FILE
        self._now = now

    async def write(self) -> None:
        """Write hub time down, whole or not at all; nothing is synced: after a power cut it may lag. Raises OSError.

        A rename waits for the disk's journal beside the record's syncs (10 ms were seen): the loop does not.
        """
        await asyncio.to_thread(self._write, to_text(self._now()))

    def _write(self, now: str) -> None:
        part = self._path.with_name(f"{self._path.name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(f"{now}\n")
        part.rename(self._path)


async def keep_alive(file: AliveFile, chores: Chores) -> None:
    """Write it every second until cancelled, and once more then."""
    try:
        while True:
            await chores.attempt(ALIVE, file.write)
            await asyncio.sleep(ALIVE_EVERY_S)
    finally:
        await chores.attempt(ALIVE, file.write)
