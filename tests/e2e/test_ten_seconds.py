"""What a crew needs in ten seconds stands on a small phone at once: where to go in, what is dangerous, whom to call."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.on_scene import BURNING, ENGINE, LOOKS
from tests.e2e.visitor import PHONE, assert_accessible, assert_nothing_clipped, visiting, worker_stands
from tests.hub import House

CREWS = {
    LOOKS: ("南门", "负一层燃气表间", "屋顶光伏", "000-1900"),
    ENGINE: ("北门", "XH-19", "负一层燃气表间", "屋顶光伏", "000-1900"),
}
"""A crew on foot and an engine's, and what each must see without touching the page."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("station", CREWS)
async def test_the_ten_second_question_is_answered_without_a_touch(
    on_scene_house: House, browser: Browser, station: str, language: str
) -> None:
    async with on_scene_house.open() as hub, visiting(browser, hub, viewport=PHONE) as person:
        await person.read_in(language)
        page = await person.sign_in(hub.house.token("station", station))
        await worker_stands(page)
        await page.locator(".watch .huge").click()  # as at the beginning of a shift: the phone may ring
        await hub.alarm(place={"building": BURNING, "floor": 12}, trapped=1, kind="flame")
        await expect(page.locator("article.alert")).to_be_visible()
        if station == ENGINE:
            await expect(page.locator(".way")).to_contain_text(" km" if language == "en" else "公里")
        for line in CREWS[station]:
            await seen_at_once(page, line)
        helped = page.locator(".lines.urgent dd").last
        await seen_whole(page, helped)
        await expect(page.get_by_role("timer")).to_be_in_viewport(ratio=1)
        await assert_nothing_clipped(page)
        await assert_accessible(page)


async def seen_at_once(page: Page, words: str) -> None:
    """Check that words are wholly on the screen above the buttons, without scrolling."""
    await seen_whole(page, page.locator("article.alert").get_by_text(words).first)


async def seen_whole(page: Page, found: Locator) -> None:
    """Check that a part is wholly on the screen above the buttons."""
    await expect(found).to_be_visible()
    box, dock = await found.bounding_box(), await page.locator(".dock").bounding_box()
    assert box
    assert dock
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= dock["y"], f"{await found.inner_text()} is under the buttons: {box} {dock}"
    assert box["x"] + box["width"] <= PHONE["width"]
