"""What changes cost a console's main thread, by Chromium's own counters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from playwright.async_api import Browser

from dispatch.client.http import HubClient
from loadtest.hub import HubProcess, issue_token
from loadtest.pages.window import TELL_LONG_FRAMES, open_window, sign_in

_MAP_OF_IT = "[data-map=ready], [data-map=plain], [data-map=failed]"


class Strain(NamedTuple):
    """Shares of the time that the main thread worked, in percent; frames of 50 ms and more; events that came."""

    busy_percent: float
    script_percent: float
    layout_percent: float
    long_frames_ms: tuple[float, ...]
    events_per_s: float


async def strain(browser: Browser, hub: HubProcess, play: Callable[[], Awaitable[None]], *, with_map: bool) -> Strain:
    """Measure a console's main thread while something is played."""
    token = await issue_token(hub.data, "dispatcher")
    kept = await sign_in(browser, hub.url, token)
    async with (
        HubClient(hub.url, token) as client,
        open_window(browser, hub.url, kept, script=TELL_LONG_FRAMES, with_map=with_map) as window,
    ):
        await window.page.wait_for_selector("[role=option]")
        await window.page.wait_for_selector(_MAP_OF_IT)
        await window.heap_bytes()  # what opening the page threw away is not what the changes cost
        await window.page.evaluate("() => { window.longFrames.length = 0; }")
        seq, before = await client.head(), await window.work()
        await play()
        after, events = await window.work(), await client.head() - seq
        frames = await window.page.evaluate("() => window.longFrames")
    took_s = after.at_s - before.at_s
    return Strain(
        100 * (after.task_s - before.task_s) / took_s,
        100 * (after.script_s - before.script_s) / took_s,
        100 * (after.style_s + after.layout_s - before.style_s - before.layout_s) / took_s,
        tuple(frames),
        events / took_s,
    )
