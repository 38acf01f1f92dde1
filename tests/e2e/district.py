"""A district with people, things and a past (示例), for the tests of its page."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from playwright.async_api import Page, expect

from stations.district import read_district
from stations.registry.synthetic import equip
from stations.writing import write_registry
from tests.e2e.visitor import Visitor
from tests.hub import Json, OpenHub

DRILL: Json = {
    "name": "示例联训",
    "kind": "joint",
    "place": {"building": "B00001", "floor": 3},
    "stations": ["S0001", "S0004"],
    "everybody": True,
    "objectives": [
        {"id": "acknowledge", "text": "一分钟内签收", "milestone_to": "acknowledged", "limit_s": 60},
        {"id": "gear", "text": "着装、器材齐全"},
    ],
    "injects": [{"id": "smoke", "text": "另有烟点", "effect": "told", "after_s": 3000}],
}


WORN_OUT = "S0004"
"""The station whose equipment is all defective, so that there are gaps on every day and at every hour."""


def furnish(empty: Path, folder: Path) -> Path:
    """Copy a district and give its stations members, rosters that began yesterday, and equipment."""
    shutil.copytree(empty, folder)
    found = read_district(folder)
    # A roster that began today has nobody on post before its first shift, in the first hours of the district's day.
    yesterday = datetime.now(ZoneInfo(found.settings.timezone)).date() - timedelta(days=1)
    given = equip(found.stations, found.units, found.buildings, seed=3, on=yesterday)
    equipment = [
        replace(each, state="defective") if each.station == WORN_OUT else each for each in given.equipment or ()
    ]
    write_registry(folder, replace(given, equipment=tuple(equipment)))
    return folder


async def do(hub: OpenHub, kind: str, role: Any = "dispatcher", **fields: Any) -> list[Json]:
    """Carry out a command that must be taken; return its events."""
    reply = await hub.command(f"past-{hub.hub.feed.head}", kind, role=role, **fields)
    assert reply.status == 200, reply.body
    events: list[Json] = reply.body["events"]
    return events


async def handle_a_fire(hub: OpenHub) -> str:
    """Play a fire from the alarm to its closing; return its number."""
    fire = await hub.alarm()
    for order in fire["assignments"]:
        for step in ("acknowledge", "depart", "arrive", "control"):
            await do(hub, f"assignment.{step}", assignment=order["id"])
    await do(hub, "incident.close", incident=fire["incident"], reason="handled")
    return str(fire["number"])


async def hold_a_drill(hub: OpenHub) -> str:
    """Play a drill to its end, to which everybody comes; return its id."""
    planned = await do(hub, "drill.plan", role="commander", plan=DRILL)
    drill = str(planned[0]["drill"])
    for event in await do(hub, "drill.start", role="commander", drill=drill):
        if event["type"] == "assignment.assigned":
            for said in ("acknowledge", "arrive"):
                await do(hub, f"assignment.{said}", assignment=event["assignment"])
    await do(hub, "drill.end", role="commander", drill=drill)
    return drill


async def enter(person: Visitor, role: str, address: str = "") -> Page:
    """Sign in as a role and open the district's page, at an address of it such as ``#duty``."""
    page = await person.sign_in(person.hub.house.token(role))  # type: ignore[arg-type] # a role's name
    await page.goto(f"{person.hub.url}/district{address}")
    await settled(page)
    return page


async def open_section(page: Page, name: str) -> None:
    """Go to a section by its link, and wait until what it asked the hub for is there."""
    link = page.get_by_role("navigation").get_by_role("link", name=name, exact=True)
    await link.click()
    await expect(link).to_have_attribute("aria-current", "page")
    await settled(page)


async def settled(page: Page) -> None:
    """Wait until nothing of the section is on its way any more."""
    await expect(page.locator(".section").first).to_be_visible()
    for words in ("正在打开", "Opening"):
        await expect(page.get_by_text(words, exact=True)).to_have_count(0)
