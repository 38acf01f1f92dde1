"""Keeps an open-loop schedule precisely: the event loop's own timers are a millisecond coarse."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Sequence


async def pace(offsets_s: Sequence[float]) -> AsyncIterator[tuple[int, float]]:
    """Yield (number, moment when it was due on `time.perf_counter`) for each offset, in order, when it is due.

    A thread sleeps until each moment and wakes the loop; what falls behind is yielded at once and never skipped.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
    start = time.perf_counter() + 0.01
    stopped = threading.Event()

    def tick() -> None:
        for number, offset_s in enumerate(offsets_s):
            due = start + offset_s
            wait_s = due - time.perf_counter()
            if wait_s > 0:
                time.sleep(wait_s)
            if stopped.is_set():
                return
            loop.call_soon_threadsafe(queue.put_nowait, (number, due))

    thread = threading.Thread(target=tick, name="pacer", daemon=True)
    thread.start()
    try:
        for _ in offsets_s:
            yield await queue.get()
    finally:
        stopped.set()
