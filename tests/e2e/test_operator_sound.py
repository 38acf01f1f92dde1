"""The console's sounds, heard by their oscillators: taken on one console, quiet on all; many new ones are grouped."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import FRESH_HZ, ROW, URGENT_HZ, Operator, sign_in
from tests.hub import OpenHub


async def rings(desk: Operator, what: str) -> None:
    """Wait until the console says that a sound rings, and it does."""
    await expect(desk.page.locator(".sound")).to_have_attribute("data-ring", what)


async def pulses(desk: Operator) -> list[int]:
    """The fundamentals that were sounded so far."""
    found: list[int] = await desk.page.evaluate("sounded.map((each) => Math.round(each.hertz))")
    return found


async def test_arming_plays_the_most_urgent_sound_and_waits_for_a_word(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    await expect(desk.page.get_by_text("这个窗口不会响")).to_be_visible()
    await desk.page.get_by_role("button", name="开始值守").click()
    await desk.page.wait_for_function("sounded.length >= 5")
    assert set(await pulses(desk)) == {URGENT_HZ}
    await desk.page.get_by_role("button", name="听到了").click()
    await expect(desk.page.locator("[data-armed=on]")).to_be_visible()


async def test_taking_on_one_console_ends_the_sound_on_the_other(hub: OpenHub, visit: Visit) -> None:
    one = await sign_in(hub, await visit(), "王示例")
    two = await sign_in(hub, await visit(), "李示例")
    await one.begin_watch()
    await one.page.evaluate("sounded.length = 0")
    number = (await hub.alarm())["number"]
    await rings(one, "fresh")
    await one.page.wait_for_function("sounded.length > 0")
    assert set(await pulses(one)) == {FRESH_HZ}
    await one.press("F4")
    await expect(one.page.locator(".sound")).to_contain_text("消音")
    await two.select(number)
    await two.press("KeyH")
    await rings(one, "none")
    await expect(one.row(number).locator(".glyph.fresh")).to_have_count(0)


async def test_a_dozen_new_ones_are_one_burst_with_a_count_and_an_urgent_one_is_not(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    await desk.begin_watch()
    for number in range(12):
        await hub.alarm(device=f"d-{number}", place={"building": f"B{number + 1:05d}"})
    await expect(desk.page.locator(ROW)).to_have_count(12)
    # For the last ones nobody is left to send: urgent, and on top. Taken one by one, only new ones remain.
    await desk.press("Home")
    for taken in range(1, 12):
        if await desk.page.locator(".sound").get_attribute("data-ring") != "urgent":
            break
        await desk.press("KeyH")
        await desk.done("incident.taken", taken)
        await desk.press("ArrowDown")
    await rings(desk, "grouped")
    await expect(desk.page.locator(".sound")).to_contain_text("新警情")
    await desk.page.evaluate("sounded.length = 0")
    await hub.call("POST", "/api/v1/alarms", {"source": "phone", "kind": "report", "place": {"text": "示例路口"}})
    await rings(desk, "urgent")
    await desk.page.wait_for_function("sounded.length > 0")
    assert (await pulses(desk))[0] == URGENT_HZ
