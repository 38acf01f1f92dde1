"""The crew's card on the smallest phone: the call first, nothing under the buttons, one thumb for what one is at."""

from __future__ import annotations

import asyncio
import re
import time
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, TimeoutError as PlaywrightTimeout, expect

from dispatch import app
from dispatch.listener import own_addresses
from dispatch.writer.clock import Clock, wall_ms
from tests.e2e.on_scene import BURNING, ENGINE, LOOKS
from tests.e2e.test_crew import NO_LINE, button, not_held, of_type, press, press_sure
from tests.e2e.visitor import PATIENCE_MS, PHONE, assert_accessible, assert_nothing_clipped, visiting, worker_stands
from tests.hub import House, OpenHub

CALLER, NUMBER = "示例王女士 000-5550123", "0005550123"
WORDS = "12楼走廊全是烟，老人在里面，门打不开，电梯停了"
NEXT_DOOR = "B00005"
DEAD_SPOT_S = 100

ABOVE_THE_FOLD = (".what", "h1", ".said q", ".said small", ".said .call", ".way p", ".to-map", ".time-left")
"""What is read in ten seconds: kind and grade, place and floor, words and caller, the way, what is left of the time."""

UNDER = """(parts) => {
    const dock = document.querySelector(".dock").getBoundingClientRect();
    const head = document.querySelector("header.frame").getBoundingClientRect();
    const boxes = parts.map((part) => [part, document.querySelector(`article.alert ${part}`)?.getBoundingClientRect()]);
    return boxes.flatMap(([part, box]) =>
        box && box.top >= head.bottom && box.bottom <= dock.top && box.right <= innerWidth && box.height > 0
            ? [] : [`${part}: ${JSON.stringify(box)}, the buttons begin at ${dock.top}`]);
}"""


async def call(hub: OpenHub, **more: Any) -> dict[str, Any]:
    """Have somebody call about a fire on the twelfth floor."""
    place = {"building": BURNING, "floor": 12}
    return await hub.alarm(
        "dispatcher", source="phone", kind="flame", place=place, trapped=1, reporter=CALLER, note=WORDS, **more
    )


async def happened(hub: OpenHub, kind: str, **wanted: Any) -> None:
    """Wait until the record has an event of a type with these fields."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            seen = hub.hub.log.head.seq
            if any(all(each[name] == value for name, value in wanted.items()) for each in await of_type(hub, kind)):
                return
            await hub.hub.log.wait_beyond(seen)


async def reads(page: Page, script: str, argument: Any, wanted: Any) -> None:
    """Wait until a question to the page, asked anew with each picture, is answered as wanted."""
    same = f"([argument, wanted]) => JSON.stringify(({script})(argument)) === JSON.stringify(wanted)"
    try:
        await page.wait_for_function(same, arg=[argument, wanted])
    except PlaywrightTimeout:
        assert await page.evaluate(script, argument) == wanted


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_s03_s40_the_call_stands_above_the_buttons_of_the_smallest_phone(
    on_scene_house: House, browser: Browser, language: str
) -> None:
    async with on_scene_house.open() as hub, visiting(browser, hub, viewport=PHONE) as person:
        await person.read_in(language)
        page = await person.sign_in(hub.house.token("station", LOOKS))
        await call(hub)
        # A phone that was never touched says so in a band of its own: that is the least room there is.
        await expect(page.locator(".band.silent")).to_be_visible()
        await expect(page.locator(".said q")).to_have_text(WORDS)
        await expect(page.locator(".said small")).to_contain_text(CALLER)
        await expect(page.locator(".said .call")).to_have_attribute("href", f"tel:{NUMBER}")
        await expect(page.locator(".what")).to_contain_text("被困 1" if language == "zh" else "1 trapped")
        await expect(page.locator(".way")).to_contain_text("南门")
        await reads(page, UNDER, ABOVE_THE_FOLD, [])
        chips = page.locator(".dock .speaking .chip")
        await expect(chips).to_have_count(2)
        for box in (await chips.nth(0).bounding_box(), await chips.nth(1).bounding_box()):
            first = await page.locator(".dock .step").first.bounding_box()
            assert box
            assert first
            assert box["height"] >= 44
            assert box["y"] + box["height"] <= first["y"]
        await expect(page.locator(".glance")).to_have_attribute("data-more", "true")
        await expect(page.locator(".fade")).to_be_visible()
        await assert_accessible(page)
        await assert_nothing_clipped(page)

        await chips.nth(0).click()
        await not_held(page)
        await page.locator(".dock .step").nth(0).click()
        await expect(page.locator(".dock .step small").first).to_contain_text(re.compile("已收到|received"))
        said = [event["unit"] for event in await of_type(hub, "assignment.acknowledged")]
        assert said == [f"{LOOKS}-2"], "the press was for the chosen crew alone"


PLACES = """() => [...document.querySelectorAll(".dock .step")].map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [each.querySelector("strong").textContent, x, y, width, height].join(" ");
})"""


async def test_s14_s39_a_second_order_asks_beside_the_running_one(on_scene_house: House, browser: Browser) -> None:
    async with on_scene_house.open() as hub, visiting(browser, hub, viewport=PHONE) as person:
        page = await person.sign_in(hub.house.token("station", LOOKS))
        await worker_stands(page)
        await page.locator(".watch .huge").click()  # the phone may ring
        first = await call(hub)
        await press(page, "收到出动")
        await press(page, "已到场")
        await expect(page.locator(".dock .filled")).to_contain_text("处置完成")
        before = await page.evaluate(PLACES)

        place = {"building": NEXT_DOOR, "floor": 8}
        second = await hub.alarm("dispatcher", source="phone", kind="smoke", place=place, trapped=3)
        sheet = page.locator(".new-task")
        await hub.command("send", "assignment.assign", incident=second["incident"], unit=f"{LOOKS}-1")
        await expect(sheet).to_contain_text("8 层")
        await expect(sheet).to_contain_text("被困 3")
        await expect(page.locator("[data-ringing=alarm]")).to_be_visible()
        await reads(page, PLACES, None, before)
        box = await sheet.bounding_box()
        assert box
        assert box["width"] == PHONE["width"]
        await assert_accessible(page)
        await assert_nothing_clipped(page)

        await press_sure(page, "处置完成", "确认完成")
        await expect(page.get_by_text("处置完成 已收到")).to_be_visible()
        handled = {event["incident"] for event in await of_type(hub, "assignment.controlled")}
        assert handled == {first["incident"]}, "the buttons stayed those of the incident that the crew was at"

        await not_held(page)
        await sheet.get_by_role("button", name="先放一边").click()
        await expect(sheet).to_have_count(0)
        await expect(page.locator(".others")).to_contain_text(second["number"])
        await expect(page.locator("[data-ringing=no]")).to_be_visible()
        await not_held(page)
        await page.locator(".others button").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("8 层")
        await press(page, "收到出动")
        await expect(page.get_by_text("收到出动 已收到")).to_be_visible()
        said = [event["incident"] for event in await of_type(hub, "assignment.acknowledged")]
        assert second["incident"] in said


async def test_s39_a_drill_is_readable_and_its_injects_are_announced(on_scene_house: House, browser: Browser) -> None:
    async with on_scene_house.open() as hub, visiting(browser, hub, viewport=PHONE) as person:
        page = await person.sign_in(hub.house.token("station", LOOKS))
        await worker_stands(page)
        drill = await call(hub, exercise=True)
        await expect(page.locator("article.drill")).to_have_css("background-image", "none")
        await expect(page.locator("article.drill")).to_have_css("border-top-color", "rgb(215, 110, 247)")
        await hub.command("send", "assignment.assign", incident=drill["incident"], unit=f"{ENGINE}-1")
        going = page.get_by_role("region", name="谁在去")
        await expect(going).to_contain_text("示例012消防救援站")
        await expect(going).not_to_contain_text(f"{ENGINE}-1")
        await press(page, "收到出动")
        await hub.command("note", "incident.note", incident=drill["incident"], text="演练情况：示例电梯停用")
        note = page.get_by_role("alert").filter(has_text="演练情况：示例电梯停用")
        await expect(note).to_be_in_viewport(ratio=1)
        await assert_accessible(page)
        await note.get_by_role("button").click()
        await expect(note).to_have_count(0)

        await expect(page.locator(".to-map")).to_be_in_viewport(ratio=1)
        await page.locator(".to-map").click()
        await expect(page.locator(".way-map .map-place")).to_be_visible()
        await expect(page.locator(".way-map")).to_be_in_viewport()
        await expect(button(page, "已到场")).to_be_in_viewport(ratio=1)


async def test_s13_a_press_from_a_dead_spot_is_judged_by_the_thumb(
    on_scene_house: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_s = 0
    monkeypatch.setattr(
        app,
        "Clock",
        partial(Clock, wall=lambda: wall_ms() + passed_s * 1000, monotonic=lambda: time.monotonic() + passed_s),
    )
    async with on_scene_house.open() as hub, visiting(browser, hub, viewport=PHONE) as person:
        person.forgiven += NO_LINE
        page = await person.sign_in(hub.house.token("station", LOOKS))
        await worker_stands(page)
        raised = await call(hub)
        await expect(button(page, "已到场")).to_be_visible()
        await expect(page.locator("[data-line=ok]")).to_be_visible()
        await happened(hub, "assignment.delivered")
        await person.context.set_offline(True)
        await press(page, "已到场")
        await expect(button(page, "已到场")).to_contain_text("待发送")

        passed_s = DEAD_SPOT_S
        for hear in hub.hub.clock.on_forward:
            hear()
        await happened(hub, "target.missed", milestone="on_scene", station=LOOKS)
        await person.context.set_offline(False)
        await expect(button(page, "已到场")).to_contain_text("中心已收到")
        await expect(page.get_by_role("region", name="谁在去").get_by_text("补报").first).to_be_visible()

        came = await of_type(hub, "assignment.on_scene")
        assert {each["station"] for each in came} == {LOOKS}
        for each in came:
            assert each["counts_from"] == each["occurred_at"] < each["at"], "the record keeps both"
        met = [each for each in await of_type(hub, "target.met") if each["milestone"] == "on_scene"]
        assert [each["late_ms"] for each in met] == [0] * len(came), "it was there in its minute"
        assert all(each["heard_late_ms"] > (DEAD_SPOT_S - 1) * 1000 for each in met)

        address = f"/api/v1/reports/incidents/{raised['incident']}?format=json"
        report = (await hub.call("GET", address, role="commander")).body
        order = next(each for each in report["orders"] if each["assignment"] == came[0]["assignment"])
        arrival = next(each for each in order["milestones"] if each["name"] == "on_scene")
        assert (arrival["actual_at"], arrival["heard_at"]) == (came[0]["counts_from"], came[0]["at"])
        assert [each["outcome"] for each in order["promises"] if each["milestone"] == "on_scene"] == ["kept"]

        async with visiting(browser, hub) as dispatcher:
            desk = await dispatcher.sign_in(hub.house.token("dispatcher"))
            await desk.locator(f"[role=option][data-incident='{raised['number']}']").click()
            await expect(desk.locator(f"[data-order='{came[0]['assignment']}']")).to_contain_text("补报")


async def test_s31_an_invitation_is_made_with_an_address_that_a_phone_can_open(
    on_scene_house: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_scene_house.open() as hub, visiting(browser, hub) as person:
        page = await person.sign_in(hub.house.token("dispatcher"))
        await page.goto(f"{hub.url}/district#access")
        shown = page.locator(".invitation .shown")
        make = page.get_by_role("button", name="生成邀请")

        await make.click()
        await expect(shown).to_contain_text("手机打不开本机地址")
        await expect(shown.locator(".qr")).to_have_count(0)

        monkeypatch.setattr(own_addresses, "reachable", lambda _host: ("192.0.2.20", "198.51.100.4"))
        await make.click()
        await expect(shown.locator(".qr")).to_be_visible()
        link, port = shown.get_by_role("textbox"), urlsplit(hub.url).port
        await expect(link).to_have_value(re.compile(rf"^http://192\.0\.2\.20:{port}/sign-in#code="))
        await shown.get_by_role("combobox").select_option(f"http://198.51.100.4:{port}")
        await expect(link).to_have_value(re.compile(rf"^http://198\.51\.100\.4:{port}/sign-in#code="))
        await person.switch_language(page)
        await expect(shown).to_contain_text("Address for the phone")
        await assert_accessible(page)
        await assert_nothing_clipped(page)
