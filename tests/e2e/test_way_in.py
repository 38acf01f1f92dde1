"""What came in odd or late, on the console and on the crew's page: in its own words, and with its own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import ROW
from tests.e2e.visitor import DESK, PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import OpenHub

STATION, BUILDING = "S0002", "B00019"


async def test_a1_a7_who_goes_reads_what_the_hub_could_not_and_when_the_signal_was(hub: OpenHub, visit: Visit) -> None:
    crew = await (await visit(viewport=PHONE)).sign_in(hub.house.token("station", STATION))
    console = await (await visit(viewport=DESK)).sign_in(hub.house.token("dispatcher"))
    yesterday = (datetime.now(UTC) - timedelta(days=1, minutes=5)).isoformat()
    place = {"building": BUILDING, "floor": "夹层"}
    taken = await hub.alarm(device={"loop": 4}, place=place, occurred_at=yesterday, trapped=1)
    assert set(taken["flags"]) == {"bad_device", "bad_floor", "late"}

    words = "楼层收到的是“夹层”"
    await expect(crew.locator("article").get_by_text(words)).to_be_visible()
    await expect(crew.locator("article .late")).to_contain_text("24 小时前")
    await assert_nothing_clipped(crew)
    await assert_accessible(crew)

    row = console.locator(ROW).first
    await expect(row.locator(".late").first).to_have_text("24 小时前 ")
    await expect(row).not_to_contain_text("刚刚")
    await row.click()
    await expect(console.locator("header").get_by_text(words)).to_be_visible()
    await expect(console.locator(".alarms").get_by_text('设备收到的是“{"loop": 4}”')).to_be_visible()
    await expect(console.get_by_text("迟到的信号")).to_be_visible()
