"""A simulated day's record as a file, for whatever reads records (all of it is 示例)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from dispatch.core import events as ev
from dispatch.core.events import encode
from dispatch.log.base import Batch
from dispatch.log.open import open_log


async def keep(record: Sequence[ev.Event], data: Path) -> Path:
    """Write events into the record of a new data folder; return the folder."""
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True)
    async with open_log(data) as log:
        await log.lead()
        for event in record:
            log.append(Batch(event.seq, (encode(event),), event.at))
        while log.head.seq < record[-1].seq:
            await log.wait_beyond(log.head.seq)
    return data
