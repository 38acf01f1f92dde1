"""The commander's replay in a real Chromium: the very states of the hub, every key, nothing that acts."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from dispatch.core.state import encode_state, to_state
from dispatch.core.world import World
from dispatch.past.history import History
from tests.e2e.conftest import Visit
from tests.e2e.past import EPISODE_AT_LEAST, Past, record_a_past
from tests.e2e.visitor import DESK, PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import House, OpenHub
from tests.long_plays import FULL, long_play

HALF_DESK = {"width": 683, "height": 384}
"""The smallest screen of a console at 200 % zoom."""

KEEP_SAVED = """
    window.saved = [];
    URL.createObjectURL = (blob) => (window.saved.push(blob), "blob:kept");
    HTMLAnchorElement.prototype.click = () => undefined;
"""
"""What the page hands to the browser as a file is kept for the test instead."""

STEP_AND_SAVE = """async ([steps, every]) => {
    const save = document.querySelector('[aria-label="存下此刻"]');
    for (let step = 1; step <= steps; step++) {
        dispatchEvent(new KeyboardEvent("keydown", { code: "Period" }));
        if (step % every === 0 || step === steps) save.click();
    }
    window.told ??= {};
    return (await Promise.all(window.saved.splice(0).map((blob) => blob.text()))).map((text) => {
        const news = Object.entries(JSON.parse(text)).filter(([name, value]) => told[name] !== JSON.stringify(value));
        for (const [name, value] of news) told[name] = JSON.stringify(value);
        return Object.fromEntries(news);
    });
}"""
"""Go on by single events and return what is otherwise in the states that are saved: all would be megabytes."""

COMPARED_EVERY = 1 if FULL else 5
"""Each event is stepped to; so many steps apart the whole state is compared, which costs more than the step."""


@pytest.fixture(scope="session")
def past(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Past:
    """One record for all these tests."""
    return asyncio.run(record_a_past(district, tmp_path_factory.mktemp("past") / "data"))


@pytest_asyncio.fixture(loop_scope="session")
async def hub(past: Past, sqlite_house: House) -> AsyncIterator[OpenHub]:
    """A hub over that record, in a house of this test's own."""
    shutil.copytree(past.data, sqlite_house.data, dirs_exist_ok=True)
    async with sqlite_house.open(accept_clock=True) as opened:  # that record ends ahead: its hub ran fast
        yield opened


async def watch(hub: OpenHub, visit: Visit, episode: str, **options: Any) -> Page:
    """Sign in as a commander and open an episode."""
    person = await visit(**options)
    await person.context.add_init_script(KEEP_SAVED)
    page: Page = await person.sign_in(hub.house.token("commander"))
    await page.goto(f"{hub.url}/replay?of={episode}")
    await expect(slider(page)).to_be_visible()
    return page


def slider(page: Page) -> Any:
    """Return the slider, in either language."""
    return page.locator("input[type=range]")


async def state_shown(page: Page) -> Any:
    """Return the state as the page has it where the slider stands."""
    await page.get_by_role("button", name="存下此刻").click()
    return orjson.loads(await page.evaluate("window.saved.pop().text()"))


def hubs(world: World) -> Any:
    """Return a World as ``GET /api/v1/state`` gives it."""
    return orjson.loads(encode_state(to_state(world)))


@long_play
async def test_every_frame_is_the_hubs_state_at_that_number(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    episode = (await hub.call("GET", f"/api/v1/episodes/{past.fire}")).body
    first, last = episode["first_seq"], episode["last_seq"]
    assert last - first >= EPISODE_AT_LEAST, "a record worth comparing"
    await slider(page).press("Home")
    seq = (await state_shown(page))["seq"]
    ours: dict[str, Any] = {}
    history = History(hub.hub.log, every=16)
    while seq < last:
        end = min(seq + 100, last)
        for news in await page.evaluate(STEP_AND_SAVE, [end - seq, COMPARED_EVERY]):
            ours |= news
            seq = min(seq + COMPARED_EVERY, end)
            assert ours["seq"] == seq
            assert ours == hubs(await history.at(seq)), f"seq {seq}"
        assert seq == end
    await page.get_by_role("button", name="与中心核对").click()
    await expect(page.get_by_text(f"第 {last} 条与中心的记录完全一致")).to_be_visible()


async def test_back_and_forth_is_the_same_as_straight_on(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    for key in ("End", "PageUp", "PageUp", "ArrowLeft", "Home", "ArrowRight", "PageUp", "PageUp", "Shift+ArrowRight"):
        await slider(page).press(key)
        ours = await state_shown(page)
        assert ours == hubs(await History(hub.hub.log).at(ours["seq"])), key


async def test_the_end_of_the_replay_is_what_is_live(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.open_fire)
    await slider(page).press("End")
    ours = await state_shown(page)
    assert ours["seq"] == hub.hub.feed.head
    assert ours == hubs(hub.hub.processor.durable)
    console = await (await visit()).sign_in(hub.house.token("dispatcher"))
    live = console.locator(".list [role=option]")
    await expect(live.first).to_be_visible()
    replayed = page.locator(".list [role=option]")
    numbers = "all => all.map((each) => each.dataset.incident)"
    assert await replayed.evaluate_all(numbers) == await live.evaluate_all(numbers)


async def test_it_is_played_by_keys_alone(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    await page.keyboard.press("5")
    await expect(page.get_by_role("button", name="60 倍")).to_have_attribute("aria-pressed", "true")
    before = float(await slider(page).input_value())
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="暂停")).to_be_visible()
    await page.wait_for_function(
        "(before) => document.querySelector('input[type=range]').valueAsNumber > before + 5000", arg=before
    )
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="播放", exact=True)).to_be_visible()
    await slider(page).press("Home")
    await page.keyboard.press("Shift+ArrowRight")
    miss = await slider(page).input_value()
    await expect(slider(page)).to_have_attribute("aria-valuetext", re.compile("超时"))
    await page.keyboard.press("ArrowRight")
    assert float(await slider(page).input_value()) > float(miss)
    await page.keyboard.press("Shift+ArrowLeft")
    assert await slider(page).input_value() == miss
    await page.keyboard.press("b")
    await expect(page.locator(".marks .bookmark")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".marks .bookmark")).to_have_count(1)
    await page.keyboard.press("p")
    await expect(page.get_by_role("button", name="计划位置")).to_have_attribute("aria-pressed", "true")


async def test_nothing_here_acts_or_sounds(hub: OpenHub, visit: Visit, past: Past) -> None:
    person = await visit()
    await person.context.add_init_script("window.sounds = 0; AudioContext = class { constructor() { sounds++; } };")
    sent: list[str] = []
    page = await person.sign_in(hub.house.token("dispatcher"))
    person.context.on("request", lambda request: sent.append(request.method) if request.method != "GET" else None)
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    await page.goto(f"{hub.url}/replay?of={past.fire}")
    await expect(slider(page)).to_be_visible()
    head = hub.hub.feed.head
    sent.clear()
    for key in [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "F2", "F4", "F8", "F9", "Enter", "Delete", "Escape", "0", "7"]:
        await page.keyboard.press(key if len(key) > 1 else key.lower())
    await page.keyboard.press("5")
    await page.keyboard.press("Space")
    await slider(page).press("End")
    for act in ("调派", "接手", "确认", "召回", "结案", "误报", "并入", "拆分", "接报"):
        await expect(page.get_by_role("button", name=act)).to_have_count(0)
    assert [each for each in sent if '"ping"' not in each and "hello" not in each] == []
    assert await page.evaluate("window.sounds") == 0
    assert hub.hub.feed.head == head


async def test_an_episode_is_found_and_opened(hub: OpenHub, visit: Visit) -> None:
    page = await (await visit()).sign_in(hub.house.token("commander"))
    await page.get_by_label("编号、地点、演练名").fill("拉动")
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_role("link").filter(has_text="-").click()
    await expect(slider(page)).to_be_visible()
    await expect(page.get_by_role("heading", name="非实时")).to_be_visible()
    await page.get_by_role("button", name="另选").click()
    await page.get_by_label("编号、地点、演练名").fill("没有这样的")
    await expect(page.get_by_text("记录里没有")).to_be_visible()
    await page.go_back()
    await expect(slider(page)).to_be_visible()


async def test_why_tells_what_was_decided_until_then(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    why = page.get_by_role("region", name="到此刻的决定")
    await expect(why.get_by_text("选派")).to_have_count(1)
    await expect(why.get_by_text("结案")).to_have_count(0)
    await slider(page).press("End")
    await expect(why.get_by_text("结案：处置完成")).to_be_visible()
    await expect(why.get_by_text("人工决定").first).to_be_visible()


async def test_a_what_if_stands_beside_what_was(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    head = hub.hub.feed.head
    unit = page.locator("tr[data-unit]").first
    name = await unit.get_by_role("rowheader").inner_text()
    await page.get_by_role("button", name="推演").click()
    change = page.get_by_label("改成")
    await change.select_option(await unit.get_attribute("data-unit"))
    await page.get_by_role("button", name="加上").click()
    await page.get_by_role("region", name="假如").get_by_role("button", name="推演", exact=True).click()
    await expect(page.get_by_text("派出的力量不同。")).to_be_visible()
    await expect(page.locator("tr[data-unit]").filter(has_text=name).get_by_text("推演：不派")).to_be_visible()
    await expect(page.locator(".lane .rerun").first).to_be_attached()
    assert hub.hub.feed.head == head


async def test_the_report_is_printed_from_here(hub: OpenHub, visit: Visit, past: Past) -> None:
    page = await watch(hub, visit, past.fire)
    await page.keyboard.press("Control+p")
    report = page.frame_locator("#replay-report")
    await expect(report.locator("body")).to_contain_text("示例楼00001")
    width = await report.locator("body").evaluate("(body) => getComputedStyle(body).fontFamily")
    assert "Noto" in width, "the report's own style stands"


TEN_LANES = 10
"""A usual incident has eight."""


async def test_s27_all_lanes_of_an_incident_are_seen_and_say_what_made_a_crew_late(
    hub: OpenHub, visit: Visit, past: Past
) -> None:
    person = await visit(viewport=DESK)
    page = await person.sign_in(hub.house.token("commander"))
    await page.goto(f"{hub.url}/replay?of={past.fire}")
    await expect(slider(page)).to_be_visible()
    lanes = page.locator(".lanes tbody tr")
    orders = [each for each in await hub.events() if each["type"] == "assignment.assigned"]
    own = [each for each in orders if each["incident"] == past.fire]
    await expect(lanes).to_have_count(len(own))
    assert len(own) >= 6
    seen = """(rows) => {
        const room = document.querySelector(".lanes-scrolled").getBoundingClientRect();
        const end = Math.min(room.bottom, innerHeight) + 1;
        return rows.filter((row) => row.getBoundingClientRect().bottom <= end).length;
    }"""
    # How far the ladder got depends on the machine: ten lanes are seen whatever it did.
    assert await lanes.evaluate_all(seen) >= min(len(own), TEN_LANES), "no lane has to be scrolled to"
    await page.get_by_role("button", name="推演").click()
    choices = page.get_by_label("改成").locator("optgroup")
    await expect(choices.first).to_have_attribute("label", "本警情")
    assert await choices.first.locator("option").count() == len({each["unit"] for each in own})


@pytest.mark.parametrize("viewport", [DESK, HALF_DESK, PHONE], ids=["desk", "half", "phone"])
async def test_it_reads_well_in_both_languages(hub: OpenHub, visit: Visit, past: Past, viewport: Any) -> None:
    person = await visit(viewport=viewport)
    page = await person.sign_in(hub.house.token("commander"))
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    for address in ("/replay", f"/replay?of={past.fire}"):
        await page.goto(hub.url + address)
        await expect(slider(page) if "of=" in address else page.get_by_role("row").nth(1)).to_be_visible()
        await page.keyboard.press("Shift+ArrowRight")
        for _ in range(2):
            await assert_accessible(page)
            await assert_nothing_clipped(page)
            await person.switch_language(page)
    await page.get_by_role("button", name="推演").click()
    await assert_accessible(page)
    await assert_nothing_clipped(page)
