"""One truth about urgency, seen: row, bar, glyph, map, sound and header say the same of a fire that nobody answers."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.operator import ROW, Operator, sign_in
from tests.e2e.visitor import assert_nothing_clipped, visiting
from tests.hub import House, Json, OpenHub

IMPATIENT = """
[[targets]]
name = "respond"
from = "assigned"
to = "acknowledged"
kinds = ["micro_unit", "micro_community", "small", "fire"]
limit_s = 2

[[targets]]
name = "arrive"
from = "assigned"
to = "on_scene"
kinds = ["micro_unit", "micro_community", "small", "fire"]
limit_s = 3000

[[ladder]]
trigger = "unacknowledged"
after_s = 3000
action = "alert_again"
"""
"""Who does not answer in two seconds does not answer, and nothing else happens by itself: 示例."""

NO_WEBGL = """HTMLCanvasElement.prototype.getContext = ((own) => function (kind, ...rest) {
    return String(kind).startsWith("webgl") ? null : own.call(this, kind, ...rest);
})(HTMLCanvasElement.prototype.getContext)"""
"""The plain map can be asked what it draws."""

MEASURE = """(number) => {
    const row = document.querySelector(`[role=option][data-incident="${number}"]`);
    const box = (part) => row?.querySelector(part)?.getBoundingClientRect();
    const [all, what, words, bar] = [row?.getBoundingClientRect(), box(".what"), box(".bar .words"), box(".bar .fill")];
    return all && what && words && bar && {
        row: all.height, words: words.bottom - what.bottom, bar: bar.height,
        above: words.top - all.top, below: all.bottom - bar.bottom,
    };
}"""
"""Where the parts of a row stand, in pixels."""


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(district: Path, tmp_path: Path) -> AsyncIterator[OpenHub]:
    """A hub that waits two seconds for an answer and then leaves everything to people."""
    folder = tmp_path / "impatient"
    shutil.copytree(district, folder)
    with (folder / "district.toml").open("a", encoding="utf-8") as settings:
        settings.write(IMPATIENT)
    async with House(folder, tmp_path / "data").open() as hub:
        yield hub


async def answer(hub: OpenHub, alarm: Json) -> None:
    """Let every crew of an alarm say that it comes."""
    for order in alarm["assignments"]:
        await hub.command(f"answer-{order['id']}", "assignment.acknowledge", assignment=order["id"])


async def first_is(desk: Operator, number: str) -> None:
    """Wait until an incident stands on top of the list."""
    await expect(desk.page.locator(ROW).first).to_have_attribute("data-incident", number)


async def test_s01_s02_s12_s22_s25_s26_s36_nobody_coming_is_the_loudest(impatient: OpenHub, browser: Browser) -> None:
    hub = impatient
    async with visiting(browser, hub) as person:
        await person.context.add_init_script(NO_WEBGL)
        desk = await sign_in(hub, person, "王示例")
        page = desk.page

        # s25: a desk that makes no sound says so in the loudest band that there is.
        await expect(page.get_by_role("alert").filter(has_text="这个窗口不会响")).to_have_class(re.compile("lost"))
        await desk.begin_watch()
        await expect(page.get_by_text("这个窗口不会响")).to_have_count(0)

        # s22: the clock says of what it is, and whose.
        served = await hub.alarm(device="d-1", place={"building": "B00001", "floor": 3})
        await answer(hub, served)
        calm = desk.row(served["number"])
        await expect(calm.locator(".bar")).to_contain_text(re.compile(r"● 到场 剩 \d+:\d\d · \S+"))
        await expect(calm.locator("[data-urgency]")).to_have_attribute("data-urgency", "running")

        # s01: nobody answers the other; that somebody takes it brings nobody, and the sound says so.
        fire = await hub.alarm(kind="report", device="d-2", trapped=2, place={"building": "B00007", "floor": 6})
        await first_is(desk, fire["number"])
        lone = desk.row(fire["number"])
        await expect(lone.locator("[data-state=nobody]")).to_contain_text(re.compile(r"■ 无人应答 \+\d+:\d\d"))
        await expect(page.locator(".sound")).to_have_attribute("data-ring", "urgent")
        await answer(hub, fire)
        await expect(lone.locator("[data-urgency]")).to_have_attribute("data-urgency", "running")
        await hub.command("take", "incident.take", incident=fire["incident"])
        await expect(page.locator("[data-count=not_taken]")).to_have_text("▲ 未接手 1")
        await expect(page.locator(".sound")).to_have_attribute("data-ring", "fresh")
        for order in fire["assignments"]:
            await hub.command(f"recall-{order['id']}", "assignment.recall", assignment=order["id"], reason="示例")
        await first_is(desk, fire["number"])
        await expect(calm).to_contain_text("未接手")
        await expect(page.locator(".sound")).to_have_attribute("data-ring", "urgent")

        # s02: the loudest row on the page, filled, in the bar's own place, and counted where a press leads to it.
        await expect(lone.locator("[data-state=nobody]")).to_contain_text(re.compile(r"■ 没有人在去 \+\d+:\d\d"))
        red = await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--red')")
        await expect(lone.locator("[data-state=nobody]")).to_have_css("background-color", rgb(red))
        count = page.locator("[data-count=nobody]")
        await expect(count).to_have_text("■ 没有人去 1")
        await calm.click()
        await expect(calm).to_have_attribute("aria-selected", "true")
        await count.click()
        await expect(lone).to_have_attribute("aria-selected", "true")
        # What is beside the list is of the same moment, too.
        await expect(page.get_by_role("region", name="详情")).to_contain_text("召回")
        await expect(page.locator("[data-count=not_taken]")).to_have_text("▲ 未接手 1")

        await looks_alike(desk, fire, served)
        await counts_stations(desk)
        await speaks_english(desk, fire, served)


async def looks_alike(desk: Operator, fire: Json, served: Json) -> None:
    """See that list and map draw the same, and that a row's parts stand where they should."""
    page = desk.page
    # s12: the map draws the row's own glyph.
    for alarm, glyph in ((fire, "nobody"), (served, "running")):
        mark = page.locator(f".plain-map g[data-key='incident/{alarm['incident']}']")
        await expect(mark).to_have_attribute("data-icon", re.compile(f"^incident/{glyph}/real"))
        await expect(desk.row(alarm["number"]).locator("[data-urgency]")).to_have_attribute("data-urgency", glyph)

    # s36: the words of both columns stand on one line, the bar is a bar, and nothing touches the row's edge.
    await page.wait_for_function(f"({MEASURE})({served['number']!r}) !== undefined")
    measured = await page.evaluate(MEASURE, served["number"])
    assert measured["row"] == 64, measured
    assert abs(measured["words"]) <= 1, measured
    assert 8 <= measured["bar"] <= 10, measured
    assert measured["above"] >= 1, measured
    assert measured["below"] >= 16, measured


async def counts_stations(desk: Operator) -> None:
    """See that the header says of the stations what is known."""
    hub, page = desk.hub, desk.page
    # s26: stations that are not ready, or of which nothing is known, are not called ready.
    ready = page.locator("[data-count=readiness]")
    stations = len(hub.hub.processor.durable.stations)
    await expect(ready).to_contain_text(f"可出动 0未就绪 0? 不明 {stations}")
    for unit in hub.hub.processor.durable.units_of["S0001"]:
        await hub.command(f"off-{unit}", "duty.off", unit=unit)
    await expect(ready).to_contain_text(f"▲ 未就绪 1? 不明 {stations - 1}")


async def speaks_english(desk: Operator, fire: Json, served: Json) -> None:
    """Read the same in English, and go where the header's count leads."""
    page = desk.page
    lone, calm = desk.row(fire["number"]), desk.row(served["number"])
    await assert_nothing_clipped(page)
    await desk.person.switch_language(page)
    await expect(lone.locator("[data-state=nobody]")).to_contain_text(re.compile(r"■ no crew \+\d+:\d\d"))
    await expect(calm.locator(".bar")).to_contain_text(re.compile(r"● arrival \d+:\d\d left · \S+"))
    await expect(page.locator("[data-count=nobody]")).to_have_text("■ No crew 1")
    ready = page.locator("[data-count=readiness]")
    await expect(ready).to_contain_text("not ready 1? unknown")
    await assert_nothing_clipped(page)
    await ready.click()
    await page.wait_for_url("**/district#readiness")


def rgb(colour: str) -> str:
    """Write a colour as a browser says it."""
    red, green, blue = bytes.fromhex(colour.strip().removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
