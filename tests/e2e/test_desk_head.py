"""The first ten seconds at the desk: what was said, whom to call, who comes, what happened here before; no scroll.

One district whose stations have telephones and whose burning building has a file; findings s03, s11, s15, s16 and s17.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace
from playwright.async_api import Browser, Locator, Page, expect

from stations.district import read_district
from stations.writing import write_stations
from tests.e2e.on_scene import BURNING, LOOKS, make_on_scene_district
from tests.e2e.operator import ROW, Operator, sign_in
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped, visiting
from tests.hub import House, Json

WORDS, CALLER, NUMBER = "6楼走廊有烟，老人在里面", "示例张女士 000-5550 142", "tel:0005550142"
PHONE = "000-2001"
FIRE: dict[str, Any] = {
    "source": "desk",
    "kind": "report",
    "device": None,
    "place": {"building": BURNING, "floor": 6},
    "trapped": 2,
    "note": WORDS,
    "reporter": CALLER,
}
_ANSWER_SOON = """
[[targets]]
name = "respond"
from = "assigned"
to = "acknowledged"
kinds = ["micro_unit", "micro_community", "small", "fire"]
limit_s = 4
"""
"""Who says nothing for four seconds is said to be silent."""

DRILL = {
    "name": "示例夜间拉动",
    "kind": "no_notice",
    "place": {"building": "B00005", "floor": 2},
    "everybody": True,
    "objectives": [{"id": "o1", "text": "一分钟到场", "milestone_to": "on_scene", "limit_s": 60}],
}
LINES_AT_MOST = 12
"""So many crews are painted; the others once somebody opens them."""

PANEL_FLOORS = range(3, 12)


@pytest.fixture
def district_with_phones(tmp_path: Path, district: Path) -> Path:
    """The district of what happens on scene; one of its stations has a telephone."""
    folder = make_on_scene_district(tmp_path / "district", district)
    settings = folder / "district.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(f"ladder_max_units = 0\n{written}{_ANSWER_SOON}", encoding="utf-8")
    stations = read_district(folder).stations
    write_stations(folder, [replace(each, phone=PHONE if each.id == LOOKS else "") for each in stations])
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def desk(district_with_phones: Path, tmp_path: Path, browser: Browser) -> AsyncIterator[Operator]:
    """A console of the smallest size that it is made for."""
    async with House(district_with_phones, tmp_path / "data").open() as hub, visiting(browser, hub) as person:
        yield await sign_in(hub, person, "王示例")


async def test_s03_s11_s15_s16_words_numbers_and_crews_are_read_without_a_scroll_in_both_languages(
    desk: Operator,
) -> None:
    hub, page = desk.hub, desk.page
    fire = await hub.alarm(role="dispatcher", **FIRE)
    orders = {each["station"]: each for each in fire["assignments"]}
    silent_order, there = orders[LOOKS], next(each for key, each in orders.items() if key != LOOKS)
    for number, step in enumerate(("acknowledge", "arrive")):
        pressed = await hub.command(f"c-{number}", f"assignment.{step}", assignment=there["id"])
        assert pressed.status == 200, pressed
    await desk.select(fire["number"])
    detail = page.locator("#detail")
    silent, arrived = (detail.locator(f"[data-unit='{each['unit']}']") for each in (silent_order, there))
    for language in ("zh", "en"):
        said, contacts = detail.locator(".said"), detail.locator(".contacts")
        await expect(said).to_contain_text("示例张女士")
        await expect(said.get_by_role("link")).to_have_attribute("href", NUMBER)
        control_room = contacts.get_by_role("link", name="000-1900")
        await expect(control_room).to_have_attribute("href", "tel:0001900")
        for known in ("南门", "1 层东侧", "W-示例", "示例物业一公司", "负一层燃气表间", "XH-19"):
            await expect(detail).to_contain_text(known)
        await expect(detail.locator("section .lines").last).to_contain_text("0.25")  # of its hydrant, in MPa
        # Who does not answer stands first, with the telephone of its station.
        await expect(silent).to_have_attribute("data-standing", "unanswered")
        await expect(silent.get_by_role("link", name=PHONE)).to_have_attribute("href", "tel:0002001")
        await expect(detail.locator(".units > li").first).to_have_attribute("data-standing", "unanswered")
        await expect(arrived).to_have_attribute("data-standing", re.compile("there|overtime"))
        for part in (
            said.get_by_text(WORDS),
            said.get_by_role("link"),
            contacts.get_by_text("南门"),
            control_room,
            silent.locator(".unit-line"),
        ):
            await seen_at_once(page, part)
        for found in await heights(page):
            assert 28 <= found <= 32, found
        await assert_nothing_clipped(page)
        if language == "zh":
            await assert_accessible(page)
            await desk.person.switch_language(page)

    recalled = await hub.command("c-9", "assignment.recall", assignment=silent_order["id"])
    assert recalled.status == 200, recalled
    ended = detail.locator("details.ended")
    await expect(ended).to_be_visible()
    await expect(silent).to_have_count(0)
    await ended.locator("summary").click()
    await expect(ended.locator(f"[data-unit='{silent_order['unit']}']")).to_be_visible()
    await arrived.get_by_role("button").first.click(position={"x": 8, "y": 8})
    await expect(arrived.locator(".milestones")).to_be_visible()


async def test_s17_a_history_and_forty_alarms_of_one_panel_are_one_line_each(desk: Operator) -> None:
    hub = desk.hub
    device = "panel-1/1/3"
    signal: Json = {"place": {"building": BURNING, "floor": 3}, "device": device}
    false = await hub.alarm(**signal)
    wish: Json = {"incident": false["incident"], "reason": "false_cooking"}
    assert (await hub.command("c-1", "incident.false_alarm", **wish)).status == 200
    first = await hub.alarm(**signal)
    await desk.select(first["number"])
    history = desk.page.locator(".history")
    await expect(history).to_contain_text(device)
    await expect(history).to_contain_text(f"上次 {false['number']} 误报：油烟")
    await expect(history).to_contain_text("误报 1 次")
    for number in range(39):
        floor = PANEL_FLOORS[number % len(PANEL_FLOORS)]
        joined = await hub.alarm(place={"building": BURNING, "floor": floor}, device=f"panel-1/1/{floor}-{number}")
        assert joined["incident"] == first["incident"]
    signals = desk.page.locator(".said .signals")
    await expect(signals).to_contain_text("报警 40")
    await expect(signals).to_contain_text("9 层：3–11")
    await seen_at_once(desk.page, signals)
    listed = desk.page.locator("#detail .alarms > li")
    await expect(listed).to_have_count(2)
    await expect(desk.page.locator("#detail h3", has_text="报警 40")).to_contain_text("9 层")
    # A test of the panel that somebody set aside stands there, too, and goes with it.
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    shelf: Json = {"source": "panel-1", "until": until, "reason": "示例保养"}
    shelved = await hub.command("c-2", "source.shelve", **shelf)
    assert shelved.status == 200, shelved
    await expect(history).to_contain_text("示例保养")


async def test_s15_s39_many_crews_are_painted_in_part_and_a_note_and_a_drill_are_readable(desk: Operator) -> None:
    hub, page = desk.hub, desk.page
    detail = page.locator("#detail")
    planned = await hub.command("d-1", "drill.plan", role="commander", plan=DRILL)
    assert planned.status == 200, planned
    drill = planned.body["events"][0]["drill"]
    assert (await hub.command("d-2", "drill.start", role="commander", drill=drill)).status == 200
    exercise = page.locator(ROW)
    await expect(exercise).to_have_count(1)
    await desk.select(str(await exercise.get_attribute("data-incident")))
    # The hatching is an edge beside the words, and none of them stands on it.
    edge = await detail.locator("article.drill").evaluate(
        "article => [getComputedStyle(article).backgroundSize, parseFloat(getComputedStyle(article).paddingLeft)]"
    )
    assert edge == ["10px 100%", 10]

    fire = await hub.alarm(role="dispatcher", **FIRE)
    sent = {each["unit"] for each in fire["assignments"]}
    units = (await hub.call("GET", "/api/v1/state")).body["state"]["units"]
    for number, unit in enumerate(each["id"] for each in units if each["id"] not in sent):
        sending = await hub.command(f"a-{number}", "assignment.assign", incident=fire["incident"], unit=unit)
        assert sending.status == 200, sending
    said = await hub.command("n-1", "incident.note", incident=fire["incident"], text="示例：楼顶有人呼救")
    assert said.status == 200, said
    await desk.select(fire["number"])
    await expect(detail.locator(".said .note")).to_contain_text("楼顶有人呼救")
    await seen_at_once(page, detail.locator(".said .note"))
    rest = len(units) - LINES_AT_MOST
    assert rest > 0, len(units)
    await expect(detail.locator(".unit-line")).to_have_count(LINES_AT_MOST)
    await detail.get_by_text(f"其余 {rest} 组").click()
    await expect(detail.locator(".unit-line")).to_have_count(len(units))


async def seen_at_once(page: Page, found: Locator) -> None:
    """Check that a part is wholly on the screen, and that its column was not scrolled."""
    await expect(found).to_be_in_viewport(ratio=1)
    assert await page.locator("#detail").evaluate("pane => pane.scrollTop") == 0


async def heights(page: Page) -> list[float]:
    """How high each crew's line is."""
    found: list[float] = await page.evaluate(
        "[...document.querySelectorAll('.unit-line')].map(line => line.getBoundingClientRect().height)"
    )
    assert found
    return found
