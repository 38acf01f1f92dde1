"""The crew's page with a real hub: an order at one glance, four buttons, what was pressed kept until it is answered."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import PHONE, Visitor, assert_accessible, assert_nothing_clipped, worker_stands
from tests.hub import OpenHub

Json = dict[str, Any]

AT_FIRST, FIRST = "B00005", "S0001"
AT_SECOND, SECOND = "B00019", "S0002"
"""Two stations, and the buildings in which they are."""

NO_LINE = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_CONNECTION_REFUSED"]


def button(page: Page, name: str) -> Locator:
    """One of the four buttons."""
    return page.get_by_role("region", name=re.compile("出动步骤|Steps")).get_by_role(
        "button", name=re.compile(f"^{name}")
    )


async def press(page: Page, name: str) -> None:
    """Press a button once the guard against a second tap lets it pass."""
    await not_held(page)
    await button(page, name).click()


async def press_sure(page: Page, name: str, sure: str) -> None:
    """Press a button that asks whether one is sure, and say so.

    A press at the very moment when the screen changes does nothing, as it should: people press again.
    """
    while not await button(page, sure).is_visible():
        await press(page, name)
        with contextlib.suppress(AssertionError):
            await expect(button(page, sure)).to_be_visible(timeout=3_000)
    await press(page, sure)


async def not_held(page: Page) -> None:
    """Wait until a press does something: after a press and a change of the screen it does not for 700 ms."""
    await expect(page.locator("[data-held=false]")).to_be_visible()


async def crew_of(visit: Visit, hub: OpenHub, station: str, **options: Any) -> tuple[Visitor, Page]:
    """Return a crew's phone with the page open."""
    person = await visit(viewport=PHONE, **options)
    return person, await person.sign_in(hub.house.token("station", station))


async def of_type(hub: OpenHub, kind: str) -> list[Json]:
    """Return the record's events of a type."""
    return [event for event in await hub.events() if event["type"] == kind]


async def test_one_glance_says_where_what_and_how_long_and_one_thumb_answers(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await hub.alarm(place={"building": AT_SECOND, "floor": 12}, trapped=2)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("12 层")
    await expect(page.get_by_text("被困 2")).to_be_visible()
    await expect(page.get_by_role("timer")).to_contain_text("到场")
    await expect(page.locator("[data-ringing=alarm]")).to_be_visible()
    sizes = [await each.bounding_box() for each in await page.locator(".step").all()]
    assert all(size and size["width"] >= 139 and size["height"] >= 112 for size in sizes), sizes

    await press(page, "收到出动")
    await expect(page.locator("[data-ringing=no]")).to_be_visible()
    await press(page, "已出发")
    await press(page, "已到场")
    await press(page, "处置完成")
    assert await of_type(hub, "assignment.controlled") == [], "handled has a second step"
    await press(page, "确认完成")
    await expect(button(page, "归队")).to_be_visible()
    await expect(page.get_by_text("处置完成 已收到")).to_be_visible()
    assert [event["by"]["station"] for event in await of_type(hub, "assignment.controlled")] == [SECOND] * 2
    await press(page, "归队")
    await press(page, "确认归队")
    await expect(page.get_by_text("目前没有警情")).to_be_visible()


async def test_a_second_tap_does_nothing(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    await not_held(page)
    await button(page, "收到出动").dblclick()
    await expect(page.get_by_text("收到出动 已收到")).to_be_visible()
    assert await of_type(hub, "assignment.en_route") == []


async def test_what_is_pressed_in_a_dead_spot_is_sent_once_with_its_own_time(hub: OpenHub, visit: Visit) -> None:
    person, page = await crew_of(visit, hub, SECOND)
    person.forgiven += NO_LINE
    await worker_stands(page)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    await person.context.set_offline(True)
    await press(page, "收到出动")
    await expect(page.get_by_text("收到出动 待发送")).to_be_visible()
    await expect(page.locator("[data-ringing=no]")).to_be_visible()

    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("3 层")
    await expect(page.get_by_text("收到出动 待发送")).to_be_visible()
    await expect(page.get_by_text("还没有连上中心，内容停在")).to_be_visible()
    assert await of_type(hub, "assignment.acknowledged") == []

    await person.context.set_offline(False)
    await expect(page.get_by_text("收到出动 已收到")).to_be_visible()
    orders = {event["assignment"] for event in await of_type(hub, "assignment.assigned") if event["station"] == SECOND}
    said = [event for event in await of_type(hub, "assignment.acknowledged") if event["station"] == SECOND]
    assert sorted(event["assignment"] for event in said) == sorted(orders), "each order is acknowledged exactly once"
    assert all(event["occurred_at"] < event["at"] for event in said), "the time of pressing is kept beside the hub's"


async def test_three_crews_share_one_picture(hub: OpenHub, visit: Visit) -> None:
    pages = {station: (await crew_of(visit, hub, station))[1] for station in (FIRST, SECOND, "S0003")}
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    for number, (station, page) in enumerate(pages.items()):
        unit = f"{station}-1"
        if unit not in {each["unit"] for each in raised["assignments"]}:
            sent = await hub.command(f"send-{number}", "assignment.assign", incident=raised["incident"], unit=unit)
            assert sent.status == 200, sent
        await expect(button(page, "收到出动")).to_be_visible()
    await press(pages[FIRST], "已到场")
    for page in pages.values():
        await expect(page.get_by_role("region", name="谁在去").get_by_text("到场").first).to_be_visible()
    await pages["S0003"].get_by_label("写给所有出动力量").fill("东门开着")
    await pages["S0003"].get_by_role("button", name="记下").click()
    for page in pages.values():
        await expect(page.get_by_role("region", name="备注").get_by_text("东门开着")).to_be_visible()


async def test_a_page_of_one_station_cannot_act_for_another(hub: OpenHub, visit: Visit) -> None:
    person, page = await crew_of(visit, hub, FIRST)
    person.forgiven.append("403")
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    foreign = next(each for each in raised["assignments"] if each["station"] == SECOND)
    status = await page.evaluate(
        """async ([assignment]) => {
            const { token } = JSON.parse(localStorage.getItem("onethree.session"));
            const body = JSON.stringify({ id: "foreign", type: "assignment.acknowledge", assignment });
            const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
            return (await fetch("/api/v1/commands", { method: "POST", headers, body })).status;
        }""",
        [foreign["id"]],
    )
    assert status == 403
    assert await of_type(hub, "assignment.acknowledged") == []


async def test_a_drill_looks_like_one_and_gives_way_to_a_real_alarm(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await hub.alarm("dispatcher", place={"building": AT_SECOND, "floor": 3}, exercise=True)
    await expect(page.get_by_text("演练，不是真实警情")).to_be_visible()
    await expect(page.locator("[data-ringing=drill]")).to_be_visible()
    await expect(page.locator("article.drill")).to_have_css("border-top-color", "rgb(215, 110, 247)")

    await hub.alarm(place={"building": AT_SECOND, "floor": 9}, device="d-real")
    await expect(page.get_by_text("真实警情，演练中止")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("9 层")
    await expect(page.locator("[data-ringing=alarm]")).to_be_visible()
    await expect(page.get_by_text("演练，不是真实警情")).to_be_hidden()
    await assert_accessible(page)


async def test_an_order_that_ends_beside_another_sends_nobody_home(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    first = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await press(page, "收到出动")
    second = await hub.alarm(place={"building": AT_FIRST, "floor": 8}, device="d-2")
    await hub.command("divert", "assignment.assign", incident=second["incident"], unit=f"{SECOND}-1")
    await expect(page.locator(".new-task")).to_contain_text("8 层")
    await hub.command("nothing", "incident.false_alarm", incident=first["incident"], reason="false_touched")
    await expect(page.get_by_text(f"任务取消 {first['number']}").first).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("8 层")
    await expect(page.get_by_role("heading", name="任务取消，请返回")).to_be_hidden()


async def test_a_changed_floor_is_boxed_and_a_recall_fills_the_screen(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await press(page, "收到出动")
    place = {"building": AT_SECOND, "floor": 17}
    await hub.command("floor", "incident.update", incident=raised["incident"], place=place)
    await expect(page.get_by_text("楼层已改")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("17 层")
    await hub.command("nothing", "incident.false_alarm", incident=raised["incident"], reason="false_cooking")
    await expect(page.get_by_role("heading", name="任务取消，请返回")).to_be_visible()
    await assert_accessible(page)
    await not_held(page)
    await page.get_by_role("button", name="知道了").click()
    await expect(page.get_by_text("目前没有警情")).to_be_visible()


async def test_who_cannot_go_says_why(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await press(page, "去不了")
    await press(page, "人手不足")
    await expect(page.get_by_text("目前没有警情")).to_be_visible()
    assert {event["reason"] for event in await of_type(hub, "assignment.declined")} == {"short_handed"}


async def test_a_post_check_is_one_big_button(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    called = await hub.command("check", "check.call", station=SECOND)
    assert called.status == 200, called
    await expect(page.locator("[data-ringing=notice]")).to_be_visible()
    await assert_accessible(page)
    await not_held(page)
    await page.get_by_role("button", name="在岗").click()
    await expect(page.get_by_text("查岗 中心已收到")).to_be_visible()
    assert len(await of_type(hub, "check.answered")) == 1


async def test_the_page_is_accessible_and_fits_in_both_languages(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)

    async def look() -> None:
        for language in ("zh", "en"):
            await page.evaluate(f"localStorage.setItem('onethree.language', '{language}')")
            await worker_stands(page)
            await page.reload()
            await expect(page.locator("[data-line=ok]")).to_be_visible()
            await expect(page.locator(".crew")).to_be_visible()
            await assert_accessible(page)
            for width, height in ((360, 640), (320, 568), (180, 320)):
                await page.set_viewport_size({"width": width, "height": height})
                await assert_nothing_clipped(page)

    await look()
    await hub.alarm(place={"building": AT_SECOND, "floor": -2}, trapped=1)
    await expect(page.locator("article.alert")).to_be_visible()
    await look()
    await page.set_viewport_size({"width": 320, "height": 568})
    await press(page, "Cannot go")
    await expect(page.get_by_role("group", name="Why can you not go?")).to_be_visible()
    await assert_accessible(page)
    await assert_nothing_clipped(page)
