"""What a crew's page does when the line, the hub or nobody answers: found out in seconds, resumed without a gap."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_crew import AT_SECOND, NO_LINE, SECOND, button, crew_of, of_type, press
from tests.e2e.visitor import PHONE, Visitor, own_ms, visiting
from tests.hub import House, OpenHub

QUICK_LADDER = """
[[ladder]]
trigger = "unacknowledged"
after_s = 2
action = "alert_again"
"""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(tmp_path: Path, district: Path, browser: Browser) -> AsyncIterator[tuple[OpenHub, Visitor]]:
    """A hub that calls again after two seconds, and a crew's phone."""
    own = Path(shutil.copytree(district, tmp_path / "impatient"))
    with (own / "district.toml").open("a", encoding="utf-8") as settings:
        settings.write(QUICK_LADDER)
    async with House(own, tmp_path / "data").open() as hub, visiting(browser, hub, viewport=PHONE) as phone:
        yield hub, phone


async def test_it_rings_again_at_each_rung_and_counts(impatient: tuple[OpenHub, Visitor]) -> None:
    hub, phone = impatient
    page = await phone.sign_in(hub.house.token("station", SECOND))
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(page.locator("[data-ringing=alarm]")).to_be_visible()
    await expect(page.get_by_text("第 2 次呼叫")).to_be_visible()
    await press(page, "收到出动")
    await expect(page.locator("[data-ringing=no]")).to_be_visible()


async def test_a_restarted_hub_is_found_again_without_a_gap(tmp_path: Path, district: Path, browser: Browser) -> None:
    house, port = House(district, tmp_path / "data"), free_port()
    async with house.open(port) as hub:
        crew = visiting(browser, hub, viewport=PHONE)
        phone = await crew.__aenter__()
        phone.forgiven += NO_LINE
        page = await phone.sign_in(house.token("station", SECOND))
        await hub.alarm(place={"building": AT_SECOND, "floor": 3})
        await expect(button(page, "收到出动")).to_be_visible()
    await press(page, "收到出动")
    await expect(page.get_by_text("收到出动 待发送")).to_be_visible()
    async with house.open(port) as hub:
        await expect(page.get_by_text("收到出动 已收到")).to_be_visible()
        said = [event for event in await of_type(hub, "assignment.acknowledged") if event["station"] == SECOND]
        assert len(said) == len({event["assignment"] for event in said}) == 2
        await hub.alarm(place={"building": AT_SECOND, "floor": 3}, device="d-2", trapped=4)
        await expect(page.get_by_text("被困 4")).to_be_visible()
        await crew.__aexit__(None, None, None)


async def test_a_half_open_socket_is_found_out_in_seconds(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    dead: list[bool] = []

    def through(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        swallows = not dead

        def pass_on(message: str | bytes) -> None:
            if not (swallows and dead):
                route.send(message)

        server.on_message(pass_on)

    await person.context.route_web_socket("**/api/v1/stream", through)
    page = await person.sign_in(hub.house.token("station", SECOND))
    began_ms = await own_ms(page)
    dead.append(True)
    await expect(page.locator("[data-line=silent]")).to_be_visible()
    assert await own_ms(page) - began_ms <= 5_000
    # The socket is given up after six seconds of silence, and another one is found at once.
    silent_ms = await own_ms(page)
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    assert await own_ms(page) - silent_ms <= 8_000


async def test_one_phone_speaks_for_one_unit_where_somebody_chose(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await page.get_by_role("group", name="这部手机代表").get_by_label("二组").uncheck()
    raised = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    assert {each["unit"] for each in raised["assignments"]} >= {f"{SECOND}-1", f"{SECOND}-2"}
    await press(page, "收到出动")
    await expect(page.get_by_text("收到出动 已收到")).to_be_visible()
    assert [event["unit"] for event in await of_type(hub, "assignment.acknowledged")] == [f"{SECOND}-1"]


async def test_a_shift_is_handed_over_and_taken_over(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await page.get_by_label("交给哪一班").select_option("night")
    await page.get_by_role("button", name="交班").click()
    await page.get_by_label("人数").fill("4")
    await page.get_by_role("button", name="接班").click()
    await expect(page.get_by_text("当班 夜班，4 人")).to_be_visible()
    assert [event["shift"] for event in await of_type(hub, "duty.taken_over")] == ["night"]


async def test_the_check_before_a_shift_rings_and_shows_an_alert_to_nobody(hub: OpenHub, visit: Visit) -> None:
    _, page = await crew_of(visit, hub, SECOND)
    await page.get_by_role("button", name="试响").click()
    await expect(page.locator("[data-ringing=alarm]")).to_be_visible()
    await page.get_by_role("button", name="听到了").click()
    await expect(page.locator("[data-item=sound]")).to_have_attribute("data-verdict", "good")
    await page.get_by_role("button", name="开始模拟").click()
    await expect(page.locator("[data-screen=rehearsal][data-ringing=alarm]")).to_be_visible()
    await press(page, "收到出动")
    await expect(page.locator("[data-item=rehearsal]")).to_have_attribute("data-verdict", "good")
    assert await of_type(hub, "alarm.raised") == []

    await page.get_by_role("button", name="夜间值守").click()
    await expect(page.get_by_role("button", name="点一下屏幕返回")).to_be_visible()
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
