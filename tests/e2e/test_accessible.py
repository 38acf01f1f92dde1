"""Every page while something goes on, in the light look and both languages: axe finds nothing, no words under others.

The pages' own tests look at every pane in the dark; what one page does to all is looked at here.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import DESK, PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

HOME = "B00005"
"""The building in which the station is whose phone is looked at."""

HIDDEN_WORDS = """
    () => {
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const inside = (box, other) => ({
            left: Math.max(box.left, other.left), right: Math.min(box.right, other.right),
            top: Math.max(box.top, other.top), bottom: Math.min(box.bottom, other.bottom),
        });
        while (walker.nextNode()) {
            const owner = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || owner.closest(".unseen, .map, svg, option, [hidden]")) continue;
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            for (const line of range.getClientRects()) {
                let box = inside(line, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
                for (let up = owner; up !== null; up = up.parentElement) {
                    const { overflowX, overflowY } = getComputedStyle(up);
                    const clips = overflowX !== "visible" || overflowY !== "visible";
                    if (clips) box = inside(box, up.getBoundingClientRect());
                }
                if (box.right - box.left < 4 || box.bottom - box.top < 4) continue;
                for (const x of [box.left + 1, (box.left + box.right) / 2, box.right - 1]) {
                    const top = document.elementFromPoint(x, (box.top + box.bottom) / 2);
                    if (top && !top.contains(owner) && !owner.contains(top) && top.textContent.trim()) {
                        found.push(`"${walker.currentNode.data}" under "${top.textContent.slice(0, 30)}"`);
                    }
                }
            }
        }
        return [...new Set(found)];
    }
"""
"""Words of which a part lies under other words; what is scrolled out of sight counts as nowhere."""


async def assert_no_words_under_others(page: Page) -> None:
    """Fail with the words that others stand over."""
    assert await page.evaluate(HIDDEN_WORDS) == [], page.url


async def something_going_on(hub: OpenHub) -> None:
    """Raise alarms of all sorts: people trapped, several alarms, a drill, a place that nobody knows."""
    kinds = {HOME: "smoke", "B00002": "gas", "B00003": "manual_call_point", "B00004": "water_flow"}
    for number, (building, kind) in enumerate(kinds.items(), start=1):
        place = {"building": building, "floor": 33 if number > 1 else -2}
        await hub.alarm(device=f"d-{number}", kind=kind, place=place, trapped=number * 3)
    await hub.alarm(device="d-9", place={"building": HOME, "floor": 2})
    await hub.alarm("dispatcher", device="d-drill", place={"building": "B00007"}, exercise=True)


@pytest.mark.parametrize(
    ("address", "role", "ready"),
    [
        ("/", "dispatcher", "[role=option]"),
        ("/replay", "commander", "table tr:nth-child(2)"),
        ("/district", "commander", ".section table"),
        ("/crew", "station", "article.alert"),
    ],
    ids=["console", "replay", "district", "crew"],
)
async def test_every_page_in_the_light(hub: OpenHub, visit: Visit, address: str, role: str, ready: str) -> None:
    await something_going_on(hub)
    person = await visit(viewport=PHONE if role == "station" else DESK)
    page = await person.sign_in(hub.house.token(role))  # type: ignore[arg-type] # a role's name
    await page.evaluate("localStorage.setItem('onethree.look', 'light')")
    for language in ("zh", "en"):
        await page.evaluate(f"localStorage.setItem('onethree.language', '{language}')")
        if role == "station":
            # A worker that takes over while the page loads makes the browser warn of what it preloaded for nothing.
            await page.evaluate("navigator.serviceWorker.ready")
        await page.goto(hub.url + address)
        await expect(page.locator("[data-line=ok]")).to_be_visible()
        await expect(page.locator(ready).first).to_be_visible()
        await expect(page.locator("html")).to_have_attribute("data-look", "light")
        await assert_accessible(page)
        await assert_nothing_clipped(page)
        await assert_no_words_under_others(page)
