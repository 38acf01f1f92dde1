"""The World as it was: folded from the log, from the nearest one that was kept on the way."""

from __future__ import annotations

import asyncio

from dispatch.core.errors import NotFound
from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.world import World
from dispatch.log.readable import Readable
from dispatch.past.reader import LogReader

KEEP_EVERY = 5000
"""Worlds are persistent maps, so one kept costs what changed since the one before it."""

KEPT_AT_MOST = 64
"""Beyond this every second one is forgotten: the folding gets longer, the memory does not."""


class History:
    """The Worlds of one record, of which one in so many is kept."""

    def __init__(self, log: Readable, every: int = KEEP_EVERY) -> None:
        self._log = log
        # Number of an event → the World after it: the multiples of `_every` that were passed, and the empty beginning.
        self._kept: dict[int, World] = {0: World()}
        # Doubles whenever more than `KEPT_AT_MOST` are kept.
        self._every = every

    async def at(self, seq: int) -> World:
        """Return the World as it was after an event. Raises `NotFound`."""
        if not 0 <= seq <= self._log.head.seq:
            raise NotFound(f"the record has no event {seq}; it ends at {self._log.head.seq}")
        world = self._kept[max(kept for kept in self._kept if kept <= seq)]
        async for stored in LogReader(self._log).slices(world.seq, seq):
            for each in stored:
                world = evolve(world, decode(each.body))
                self.pass_by(world)
            await asyncio.sleep(0)
        return world

    def pass_by(self, world: World) -> None:
        """Keep a World where it is one of those that are kept."""
        if world.seq % self._every:
            return
        self._kept[world.seq] = world
        if len(self._kept) > KEPT_AT_MOST:
            self._every *= 2
            self._kept = {seq: kept for seq, kept in self._kept.items() if seq % self._every == 0}
