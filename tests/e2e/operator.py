"""An operator at the console, as the tests speak of one: keys, rows, what the record says was done."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, Locator, Page, expect

from dispatch.access.tokens import Tokens
from tests.e2e.visitor import PATIENCE_MS, Visitor, own_ms
from tests.hub import Json, OpenHub

LISTEN = """
    // How long the hub was waited for.
    window.askedMs = 0;
    const ask = window.fetch;
    window.fetch = async (...given) => {
        const began = window.ownMs;
        try { return await ask(...given); } finally { window.askedMs += window.ownMs - began; }
    };
    // What is heard of the hub, and when.
    window.heard = [];
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => window.heard.push({ data, ownMs: window.ownMs }));
        }
    };
    // What is sounded, and when: the real oscillators, looked at from outside.
    window.sounded = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
        window.sounded.push({ hertz: this.frequency.value, ownMs: window.ownMs });
        return start.call(this, at);
    };
"""

URGENT_HZ, FRESH_HZ = 960, 660

ROW = "[role=option]"
"""A row of a list; the choices of a form are options, too, and bear no such word."""


class Operator:
    """A console of one person, signed in."""

    def __init__(self, hub: OpenHub, person: Visitor, page: Page, name: str) -> None:
        self.hub = hub
        self.person = person
        self.page = page
        self.name = name
        self._inspector: CDPSession | None = None

    async def begin_watch(self) -> None:
        """Arm the sound: press, and say that it is heard."""
        await self.page.get_by_role("button", name="开始值守").click()
        await self.page.get_by_role("button", name="听到了").click()
        await expect(self.page.locator("[data-armed=on]")).to_be_visible()

    def row(self, number: str) -> Locator:
        """The row of an incident in the list."""
        return self.page.locator(f"[role=option][data-incident='{number}']")

    async def select(self, number: str) -> None:
        """Walk to an incident by the arrows, as the keyboard does.

        Rows change places while units answer and time passes: who has come to the end of the list begins again.
        """
        await expect(self.row(number)).to_be_visible()
        end_ms = await own_ms(self.page) + PATIENCE_MS
        while await own_ms(self.page) < end_ms:
            await self.press("Home")
            for _ in range(await self.page.locator(ROW).count()):
                if await self.row(number).get_attribute("aria-selected") == "true":
                    return
                await self.press("ArrowDown")
        raise AssertionError(f"{number} is never selected: {await self.page.locator(ROW).all_inner_texts()}")

    async def press(self, *keys: str) -> None:
        """Press physical keys one after the other, each with its picture drawn before the next."""
        for key in keys:
            await expect(self.acts).to_have_attribute("data-resting", "false")
            await self.page.keyboard.press(key)
            await self.page.evaluate(
                "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            )

    @property
    def acts(self) -> Locator:
        """The bar of acts."""
        return self.page.get_by_role("region", name="操作")

    async def worked_s(self) -> float:
        """Return how long the page's main thread has worked, by the processor's clock."""
        if self._inspector is None:
            self._inspector = await self.page.context.new_cdp_session(self.page)
            await self._inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
        found = await self._inspector.send("Performance.getMetrics")
        return next(float(each["value"]) for each in found["metrics"] if each["name"] == "TaskDuration")

    async def done(self, kind: str, number: int = 1) -> list[Json]:
        """Wait until the record has so many events of a kind that this operator brought about; return them."""
        found: list[Json] = []
        end_ms = await own_ms(self.page) + PATIENCE_MS
        while await own_ms(self.page) < end_ms:
            found = [
                each for each in await self.hub.events() if each["type"] == kind and each["by"]["name"] == self.name
            ]
            if len(found) >= number:
                return found
            await self.page.evaluate("new Promise((next) => setTimeout(next, 50))")
        raise AssertionError(f"{kind} by {self.name}: {len(found)} of {number}; {await self.acts.inner_text()}")


async def sign_in(hub: OpenHub, person: Visitor, name: str, role: Any = "dispatcher") -> Operator:
    """Sign somebody in at the console under a name of their own."""
    token = Tokens(hub.house.data).issue(role, name=name, station=None)
    await person.context.add_init_script(LISTEN)
    page = await person.sign_in(token)
    await page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    if role == "commander":
        await page.goto(f"{person.hub.url}/")
    await expect(page.get_by_role("region", name="警情")).to_be_visible()
    return Operator(hub, person, page, name)
