"""A window of a page with somebody signed in, and what can be measured of it from outside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, cast

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, StorageState

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 640}

LIMIT_MS = 30_000

MAP_REQUESTS = "**/api/v1/map**"

TELL_FIRSTS = """
    window.bench = { first: {}, shown: {} };
    const painted = (act) => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = act;
        after.port2.postMessage(0);
    });
    const once = (table, key, value) => {
        if (key in table) return;
        table[key] = null;
        painted(() => { table[key] = value(); });
    };
    const look = () => {
        const { first, shown } = window.bench;
        if (document.querySelector("[data-line=ok]") && document.querySelector("[role=option]")) {
            once(first, "usable", () => performance.now());
        }
        if (document.querySelector("[data-map=ready]")) once(first, "map", () => performance.now());
        for (const row of document.querySelectorAll("[data-incident]")) {
            once(shown, row.dataset.incident, () => Date.now());
        }
        const order = document.querySelector("article.alert")?.getAttribute("aria-label") ?? "";
        for (const word of order.split(" ")) if (word) once(shown, word, () => Date.now());
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
"""
"""Notes when the page was first usable and its map drawn (ms since the navigation began), and when each incident's row
or order stood painted (ms of the machine's clock)."""

TELL_LONG_FRAMES = """
    window.longFrames = [];
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) window.longFrames.push(each.duration);
    }).observe({ type: "long-animation-frame" });
"""
"""Notes each frame that took 50 ms or more; that is what the browser calls a long one."""


class Work(NamedTuple):
    """What the main thread had done up to a moment, in seconds, and the moment itself on the browser's clock."""

    at_s: float
    task_s: float
    script_s: float
    style_s: float
    layout_s: float


class Window:
    """One page in a browser of its own."""

    def __init__(self, page: Page, inspector: CDPSession) -> None:
        self.page = page
        self._inspector = inspector

    async def work(self) -> Work:
        """Return what the main thread has done until now."""
        found = await self._inspector.send("Performance.getMetrics")
        values = {each["name"]: float(each["value"]) for each in found["metrics"]}
        names = ("Timestamp", "TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
        return Work(*(values[name] for name in names))

    async def heap_bytes(self) -> int:
        """Collect the garbage, and return how much memory the page's objects hold then."""
        await self._inspector.send("HeapProfiler.collectGarbage")
        return int((await self._inspector.send("Runtime.getHeapUsage"))["usedSize"])

    async def first_ms(self, what: str) -> float:
        """Return when the page was first ``usable``, or its ``map`` drawn, in ms since the navigation began."""
        return await self._told("first", what)

    async def shown_ms(self, number: str) -> float:
        """Return when an incident's row or order stood painted, in ms of the machine's clock."""
        return await self._told("shown", number)

    async def _told(self, table: str, key: str) -> float:
        found = await self.page.wait_for_function("([table, key]) => window.bench[table][key]", arg=[table, key])
        return float(cast("Any", await found.json_value()))


async def sign_in(browser: Browser, url: str, token: str) -> StorageState:
    """Sign in as people do; return what the browser keeps of it."""
    context = await browser.new_context(locale="zh-CN")
    try:
        page = await context.new_page()
        await page.goto(f"{url}/sign-in")
        await page.fill("#secret", token)
        await page.click("button[type=submit]")
        await page.wait_for_url(lambda address: "/sign-in" not in address)
        return await context.storage_state()
    finally:
        await context.close()


@asynccontextmanager
async def open_window(
    browser: Browser,
    address: str,
    kept: StorageState,
    *,
    script: str,
    viewport: dict[str, int] | None = None,
    with_map: bool = True,
) -> AsyncIterator[Window]:
    """Open a page with nothing in its cache. Without the map, what it asks the hub for is refused to it."""
    context = await browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport=cast("Any", viewport or DESK),
        storage_state=kept,
    )
    try:
        yield await _open(context, address, script, with_map=with_map)
    finally:
        await context.close()


async def _open(context: BrowserContext, address: str, script: str, *, with_map: bool) -> Window:
    context.set_default_timeout(LIMIT_MS)
    await context.add_init_script(script)
    if not with_map:
        await context.route(MAP_REQUESTS, lambda route: route.abort())
    page = await context.new_page()
    inspector = await context.new_cdp_session(page)
    # The thread's own time: on a machine that others use too, waiting for a processor is not work.
    await inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.goto(address)
    return Window(page, inspector)
