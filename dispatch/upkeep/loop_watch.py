"""How long the event loop stands still: whoever comes in then, an alarm too, is not even read before it goes on.

A tick costs about 20 µs, so this runs only where somebody measures (``serve --measure-loop``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

TICK_S = 0.005


async def watch_loop(observe: Callable[[float], None], *, tick_s: float = TICK_S) -> None:
    """Tell how late (seconds) the loop came back to each tick, until cancelled.

    One turn of the loop is counted whole, whatever number of things it did in it. Up to a millisecond is the timer's
    own: the kernel is asked for whole ones.
    """
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + tick_s
        await asyncio.sleep(tick_s)
        observe(max(0.0, loop.time() - due))
