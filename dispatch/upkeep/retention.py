"""The district's term: so many days after an incident closed, what people said about it is erased by itself."""

from __future__ import annotations

import asyncio

from dispatch.core.instant import Instant
from dispatch.erasure import AT_ONCE, Eraser
from dispatch.writer.chores import RETENTION, Chores
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor

LOOK_EVERY_S = 3600.0
DAY_MS = 24 * 3600 * 1000


async def keep_term(eraser: Eraser, processor: CommandProcessor, clock: Clock, chores: Chores) -> None:
    """Look once an hour for incidents whose term is over, until cancelled; with no term nothing is ever erased."""
    while True:
        more = True
        while more:
            more = await _erase_some(eraser, processor, clock, chores)
        await asyncio.sleep(LOOK_EVERY_S)


async def _erase_some(eraser: Eraser, processor: CommandProcessor, clock: Clock, chores: Chores) -> bool:
    """Erase a portion; return whether there may be more."""
    days, done = processor.world.settings.personal_days, 0
    if not days:
        return False

    async def erase() -> None:
        nonlocal done
        before = Instant(max(0, clock.now() - days * DAY_MS))
        done = await eraser.erase_closed_before(before, f"personal_days={days}")

    return await chores.attempt(RETENTION, erase) and done >= AT_ONCE
