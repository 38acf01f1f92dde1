"""The wall of conditions: what is no alarm is seen with its age; a person looks, switches off, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, expect

from dispatch.core import commands as cmd
from dispatch.core.signal import Measured, Signal
from dispatch.gateways.port import RawMessage
from stations.devices import Device, Gateway
from tests.e2e.conftest import Visit
from tests.e2e.district import enter
from tests.e2e.operator import Operator, sign_in
from tests.e2e.visitor import Visitor, assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)
_numbers = count(1)


def device(key: str, kind: str, **fields: Any) -> Device:
    return Device(**{"id": key, "kind": kind, "gateway": "gw", "address": key, "building": "B00001", **fields})


TABLE = (
    device("smoke-12", "smoke_photoelectric", floor=12, name="12 层走廊烟感（示例）", owner="示例物业"),
    device("pump-1", "fire_pump", floor=-1, name="消防泵（示例）"),
    device("door-7", "fire_door", floor=7, name="7 号防火门（示例）"),
    device("meter-1", "water_pressure", name="管网末端（示例）", low=0.1, hysteresis=0.02),
    device("leak-3", "residual_current", floor=3, name="3 层配电箱（示例）"),
)


async def wired(hub: OpenHub, *devices: Device) -> None:
    """Give the hub a panel in the first building, and devices behind it."""
    gateway = Gateway(id="gw", protocol="gb26875", address="7", building="B00001", name="示例主机", station="S0001")
    await hub.hub.processor.do(cmd.ChangeRegistry(gateways=(gateway,), devices=devices))


async def hears(hub: OpenHub, address: str, *raised: Any, **fields: Any) -> None:
    """Let the hub hear a device, as a gateway hands it on."""
    number = next(_numbers)
    message = RawMessage(gateway="gw", protocol="gb26875", body=b"frame %d" % number, at_ms=number, same=str(number))
    await hub.hub.gate.take(
        message, [Signal(gateway="gw", protocol="gb26875", address=address, raised=raised, **fields)]
    )


def line(desk: Operator, name: str, what: str) -> Locator:
    """What holds of a device, on the wall."""
    return desk.page.locator(f".wall-row[data-device='{name}'][data-what='{what}']")


@asynccontextmanager
async def camera() -> AsyncIterator[str]:
    """A camera on loopback; its still picture's address."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=PIXEL, content_type="image/png")

    application = web.Application()
    application.router.add_get("/still.png", answer)
    async with TestServer(application) as server:
        yield str(server.make_url("/still.png"))


@pytest.mark.usefixtures("time_stands_still")
async def test_what_is_no_alarm_stands_on_the_wall_and_a_person_says_what_it_is(hub: OpenHub, visit: Visit) -> None:
    await wired(hub, *TABLE)
    await hears(hub, "smoke-12", "low_battery", text="电池电压低（示例）")
    await hears(hub, "leak-3", "prealarm")
    person: Visitor = await visit()
    desk = await sign_in(hub, person, "王示例")
    wall = desk.page.locator(".wall")

    # The header counts it, calmly: nothing is in the list of incidents, nothing sounds.
    await expect(desk.page.locator("[data-count=conditions]")).to_contain_text("2")
    await expect(desk.page.locator("[role=option]")).to_have_count(0)
    await desk.press("Semicolon")
    await expect(line(desk, "leak-3", "prealarm")).to_be_visible()
    await expect(wall.locator(".wall-row").first).to_have_attribute("data-device", "leak-3")
    await expect(desk.page.locator("#find-device")).to_be_focused()
    await assert_nothing_clipped(desk.page, dots_are_fine=True)
    await assert_accessible(desk.page)

    # By the arrows onto a line; Enter chooses it, and a person who looked says that it is not so.
    await desk.page.keyboard.press("ArrowDown")
    await expect(line(desk, "leak-3", "prealarm")).to_be_focused()
    await desk.page.keyboard.press("Enter")
    chosen = desk.page.get_by_role("region", name="选中的设备")
    await expect(chosen).to_contain_text("3 层配电箱（示例）")
    await chosen.get_by_role("button", name="不属实").click()
    [seen] = await desk.done("signal.verified")
    assert (seen["device"], seen["condition"], seen["real"]) == ("leak-3", "prealarm", False)
    await expect(line(desk, "leak-3", "prealarm")).to_have_attribute("data-verified", "false")
    await expect(desk.page.locator("[data-count=conditions]")).to_contain_text("1")

    # Who keeps it, and its own words behind a disclosure; switched off for a time, and taken back by the key of undo.
    await line(desk, "smoke-12", "low_battery").click()
    await expect(chosen).to_contain_text("示例物业")
    await chosen.get_by_text("原文").click()
    await expect(chosen).to_contain_text("电池电压低（示例）")
    await chosen.get_by_text("最近的报文").click()
    await expect(chosen).to_contain_text("报 电量低")
    await chosen.get_by_role("button", name="停用").click()
    [off] = await desk.done("device.disabled")
    assert (off["device"], off["reason"]) == ("smoke-12", "设备测试")
    await desk.page.locator(".wall-parts [data-part=off]").click()
    await expect(line(desk, "smoke-12", "switched_off")).to_be_visible()
    await chosen.get_by_role("button", name="恢复").click()
    await desk.done("device.enabled")
    await expect(line(desk, "smoke-12", "switched_off")).to_have_count(0)

    # In English, and in a window of its own.
    await person.switch_language(desk.page)
    await expect(wall).to_contain_text("Conditions")
    await assert_nothing_clipped(desk.page, dots_are_fine=True)
    own = await person.context.new_page()
    await own.goto(f"{hub.url}/?window=wall")
    await expect(own.locator(".wall-row").first).to_be_visible()
    await assert_nothing_clipped(own, dots_are_fine=True)


@pytest.mark.usefixtures("time_stands_still")
async def test_a_device_that_no_table_names_is_filed_by_one_press(hub: OpenHub, visit: Visit) -> None:
    await wired(hub)
    await hears(hub, "2-31", "fault", device_kind="smoke_photoelectric", text="3F 走廊烟感（示例）")
    person: Visitor = await visit()
    desk = await sign_in(hub, person, "王示例")
    await desk.press("Semicolon")
    await desk.page.locator(".wall-parts [data-part=unknown]").click()
    await line(desk, "gw/2-31", "unknown").click()
    form = desk.page.get_by_role("form", name="登记")
    await form.get_by_role("button", name="3 层").click()
    [filed] = await desk.done("device.filed")
    row = filed["row"]
    assert (row["building"], row["floor"], row["kind"]) == ("B00001", 3, "smoke_photoelectric")
    await expect(desk.page.locator(".wall-row")).to_have_count(0)


@pytest.mark.usefixtures("time_stands_still")
async def test_signals_and_a_picture_stand_beside_the_incident(hub: OpenHub, visit: Visit) -> None:
    async with camera() as url:
        burning = device("smoke-13", "smoke_photoelectric", floor=13, name="13 层烟感（示例）", camera=url)
        await wired(hub, *TABLE, burning)
        await hears(hub, "smoke-13", "fire", text="13 层火警（示例）")
        pressure = Measured(what="pressure", value=0.35, unit="MPa")
        await hears(hub, "pump-1", "started", measured=(pressure,))
        await hears(hub, "door-7", "supervisory")
        person: Visitor = await visit()
        desk = await sign_in(hub, person, "王示例")
        signals = desk.page.get_by_role("region", name="设备信号")
        await expect(signals).to_contain_text("13 层 报警")
        await expect(signals).to_contain_text("消防泵（示例） 运行")
        await expect(signals).to_contain_text("7 号防火门（示例） 开着")
        picture = desk.page.locator(".snapshot img")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.naturalWidth") == 1
        await assert_nothing_clipped(desk.page, dots_are_fine=True)
        await assert_accessible(desk.page)
        await person.switch_language(desk.page)
        await expect(desk.page.get_by_role("region", name="Signals")).to_contain_text("floor 13 in alarm")
        await assert_nothing_clipped(desk.page, dots_are_fine=True)


@pytest.mark.usefixtures("time_stands_still")
async def test_the_district_sees_what_is_out_of_order_by_street_and_keeper(hub: OpenHub, visit: Visit) -> None:
    await wired(hub, *TABLE)
    await hears(hub, "smoke-12", "fault")
    await hears(hub, "pump-1", "manual")
    person: Visitor = await visit()
    person.forgiven.append("/post-check")  # nothing is on that gateway's line here, and the hub says so
    page = await enter(person, "dispatcher", "#devices")
    await expect(page.get_by_role("heading", level=1)).to_have_text("设备欠修")
    # A pump on manual is told of, and owed by nobody; a detector that is out of order is.
    await page.get_by_role("group", name="超过多久").get_by_role("button", name="全部").click()
    await page.get_by_role("group", name="按什么看").get_by_role("button", name="维护单位").click()
    await expect(page.get_by_role("table", name="按什么看")).to_contain_text("示例物业")
    await expect(page.get_by_role("table", name="GB 50440 时限")).to_contain_text("确认火警转发 119")
    gateways = page.get_by_role("table", name="传输装置")
    await expect(gateways).to_contain_text("示例主机")
    await expect(gateways).to_contain_text("正常")
    await hub.hub.processor.do(cmd.DeviceMute(device="gw"))
    await expect(gateways).to_contain_text("失联")
    # Nobody answers on its line: the outcome says what to do instead.
    await gateways.get_by_role("button", name="查岗").click()
    await expect(page.locator(".deed-line")).to_contain_text("查岗 gw")
    await assert_nothing_clipped(page)
    await assert_accessible(page)
