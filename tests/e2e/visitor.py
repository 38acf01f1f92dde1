"""A person with a browser of their own, who notices what must not happen: foreign requests, refused content, errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from loadtest.pages.chromium import PACKAGES
from tests.hub import OpenHub

AXE = PACKAGES / "axe-core" / "axe.min.js"

DESK = {"width": 1366, "height": 768}
"""The smallest screen that the console is made for."""

PHONE = {"width": 360, "height": 640}
"""The smallest screen that the crew's page is made for."""

PATIENCE_MS = 60_000
"""How long a page is waited for. It only ends a wait for what never comes: how long a page may take for something is
counted in its own time, where that is what a test is about."""

expect.set_options(timeout=PATIENCE_MS)

_COUNT_OWN_TIME = "window.ownMs = 0; setInterval(() => (window.ownMs += 10), 10);"
"""The page's own time: like its other timers it stands still while the machine keeps the page from its turn."""

_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} in ${event.sourceFile}`))"""


_READ_BACK = "GPU stall due to ReadPixels"
"""Chromium's own word where the map's picture is read back to be put into the page, as these tests let it."""


class Visitor:
    """One browser context at one hub."""

    def __init__(self, hub: OpenHub, context: BrowserContext) -> None:
        self.hub = hub
        self.context = context
        self.complaints: list[str] = []
        self.forgiven: list[str] = []
        """Parts of complaints that a test brings about on purpose."""
        context.on("request", self._look_at)
        context.on("console", self._listen_to)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))

    async def open(self, address: str) -> Page:
        """Open an address of the hub in a new tab."""
        page = await self.context.new_page()
        await page.goto(self.hub.url + address)
        return page

    async def sign_in(self, token: str, page: Page | None = None) -> Page:
        """Sign in as people do, and return the page that it leads to."""
        page = page or await self.open("/sign-in")
        await page.fill("#secret", token)
        await page.click("button[type=submit]")
        await page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/sign-in"))
        await expect(page.locator("[data-line=ok]")).to_be_visible()
        return page

    async def read_in(self, language: str) -> None:
        """Let the pages that this person opens from now on speak a language from the beginning."""
        await self.context.add_init_script(
            f"if (location.protocol !== 'about:') localStorage.setItem('onethree.language', '{language}')"
        )

    async def switch_language(self, page: Page) -> None:
        """Press the language switch."""
        before = await page.locator("html").get_attribute("lang")
        await page.locator("button[lang]").click()
        await expect(page.locator("html")).not_to_have_attribute("lang", str(before))

    def assert_content(self) -> None:
        """Fail with everything that was wrong."""
        wrong = [each for each in self.complaints if not any(part in each for part in self.forgiven)]
        assert not wrong, "\n".join(wrong)

    def _look_at(self, request: Request) -> None:
        at = urlsplit(request.url)
        if at.scheme not in ("data", "blob") and at.netloc != urlsplit(self.hub.url).netloc:
            self.complaints.append(f"foreign request: {request.url}")

    def _listen_to(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _READ_BACK not in message.text:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


@asynccontextmanager
async def visiting(browser: Browser, hub: OpenHub, **options: Any) -> AsyncIterator[Visitor]:
    """Give a person a fresh browser; at the end nothing may have been wrong."""
    context = await browser.new_context(
        **{"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
    )
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(_COUNT_OWN_TIME)
    await context.add_init_script(_TELL_VIOLATIONS)
    visitor = Visitor(hub, context)
    try:
        yield visitor
    finally:
        await context.close()
    visitor.assert_content()


async def own_ms(page: Page) -> int:
    """Return how long a page has been there, by its own time."""
    found: int = await page.evaluate("ownMs")
    return found


async def worker_stands(page: Page) -> None:
    """Wait until the page's service worker is active: one that takes over while a page loads makes the browser warn."""
    await page.evaluate(
        """async () => {
            const { active } = await navigator.serviceWorker.ready;
            const stands = () => active.state === "activated";
            if (!stands()) await new Promise((next) => (active.onstatechange = () => stands() && next()));
        }"""
    )


async def assert_accessible(page: Page) -> None:
    """Fail with what axe finds on the page (WCAG 2.2 A and AA, and best practices)."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(document)")
    wrong = [
        f"{each['id']} ({each['impact']}): {each['help']}: {[node['html'] for node in each['nodes']][:3]}"
        for each in found["violations"]
    ]
    assert found["passes"], "axe looked at something"
    assert not wrong, "\n".join([page.url, *wrong])


async def assert_nothing_clipped(page: Page, *, dots_are_fine: bool = False) -> None:
    """Fail where the page is wider than the window, or where an element with words is cut off.

    Words that end in an ellipsis are cut off, too, but for who says that they may be.
    """
    wrong = await page.evaluate(
        """(dotsAreFine) => {
            const found = [];
            const root = document.documentElement;
            if (root.scrollWidth > root.clientWidth) found.push(`page: ${root.scrollWidth} > ${root.clientWidth}`);
            for (const each of document.body.querySelectorAll("*")) {
                const style = getComputedStyle(each);
                const cut = style.overflowX !== "visible" && !["auto", "scroll"].includes(style.overflowX);
                if (dotsAreFine && style.textOverflow === "ellipsis") continue;
                const unseen = each.clientWidth <= 1 || style.visibility === "hidden";
                if (cut && !unseen && each.textContent.trim() && each.scrollWidth > each.clientWidth + 1)
                    found.push(`${each.tagName}.${each.className}: ${each.textContent.slice(0, 40)}`);
            }
            return found;
        }""",
        dots_are_fine,
    )
    assert not wrong, "\n".join([page.url, *wrong])


async def assert_no_words_overlap(page: Page) -> None:
    """Fail where words are drawn over other words, each line of them as large as its letters.

    What lies under an open dialogue or a list of choices is covered, not mixed up with it: only words of which both
    are seen at the place where they meet count.
    """
    wrong = await page.evaluate(
        """() => {
            const lines = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const seenAt = (element, x, y) => {
                const top = document.elementFromPoint(x, y);
                return top !== null && (element.contains(top) || top.contains(element));
            };
            while (walk.nextNode()) {
                const node = walk.currentNode, parent = node.parentElement;
                if (!node.textContent.trim() || parent === null) continue;
                if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                const frames = [];
                for (let each = parent; each !== null; each = each.parentElement) {
                    const style = getComputedStyle(each);
                    if (style.overflowX !== "visible" || style.clipPath !== "none")
                        frames.push(each.getBoundingClientRect());
                }
                for (const box of range.getClientRects()) {
                    // Letters fill the middle of their line; what a frame cuts off is not drawn.
                    const inset = box.height * 0.2;
                    const line = {
                        left: Math.max(box.left, ...frames.map((frame) => frame.left)),
                        right: Math.min(box.right, ...frames.map((frame) => frame.right)),
                        top: Math.max(box.top + inset, ...frames.map((frame) => frame.top)),
                        bottom: Math.min(box.bottom - inset, ...frames.map((frame) => frame.bottom)),
                    };
                    if (line.right - line.left > 2 && line.bottom - line.top > 2)
                        lines.push({ ...line, parent, words: node.textContent.trim().slice(0, 30) });
                }
            }
            lines.sort((one, other) => one.top - other.top);
            const found = [];
            for (let i = 0; i < lines.length; i++)
                for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j++) {
                    const one = lines[i], other = lines[j];
                    const left = Math.max(one.left, other.left), right = Math.min(one.right, other.right);
                    const bottom = Math.min(one.bottom, other.bottom);
                    // What an ellipsis cuts short is told as two boxes of one text.
                    if (one.parent === other.parent || right - left < 2 || bottom - other.top < 2) continue;
                    const x = (left + right) / 2, y = (other.top + bottom) / 2;
                    if (seenAt(one.parent, x, y) && seenAt(other.parent, x, y))
                        found.push(`${one.words} | ${other.words} at ${Math.round(x)}, ${Math.round(y)}`);
                }
            return found;
        }"""
    )
    assert not wrong, "\n".join([page.url, *wrong])
