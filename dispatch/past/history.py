"""The World as it was: folded from the log, from the nearest one that was kept on the way."""

from __future__ import annotations

import asyncio

from dispatch.core.errors import NotFound
from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.world import World
from dispatch.log.base import Log

KEEP_EVERY = 5000
"""Worlds are persistent maps, so one kept costs what changed since the one before it."""

KEPT_AT_MOST = 64
"""Beyond this every second one is forgotten: the folding gets longer, the memory does not."""

SLICE = 500
"""Events folded between two turns of the loop: about ten milliseconds."""


class History:
    """The Worlds of one record, of which one in so many is kept."""

    def __init__(self, log: Log, every: int = KEEP_EVERY) -> None:
        self._log = log
        self._kept: dict[int, World] = {0: World()}
        self._every = every

    async def at(self, seq: int) -> World:
        """Return the World as it was after an event. Raises `NotFound`."""
        if not 0 <= seq <= self._log.head.seq:
            raise NotFound(f"the record has no event {seq}; it ends at {self._log.head.seq}")
        world = self._kept[max(kept for kept in self._kept if kept <= seq)]
        while world.seq < seq:
            end = min(seq, world.seq + SLICE, self._next_kept(world.seq))
            for stored in await self._log.read(world.seq, end - world.seq):
                world = evolve(world, decode(stored.body))
            if world.seq % self._every == 0:
                self._keep(world)
            await asyncio.sleep(0)
        return world

    def _next_kept(self, seq: int) -> int:
        return (seq // self._every + 1) * self._every

    def _keep(self, world: World) -> None:
        self._kept[world.seq] = world
        if len(self._kept) > KEPT_AT_MOST:
            self._every *= 2
            self._kept = {seq: kept for seq, kept in self._kept.items() if seq % self._every == 0}
