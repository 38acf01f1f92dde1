"""A loop that stands still is seen, and for how long."""

from __future__ import annotations

import asyncio
import time

from dispatch.upkeep.loop_watch import watch_loop

STOOD_S = 0.06


async def test_a_loop_that_stood_still_is_told_with_its_time() -> None:
    seen: list[float] = []
    come = asyncio.Event()

    def observe(late_s: float) -> None:
        seen.append(late_s)
        if late_s > STOOD_S / 2:
            come.set()

    watching = asyncio.create_task(watch_loop(observe))
    await asyncio.sleep(0.02)
    time.sleep(STOOD_S)  # noqa: ASYNC251 – the loop stands still
    async with asyncio.timeout(5):
        await come.wait()
    watching.cancel()
    assert max(seen) >= STOOD_S - 0.005
    assert min(seen) >= 0
