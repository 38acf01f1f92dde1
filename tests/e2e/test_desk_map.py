"""The desk's map explains itself, in a real Chromium: who is where under which name, and what the picture follows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.on_scene import BURNING
from tests.e2e.operator import Operator, sign_in
from tests.e2e.seen_map import SeenMap
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped
from tests.hub import House, Json, OpenHub

ELSEWHERE = "B00004"


@pytest_asyncio.fixture(loop_scope="session")
async def hub(on_scene_house: House) -> AsyncIterator[OpenHub]:
    """A hub whose district knows where water and entrances are."""
    async with on_scene_house.open() as opened:
        yield opened


async def test_s12_s19_s23_s24_s41_the_map_explains_itself(hub: OpenHub, visit: Visit) -> None:
    fire = await hub.alarm(kind="flame", place={"building": BURNING, "floor": 12}, trapped=1)
    await hub.alarm(device="d-2", place={"building": ELSEWHERE, "floor": 2})
    person = await visit()
    desk = await sign_in(hub, person, "王示例")
    seen = SeenMap(desk.page)
    await seen.drawn()
    await desk.row(fire["number"]).click()
    await the_picture_holds_everybody(desk, seen, fire)
    await glyphs_are_those_of_the_list(desk, seen, [fire])
    await names_are_unique_and_lie_on_nothing(hub, seen)
    await a_person_who_moved_it_is_left_there(desk, seen, fire)
    await cards_say_what_a_mark_is(hub, desk, seen, fire)
    await a_place_that_is_typed_is_pinned(hub, desk, seen)
    await legend_and_coverage_are_a_press_away(desk)
    await a_closed_road_leads_to_its_row(hub, desk, seen)
    await assert_accessible(desk.page)
    assert [each for each in person.complaints if "map" in each.lower()] == [], "s41: no warning after clicks"
    await in_english_too(desk)


async def the_picture_holds_everybody(desk: Operator, seen: SeenMap, fire: Json) -> None:
    keys = [f"incident/{fire['incident']}", *(f"unit/{each['unit']}" for each in fire["assignments"])]
    await seen.within(*keys)
    await desk.page.set_viewport_size({"width": 1920, "height": 1080})
    await seen.until("width > 800")
    await seen.within(*keys)
    await desk.page.set_viewport_size({"width": 1366, "height": 768})
    await seen.until("width < 800")
    await seen.within(*keys)
    world = desk.hub.hub.processor.durable
    bound = {each.unit for each in world.assignments.values()}
    more = min(set(world.units) - bound)
    sent = await desk.hub.command("more", "assignment.assign", incident=fire["incident"], unit=more)
    assert sent.status == 200, sent
    await seen.within(*keys, f"unit/{more}")


async def glyphs_are_those_of_the_list(desk: Operator, seen: SeenMap, incidents: list[Json]) -> None:
    for each in incidents:
        glyph = desk.row(each["number"]).locator("[data-urgency]")
        await expect(glyph).to_be_visible()
        await seen.until(
            """(() => {
                const row = document.querySelector(`[data-incident='${given.number}'] [data-urgency]`);
                const mark = seen.find(({ key }) => key === `incident/${given.incident}`);
                return mark && mark.icon.split("/")[1] === row?.dataset.urgency;
            })()""",
            each,
        )


async def names_are_unique_and_lie_on_nothing(hub: OpenHub, seen: SeenMap) -> None:
    await seen.until("seen.filter(({ kind, name }) => kind === 'unit' && name).length >= 2")
    marks = await seen.marks()
    names = [each["name"] for each in marks if each["kind"] == "unit" and each["name"]]
    assert len(names) == len(set(names)), names
    world = hub.hub.processor.durable
    for each in marks:
        if each["kind"] == "unit" and each["name"]:
            station = world.stations[world.units[each["id"]].station].name
            assert each["name"].split(" ")[0] in station, (each["name"], station)


async def a_person_who_moved_it_is_left_there(desk: Operator, seen: SeenMap, fire: Json) -> None:
    key = f"incident/{fire['incident']}"
    back = desk.page.get_by_role("button", name="回到警情")
    await expect(back).to_have_count(0)
    await seen.drag(-900, 0)
    await expect(back).to_be_visible()
    await seen.until("!of(given) || of(given).x < 20", key)
    assert (await desk.hub.command("up", "incident.update", incident=fire["incident"], trapped=2)).status == 200
    await seen.until("!of(given) || of(given).x < 20", key)
    await back.click()
    await seen.within(key)
    await expect(back).to_have_count(0)


async def cards_say_what_a_mark_is(hub: OpenHub, desk: Operator, seen: SeenMap, fire: Json) -> None:
    page = desk.page
    key = f"incident/{fire['incident']}"
    await seen.rest_on(key)
    hovered = page.locator(f"[data-card='{key}']")
    await expect(hovered).to_contain_text(fire["number"])
    await expect(hovered).to_contain_text("被困")
    unit = f"unit/{fire['assignments'][-1]['unit']}"
    await seen.press(unit)
    card = page.locator(f"[data-card='{unit}']")
    await expect(card).to_contain_text(fire["number"])
    await card.get_by_role("button", name="看这起警情").click()
    await card.get_by_role("button", name="选这组").click()
    sign = next(each["name"] for each in await seen.marks() if each["key"] == unit)
    await expect(desk.acts).to_contain_text(sign.split(" ")[-1])
    await page.keyboard.press("Escape")
    await card.get_by_role("button", name="关闭").click()
    await expect(card).to_have_count(0)
    found = [each for each in await seen.marks() if each["kind"] == "station"]
    assert found, "the stations that they come from are in the picture"
    await seen.press(found[0]["key"])
    name = hub.hub.processor.durable.stations[found[0]["id"]].name
    await expect(page.locator(f"[data-card='{found[0]['key']}']")).to_contain_text(name)
    await page.locator(".card-close").click()


async def a_place_that_is_typed_is_pinned(hub: OpenHub, desk: Operator, seen: SeenMap) -> None:
    name = hub.hub.processor.durable.buildings[BURNING].name
    await desk.page.keyboard.press("F2")
    await desk.page.locator("#place").fill(name)
    await seen.until("of('pin/pin')")
    await desk.page.keyboard.press("Enter")
    await seen.within("pin/pin", from_edge_px=100)
    await seen.until("of('pin/pin').name.startsWith(given) && of('pin/pin').name.includes('近 ')", name)
    await seen.until("of('hydrant/XH-19') && of('entrance/E-S') && of('entrance/E-N')")
    await desk.page.keyboard.press("Escape")
    await seen.until("!of('pin/pin')")


async def legend_and_coverage_are_a_press_away(desk: Operator) -> None:
    page = desk.page
    legend = page.get_by_role("button", name="图例")
    await expect(legend).to_have_attribute("aria-expanded", "false")
    await legend.click()
    await expect(page.locator(".legend-glyphs")).to_contain_text("没有人在去")
    await legend.click()
    coverage = page.get_by_role("button", name="覆盖")
    async with page.expect_response(lambda answer: "/api/v1/coverage?within=180&mode=any" in answer.url) as shaded:
        await coverage.click()
    assert (await shaded.value).status == 200
    async with page.expect_response(lambda answer: "/api/v1/coverage?within=300&mode=any" in answer.url):
        await page.get_by_label("几分钟内到").select_option("300")
    await coverage.click()
    await expect(coverage).to_have_attribute("aria-pressed", "false")


async def a_closed_road_leads_to_its_row(hub: OpenHub, desk: Operator, seen: SeenMap) -> None:
    building = hub.hub.processor.durable.buildings[BURNING]
    area = {"lon": building.lon + 0.002, "lat": building.lat + 0.001, "radius_m": 30}
    closed = await hub.command("close", "road.close", area=area, reason="示例塌陷")
    assert closed.status == 200, closed
    (closure,) = hub.hub.processor.durable.closures
    await seen.press(f"closure/{closure}", card=False)
    await expect(desk.page.locator(f"[data-closure='{closure}']")).to_contain_text("示例塌陷")
    await desk.page.keyboard.press("Escape")


async def in_english_too(desk: Operator) -> None:
    page: Page = desk.page
    await desk.person.switch_language(page)
    await expect(page.get_by_role("button", name="Legend")).to_be_visible()
    await page.get_by_role("button", name="Legend").click()
    await expect(page.locator(".legend-glyphs")).to_contain_text("nobody coming")
    await expect(page.get_by_role("button", name="Coverage")).to_be_visible()
    # What somebody else did a moment ago stands in the row for a while, and may end in an ellipsis.
    await expect(page.locator(".row .deed")).to_have_count(0)
    await assert_nothing_clipped(page)
