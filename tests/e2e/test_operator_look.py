"""How the console looks: nothing cut off at 1366 × 768, at twice the size or on a phone; states told without colour."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import ROW, Operator, sign_in
from tests.e2e.visitor import PHONE, Visitor, assert_accessible, assert_nothing_clipped, visiting
from tests.hub import House, OpenHub

TWICE = {"width": 683, "height": 384}

QUICK_TARGETS = """
[[targets]]
name = "respond"
from = "assigned"
to = "acknowledged"
kinds = ["micro_unit", "micro_community", "small", "fire"]
limit_s = 1

[[targets]]
name = "arrive"
from = "assigned"
to = "on_scene"
kinds = ["micro_unit", "micro_community"]
limit_s = 900

[[targets]]
name = "arrive"
from = "assigned"
to = "on_scene"
kinds = ["small", "fire"]
limit_s = 200
"""
"""Promises that a test can see broken and kept: 示例, nobody would make them."""


async def busy(hub: OpenHub) -> list[str]:
    """Raise a few alarms of all sorts; return their numbers."""
    numbers = []
    for number, kind in enumerate(("smoke", "gas", "report", "manual_call_point")):
        place = {"building": f"B{number + 1:05d}", "floor": number - 1 or 33}
        alarm = await hub.alarm(device=f"d-{number}", kind=kind, place=place, trapped=number or None)
        numbers.append(alarm["number"])
    await hub.alarm(device="d-9", place={"building": "B00001", "floor": 2})
    drill = await hub.alarm(exercise=True, device="d-drill", place={"building": "B00007"}, role="dispatcher")
    await hub.call("POST", "/api/v1/alarms", {"source": "phone", "kind": "report", "place": {"text": "示例路口"}})
    return [*numbers, drill["number"]]


async def look_at_all(person: Visitor, desk: Operator) -> None:
    """Look at every pane and every step, in both languages."""
    page = desk.page
    for _ in ("Chinese", "English"):
        for keys in (["Home"], ["KeyA"], ["KeyF"], ["KeyR"], ["KeyG"], ["KeyT"], ["F2"], ["KeyL"], ["KeyY"]):
            await page.keyboard.press("Escape")
            await page.keyboard.press("Escape")
            for key in keys:
                await page.keyboard.press(key)
            await assert_nothing_clipped(page)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await person.switch_language(page)


@pytest.mark.parametrize("size", [None, TWICE, PHONE], ids=["1366x768", "twice the size", "360 px"])
async def test_nothing_is_cut_off(hub: OpenHub, visit: Visit, size: dict[str, int] | None) -> None:
    person = await visit(**({} if size is None else {"viewport": size}))
    desk = await sign_in(hub, person, "王示例")
    numbers = await busy(hub)
    await expect(desk.row(numbers[0])).to_be_visible()
    await look_at_all(person, desk)


async def test_every_pane_is_accessible(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    desk = await sign_in(hub, person, "王示例")
    numbers = await busy(hub)
    await expect(desk.row(numbers[0])).to_be_visible()
    for keys in (["Escape"], ["KeyR"], ["Escape", "F2"], ["Escape", "Escape", "KeyY"]):
        for key in keys:
            await desk.page.keyboard.press(key)
        await assert_accessible(desk.page)
    await person.switch_language(desk.page)
    await desk.page.get_by_role("button", name="Light").click()
    await assert_accessible(desk.page)


async def test_ten_rows_fit_on_the_smallest_desk(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    await desk.begin_watch()
    for number in range(8):
        await hub.alarm(device=f"d-{number}", place={"building": f"B{number + 1:05d}"})
    await expect(desk.page.locator(ROW)).to_have_count(8)
    assert await desk.page.locator(ROW).first.evaluate("(row) => row.getBoundingClientRect().height") == 64
    room = "(list) => Math.floor(list.clientHeight / 64)"
    assert await desk.page.locator(".list .scrolled").evaluate(room) >= 10
    for number in range(8, 12):
        await hub.alarm(device=f"d-{number}", place={"building": f"B{number + 1:05d}"})
    await expect(desk.page.locator(".flood-line")).to_be_visible()
    assert await desk.page.locator(".list .scrolled").evaluate(room) >= 9, "the line of a flood costs one row"


@pytest_asyncio.fixture(loop_scope="session")
async def quick(district: Path, tmp_path: Path) -> AsyncIterator[OpenHub]:
    """A hub whose targets are over in a second."""
    folder = tmp_path / "quick"
    shutil.copytree(district, folder)
    with (folder / "district.toml").open("a", encoding="utf-8") as settings:
        settings.write(QUICK_TARGETS)
    async with House(folder, tmp_path / "data").open() as hub:
        yield hub


async def test_six_states_and_a_drill_differ_without_colour(quick: OpenHub, browser: Browser) -> None:
    """Each is told by its glyph and its words; the sixth, data that stands still, is in `test_operator_line`."""
    async with visiting(browser, quick) as person:
        desk = await sign_in(quick, person, "王示例")
        alarm = await quick.alarm()
        await quick.alarm(exercise=True, device="d-drill", place={"building": "B00009"}, role="dispatcher")
        await desk.select(alarm["number"])
        detail = desk.page.get_by_role("region", name="详情")
        for order in alarm["assignments"]:
            await detail.locator(f"[data-order={order['id']}] .unit-name").click()
        await expect(detail.locator("[data-state=running]").first).to_contain_text("● 剩")
        await expect(detail.locator("[data-state=pressing]").first).to_contain_text("▲ 剩")
        await expect(detail.locator("[data-state=pressing]").first).to_contain_text("预计超")
        await expect(detail.locator("[data-state=missed]").first).to_contain_text("■ 超时 +")
        first, second = alarm["assignments"][0]["id"], alarm["assignments"][1]["id"]
        await quick.command("c-1", "assignment.acknowledge", assignment=second)
        await expect(detail.locator("[data-state=met_late]").first).to_contain_text("■ 迟")
        await quick.command("c-2", "assignment.arrive", assignment=first)
        await expect(detail.locator("[data-state=met]").first).to_contain_text("到场")
        for state, glyph in {"met": "✔", "met_late": "✔■", "missed": "■", "pressing": "▲", "running": "●"}.items():
            drawn = detail.locator(f"[data-state={state}]").first
            await expect(drawn.locator("[data-glyph]")).to_have_attribute("data-glyph", glyph)
            await expect(drawn.locator("[data-glyph] svg")).to_have_count(int("✔" in glyph))
        await expect(
            desk.page.locator(ROW).filter(has_text="演练").locator("svg.urgency.violet.hollow")
        ).to_be_visible()
