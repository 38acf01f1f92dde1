"""The map in a real Chromium: drawn from the hub's own network, followed live, plain where there is no WebGL."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from dispatch.maps import tiles as maps
from tests.e2e.conftest import Visit
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

NO_WEBGL = """
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...rest);
    };
"""


async def drawn_map(page: Page, condition: str = "ready") -> None:
    """Wait until the map says that it is drawn."""
    await expect(page.get_by_role("region", name="地图")).to_have_attribute("data-map", condition)


async def test_the_map_is_drawn_from_the_hubs_own_network(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url.removeprefix(hub.url).split("?")[0]))
    page = await person.sign_in(hub.house.token("dispatcher"))
    await drawn_map(page)
    assert {"/api/v1/map", "/api/v1/map/roads", "/api/v1/map/buildings"} <= set(asked)
    picture = await page.locator(".map-place").screenshot()
    assert len(picture) > 20_000, "roads, stations and names, not an empty ground"
    await assert_accessible(page)
    await assert_nothing_clipped(page)


async def test_a_large_district_comes_in_tiles(hub: OpenHub, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "TILES_FROM_SEGMENTS", 100)
    person = await visit()
    tiles: list[int] = []
    person.context.on("response", lambda answer: tiles.append(answer.status) if "/map/tiles/" in answer.url else None)
    page = await person.sign_in(hub.house.token("dispatcher"))
    await drawn_map(page)
    assert tiles
    assert set(tiles) == {200}


async def test_look_and_language_are_switched_without_fetching_the_map_again(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    page = await person.sign_in(hub.house.token("dispatcher"))
    await drawn_map(page)
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url))
    before = await page.locator(".map-place").screenshot()
    await page.get_by_role("button", name="浅色").click()
    await person.switch_language(page)
    await expect(page.get_by_role("region", name="Map")).to_be_visible()
    await expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    assert await page.locator(".map-place").screenshot() != before
    assert [url for url in asked if "/api/v1/map" in url] == []


async def test_without_webgl_there_is_a_plain_map_with_everything_on_it(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    await person.context.add_init_script(NO_WEBGL)
    page = await person.sign_in(hub.house.token("dispatcher"))
    await drawn_map(page, "plain")
    await expect(page.get_by_text("改用简图")).to_be_visible()
    stations = len(hub.hub.processor.durable.stations)
    await expect(page.locator(".plain-map g[data-key^='station/']")).to_have_count(stations)
    taken = await hub.alarm()
    mark = page.locator(f".plain-map g[data-key='incident/{taken['incident']}']")
    await expect(mark).to_contain_text(taken["number"])
    order = taken["assignments"][0]
    await expect(page.locator(f".plain-map g[data-key='unit/{order['unit']}']")).to_be_visible()
    await mark.click()
    await expect(mark).to_have_class("selected")
    await assert_accessible(page)
