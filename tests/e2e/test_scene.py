"""What a crew sees, said with one thumb: at once on the console, kept in a dead spot, both languages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_crew import AT_SECOND, NO_LINE, SECOND, button, crew_of, not_held, of_type, press
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped, worker_stands
from tests.hub import OpenHub

SIGHTS = {"zh": ("有火", "无火", "看不清"), "en": ("fire", "no fire", "cannot tell")}


async def tap(page: Page, name: str) -> None:
    """Press a button of the scene once the guard lets it pass."""
    await not_held(page)
    await page.locator(".scene").get_by_role("button", name=name, exact=True).click()


async def test_what_a_crew_sees_stands_on_the_console_at_once(hub: OpenHub, visit: Visit) -> None:
    _, phone = await crew_of(visit, hub, SECOND)
    desk = await (await visit()).sign_in(hub.house.token("dispatcher"))
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(phone, "收到出动")).to_be_visible()
    await tap(phone, "有火")
    row = desk.locator(f"[data-incident='{raised['number']}']")
    await expect(row.locator("[data-saw=fire]")).to_be_visible()
    await tap(phone, "被困")
    await tap(phone, "2")
    await expect(row.get_by_text("被困 2")).to_be_visible()
    await tap(phone, "哪里烧什么")
    await phone.locator(".scene").get_by_label("楼层").fill("12F")
    await phone.locator(".scene").get_by_label("烧的什么").fill("油锅")
    await tap(phone, "报告")
    await row.click()
    await expect(desk.locator("section.scene").get_by_text("燃烧物：油锅")).to_be_visible()
    reports = await of_type(hub, "scene.reported")
    assert [each["said"]["saw"] for each in reports] == ["fire", None, None]
    assert [each["said"]["floor"] for each in reports] == [None, None, 12]
    assert {each["station"] for each in reports} == {SECOND}


async def test_who_arrives_has_the_question_what_burns_in_front(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await press(page, "已到场")
    await expect(page.locator(".sight.fire")).to_be_in_viewport(ratio=1)
    box, dock = await page.locator(".sight.fire").bounding_box(), await page.locator(".dock").bounding_box()
    assert box
    assert dock
    assert box["y"] + box["height"] <= dock["y"], "above the buttons of the order"


async def test_what_is_said_in_a_dead_spot_waits_and_is_sent_once(hub: OpenHub, visit: Visit) -> None:
    person, page = await crew_of(visit, hub, SECOND)
    person.forgiven += NO_LINE
    await worker_stands(page)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    await person.context.set_offline(True)
    await tap(page, "有火")
    await tap(page, "被困")
    await tap(page, "1")
    scene = page.locator(".scene")
    await expect(scene.get_by_text("待发送")).to_have_count(2)
    await page.reload()
    await expect(scene.get_by_text("待发送")).to_have_count(2)
    assert await of_type(hub, "scene.reported") == []

    await person.context.set_offline(False)
    await expect(scene.get_by_text("待发送")).to_have_count(0)
    await expect(scene.locator(".reports").get_by_text("被困 1 人")).to_be_visible()
    reports = await of_type(hub, "scene.reported")
    assert [(each["said"]["saw"], each["said"]["trapped"]) for each in reports] == [("fire", None), (None, 1)]
    assert all(each["occurred_at"] < each["at"] for each in reports), "the time of pressing is kept beside the hub's"


async def test_crews_that_contradict_each_other_both_stand_there(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    other = next(each for each in raised["assignments"] if each["unit"] != f"{SECOND}-1")
    await tap(page, "无火")
    said = {"incident": raised["incident"], "assignment": other["id"], "saw": "fire"}
    assert (await hub.command("radio", "scene.report", **said)).status == 200
    reports = page.locator(".scene .reports")
    await expect(reports.get_by_text("现场反馈互相矛盾")).to_be_visible()
    await expect(reports.get_by_text("有火", exact=True)).to_be_visible()
    await expect(reports.get_by_text("无火", exact=True)).to_be_visible()


async def test_a_dispatcher_takes_down_a_call_over_the_radio(hub: OpenHub, visit: Visit) -> None:
    desk = await (await visit()).sign_in(hub.house.token("dispatcher"))
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await desk.locator(f"[data-incident='{raised['number']}']").click()
    form = desk.locator("section.scene")
    await form.get_by_text("电台转报").click()
    first = raised["assignments"][0]
    await form.get_by_label("谁说的").select_option(first["id"])
    await form.get_by_label("有无火情").select_option("no_fire")
    await form.get_by_label("被困人数").fill("三人")
    await form.get_by_role("button", name="报告").click()
    await expect(form.locator(".reports").get_by_text("无火，被困 3 人")).to_be_visible()
    (reported,) = await of_type(hub, "scene.reported")
    assert (reported["by"]["role"], reported["unit"], reported["said"]["trapped"]) == ("dispatcher", first["unit"], 3)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_question_fits_a_small_phone(hub: OpenHub, visit: Visit, language: str) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await page.evaluate(f"localStorage.setItem('onethree.language', '{language}')")
    await worker_stands(page)
    await page.reload()
    await expect(page.locator("[data-line=ok]")).to_be_visible()
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(page.locator(".sight.fire")).to_be_visible()
    for saw in SIGHTS[language]:
        await expect(page.locator(".scene").get_by_role("button", name=saw, exact=True)).to_be_visible()
    sizes = [await each.bounding_box() for each in await page.locator(".sight, .topic").all()]
    assert len(sizes) == 12
    assert all(size and size["height"] >= 48 and size["width"] >= 48 for size in sizes), sizes
    for number in range(9):
        await not_held(page)
        await page.locator(".topic").nth(number).click()
        await expect(page.locator(".scene-more")).to_be_visible()
        await assert_nothing_clipped(page)
        choices = [await each.bounding_box() for each in await page.locator(".scene-more .button").all()]
        assert all(size and size["height"] >= 44 for size in choices), choices
    await assert_accessible(page)
