"""Whether a console that is left open grows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from playwright.async_api import Browser

from dispatch.client.http import HubClient
from loadtest.hub import HubProcess, issue_token
from loadtest.pages.crowd import Crowd
from loadtest.pages.window import open_window, sign_in

_SAMPLES = 12
_SETTLING = 4
"""The first samples are left out: code is compiled and buffers find their size."""

_MIB = 1 << 20


class Growth(NamedTuple):
    """The slope of a line through the heap's later samples, how large it was last, and the events that came."""

    mib_per_10k_events: float
    last_mib: float
    events: int


async def watch_heap(browser: Browser, hub: HubProcess, crowd: Crowd, changes: int) -> Growth:
    """Make changes, and look at the live objects of a console with its map after each twelfth of them."""
    token = await issue_token(hub.data, "dispatcher")
    kept = await sign_in(browser, hub.url, token)
    samples: list[tuple[int, float]] = []
    async with HubClient(hub.url, token) as client, open_window(browser, hub.url, kept, script="") as window:
        await window.page.wait_for_selector("[role=option]")
        await window.page.wait_for_selector("[data-map=ready]")
        for _ in range(_SAMPLES):
            await crowd.hurry(changes // _SAMPLES)
            samples.append((await client.head(), await window.heap_bytes() / _MIB))
    seqs, sizes = np.array(samples).T
    slope, _ = np.polyfit(seqs[_SETTLING:], sizes[_SETTLING:], 1)
    return Growth(float(slope) * 10_000, float(sizes[-1]), int(seqs[-1] - seqs[0]))
