"""What pages go through away from a quiet desk: a telephone call takes the sound, nobody sees the page."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect

from dispatch.client.stream import StreamClient
from tests.e2e.conftest import Visit
from tests.e2e.test_crew import AT_SECOND, SECOND, button
from tests.hub import PATIENCE_S, Json, OpenHub

FIELD = """
    window.rung = 0;
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...given) { window.rung++; return start.apply(this, given); };
    // The system's hand on the sound: what it has taken nobody gets by asking.
    window.contexts = [];
    let taken = false;
    const Real = AudioContext;
    window.AudioContext = class extends Real {
        constructor() { super(); contexts.push(this); }
        resume() { return taken ? Promise.reject(new DOMException("", "NotAllowedError")) : super.resume(); }
    };
    window.takeSound = async () => { taken = true; for (const each of contexts) await each.suspend(); };
    window.giveSound = () => { taken = false; };
    // Nobody sees the page, and its own timers and pictures do not come any more.
    let hidden = false;
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    Object.defineProperty(Document.prototype, "hidden", { get: () => hidden });
    window.hide = () => {
        hidden = true;
        document.dispatchEvent(new Event("visibilitychange"));
        for (const each of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"])
            window[each] = () => 0;
    };
"""


async def test_e2_the_night_watch_says_that_it_would_not_ring_and_an_alarm_in_silence_rings_afterwards(
    hub: OpenHub, visit: Visit
) -> None:
    page = await _phone(hub, visit)
    await page.get_by_role("button", name="开始值守").click()
    await page.get_by_role("button", name="夜间值守").click()
    await expect(page.locator(".night[data-mute=no]")).to_contain_text("值守中")

    await page.evaluate("takeSound()")
    await expect(page.locator(".night").get_by_role("alert")).to_contain_text("现在不会响")
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    assert await page.evaluate("rung") == 0

    await page.evaluate("giveSound()")
    await page.wait_for_function("() => rung > 0")
    assert await page.evaluate("contexts.at(-1).state") == "running", "nobody touched the phone"


async def test_e3_a_hidden_phone_rings_and_says_received_from_the_frame(hub: OpenHub, visit: Visit) -> None:
    page = await _phone(hub, visit)
    await page.get_by_role("button", name="开始值守").click()
    await expect(page.get_by_text("值守中，有警情会响")).to_be_visible()
    await page.evaluate("hide()")
    async with hub.stream("console") as console:
        taken = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
        delivered = await _delivered(console)
    assert (delivered["incident"], delivered["by"]["station"]) == (taken["incident"], SECOND)
    assert await page.evaluate("rung") > 0


async def _phone(hub: OpenHub, visit: Visit) -> Page:
    """A crew's phone whose sound and screen a test has in its hand."""
    person = await visit(viewport={"width": 360, "height": 640})
    await person.context.add_init_script(FIELD)
    page: Page = await person.sign_in(hub.house.token("station", SECOND))
    return page


async def _delivered(console: StreamClient) -> Json:
    """Wait until an order is delivered, as the centre is told."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            frame = await console.receive()
            if frame["type"] == "event" and frame["event"]["type"] == "assignment.delivered":
                return dict(frame["event"])
