"""From the first look to the hand-over: a console, the phone of who looks and of an engine, and a real hub between."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from dispatch.wire.vocabulary import Language, word
from tests.e2e.on_scene import BURNING, ENGINE, LOOKS
from tests.e2e.test_crew import NO_LINE, not_held, of_type
from tests.e2e.visitor import PHONE, Visitor, assert_nothing_clipped, visiting, worker_stands
from tests.hub import House, Json, OpenHub

SAID: dict[str, tuple[str, str]] = {
    "arrive": ("已到场", "On scene"),
    "trapped": ("被困", "Trapped"),
    "waiting": ("待发送", "waiting to send"),
    "lane": ("通道堵", "Lane blocked"),
    "shut": ("过不去", "Nobody passes"),
    "ask": ("请求协同", "Ask for help"),
    "everybody": ("全部出动", "everybody goes"),
    "offer": ("提出移交", "Offer the hand-over"),
    "take": ("接管现场", "Take over"),
    "taken": ("已接管", "took over"),
    "officer": ("已报值班领导", "duty officer told"),
}
"""What the pages say, in both languages."""


class Cast(NamedTuple):
    """Who is there, and in which language they read."""

    hub: OpenHub
    language: Language
    desk: Page
    looker: Visitor
    looking: Page
    engine: Page

    def said(self, key: str) -> str:
        """Return what the pages say of a thing."""
        return SAID[key][self.language == "en"]

    def coded(self, family: str, code: str) -> str:
        """Return the word of a code."""
        return word(family, code, self.language)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_from_one_detector_to_the_hand_over_and_its_report(
    on_scene_house: House, browser: Browser, language: Language
) -> None:
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(on_scene_house.open())
        cast = await gather(stack, browser, hub, language)
        raised = await hub.alarm(place={"building": BURNING, "floor": 12})
        await who_is_in_the_building_goes_to_look(cast, raised)
        await the_crew_speaks_without_a_line(cast, raised)
        await the_whole_plan_goes_with_its_reasons(cast)
        await the_second_engine_goes_round(cast, raised)
        await nobody_of_the_gas_company_answers(cast)
        await the_brigade_takes_over(cast)
        await it_is_closed_and_told(cast, raised)


async def gather(stack: AsyncExitStack, browser: Browser, hub: OpenHub, language: Language) -> Cast:
    """Sign everybody in, reading one language."""

    async def enter(token: str, **options: Any) -> tuple[Visitor, Page]:
        person = await stack.enter_async_context(visiting(browser, hub, **options))
        await person.read_in(language)
        return person, await person.sign_in(token)

    _, desk = await enter(hub.house.token("dispatcher"))
    looker, looking = await enter(hub.house.token("station", LOOKS), viewport=PHONE, permissions=["geolocation"])
    looker.forgiven += NO_LINE
    await worker_stands(looking)
    _, engine = await enter(hub.house.token("station", ENGINE), viewport=PHONE)
    return Cast(hub, language, desk, looker, looking, engine)


async def who_is_in_the_building_goes_to_look(cast: Cast, raised: Json) -> None:
    assert {each["station"] for each in raised["assignments"]} == {LOOKS}, "one detector sends who can look at once"
    await cast.desk.locator(f"[data-incident='{raised['number']}']").click()
    await expect(cast.desk.locator(".next")).to_contain_text(cast.said("everybody"))
    await tap_step(cast.looking, cast.said("arrive"))
    for line in ("南门", "负一层燃气表间", "000-1900"):
        await expect(cast.looking.locator(".site")).to_contain_text(line)


async def the_crew_speaks_without_a_line(cast: Cast, raised: Json) -> None:
    await cast.looker.context.set_offline(True)
    await tap(cast.looking, cast.coded("saw", "fire"))
    await tap(cast.looking, cast.said("trapped"))
    await tap(cast.looking, "1")
    await expect(cast.looking.locator(".scene").get_by_text(cast.said("waiting"))).to_have_count(2)
    assert await of_type(cast.hub, "scene.reported") == []
    await cast.looker.context.set_offline(False)
    await expect(cast.looking.locator(".scene").get_by_text(cast.said("waiting"))).to_have_count(0)
    row = cast.desk.locator(f"[data-incident='{raised['number']}']")
    await expect(row.locator("[data-saw=fire]")).to_be_visible()
    reports = await of_type(cast.hub, "scene.reported")
    assert [(each["said"]["saw"], each["said"]["trapped"]) for each in reports] == [("fire", None), (None, 1)]
    assert all(each["occurred_at"] < each["at"] for each in reports), "the time of pressing is kept beside the hub's"


async def the_whole_plan_goes_with_its_reasons(cast: Cast) -> None:
    (confirmed,) = await of_type(cast.hub, "incident.confirmed")
    assert confirmed["because"]["type"] == "seen_on_scene"
    graded = (await of_type(cast.hub, "incident.graded"))[-1]
    assert (graded["grade"], graded["because"]["type"]) == (2, "by_grade_rule")
    await expect(cast.desk.get_by_text(graded["because"][cast.language])).to_be_visible()
    sent = [each for each in await of_type(cast.hub, "assignment.assigned") if each["mode"] != "foot"]
    assert [each["mode"] for each in sent] == ["engine", "engine", "aerial"]
    assert {each["because"]["type"] for each in sent} == {"by_plan"}
    await expect(cast.engine.locator(".site")).to_contain_text("北门")
    await expect(cast.engine.locator(".site")).to_contain_text("XH-19")


async def the_second_engine_goes_round(cast: Cast, raised: Json) -> None:
    sent = [each for each in await of_type(cast.hub, "assignment.assigned") if each["mode"] == "engine"]
    second = next(each["assignment"] for each in sent if each["station"] == ENGINE)
    before = await way_of(cast.hub, second)
    lon, lat = blocked = before[len(before) // 2]
    await cast.looker.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 5})
    await tap(cast.looking, cast.said("lane"))
    await tap(cast.looking, cast.said("shut"))
    await expect(cast.desk.locator("section.scene")).to_contain_text(cast.coded("scene", "lane").split("{")[0])
    (closed,) = await of_type(cast.hub, "road.closed")
    assert closed["until"] > closed["at"], "a lane opens again by itself"
    after = await way_of(cast.hub, second)
    assert blocked in before
    assert blocked not in after
    assert after[-1] == before[-1], "it comes all the same"
    assert raised["incident"] == (await of_type(cast.hub, "scene.reported"))[-1]["incident"]


async def nobody_of_the_gas_company_answers(cast: Cast) -> None:
    helpers = cast.desk.locator("#detail section", has=cast.desk.locator(".helpers"))
    await helpers.get_by_role("button", name=cast.said("ask")).click()
    await cast.desk.locator("section.acts").get_by_role("button", name=cast.coded("helper", "gas")).first.click()
    await expect(helpers).to_contain_text("000-1901")
    await expect(helpers).to_contain_text("000-1902")  # the first was silent
    await expect(helpers.get_by_text(cast.coded("unanswered", "nobody_accepted"))).to_be_visible()
    asked = [each for each in await of_type(cast.hub, "help.asked") if each["kind"] == "gas"]
    assert [(each["helper"], each["upon"]) for each in asked] == [("gas-1", "requested"), ("gas-2", "silent")]
    climbed = [each for each in await of_type(cast.hub, "help.climbed") if each["kind"] == "gas"]
    assert [each["action"] for each in climbed] == ["duty_officer"]
    await expect(cast.looking.locator(".going", has_text=cast.coded("helper", "gas"))).to_contain_text(
        cast.coded("help", "unanswered")
    )


async def the_brigade_takes_over(cast: Cast) -> None:
    await tap_step(cast.engine, cast.said("arrive"))
    line = ".hand-over-line"
    await tap_in(cast.looking, cast.looking.locator(line), cast.said("offer"))
    await tap_in(cast.looking, cast.looking.locator(line), cast.coded("scene_state", "under_control"))
    await tap_in(cast.engine, cast.engine.locator(line), cast.said("take"))
    for page in (cast.desk.locator("#detail"), cast.looking.locator(line), cast.engine.locator(line)):
        await expect(page).to_contain_text(cast.said("taken"))
    (handed,) = await of_type(cast.hub, "incident.handed_over")
    assert (handed["station"], handed["givers"], handed["state"]) == (ENGINE, [LOOKS], "under_control")
    assert handed["flags"] == [], "the brigade is there"
    met = [each for each in await of_type(cast.hub, "target.met") if each["target"] == "hand_over"]
    assert len(met) == 1


async def it_is_closed_and_told(cast: Cast, raised: Json) -> None:
    incident = raised["incident"]
    for page in (cast.looking, cast.engine):
        await assert_nothing_clipped(page)
    outcome: Json = {"cause": "electrical", "rescued": 1, "area_m2": 6.0}
    steps: tuple[tuple[str, Json], ...] = (("incident.outcome", outcome), ("incident.close", {}))
    for command, fields in steps:
        done = await cast.hub.command(command, command, incident=incident, **fields)
        assert done.status == 200, done.body
    for page in (cast.looking, cast.engine):
        await expect(page.locator("article.alert")).to_have_count(0)
    report = await cast.desk.evaluate(
        """async ([incident, language]) => {
            const { token } = JSON.parse(localStorage.getItem("onethree.session"));
            const headers = { Authorization: `Bearer ${token}` };
            return (await fetch(`/api/v1/reports/incidents/${incident}?lang=${language}`, { headers })).text();
        }""",
        [incident, cast.language],
    )
    for told in (
        cast.coded("saw", "fire"),
        cast.coded("scene", "trapped").replace("{trapped}", "1"),
        cast.coded("scene", "lane").split("{")[0],
        cast.coded("scene_state", "under_control"),
        cast.coded("cause", "electrical"),
        cast.coded("helper", "gas"),
    ):
        assert told in report, told


async def way_of(hub: OpenHub, assignment: str) -> list[list[float]]:
    """Return an order's way as positions."""
    found = await hub.call("GET", f"/api/v1/assignments/{assignment}/route")
    way: list[list[float]] = found.body["geometry"]["coordinates"]
    return way


async def tap(page: Page, name: str) -> None:
    """Press a button of the scene once the guard lets it pass."""
    await tap_in(page, page.locator(".scene"), name)


async def tap_in(page: Page, part: Locator, name: str) -> None:
    """Press a button of a part of a crew's page once the guard lets it pass."""
    await not_held(page)
    await part.get_by_role("button", name=name, exact=True).click()


async def tap_step(page: Page, name: str) -> None:
    """Press one of the four buttons once the guard lets it pass."""
    await expect(page.locator(".dock")).to_be_visible()
    await not_held(page)
    await page.locator(".dock").get_by_role("button", name=re.compile(f"^{name}")).click()
