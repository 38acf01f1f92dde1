"""A fire is handed over in the browser: offered by a micro crew, taken by the brigade's, closed at the desk."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import sign_in
from tests.e2e.test_crew import AT_SECOND, SECOND, crew_of, not_held, of_type
from tests.e2e.visitor import assert_accessible, assert_nothing_clipped
from tests.hub import PATIENCE_S, OpenHub

Json = dict[str, Any]

SAID = {
    "zh": ("提出移交", "火势已控制", "接管现场", "已接管"),
    "en": ("Offer the hand-over", "under control", "Take over", "took over"),
}


async def burning(hub: OpenHub) -> tuple[Json, Json]:
    """Return a fire as its alarm was answered, with the second station's crew and an engine on scene."""
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3}, kind="manual_call_point")
    stations = {each["id"]: each["kind"] for each in (await hub.call("GET", "/api/v1/stations")).body["stations"]}
    units = (await hub.call("GET", "/api/v1/units")).body["units"]
    busy = {each["unit"] for each in raised["assignments"]}
    brigade = (each for each in units if stations[each["station"]] == "fire")
    engine = next(each for each in brigade if each["id"] not in busy)
    sent = await hub.command("send", "assignment.assign", incident=raised["incident"], unit=engine["id"])
    (order,) = (each for each in sent.body["events"] if each["type"] == "assignment.assigned")
    own = next(each for each in raised["assignments"] if each["station"] == SECOND)
    for key in (own["id"], order["assignment"]):
        assert (await hub.command(f"there-{key}", "assignment.arrive", assignment=key)).status == 200
    return raised, order


async def comes(hub: OpenHub, kind: str) -> Json:
    """Return the record's only event of a type, once it is there."""
    for _ in range(round(PATIENCE_S * 20)):
        if found := await of_type(hub, kind):
            break
        await asyncio.sleep(0.05)
    (event,) = found
    return event


async def push(page: Page, name: str) -> None:
    await not_held(page)
    await page.locator(".hand-over-line").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_micro_crew_offers_with_a_thumb_and_the_brigade_takes_it(
    hub: OpenHub, visit: Visit, language: str
) -> None:
    offer, state, take, taken = SAID[language]
    incident, order = await burning(hub)
    _, micro = await crew_of(visit, hub, SECOND)
    _, brigade = await crew_of(visit, hub, order["station"])
    for page in (micro, brigade):
        await page.evaluate(f"localStorage.setItem('onethree.language', '{language}')")
        await page.reload()
    await push(micro, offer)
    await expect(micro.locator(".scene-states")).to_be_visible()
    await push(micro, state)
    await push(brigade, take)
    await expect(micro.locator(".hand-over-line")).to_contain_text(taken)
    await assert_nothing_clipped(micro)
    await assert_accessible(micro)
    offered = await comes(hub, "incident.hand_over_offered")
    assert (offered["station"], offered["state"]) == (SECOND, "under_control")
    handed = await comes(hub, "incident.handed_over")
    assert (handed["incident"], handed["station"], handed["unit"]) == (
        incident["incident"],
        order["station"],
        order["unit"],
    )


async def test_the_desk_sees_what_is_owed_and_takes_it_over_for_a_crew_on_the_radio(hub: OpenHub, visit: Visit) -> None:
    incident, _ = await burning(hub)
    desk = await sign_in(hub, await visit(), "王示例")
    await desk.select(incident["number"])
    await expect(desk.page.get_by_text("消防救援站已到场，尚未接管")).to_be_visible()
    await desk.page.get_by_role("button", name="消防救援站已接管").click()
    await expect(desk.page.get_by_text("消防救援站已到场，尚未接管")).to_have_count(0)
    handed = await comes(hub, "incident.handed_over")
    assert handed["by"]["role"] == "dispatcher"


CLOSING = {
    "zh": ("结案", "结案", "未移交的原因", "起火原因", "亡人", "过火面积（m²）"),
    "en": ("Close", "Close it", "Why it was not handed over", "Cause", "Dead", "Area burned (m²)"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_closing_asks_what_came_of_it_and_why_nothing_was_handed_over(
    hub: OpenHub, visit: Visit, language: str
) -> None:
    act, close, why, cause, dead, area = CLOSING[language]
    incident, _ = await burning(hub)
    person = await visit()
    desk = await sign_in(hub, person, "王示例")
    await desk.select(incident["number"])
    if language == "en":
        await person.switch_language(desk.page)
    await desk.page.locator("[data-act=close]").click()
    form = desk.page.locator("form.close-form")
    await form.get_by_role("button", name=close, exact=True).click()
    assert not await of_type(hub, "incident.closed"), f"{act}: the reason is asked for"
    await form.get_by_label(why).fill("示例")
    await form.get_by_label(cause).select_option("electrical")
    await form.get_by_label(dead).fill("0")
    await form.get_by_label(area).fill("4.5")
    await form.get_by_role("button", name=close, exact=True).click()
    await expect(form).to_have_count(0)
    closed = await comes(hub, "incident.closed")
    assert closed["not_handed_over"] == "示例"
    said = await comes(hub, "incident.outcome_recorded")
    assert (said["outcome"]["cause"], said["outcome"]["dead"], said["outcome"]["area_m2"]) == ("electrical", 0, 4.5)
