"""The unit board, and the windows of one desk on several screens: they act as one, and one of them sounds."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import Operator, sign_in
from tests.e2e.visitor import DESK, Visitor, assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

WALL = {"width": 3840, "height": 2160}


async def beside(desk: Operator, kind: str) -> Operator:
    """Open another window of the same desk."""
    page = await desk.person.context.new_page()
    await page.goto(f"{desk.hub.url}/?window={kind}")
    return Operator(desk.hub, desk.person, page, desk.name)


def cell(page: Page, unit: str) -> Locator:
    """A unit on the board."""
    return page.locator(f".unit-cell[data-unit='{unit}']")


@pytest.mark.usefixtures("time_stands_still")
async def test_s24_the_windows_of_a_desk_act_as_one_and_closing_one_never_silences(hub: OpenHub, visit: Visit) -> None:
    first, second = await hub.alarm(), await hub.alarm(device="d-2", place={"building": "B00002"})
    person: Visitor = await visit()
    desk = await sign_in(hub, person, "王示例")
    await desk.begin_watch()
    await desk.select(second["number"])
    board = await beside(desk, "board")
    about = board.acts.locator(".about")

    # A window that is opened later shows what is selected; only one of them is to be armed.
    await expect(about).to_contain_text(second["number"])
    await expect(board.page.locator("[data-armed=elsewhere]")).to_be_visible()
    await expect(board.page.get_by_role("button", name="开始值守")).to_have_count(0)

    # Found by pinyin, sent by Enter, seen in the other window.
    free = board.page.locator(".unit-cell[data-doing=free]").first
    unit, sign = await free.get_attribute("data-unit"), await free.locator(".unit-sign").inner_text()
    assert unit is not None
    await board.press("Period")
    await expect(board.page.locator("#find-unit")).to_be_focused()
    await board.page.keyboard.type(unit)
    await expect(board.page.locator(".unit-cell").first).to_have_attribute("data-unit", unit)
    await board.page.keyboard.press("Enter")
    await expect(board.acts).to_have_attribute("data-step", "unit")
    await expect(cell(board.page, unit)).to_have_attribute("aria-pressed", "true")
    await board.page.keyboard.press("Enter")
    [sent] = await board.done("assignment.assigned")
    assert (sent["unit"], sent["incident"]) == (unit, second["incident"])
    await expect(cell(board.page, unit)).to_have_attribute("data-doing", "bound")
    await expect(desk.page.locator("#detail")).to_contain_text(sign.split()[-1])

    # A unit that is bound elsewhere leads to its incident, in both windows.
    await board.page.locator("#find-unit").fill("")
    bound = first["assignments"][0]["unit"]
    await board.page.locator("[data-doing=bound][aria-pressed]:not(.unit-cell)").click()
    await cell(board.page, bound).click()
    await expect(about).to_contain_text(first["number"])
    await expect(desk.row(first["number"])).to_have_attribute("aria-selected", "true")

    # What is half typed is not lost to a click on another screen; it follows when that is done.
    await desk.page.bring_to_front()
    await desk.press("KeyN")
    await desk.page.keyboard.type("示例路口")
    await cell(board.page, unit).click()
    await expect(about).to_contain_text(second["number"])
    await expect(desk.page.locator("#detail form")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await expect(desk.row(second["number"])).to_have_attribute("aria-selected", "true")

    # One language, and one that rings when the other is closed.
    await board.page.bring_to_front()
    await person.switch_language(board.page)
    await expect(desk.page.get_by_role("region", name="Incidents")).to_be_visible()
    await desk.page.close()
    await expect(board.page.locator("[data-armed=on]")).to_be_visible()


@pytest.mark.usefixtures("time_stands_still")
async def test_s24_the_board_stands_beside_the_desk_where_there_is_room(hub: OpenHub, visit: Visit) -> None:
    alarm = await hub.alarm()
    person: Visitor = await visit()
    desk = await sign_in(hub, person, "王示例")
    board = desk.page.locator(".unit-board")

    # At a usual desk a key and a button bring it into the detail's place, and put it away.
    await expect(desk.page.locator("[role=option]")).to_have_count(1)
    await expect(board).to_have_count(0)
    await desk.press("Period")
    await expect(board.locator(".unit-cell").first).to_be_visible()
    await assert_nothing_clipped(desk.page)
    # From the field the arrows walk over the units, and leave the list of incidents alone.
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        await desk.page.keyboard.press(key)
        await expect(board.locator(".unit-cell").nth(place)).to_be_focused()
    await desk.page.keyboard.press("ArrowUp")
    await expect(board.locator("#find-unit")).to_be_focused()
    await desk.page.get_by_role("button", name="力量板").click()
    await expect(board).to_have_count(0)

    # On a wall it always stands there, with as many side by side as fit; a press picks for the selected incident.
    await desk.page.set_viewport_size({"width": WALL["width"], "height": WALL["height"]})
    await expect(board.locator(".unit-cell").first).to_be_visible()
    await assert_nothing_clipped(desk.page)
    await assert_accessible(desk.page)
    free = board.locator(".unit-cell[data-doing=free]").first
    await free.click()
    await expect(free).to_have_attribute("aria-pressed", "true")
    await expect(desk.page.locator("section.acts")).to_have_attribute("data-step", "unit")
    await desk.page.keyboard.press("Escape")

    # In a window of its own, on a small screen, too.
    own = await beside(desk, "board")
    await own.page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    await expect(own.page.locator(".unit-cell").first).to_be_visible()
    await assert_nothing_clipped(own.page)
    await assert_accessible(own.page)
    await person.switch_language(own.page)
    await expect(own.page.get_by_role("region", name="Unit board")).to_contain_text("Free")
    await assert_nothing_clipped(own.page)
    await expect(desk.page.get_by_role("region", name="Unit board")).to_be_visible()
    await assert_nothing_clipped(desk.page)

    # The map, too; it shows what is selected though no hand chose it.
    area = await beside(desk, "map")
    await expect(area.page.get_by_role("region", name="Map")).to_be_visible()
    await expect(area.page.get_by_role("region", name="Acts")).to_contain_text(alarm["number"])
    await assert_nothing_clipped(area.page)
