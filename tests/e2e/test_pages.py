"""Every page, in both languages and looks: accessible, nothing cut off, nothing from elsewhere."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

CENTRE_PAGES = ("/", "/replay", "/district")


@pytest.mark.parametrize("address", CENTRE_PAGES)
async def test_the_centres_pages_in_both_languages_and_looks(hub: OpenHub, visit: Visit, address: str) -> None:
    person = await visit()
    page = await person.sign_in(hub.house.token("dispatcher"))
    await page.goto(hub.url + address)
    await expect(page.locator("[data-line=ok]")).to_be_visible()
    for look in ("浅色", "Dark"):
        await page.get_by_role("button", name=look).click()
        await assert_accessible(page)
        await assert_nothing_clipped(page)
        await person.switch_language(page)
        await assert_accessible(page)
        await assert_nothing_clipped(page)


async def test_the_crews_page_on_a_small_phone(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    page = await person.sign_in(hub.house.token("station"))
    for _ in range(2):
        await assert_accessible(page)
        await assert_nothing_clipped(page)
        await person.switch_language(page)


async def test_sign_in_in_both_languages_at_twice_the_size(visit: Visit) -> None:
    person = await visit(viewport={"width": 683, "height": 384}, device_scale_factor=2)
    page = await person.open("/sign-in")
    for _ in range(2):
        await assert_accessible(page)
        await assert_nothing_clipped(page)
        await person.switch_language(page)


async def test_the_language_is_kept(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    page = await person.sign_in(hub.house.token("dispatcher"))
    await person.switch_language(page)
    await page.reload()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert await page.title() == "Console · onethree"


async def test_the_browser_draws_maps(visit: Visit) -> None:
    page = await (await visit()).open("/sign-in")
    assert await page.evaluate("document.createElement('canvas').getContext('webgl2') !== null")


async def test_the_watch_for_wrong_things_works(visit: Visit) -> None:
    """What the other tests would fail on is brought about here."""
    person = await visit()
    page = await person.open("/sign-in")
    await page.evaluate(
        """async () => {
            const inline = document.createElement("script");
            inline.textContent = "1";
            document.head.append(inline);
            await fetch("http://127.0.0.1:1/").catch(() => undefined);
            await new Promise((next) => setTimeout(next));
        }"""
    )
    said = " ".join(person.complaints)
    assert "policy: script-src-elem refused inline" in said
    assert "policy: connect-src refused" in said
    person.complaints.clear()
