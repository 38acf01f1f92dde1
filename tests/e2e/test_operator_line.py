"""The operator's console when the line is cut half-open: seen within seconds, and nothing risky goes by itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from dispatch.writer import readiness
from tests.e2e.conftest import Visit
from tests.e2e.cut_line import CutLine
from tests.e2e.operator import Operator, sign_in
from tests.e2e.visitor import own_ms, visiting
from tests.hub import OpenHub

SEEN_WITHIN_MS = 6500
"""By the page's own time."""


@dataclass
class Cut:
    """A console whose line can be cut."""

    desk: Operator
    line: CutLine


@pytest_asyncio.fixture(loop_scope="session")
async def cut(browser: Browser, hub: OpenHub) -> AsyncIterator[Cut]:
    """A console behind a line of its own."""
    async with CutLine(urlsplit(hub.url).port or 0) as line:
        behind = OpenHub(hub.hub, 0, hub.house, hub.session)
        behind.url = line.url
        async with visiting(browser, behind) as person:
            person.forgiven += ["WebSocket", "ERR_"]
            yield Cut(await sign_in(hub, person, "王示例"), line)


def band(page: Page, words: str) -> Locator:
    """The band that says this; that the watch has not begun is a band of its own."""
    return page.get_by_role("alert").filter(has_text=words)


async def test_a_cut_line_is_seen_and_what_was_pressed_waits_for_a_word(hub: OpenHub, cut: Cut) -> None:
    desk, page = cut.desk, cut.desk.page
    number = (await hub.alarm())["number"]
    await desk.select(number)
    cut.line.cut()
    began_ms = await own_ms(page)
    await expect(band(page, "连接中断")).to_be_visible()
    await expect(desk.row(number)).to_contain_text("? 数据停在")
    took_ms = await own_ms(page) - began_ms
    print(f"line cut to band and hatching: {took_ms} ms")
    assert took_ms <= SEEN_WITHIN_MS
    await expect(page.get_by_role("button", name="打印看板")).to_be_visible()
    await expect(page.locator(".map-place")).to_have_css("filter", re.compile("grayscale"))  # s43: the map is no news

    await desk.press("KeyT")
    await page.keyboard.type("断线时写的")
    await desk.press("Enter")
    await desk.press("KeyR", "Digit1", "Enter")
    waiting = page.get_by_role("list", name="还没有回复的操作")
    await expect(waiting.locator("[data-entry=waiting]")).to_have_count(2)

    cut.line.mend()
    await expect(page.locator("[data-line=ok]")).to_be_visible()
    noted = (await desk.done("incident.noted"))[0]
    assert noted["text"] == "断线时写的"
    await expect(waiting).to_contain_text("还要发吗")
    assert not [each for each in await hub.events() if each["type"] == "assignment.recalled"]
    await desk.press("Enter")
    await desk.done("assignment.recalled")


async def test_a_restarted_hub_is_followed_without_a_gap(hub: OpenHub, cut: Cut) -> None:
    """The line breaks and comes back: what happened meanwhile is there, and nothing of it rings as news."""
    desk = cut.desk
    first = (await hub.alarm())["number"]
    await desk.select(first)
    cut.line.cut()
    second = (await hub.alarm(device="d-2", place={"building": "B00009"}))["number"]
    await expect(desk.page.locator("[data-line=silent]")).to_be_visible()
    cut.line.mend()
    await expect(desk.page.locator("[data-line=ok]")).to_be_visible()
    await expect(desk.row(second)).to_be_visible()
    await expect(desk.row(first)).to_have_attribute("aria-selected", "true")


async def test_a_watch_that_stands_still_has_a_band_of_its_own(
    hub: OpenHub, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub answers and counts no seconds: that must not look well."""
    person = await visit()
    person.forgiven.append("503")
    desk = await sign_in(hub, person, "王示例")
    await hub.alarm()
    monkeypatch.setattr(readiness, "STALLED_AFTER_S", -1_000_000.0)
    await expect(band(desk.page, "时限看守停了")).to_be_visible()
    monkeypatch.undo()
    await expect(band(desk.page, "时限看守停了")).to_have_count(0)


async def test_d3_a_clock_that_is_off_has_a_band_and_so_has_a_hub_that_is_not_ready(
    hub: OpenHub, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await visit()
    person.forgiven.append("503")
    desk = await sign_in(hub, person, "王示例")
    monkeypatch.setattr(readiness, "FAR_DRIFT_MS", -1)
    await expect(band(desk.page, "与服务器时钟相差超过一分钟")).to_be_visible()
    monkeypatch.undo()
    await expect(band(desk.page, "与服务器时钟相差超过一分钟")).to_have_count(0)
    monkeypatch.setattr(readiness.Readiness, "_undurable", lambda _self: "示例")
    await expect(band(desk.page, "中心没有就绪（record_silent）")).to_be_visible()
    monkeypatch.undo()
    await expect(band(desk.page, "中心没有就绪（record_silent）")).to_have_count(0)
