"""When a snapshot of the World is written: as events add up, after a long fold, and at an orderly stop.

What a start folds is what came after the last one. So the fold of a start counts: where it was long, the next start
must not do it again.
"""

from __future__ import annotations

import asyncio
import logging

from dispatch.log.base import Log, LogError
from dispatch.writer import snapshots
from dispatch.writer.processor import CommandProcessor

logger = logging.getLogger(__name__)

EVERY_S = 30.0
"""Not more often than this: in a surge, encoding the World over and over costs more than folding half a minute."""


class SnapshotKeeper:
    """Writes snapshots of one hub; ``seq`` is the last event that a stored one has."""

    def __init__(self, processor: CommandProcessor, log: Log, seq: int) -> None:
        self._processor = processor
        self._log = log
        self._seq = seq
        self._not_before = 0.0  # of the loop's time

    async def update(self) -> None:
        """Write one where it is due. Raises `LogError`; the next try is as far off as the next snapshot."""
        now = asyncio.get_running_loop().time()
        if self._processor.durable.seq - self._seq < snapshots.EVERY_EVENTS or now < self._not_before:
            return
        self._not_before = now + EVERY_S
        await self._save()

    async def finish(self) -> None:
        """Write what this hub leaves behind, so that the next start folds nothing; the stop itself goes on anyhow."""
        try:
            await self._processor.flush()
            if self._processor.durable.seq > self._seq:
                await self._save()
        except LogError as error:
            logger.warning("no snapshot was written at the stop; the next start folds what came since: %s", error)

    async def _save(self) -> None:
        world = self._processor.durable
        await snapshots.save(self._log, world)
        self._seq = world.seq
