"""The operator's console: an incident from the alarm to its end, every act by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import sign_in
from tests.hub import OpenHub


async def test_an_incident_from_the_alarm_to_its_end_at_two_consoles(hub: OpenHub, visit: Visit) -> None:
    one = await sign_in(hub, await visit(), "王示例")
    two = await sign_in(hub, await visit(), "李示例")
    await expect(one.page.get_by_text("目前没有警情")).to_be_visible()
    alarm = await hub.alarm()
    number = alarm["number"]
    for desk in (one, two):
        await expect(desk.row(number)).to_contain_text("未接手")
        await desk.select(number)
    await expect(two.row(number)).to_contain_text("王示例 在看")

    await one.press("KeyH")
    await one.done("incident.taken")
    await expect(two.row(number)).to_contain_text("王示例 在处理")
    await two.press("KeyT")
    await two.page.keyboard.type("一层有烟")
    await expect(one.row(number)).to_contain_text("李示例 在写")
    await two.press("Enter")
    await expect(one.page.get_by_role("region", name="详情")).to_contain_text("一层有烟")
    await expect(one.row(number)).to_contain_text("李示例：备注")

    crew = alarm["assignments"][0]["id"]
    for step in ("acknowledge", "depart", "arrive", "control"):
        assert (await hub.command(f"{crew}-{step}", f"assignment.{step}", assignment=crew)).status == 200
    await expect(one.page.get_by_role("region", name="详情")).to_contain_text("处置完成")

    await one.press("KeyW")
    await expect(one.acts).to_contain_text("结案")
    await one.press("Enter")
    closed = await one.done("incident.closed")
    assert closed[0]["reason"] == "handled"
    for desk in (one, two):
        await expect(desk.page.get_by_text("目前没有警情")).to_be_visible()


@pytest.mark.usefixtures("time_stands_still")
async def test_every_act_by_the_keyboard_alone(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    first = await hub.alarm()
    await hub.alarm(device="d-2", place={"building": "B00001", "floor": 9})
    other = await hub.alarm(device="d-3", place={"building": "B00009"})
    await desk.select(first["number"])

    await desk.press("KeyH")
    await desk.done("incident.taken")
    if await desk.acts.get_by_role("button", name="确认").count():
        await desk.press("KeyC")
        await desk.done("incident.confirmed")
    await expect(desk.acts.locator(".send")).to_be_visible()
    await desk.press("KeyS")
    await desk.done("assignment.assigned", 1)
    await desk.press("KeyA", "Digit2")
    await desk.done("assignment.assigned", 2)
    await desk.press("KeyG", "Digit5")
    await desk.done("incident.graded", 1)
    await expect(desk.row(first["number"])).to_contain_text("5 级")
    await desk.press("KeyG", "Digit1")
    await expect(desk.acts).to_contain_text("降到 1 级")
    await desk.press("Enter")
    assert (await desk.done("incident.graded", 2))[-1]["grade"] == 1
    await desk.press("KeyR", "Digit1", "Enter")
    await desk.done("assignment.recalled")
    await desk.press("KeyX", "Digit2", "Enter")
    await desk.done("alarm.split")
    await desk.press("KeyE", "Digit1", "Enter")
    merged = (await desk.done("incident.merged"))[-1]
    assert merged["incident"] == first["incident"]

    await desk.select(other["number"])
    await desk.press("KeyF", "Digit2")
    assert (await desk.done("incident.closed"))[-1]["reason"] == "false_cooking"
    await expect(desk.acts.get_by_role("button", name="重开")).to_be_visible()
    await desk.press("KeyO")
    await desk.done("incident.reopened")


async def test_a_lane_is_closed_and_opened_again_by_the_keyboard(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    ways = await hub.call("GET", "/api/v1/map/roads")
    street = next(each["properties"]["name"] for each in ways.body["features"] if each["properties"].get("name"))
    await desk.press("KeyL")
    await desk.page.get_by_label("路名").focus()
    await desk.page.keyboard.type(street)
    found = desk.page.get_by_role("list", name="找到的路").get_by_role("button")
    await expect(found.first).to_be_visible()
    await found.first.focus()
    await desk.press("Enter")
    do = desk.page.get_by_role("button", name="封路", exact=True)
    await expect(do).to_be_enabled()
    await do.focus()
    await desk.press("Enter")
    closed = (await desk.done("road.closed"))[0]
    assert closed["pieces"] > 0
    await expect(desk.acts.get_by_role("button", name="撤销")).to_contain_text(f"{closed['pieces']} 段道路")
    await desk.press("KeyU")
    assert (await desk.done("road.opened"))[0]["closure"] == closed["closure"]


async def test_a_new_call_is_raised_by_the_keyboard_and_selected(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    await desk.press("F2")
    await desk.page.keyboard.type("朝天门附近有烟")
    await expect(desk.page.get_by_text("将标为未定位")).to_be_visible()
    await desk.press("Enter")
    raised = (await desk.done("alarm.raised"))[0]
    assert raised["place"]["text"] == "朝天门附近有烟"
    await expect(desk.row(raised["number"])).to_have_attribute("aria-selected", "true")
    await expect(desk.row(raised["number"])).to_contain_text("未定位")


async def test_a_place_is_given_to_a_call_that_had_none_and_crews_go(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    body = {"source": "phone", "kind": "report", "place": {"text": "示例路口"}}
    number = (await hub.call("POST", "/api/v1/alarms", body)).body["number"]
    await desk.select(number)
    await expect(desk.row(number)).to_contain_text("没有人在去")
    await desk.press("KeyP")
    await desk.page.keyboard.type("sll00003")
    await expect(desk.page.get_by_role("listbox", name="找到的地点").get_by_role("option")).to_have_count(1)
    await desk.press("Enter", "Enter")
    updated = (await desk.done("incident.updated"))[0]
    assert updated["place"]["building"] == "B00003"
    await desk.done("assignment.assigned")
    await expect(desk.row(number)).not_to_contain_text("未定位")
