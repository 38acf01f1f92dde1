"""What pages go through away from a quiet desk: a telephone call takes the sound, nobody sees the page."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect

from console import static_folder
from dispatch.api.pages import build_of
from dispatch.cli.demo_district import build_demo
from dispatch.client.stream import StreamClient
from tests.e2e.conftest import Visit
from tests.e2e.operator import sign_in
from tests.e2e.test_crew import AT_SECOND, NO_LINE, SECOND, button, press
from tests.e2e.test_crew_line import free_port
from tests.e2e.visitor import PHONE, assert_accessible, assert_nothing_clipped, visiting, worker_stands
from tests.hub import PATIENCE_S, House, Json, OpenHub

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/116.0.0.0 Mobile Safari/537.36 MMWEBSDK/20240404 MicroMessenger/8.0.49"
)

FIELD = """
    window.rung = 0;
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...given) { window.rung++; return start.apply(this, given); };
    // The system's hand on the sound: what it has taken nobody gets by asking.
    window.contexts = [];
    let taken = false;
    const Real = AudioContext;
    window.AudioContext = class extends Real {
        constructor() { super(); contexts.push(this); }
        resume() { return taken ? Promise.reject(new DOMException("", "NotAllowedError")) : super.resume(); }
    };
    window.takeSound = async () => { taken = true; for (const each of contexts) await each.suspend(); };
    window.giveSound = () => { taken = false; };
    // Nobody sees the page, and its own timers and pictures do not come any more.
    let hidden = false;
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    Object.defineProperty(Document.prototype, "hidden", { get: () => hidden });
    window.hide = () => {
        hidden = true;
        document.dispatchEvent(new Event("visibilitychange"));
        for (const each of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"])
            window[each] = () => 0;
    };
"""


async def test_e2_the_night_watch_says_that_it_would_not_ring_and_an_alarm_in_silence_rings_afterwards(
    hub: OpenHub, visit: Visit
) -> None:
    page = await _phone(hub, visit)
    await page.get_by_role("button", name="开始值守").click()
    await page.get_by_role("button", name="夜间值守").click()
    await expect(page.locator(".night[data-mute=no]")).to_contain_text("值守中")

    await page.evaluate("takeSound()")
    await expect(page.locator(".night").get_by_role("alert")).to_contain_text("现在不会响")
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    await expect(button(page, "收到出动")).to_be_visible()
    assert await page.evaluate("rung") == 0

    await page.evaluate("giveSound()")
    await page.wait_for_function("() => rung > 0")
    assert await page.evaluate("contexts.at(-1).state") == "running", "nobody touched the phone"


async def test_e3_a_hidden_phone_rings_and_says_received_from_the_frame(hub: OpenHub, visit: Visit) -> None:
    page = await _phone(hub, visit)
    await page.get_by_role("button", name="开始值守").click()
    await expect(page.get_by_text("值守中，有警情会响")).to_be_visible()
    await page.evaluate("hide()")
    async with hub.stream("console") as console:
        taken = await hub.alarm(place={"building": AT_SECOND, "floor": 3})
        delivered = await _delivered(console)
    assert (delivered["incident"], delivered["by"]["station"]) == (taken["incident"], SECOND)
    assert await page.evaluate("rung") > 0


async def test_e3_a_hidden_console_sounds_from_the_frame(hub: OpenHub, visit: Visit) -> None:
    person, sounded = await visit(), asyncio.Event()
    await person.context.expose_function("tellSounded", sounded.set)
    await person.context.add_init_script(FIELD)
    desk = await sign_in(hub, person, "王示例")
    await desk.begin_watch()
    await desk.page.evaluate(
        """() => {
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (at) { tellSounded(); return start.call(this, at); };
            hide();
        }"""
    )
    await hub.alarm(place={"building": AT_SECOND, "floor": 3})
    async with asyncio.timeout(PATIENCE_S):
        await sounded.wait()


async def test_e4_a_lost_answer_spends_no_invitation(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    person.forgiven.append("ERR_FAILED")
    made = await hub.call("POST", "/api/v1/invitations", {"station": SECOND, "name": "示例乙组"})
    page = await person.open(made.body["link"])

    async def lose_once(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/invitations/redeem", lose_once, times=1)
    await page.get_by_role("button", name="接受邀请并登录").click()
    await expect(page.get_by_role("alert")).to_contain_text("连不上")
    await page.reload()
    await expect(page.get_by_text("不会作废")).to_be_visible()
    await page.get_by_role("button", name="接受邀请并登录").click()
    await page.wait_for_url(f"{hub.url}/crew")
    await expect(page.get_by_text("示例乙组")).to_be_visible()


async def test_e4_wechat_is_told_before_it_accepts_and_lets_the_systems_browser_in(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE, user_agent=WECHAT)
    made = await hub.call("POST", "/api/v1/invitations", {"station": SECOND, "name": "示例乙组"})
    page = await person.open(made.body["link"])
    await expect(page.get_by_text("这是微信里的浏览器")).to_be_visible()
    assert made.body["code"] in page.url, "the menu of the app takes the address along"
    await expect(page.get_by_label("链接", exact=True)).to_have_value(f"{hub.url}{made.body['link']}")
    await assert_accessible(page)
    await assert_nothing_clipped(page)
    await person.switch_language(page)
    await assert_nothing_clipped(page)
    await person.switch_language(page)

    await page.get_by_role("button", name="仍在这里接受").click()
    await page.wait_for_url(f"{hub.url}/crew")
    await expect(page.get_by_text("这是微信里的浏览器")).to_be_visible()
    await page.get_by_role("button", name="生成链接").click()
    link = await page.get_by_label("链接", exact=True).input_value()
    await assert_accessible(page)
    await assert_nothing_clipped(page)

    other = await (await visit(viewport=PHONE)).open(link.removeprefix(hub.url))
    await expect(other.get_by_text("这是微信里的浏览器")).to_be_hidden()
    await other.get_by_role("button", name="接受邀请并登录").click()
    await other.wait_for_url(f"{hub.url}/crew")
    await expect(other.get_by_text("示例乙组")).to_be_visible()


async def test_e6_a_dictionary_that_cannot_be_fetched_takes_no_search_by_characters_away(
    tmp_path: Path, browser: Browser
) -> None:
    demo = build_demo(tmp_path / "district")
    async with House(demo, tmp_path / "data").open() as hub, visiting(browser, hub) as person:
        person.forgiven += ["404", "dynamically imported module"]
        await person.context.route("**/assets/esm-*", lambda route: route.fulfill(status=404))
        desk = await sign_in(hub, person, "王示例")
        await desk.press("F2")
        await desk.page.locator("#place").fill("解放碑")
        await expect(desk.page.get_by_role("option", name="解放碑").first).to_be_visible()
        await desk.page.locator("#place").fill("")
        await desk.press("Escape")
        await expect(desk.page.locator("[data-reload=part_missing]")).to_contain_text("按汉字仍能检索")


async def test_e6_a_page_of_an_older_build_offers_to_be_loaded_anew_and_waits_for_a_word(
    tmp_path: Path, district: Path, browser: Browser
) -> None:
    newer = _newer_pages(tmp_path)
    house, port = House(district, tmp_path / "data"), free_port()
    async with AsyncExitStack() as stack:
        async with house.open(port) as hub:
            phone = await stack.enter_async_context(visiting(browser, hub, viewport=PHONE))
            phone.forgiven += NO_LINE
            page = await phone.sign_in(house.token("station", SECOND))
            await worker_stands(page)
        offer = page.locator("[data-reload=renewed]")
        async with house.open(port, pages=newer) as renewed:
            await expect(offer).to_be_visible()
            await assert_nothing_clipped(page)
            await page.evaluate("window.before = true")
            await renewed.alarm(place={"building": AT_SECOND, "floor": 3})
            await expect(button(page, "收到出动")).to_be_visible()
            await expect(offer).to_be_hidden()
            assert await page.evaluate("window.before"), "nothing is loaded anew by itself"
            for step in ("收到出动", "已出发", "已到场", "处置完成", "确认完成", "归队", "确认归队"):
                await press(page, step)
            await page.locator("[data-reload]").get_by_role("button", name="重新载入").click()
            await expect(page.locator("[data-line=ok]")).to_be_visible()
            await expect(page.locator("meta[name=build]")).to_have_attribute("content", "abcdef123456")
            await expect(offer).to_be_hidden()


def _newer_pages(folder: Path) -> Path:
    """Copy the built pages as if they were of another build."""
    newer = Path(shutil.copytree(static_folder(), folder / "newer"))
    for each in newer.glob("*.html"):
        text = each.read_text(encoding="utf-8")
        each.write_text(text.replace(f'content="{build_of(static_folder())}"', 'content="abcdef123456"'), "utf-8")
    return newer


async def _phone(hub: OpenHub, visit: Visit) -> Page:
    """A crew's phone whose sound and screen a test has in its hand."""
    person = await visit(viewport=PHONE)
    await person.context.add_init_script(FIELD)
    page: Page = await person.sign_in(hub.house.token("station", SECOND))
    return page


async def _delivered(console: StreamClient) -> Json:
    """Wait until an order is delivered, as the centre is told."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            frame = await console.receive()
            if frame["type"] == "event" and frame["event"]["type"] == "assignment.delivered":
                return dict(frame["event"])
