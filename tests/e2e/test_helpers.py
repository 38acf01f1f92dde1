"""Help at the console: asked for, the numbers called one after the other, and seen by the crew that waits for it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from dispatch.core.commands import ChangeRegistry
from stations.helpers import Helper
from tests.e2e.conftest import Visit
from tests.e2e.operator import sign_in
from tests.e2e.test_crew import crew_of
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

GAS = Helper(id="gas-1", kind="gas", name="示例燃气抢险班", phones=("000-1111", "000-2222"))
LIFT = Helper(id="lift-1", kind="lift", name="示例电梯维保班", phones=("000-3333",))


async def press(page: Page, name: str) -> None:
    """Press a button of the incident's detail."""
    await page.get_by_role("region", name="详情").get_by_role("button", name=name, exact=True).click()


@pytest.mark.usefixtures("time_stands_still")
async def test_the_desk_asks_calls_the_next_number_and_the_crew_reads_who_comes(hub: OpenHub, visit: Visit) -> None:
    await hub.hub.processor.do(ChangeRegistry(helpers=(GAS, LIFT)))
    alarm = await hub.alarm(role="dispatcher")
    _, phone = await crew_of(visit, hub, alarm["assignments"][0]["station"])
    desk = await sign_in(hub, person := await visit(), "王示例")
    await desk.select(alarm["number"])
    detail = desk.page.get_by_role("region", name="详情")

    await press(desk.page, "请求协同")
    await desk.acts.get_by_role("button", name="供气").click()
    await desk.done("help.asked")
    await expect(detail.get_by_role("link", name="000-1111")).to_have_attribute("href", "tel:0001111")
    await expect(detail).to_contain_text("已通知，等答复")

    await press(desk.page, "无人接")
    await desk.done("help.not_told")
    await expect(detail.get_by_role("link", name="000-2222")).to_be_visible()
    await press(desk.page, "已接通")
    await desk.done("help.told")
    await press(desk.page, "已接受")
    await desk.done("help.accepted")
    await expect(phone.get_by_text(re.compile(r"供气 \d\d:\d\d:\d\d 请求，已接受"))).to_be_visible()
    await press(desk.page, "已出发")
    await desk.done("help.en_route")
    await expect(phone.get_by_text(re.compile("供气 .* 请求，在途"))).to_be_visible()
    await expect(phone.get_by_text("000-2222")).to_have_count(0)

    for page in (desk.page, phone):
        await assert_nothing_clipped(page)
        await assert_accessible(page)
    await person.switch_language(desk.page)
    await expect(desk.page.get_by_text(re.compile("gas company asked .*, on the way"))).to_be_visible()
    await assert_nothing_clipped(desk.page)


async def test_a_drill_shows_no_number_to_call(hub: OpenHub, visit: Visit) -> None:
    await hub.hub.processor.do(ChangeRegistry(helpers=(GAS,)))
    alarm = await hub.alarm(role="dispatcher", exercise=True)
    desk = await sign_in(hub, await visit(), "王示例")
    await desk.select(alarm["number"])
    detail = desk.page.get_by_role("region", name="详情")
    await press(desk.page, "请求协同")
    await desk.acts.get_by_role("button", name="供气").click()
    await desk.done("help.asked")
    await expect(detail).to_contain_text("演练/测试：不对外联系")
    await expect(detail.get_by_role("link", name=re.compile("000"))).to_have_count(0)
