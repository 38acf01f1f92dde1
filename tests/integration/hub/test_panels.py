"""A panel that speaks GB/T 26875.3 to a real hub: its fire is an alarm, its fault is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from dispatch.client.panel import Component, Link, Panel
from loadtest.districts import make_generated_district
from tests.hub import PATIENCE_S, House, Json, OpenHub

HERE = "127.0.0.1"
ASK = "/api/v1/gateways/gw-1/ask"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose district has a transmission device and two devices behind it."""
    own = make_generated_district(tmp_path / "district", stations=12, seed=1)
    (own / "gateways.csv").write_text(
        "id,protocol,address,profile,name,building,station,silent_after_s\n"
        "gw-1,gb26875,889,,示例传输装置,B00001,S0001,0\n",
        encoding="utf-8",
    )
    (own / "devices.csv").write_text(
        "id,kind,gateway,address,building,floor,name\n"
        "d-smoke,smoke_photoelectric,gw-1,1.1.2.10,B00001,3,示例烟感\n"
        "d-pump,fire_pump,gw-1,1.1.0.91,B00001,-1,示例消防泵\n",
        encoding="utf-8",
    )
    return House(own, tmp_path / "data")


@asynccontextmanager
async def open_hub(house: House) -> AsyncIterator[OpenHub]:
    async with house.open(gb26875=(HERE, 0)) as hub:
        yield hub


def panel_of(hub: OpenHub, link: Link = "tcp", address: int = 889) -> Panel:
    return Panel(HERE, hub.hub.panels.port, address, link=link)


def smoke(*states: str) -> Component:
    return Component(address=2 << 16 | 10, kind=42, text="3层走廊", states=set(states))


async def until(hub: OpenHub, holds: Callable[[list[Json]], object]) -> list[Json]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            events = await hub.events()
            if holds(events):
                return events
            await asyncio.sleep(0.05)


def kinds(events: list[Json]) -> list[str]:
    return [each["type"] for each in events]


@pytest.mark.parametrize("link", ["tcp", "udp"])
async def test_a_fire_at_a_panel_is_an_incident_before_it_is_confirmed(house: House, link: Link) -> None:
    async with open_hub(house) as hub, panel_of(hub, link) as panel:
        assert (await panel.change(smoke("fire"))).confirmed
        (opened,) = [each for each in await hub.events() if each["type"] == "incident.opened"]
        assert opened["place"]["building"] == "B00001"
        assert opened["place"]["floor"] == 3


async def test_a_fault_is_a_condition_and_no_alarm(house: House) -> None:
    async with open_hub(house) as hub, panel_of(hub) as panel:
        assert (await panel.change(smoke("fault"))).confirmed
        found = kinds(await hub.events())
        assert "condition.raised" in found
        assert "incident.opened" not in found
        assert (await panel.change(smoke())).confirmed
        assert "condition.cleared" in kinds(await hub.events())


async def test_what_a_panel_sends_again_after_the_hub_was_away_is_in_the_record_once(house: House) -> None:
    async with open_hub(house) as hub, panel_of(hub) as panel:
        assert (await panel.change(smoke("fire"))).confirmed
    async with open_hub(house) as hub, panel_of(hub) as panel:
        assert (await panel.change(smoke("fire"))).confirmed
        found = kinds(await hub.events())
        assert found.count("incident.opened") == 1
        assert found.count("alarm.raised") == 1


async def test_what_changed_while_the_line_was_down_is_asked_for_and_recorded(house: House) -> None:
    async with open_hub(house) as hub:
        async with panel_of(hub) as panel:
            assert (await panel.change(smoke("fault"))).confirmed
            gone = panel.components
        again = panel_of(hub)
        again.components = gone
        again.components[2 << 16 | 10].states = set()
        async with again:
            await again.heartbeat()
            await until(hub, lambda events: "condition.cleared" in kinds(events))


async def test_a_post_check_that_nobody_answers_is_on_the_wall(house: House) -> None:
    async with open_hub(house) as hub:
        panel = Panel(HERE, hub.hub.panels.port, 889, answers_checks=False)
        async with panel:
            await panel.heartbeat()
            asked = await hub.call("POST", ASK, {"what": "post_check", "minutes": 1})
            assert asked.status == 200, asked
            async with asyncio.timeout(PATIENCE_S):
                while not panel.checks_open:  # noqa: ASYNC110 - the hub asks once a second
                    await asyncio.sleep(0.05)
            terminal = hub.hub.panels.terminals.by_gateway("gw-1")
            assert terminal is not None
            terminal.duties._answer_due = 0  # the minute is over
            await until(hub, lambda events: any(each.get("condition") == "supervisory" for each in events))
            await panel.answer_check()
            await until(hub, lambda events: "condition.cleared" in kinds(events))


async def test_a_gateway_is_asked_by_hand_where_it_is_on_the_line(house: House) -> None:
    async with open_hub(house) as hub:
        inspection = {"what": "inspection"}
        assert (await hub.call("POST", ASK, inspection)).code == "wrong_state"
        assert (await hub.call("POST", "/api/v1/gateways/gw-9/ask", inspection)).code == "not_found"
        assert (await hub.call("POST", ASK, {"what": "post_check", "minutes": 0})).code == "unusable"
        async with panel_of(hub) as panel:
            await panel.heartbeat()
            assert (await hub.call("POST", ASK, inspection)).status == 200


async def test_what_panels_send_is_counted(house: House) -> None:
    async with open_hub(house) as hub, panel_of(hub) as panel:
        await panel.change(smoke("fault"))
        await panel.heartbeat()
        async with aiohttp.ClientSession() as session, session.get(f"{hub.url}/metrics") as answer:
            text = await answer.text()
        assert 'onethree_panel_frames_total{became="taken"} ' in text
        assert "onethree_panel_sessions 1.0" in text
        assert "onethree_panel_confirmed_seconds_count " in text
