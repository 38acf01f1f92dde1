"""A flood groups what needs nobody, a shelf hides no fire, and a shift is handed over from the record."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import Operator, sign_in
from tests.hub import House, Json, OpenHub

FLOOD = 10
"""So many new incidents in ten minutes are a flood (EEMUA 191, ISA-18.2)."""

PHONE_CALL: Json = {"source": "phone", "kind": "report", "device": None}


@pytest.fixture
def sqlite_house(tmp_path: Path, district: Path) -> House:
    """A house whose first two buildings are of one zone."""
    folder = shutil.copytree(district, tmp_path / "district")
    file = folder / "buildings.csv"
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows[:2]:
        row["zone"] = "Z1"
    with file.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return House(folder, tmp_path / "data")


async def test_a_flood_groups_by_itself_and_never_hides_what_needs_a_person(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    page = desk.page
    # Two buildings of one zone that somebody has in hand, and one in which people are trapped.
    calm = [await _smoke(hub, f"calm-{n}", f"B0000{n}", 1) for n in (1, 2)]
    trapped = await _smoke(hub, "caught", "B00003", 1, trapped=3)
    for each in (*calm, trapped):
        await hub.command(f"take-{each['number']}", "incident.take", incident=each["incident"])
        await _answer(hub, each)
    await expect(page.locator(".flood-line")).to_have_count(0)
    for number in range(len(calm) + 1, FLOOD - 1):
        await _smoke(hub, f"d-{number}", f"B{number + 1:05d}", 1)
    await expect(page.locator(".flood-line")).to_have_count(0)
    await hub.alarm(**PHONE_CALL, place={"text": "示例路口"})
    line = page.locator(".flood-line")
    await expect(line).to_contain_text(f"警情潮 {FLOOD} 起")
    await expect(line.locator("[data-count=trapped]")).to_have_text("1 有人被困")
    await expect(line.locator("[data-count=not_taken]")).to_have_text(f"{FLOOD - 3} 未接手")
    await expect(line.locator("[data-count=nobody]")).not_to_have_text("0 没有人在去")
    await _shows(page, "flood")

    # What is in hand and answered is one head; what needs somebody stands by itself.
    for each in calm:
        await expect(desk.row(each["number"])).to_have_count(0)
    await expect(desk.row(trapped["number"])).to_be_visible()
    head = page.locator(".section-head.group")
    await expect(head).to_contain_text("联防区域 Z1")
    await expect(head).to_contain_text("2 起")
    await head.get_by_role("button", name="展开").click()
    await _all_visible(desk, calm)
    await head.get_by_role("button", name="收起").click()
    await expect(desk.row(calm[0]["number"])).to_have_count(0)
    await desk.press("KeyQ")
    await _all_visible(desk, calm)

    # The line leads to what it counts, by touch.
    await line.locator("[data-count=trapped]").click()
    await expect(desk.row(trapped["number"])).to_have_attribute("aria-selected", "true")
    await desk.person.switch_language(page)
    await expect(line).to_contain_text(f"Flood of {FLOOD}")
    await expect(line.locator("[data-count=trapped]")).to_have_text("1 with people trapped")


async def test_a_panel_under_test_is_shelved_by_key_and_by_touch_and_hides_no_fire(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    page = desk.page
    first = await _smoke(hub, "panel-7/3/12", "B00001", 3)
    await _answer(hub, first)
    await desk.select(first["number"])
    await desk.press("Quote", "Digit1", "Digit8", "Enter")  # under test, all of panel-7, an hour
    (shelved,) = await desk.done("source.shelved")
    assert (shelved["source"], shelved["reason"], shelved["building"]) == ("panel-7", "设备测试", "B00001")
    shelf = page.locator("[data-shelf='panel-7']")
    await expect(shelf).to_contain_text("王示例：设备测试")
    await expect(shelf).to_contain_text("剩 ")
    await expect(desk.row(first["number"])).to_have_count(0)
    await expect(shelf.locator("[data-count]")).to_have_text("1 起")
    await _shows(page, "shelf")
    await shelf.get_by_role("button", name="展开").click()
    await expect(desk.row(first["number"])).to_be_visible()
    await shelf.get_by_role("button", name="收起").click()

    # A person speaks of the same building: the shelf is gone, the fire stands.
    await hub.alarm(**PHONE_CALL, place={"building": "B00001", "floor": 3})
    await expect(shelf).to_have_count(0)
    await expect(desk.row(first["number"])).to_be_visible()
    (lifted,) = [each for each in await hub.events() if each["type"] == "source.unshelved"]
    assert (lifted["source"], lifted["why"]) == ("panel-7", "person")

    # By touch alone: the same acts have buttons; a shelf ends by hand, too.
    other = await _smoke(hub, "panel-9/1", "B00010", 1)
    await _answer(hub, other)
    await desk.row(other["number"]).click()
    await page.locator(".acts [data-act=shelve]").click()
    for name in ("设备测试", "30 分钟"):
        await page.locator(".acts").get_by_role("button", name=name).click()
    await desk.done("source.shelved", 2)
    await page.locator("[data-shelf='panel-9/1']").get_by_role("button", name="解除").click()
    await expect(desk.row(other["number"])).to_be_visible()


async def test_s44_a_shift_is_reported_from_the_record_and_handed_over_by_a_note(hub: OpenHub, visit: Visit) -> None:
    one = await sign_in(hub, await visit(), "王示例")
    two = await sign_in(hub, await visit(), "李示例")
    # Nobody has begun the watch: every window says so, until one rings.
    for desk in (one, two):
        await expect(desk.page.locator("[data-band=nobody-rings]")).to_contain_text("没有一个窗口会响")
    await one.begin_watch()
    for desk in (one, two):
        await expect(desk.page.locator("[data-band=nobody-rings]")).to_have_count(0)

    fire = await hub.alarm(**PHONE_CALL, place={"building": "B00001", "floor": 3})
    await expect(one.row(fire["number"])).to_be_visible()
    await one.select(fire["number"])
    await one.press("KeyH")
    await one.done("incident.taken")
    await one.page.reload()
    await one.page.get_by_role("button", name="本班情况").click()
    opened = one.page.locator("[data-figure=opened] dd")
    await expect(opened).to_have_text("1")
    await one.page.get_by_label("交班说明").first.fill("示例：7 号楼喷淋在检修")
    await one.page.get_by_role("button", name="交班", exact=True).click()
    await one.done("shift.offered")
    await _shows(one.page, "shift")

    # Both see it until the next one accepts; the one who offers cannot.
    own = one.page.locator(".band [data-offer]")
    await expect(own).to_contain_text("还没有人接班")
    await expect(own.get_by_role("button", name="接班")).to_have_count(0)
    theirs = two.page.locator(".band [data-offer]")
    await expect(theirs).to_contain_text("王示例")
    await theirs.get_by_role("button", name="看交班").click()
    note = two.page.locator("section.offered")
    await expect(note).to_contain_text("7 号楼喷淋在检修")
    await expect(note).to_contain_text(fire["number"])
    await _shows(two.page, "offered")
    await theirs.get_by_role("button", name="接班").click()
    await two.done("shift.accepted")
    for desk in (one, two):
        await expect(desk.page.locator(".band [data-offer]")).to_have_count(0)
        await expect(desk.row(fire["number"])).to_contain_text("李示例 在处理")
    await expect(two.page.locator("[data-figure=standing] dd")).to_have_text("1")
    await expect(two.page.locator(".shift")).to_contain_text("自接班")


async def _smoke(hub: OpenHub, device: str, building: str, floor: int, **fields: Any) -> Json:
    """A detector's first word in a building."""
    return await hub.alarm(source="panel", device=device, place={"building": building, "floor": floor}, **fields)


async def _answer(hub: OpenHub, alarm: Json) -> None:
    """Have every crew that was sent say that it comes."""
    for order in alarm["assignments"]:
        told = await hub.command(f"ack-{order['id']}", "assignment.acknowledge", assignment=order["id"])
        assert told.status == 200, told.body


async def _all_visible(desk: Operator, incidents: list[Json]) -> None:
    for each in incidents:
        await expect(desk.row(each["number"])).to_be_visible()


async def _shows(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for pictures."""
    folder = os.environ.get("ONETHREE_TEST_PICTURES")
    if folder is not None:
        await page.screenshot(path=f"{folder}/{name}.png")
