"""One incident by a person whose keys are counted: the call, what was said, the hand-over, the end, and its reopening.

The limits: a call ten keys, a hand-over three, reopening four. By touch alone: `test_s20` of `test_desk_acting`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from dispatch.cli.demo_district import build_demo
from tests.e2e.operator import Operator, sign_in
from tests.e2e.visitor import DESK, visiting
from tests.hub import House, Json, OpenHub

CALL, HAND_OVER, REOPEN = 10, 3, 4
WORDS, CALLER = "走廊有烟，老人在里面", "示例张女士 000-5550 142"


class Hands:
    """A person's hands at the keyboard: they count."""

    def __init__(self, desk: Operator) -> None:
        self._desk = desk
        self._keys = 0

    async def press(self, *keys: str) -> None:
        await self._desk.press(*keys)
        self._keys += len(keys)

    def counted(self) -> int:
        """Return how many keys were pressed since this was asked last."""
        found, self._keys = self._keys, 0
        return found


@pytest.mark.usefixtures("time_stands_still")
async def test_a_person_calls_hands_over_ends_and_reopens_within_the_keys(tmp_path: Path, browser: Browser) -> None:
    house = House(build_demo(tmp_path / "district"), tmp_path / "data")
    async with house.open() as hub, visiting(browser, hub, viewport=DESK) as person:
        desk = await sign_in(hub, person, "王示例")
        page, hands = desk.page, Hands(desk)
        detail = page.locator("#detail")

        await hands.press("F2", *"gtgc", "Space", "6")
        await expect(page.locator("#places [role=option]").first).to_contain_text("国泰广场")
        await hands.press("Enter", "Enter")
        assert hands.counted() <= CALL
        raised = (await desk.done("alarm.raised"))[0]
        assert raised["place"]["floor"] == 6
        await expect(desk.row(raised["number"])).to_have_attribute("aria-selected", "true")

        # Another caller's words are in view with the selection itself, and the column is not scrolled.
        said = {"place": {"building": "C05", "floor": 3}, "note": WORDS, "reporter": CALLER, "device": None}
        other = await hub.alarm("dispatcher", source="desk", kind="report", **said)
        await expect(desk.row(other["number"])).to_be_visible()
        await desk.select(other["number"])
        await expect(detail.locator(".said .words")).to_have_text(WORDS)
        await expect(detail.locator(".said .words")).to_be_in_viewport(ratio=1)
        await expect(detail.locator(".said").get_by_role("link")).to_be_in_viewport(ratio=1)
        assert await detail.evaluate("(pane) => pane.scrollTop") == 0

        # The brigade is there beside a micro crew: by the radio it says that it has it.
        await brigade_beside_micro(hub, other)
        await expect(detail).to_contain_text("尚未接管")
        hands.counted()
        await hands.press("KeyD")
        await expect(desk.acts.locator("[role=status]")).not_to_be_empty()
        await hands.press("Digit1", "Enter")
        assert hands.counted() <= HAND_OVER
        assert (await desk.done("incident.hand_over_offered"))[0]["receiver"]
        await hands.press("KeyD")
        await expect(desk.acts.locator("[role=status]")).to_contain_text("接管")
        await hands.press("Enter")
        assert hands.counted() <= HAND_OVER
        await desk.done("incident.handed_over")

        await hands.press("KeyW")
        await expect(page.locator("form.close-form")).to_be_visible()
        await hands.press("Enter")
        await desk.done("incident.closed")
        await expect(desk.row(other["number"])).to_have_count(0)
        hands.counted()
        await hands.press("KeyV")
        await expect(page.locator("#detail-title")).to_contain_text(other["number"])
        await hands.press("KeyO")
        assert hands.counted() <= REOPEN
        await desk.done("incident.reopened")
        await expect(desk.row(other["number"])).to_be_visible()


async def brigade_beside_micro(hub: OpenHub, raised: Json) -> None:
    """Let a micro crew and an engine of the brigade be on scene."""
    stations = {each["id"]: each["kind"] for each in (await hub.call("GET", "/api/v1/stations")).body["stations"]}
    units = (await hub.call("GET", "/api/v1/units")).body["units"]
    sent = {each["unit"]: each["id"] for each in raised["assignments"]}
    brigade = next(each["id"] for each in units if stations[each["station"]] == "fire" and each["id"] not in sent)
    sending = await hub.command("send", "assignment.assign", incident=raised["incident"], unit=brigade)
    engine = next(each["assignment"] for each in sending.body["events"] if each["type"] == "assignment.assigned")
    micro = next(each["id"] for each in raised["assignments"] if stations[each["station"]] != "fire")
    for key in (micro, engine):
        assert (await hub.command(f"there-{key}", "assignment.arrive", assignment=key)).status == 200
