"""Acting on units at the desk: any number at once, on their own rows, by mouse, touch and key; taken back again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Visit
from tests.e2e.operator import Operator, sign_in
from tests.e2e.test_hand_over import burning
from tests.e2e.visitor import DESK, assert_nothing_clipped
from tests.hub import Json, OpenHub

TOUCH_DESK: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
TWICE = {"width": 683, "height": 384}
FINGER_PX = 44

SLOWLY = "const real = performance.now.bind(performance); performance.now = () => real() / 20"
"""The page's clock goes slowly: the ten seconds for taking back last, however long the machine takes over a press."""

PRESSED_AT_ONCE = """(times) => {
    for (let time = 0; time < times; time++)
        document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyS", key: "s", bubbles: true }));
}"""

CALL_SIGNS = """() => [...document.querySelectorAll("#detail .unit-name")].map((each) => each.textContent)"""

PLACES = """() => Object.fromEntries(["section.acts", ".desk > .map", "#detail"].map((part) => {
    const box = document.querySelector(part).getBoundingClientRect();
    return [part, [box.left, box.top, box.width, box.height].map(Math.round)];
}))"""


async def crowded(hub: OpenHub, number: int) -> tuple[Json, list[str]]:
    """Raise an alarm to which so many crews are sent; return it and the orders, of which the first crew is there."""
    alarm = await hub.alarm()
    units = (await hub.call("GET", "/api/v1/units")).body["units"]
    sent = {each["unit"] for each in alarm["assignments"]}
    for unit in [each["id"] for each in units if each["id"] not in sent][: number - len(sent)]:
        reply = await hub.command(f"send-{unit}", "assignment.assign", incident=alarm["incident"], unit=unit)
        assert reply.status == 200, reply.body
    orders = await active(hub, alarm["incident"])
    assert len(orders) == number
    assert (await hub.command("there", "assignment.arrive", assignment=orders[0])).status == 200
    return alarm, orders


async def active(hub: OpenHub, incident: str) -> list[str]:
    """Return the orders of an incident that bind their crews."""
    events = [each for each in await hub.events() if each["incident"] == incident]
    ended = {each["assignment"] for each in events if each["type"] == "assignment.recalled"}
    sent = [each["assignment"] for each in events if each["type"] == "assignment.assigned"]
    return [each for each in sent if each not in ended]


def filled(desk: Operator) -> Locator:
    """The act that the bar fills."""
    return desk.acts.locator(".act.filled")


@pytest.mark.usefixtures("time_stands_still")
async def test_s09_s10_s21_crews_are_sent_and_recalled_together_and_taken_back(hub: OpenHub, visit: Visit) -> None:
    alarm, orders = await crowded(hub, 14)
    person = await visit()
    await person.context.add_init_script(SLOWLY)
    desk = await sign_in(hub, person, "王示例")
    await desk.select(alarm["number"])

    # s21: the next step is filled, and nothing else.
    await expect(filled(desk)).to_have_attribute("data-act", "take")
    await desk.press("KeyH")
    await expect(filled(desk)).to_have_attribute("data-act", "confirm")
    await expect(desk.acts.locator("[data-act=take]")).to_have_count(0)
    await expect(filled(desk)).to_have_count(1)

    # s10: more than nine, by one key, each that is not on scene; then all of them back as one act.
    await desk.press("KeyR", "Digit0")
    await expect(desk.acts).to_contain_text("召回 13 组")
    await desk.press("Enter")
    recalled = await desk.done("assignment.recalled", 13)
    assert {each["assignment"] for each in recalled} == set(orders[1:])
    undo = desk.acts.get_by_role("toolbar", name="撤销")
    await expect(undo).to_contain_text("撤销 召回 13 组")
    await desk.press("KeyU")
    assert {each["unit"] for each in await desk.done("assignment.assigned", 13)} == {each["unit"] for each in recalled}
    await expect(undo).to_have_count(0)

    # By call signs: letters find, Space picks, Enter recalls them all.
    name = next(each for each in await desk.page.evaluate(CALL_SIGNS) if "摩托" not in each)
    await desk.press("KeyR")
    await desk.page.keyboard.type("mtz")
    await expect(desk.acts.locator("[data-at=true]")).to_contain_text("摩托组")
    await desk.page.keyboard.press("Space")
    await desk.page.keyboard.type(name.replace(" ", ""))
    await expect(desk.acts.locator("[data-at=true]")).to_contain_text(name)
    await desk.page.keyboard.press("Space")
    await expect(desk.acts).to_contain_text("召回 2 组")
    await desk.page.keyboard.press("Enter")
    gone = [each["unit"] for each in await desk.done("assignment.recalled", 15)][13:]

    # s09: S pressed four times in a hurry sends one crew; each U takes one act back.
    await expect(desk.acts.locator("[data-act=send]")).to_contain_text("调派 ")
    before = len(await desk.done("assignment.assigned", 13))
    named = await desk.acts.locator("[data-act=send]").inner_text()
    await desk.page.evaluate(PRESSED_AT_ONCE, 4)
    first = (await desk.done("assignment.assigned", before + 1))[-1]
    await expect(desk.acts.locator("[data-act=send]")).not_to_have_text(named)
    await expect(desk.acts.locator("[data-act=send]")).to_have_attribute("data-held", "false")
    await desk.press("KeyS")
    second = (await desk.done("assignment.assigned", before + 2))[-1]
    assert first["unit"] != second["unit"]
    await expect(undo).to_contain_text("全部撤销 4 次")
    await desk.press("KeyU")
    assert (await desk.done("assignment.recalled", 16))[-1]["assignment"] == second["assignment"]
    await expect(undo).to_contain_text("全部撤销 3 次")
    await desk.press("Shift+KeyU")
    assert (await desk.done("assignment.recalled", 17))[-1]["assignment"] == first["assignment"]
    again = (await desk.done("assignment.assigned", before + 4))[-2:]
    assert {each["unit"] for each in again} == set(gone)


@pytest.mark.usefixtures("time_stands_still")
async def test_s08_keys_never_go_to_what_was_clicked(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    page = desk.page
    await desk.begin_watch()
    numbers = [(await hub.alarm(device=f"d-{n}", place={"building": f"B{n + 1:05d}"}))["number"] for n in range(3)]
    await desk.select(numbers[0])
    look = await page.locator("html").get_attribute("data-look")

    volume = page.get_by_label("音量")
    await volume.click()
    loudness = await volume.input_value()
    selected = page.locator("[role=option][aria-selected=true]")
    before = await selected.get_attribute("data-incident")
    await desk.press("Home", "ArrowDown", "ArrowDown")
    await expect(selected).not_to_have_attribute("data-incident", str(before))
    assert await volume.input_value() == loudness

    await page.locator(".desk > .map canvas").first.click(position={"x": 12, "y": 200})
    await desk.press("Home")
    await expect(selected).to_have_attribute("data-incident", str(before))
    await desk.press("ArrowDown")
    await expect(selected).not_to_have_attribute("data-incident", str(before))

    switch = page.locator("header.frame button[lang] + button")
    await switch.click()
    await expect(page.locator("html")).not_to_have_attribute("data-look", str(look))
    look = await page.locator("html").get_attribute("data-look")
    closing = await selected.get_attribute("data-incident")
    await desk.press("KeyW")
    await expect(desk.acts.locator("[role=status]")).to_contain_text("结案")
    await desk.press("Enter")
    assert (await desk.done("incident.closed"))[0]["incident"] == await _incident(hub, str(closing))
    assert await page.locator("html").get_attribute("data-look") == look, "the look stays as it was clicked"

    # By the keyboard it was reached on purpose: without a step its Enter is its own, with one the step's.
    await desk.select(numbers[0] if closing != numbers[0] else numbers[1])
    await switch.focus()
    await desk.press("KeyW", "Enter")
    await desk.done("incident.closed", 2)
    await expect(page.locator("html")).to_have_attribute("data-look", str(look))
    await switch.focus()
    await desk.press("Enter")
    await expect(page.locator("html")).not_to_have_attribute("data-look", str(look))


async def _incident(hub: OpenHub, number: str) -> str:
    return next(
        str(each["incident"])
        for each in await hub.events()
        if each["type"] == "incident.opened" and each["number"] == number
    )


@pytest.mark.usefixtures("time_stands_still")
async def test_s04_s43_the_brigade_takes_over_in_three_keys_and_a_row_has_its_own_acts(
    hub: OpenHub, visit: Visit
) -> None:
    raised, order = await burning(hub)
    desk = await sign_in(hub, await visit(), "王示例")
    page = desk.page
    await desk.select(raised["number"])
    await desk.press("KeyD")
    await expect(desk.acts.locator("[role=status]")).to_contain_text("移交给")
    await desk.press("Digit1", "Enter")
    offered = (await desk.done("incident.hand_over_offered"))[0]
    assert offered["receiver"]
    await expect(page.locator("#detail")).to_contain_text("提出移交")
    await desk.press("KeyD")
    await expect(desk.acts.locator("[role=status]")).to_contain_text("接管")
    await desk.press("Enter")
    handed = (await desk.done("incident.handed_over"))[0]
    assert (handed["station"], handed["receiver"]) == (order["station"], offered["receiver"])

    # The outcome is an act, too.
    await desk.press("KeyM")
    await page.get_by_label("救出").fill("2")
    await page.keyboard.press("Enter")
    assert (await desk.done("incident.outcome_recorded"))[0]["outcome"]["rescued"] == 2

    # By key: to the unit's row, and its own letters. A note to it bears its call sign.
    await desk.press("ArrowRight", "ArrowDown")
    row = page.locator("#detail li:has(.unit-acts[data-chosen=true])")
    name = await row.locator(".unit-name").inner_text()
    await expect(desk.acts.locator("[role=status]")).to_contain_text(name)
    await desk.press("KeyT")
    await page.keyboard.type("走东门")
    await desk.press("Enter")
    assert (await desk.done("incident.noted"))[0]["text"] == f"{name}：走东门"

    # By mouse: under the pointer, and by a right click; recalling asks for its second press.
    standing = page.locator("#detail li.unit:not(.over)")
    await standing.last.hover()
    await expect(standing.last.get_by_role("button", name="召回")).to_be_visible()
    recalled = await standing.last.get_attribute("data-order")
    await standing.last.click(button="right", position={"x": 60, "y": 15})
    acts = page.locator(f"#detail li[data-order='{recalled}'] .unit-acts[data-chosen=true]")
    await acts.get_by_role("button", name="为何选它").click()
    await expect(page.locator("#detail .choice [data-marked=true]").first).to_be_visible()
    await acts.get_by_role("button", name="召回").click()
    await acts.get_by_role("button", name="召回").click()
    assert (await desk.done("assignment.recalled"))[0]["assignment"] == recalled
    await expect(desk.acts.get_by_role("toolbar", name="撤销")).to_contain_text("召回 ")


@pytest.mark.usefixtures("time_stands_still")
async def test_s20_one_incident_by_touch_alone(hub: OpenHub, visit: Visit) -> None:  # noqa: PLR0915 - one walk, a tap a line
    person = await visit(**TOUCH_DESK)
    desk = await sign_in(hub, person, "王示例")
    page = desk.page

    async def tap(where: Locator) -> None:
        await where.scroll_into_view_if_needed()
        box = await where.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER_PX, f"{await where.inner_text()}: {box}"
        await where.tap()

    def act(name: str) -> Locator:
        return desk.acts.locator(f"[data-act={name}]")

    await tap(act("new_call"))
    await page.get_by_label("地点", exact=True).fill("sll00003")
    await page.get_by_role("listbox", name="找到的地点").get_by_role("option").first.tap()
    await page.get_by_role("button", name="发出警情").tap()
    raised = (await desk.done("alarm.raised"))[0]
    await expect(desk.row(raised["number"])).to_have_attribute("aria-selected", "true")
    await tap(act("take"))
    await desk.done("incident.taken")

    await tap(act("unit"))
    chips = desk.acts.locator(".options .act")
    await tap(chips.nth(0))
    await expect(desk.acts.locator(".options .act[aria-pressed=true]")).to_have_count(1)
    await tap(chips.nth(1))
    await tap(desk.acts.get_by_role("button", name="调派 2 组"))
    sent = await desk.done("assignment.assigned", 2)

    await page.locator(f"#detail li[data-order='{sent[0]['assignment']}'] .unit-name").tap()
    row = page.locator(f"#detail li[data-order='{sent[0]['assignment']}'] .unit-acts[data-chosen=true]")
    await tap(row.get_by_role("button", name="召回"))
    await tap(row.get_by_role("button", name="召回"))
    await desk.done("assignment.recalled")
    await tap(desk.acts.get_by_role("toolbar", name="撤销").get_by_role("button").first)
    await desk.done("assignment.assigned", 3)

    await tap(act("grade"))
    await tap(chips.nth(4))
    await desk.done("incident.graded")
    await tap(act("note"))
    await page.get_by_role("textbox", name="写给所有出动力量").fill("示例")
    await tap(desk.acts.get_by_role("button", name="记下"))
    await desk.done("incident.noted")
    await tap(act("hand_over"))
    await tap(desk.acts.locator(".act.do"))
    await desk.done("incident.hand_over_offered")
    await tap(act("urgent"))
    await tap(act("silence"))
    await tap(act("keys"))
    await expect(page.get_by_role("heading", name="按键")).to_be_visible()
    await tap(act("keys"))
    await tap(act("close"))
    await tap(desk.acts.locator(".act.do"))
    await desk.done("incident.closed")
    await tap(act("reopen"))
    await desk.done("incident.reopened")


STEPS: Sequence[Sequence[str]] = (
    ("KeyA",), ("KeyR",), ("KeyR", "Digit0"), ("KeyF",), ("KeyG",), ("KeyT",), ("KeyD",), ("KeyI",), ("KeyW",),
    ("ArrowRight",), ("KeyM",), ("F2",), ("KeyY",),
)  # fmt: skip


@pytest.mark.usefixtures("time_stands_still")
async def test_s37_the_bar_has_one_height_and_nothing_jumps(hub: OpenHub, visit: Visit) -> None:
    alarm, _ = await crowded(hub, 14)
    await hub.alarm(device="d-2", place={"building": "B00009"})
    person = await visit()
    desk = await sign_in(hub, person, "王示例")
    await desk.select(alarm["number"])
    for size in (DESK, TWICE):
        await desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        for _ in ("zh", "en"):
            before = await desk.page.evaluate(PLACES)
            for keys in STEPS:
                for key in keys:
                    await desk.page.keyboard.press(key)
                await expect(
                    desk.page.locator(".acts[data-step], .close-form, .key-help, .call-form, #detail form").first
                ).to_be_attached()
                now = await desk.page.evaluate(PLACES)
                # Enlarged, the page scrolls as a whole, and what stands under the bar differs in length.
                if size is DESK:
                    assert now == before, keys
                assert now["section.acts"][2:] == before["section.acts"][2:], (size, keys)
                await assert_nothing_clipped(desk.page)
                await desk.page.keyboard.press("Escape")
                await desk.page.keyboard.press("Escape")
            await person.switch_language(desk.page)
