"""The whole story with everybody in it: two consoles, three crews' phones, a hub that is restarted in the middle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import Browser, Page, expect

from loadtest.hub import free_port
from tests.e2e.conftest import Visit
from tests.e2e.followed import Followed
from tests.e2e.operator import ROW, Operator, sign_in
from tests.e2e.test_crew import AT_SECOND, button, crew_of, of_type, press, press_sure
from tests.e2e.visitor import PHONE, Visitor, visiting
from tests.hub import House, Json, OpenHub

STATIONS = ("S0001", "S0002", "S0003")
BROKEN = ["WebSocket", "ERR_CONNECTION_REFUSED", "ERR_FAILED"]

DRILL: Json = {
    "name": "示例夜间拉动",
    "kind": "no_notice",
    "place": {"building": "B00009", "floor": 4},
    "stations": ["S0003"],
    "objectives": [{"id": "o1", "text": "一分钟到场", "milestone_to": "on_scene", "limit_s": 60}],
}


class Cast(NamedTuple):
    """Who is there: two operators, the pages of three crews, and what came over each one's line."""

    one: Operator
    two: Operator
    crews: dict[str, Page]
    lines: Sequence[Followed]


async def gather(stack: AsyncExitStack, browser: Browser, hub: OpenHub) -> Cast:
    """Sign everybody in."""
    lines: list[Followed] = []

    async def enter(**options: Any) -> Visitor:
        person = await stack.enter_async_context(visiting(browser, hub, **options))
        person.forgiven += BROKEN
        lines.append(Followed(person.context))
        return person

    one, two = [await sign_in(hub, await enter(), name) for name in ("王示例", "李示例")]
    crews = {
        station: await (await enter(viewport=PHONE)).sign_in(hub.house.token("station", station))
        for station in STATIONS
    }
    return Cast(one, two, crews, lines)


async def send_all(hub: OpenHub, raised: Json) -> None:
    """Send those of the three crews that the rules did not choose."""
    chosen = {each["station"] for each in raised["assignments"]}
    for station in set(STATIONS) - chosen:
        sent = await hub.command(
            f"send-{station}", "assignment.assign", incident=raised["incident"], unit=f"{station}-1"
        )
        assert sent.status == 200, sent.body


async def test_from_the_alarm_to_its_end_with_the_hub_restarted(
    tmp_path: Path, district: Path, browser: Browser
) -> None:
    house, port = House(district, tmp_path / "data"), free_port()
    async with AsyncExitStack() as people:
        async with house.open(port) as hub:
            cast = await gather(people, browser, hub)
            one, two, crews, lines = cast
            raised = await hub.alarm(place={"building": AT_SECOND, "floor": 12}, trapped=1)
            number = raised["number"]
            await send_all(hub, raised)
            for desk in (one, two):
                await expect(desk.row(number)).to_contain_text("未接手")
            await one.select(number)
            await one.press("KeyH")
            await expect(two.row(number)).to_contain_text("王示例 在处理")
            for page in crews.values():
                await expect(page.get_by_role("heading", level=1)).to_contain_text("12 层")
                await press(page, "收到出动")
                await expect(page.locator("[data-ringing=no]")).to_be_visible()
            await expect(one.page.get_by_role("region", name="详情")).to_contain_text("签收")

        # The hub is gone. One crew arrives meanwhile and says so; it is kept.
        await press(crews["S0002"], "已到场")
        await expect(crews["S0002"].get_by_text("已到场 待发送").or_(button(crews["S0002"], "已到场"))).to_be_visible()
        await expect(one.page.locator("[data-line=ok]")).to_have_count(0)

        async with house.open(port) as hub:
            for page in (one.page, two.page, *crews.values()):
                await expect(page.locator("[data-line=ok]")).to_have_count(1)
            await expect(one.page.get_by_role("region", name="详情")).to_contain_text("到场")
            await expect(one.row(number)).to_have_attribute("aria-selected", "true")
            for step, sure in (("处置完成", "确认完成"), ("归队", "确认归队")):
                for page in crews.values():
                    await press_sure(page, step, sure)
            for page in crews.values():
                await expect(page.get_by_text("目前没有警情")).to_be_visible()
            await two.select(number)
            await two.press("KeyW", "Enter")
            for desk in (one, two):
                await expect(desk.page.get_by_text("目前没有警情")).to_be_visible()
            await expect_told_once(hub, raised["incident"])
            for line in lines:
                line.assert_whole(sockets=2)
            await people.aclose()


async def expect_told_once(hub: OpenHub, incident: str) -> None:
    """Each order has each of its milestones once, and the incident has ended once."""
    events = [event for event in await hub.events() if event["incident"] == incident]
    told = Counter((event["type"], event["assignment"]) for event in events if event["type"] in MILESTONES)
    assert set(told.values()) == {1}, told
    assigned = [event for event in events if event["type"] == "assignment.assigned"]
    orders = {event["assignment"] for event in assigned if event["station"] in STATIONS}
    assert {order for kind, order in told if kind == "assignment.controlled"} == orders
    assert [event["reason"] for event in events if event["type"] == "incident.closed"] == ["handled"]


MILESTONES = frozenset(
    f"assignment.{milestone}" for milestone in ("acknowledged", "en_route", "on_scene", "controlled", "released")
)


async def test_a_drill_beside_a_real_incident(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    _, drilled = await crew_of(visit, hub, "S0003")
    _, called = await crew_of(visit, hub, "S0002")
    planned = await hub.command("plan", "drill.plan", role="commander", plan=DRILL)
    drill = planned.body["events"][0]["drill"]
    started = await hub.command("start", "drill.start", role="commander", drill=drill)
    assert started.status == 200, started.body
    await expect(drilled.get_by_text("演练，不是真实警情")).to_be_visible()

    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 12})
    await expect(called.get_by_role("heading", level=1)).to_contain_text("12 层")
    await expect(called.get_by_text("演练，不是真实警情")).to_be_hidden()
    await expect(desk.page.locator(ROW).first).to_have_attribute("data-incident", raised["number"])
    exercise = desk.page.get_by_role("listbox", name="演练 1").get_by_role("option")
    await expect(exercise).to_contain_text("演练")
    await press(drilled, "收到出动")
    await press(called, "收到出动")
    for row in (exercise, desk.row(raised["number"])):
        await expect(row).to_contain_text("签收")
    said = await of_type(hub, "assignment.acknowledged")
    assert {(event["station"], event["exercise"]) for event in said} >= {("S0003", True), ("S0002", False)}

    await hub.command("end", "drill.end", role="commander", drill=drill)
    await expect(desk.page.get_by_role("listbox", name="演练 1")).to_be_hidden()
    await expect(desk.row(raised["number"])).to_be_visible()
    assert not [event for event in await of_type(hub, "incident.closed") if not event["exercise"]]
