"""The hub is killed while fire panels report: what it confirmed is in the record, and everything is there once."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from dispatch.client import panel_frames as frames
from dispatch.client.errors import ClientError
from dispatch.client.http import HubClient
from dispatch.client.panel import Panel
from loadtest.districts import make_generated_district
from loadtest.hub import HubProcess, free_port, issue_token
from tests.long_plays import long_play, only_in_full

HERE = "127.0.0.1"
PANELS, COMPONENTS = 8, 40
FIRE_AT = 7
"""The component of each panel that reports a fire; the others report a fault."""


class Reporting:
    """One panel that reports each of its components until it was confirmed, through every cut of its line."""

    def __init__(self, port: int, number: int) -> None:
        self.number = number
        self.confirmed: list[str] = []
        self._port = port

    async def run(self) -> None:
        panel = Panel(HERE, self._port, 1000 + self.number, timeout_s=5)
        for component in range(COMPONENTS):
            state = "fire" if component == FIRE_AT else "fault"
            while not await self._said(panel, component, state):
                await panel.close()
                await asyncio.sleep(0.1)
                await self._dial(panel)
            self.confirmed.append(f"gw-{self.number}/1.1.0.{component}")
        await panel.close()

    async def _said(self, panel: Panel, component: int, state: str) -> bool:
        made = frames.component([state], address=component, kind=42, text=f"示例{component}", at=panel.now())
        try:
            return (await panel.say(frames.components([made]), seq=component)).confirmed
        except ClientError:
            return False

    async def _dial(self, panel: Panel) -> None:
        try:
            await panel.connect()
        except ClientError:
            await asyncio.sleep(0.2)


def tables(district: Path) -> None:
    rows = [f"gw-{each},gb26875,{1000 + each},示例{each},B0000{1 + each}" for each in range(PANELS)]
    (district / "gateways.csv").write_text(
        "\n".join(["id,protocol,address,name,building", *rows]) + "\n", encoding="utf-8"
    )


@long_play
@only_in_full
async def test_what_was_confirmed_is_in_the_record_once_however_the_hub_ended(tmp_path: Path) -> None:
    district = make_generated_district(tmp_path / "district", stations=12, seed=1)
    tables(district)
    port = free_port()
    hub = HubProcess(district, tmp_path / "data", options=("--gb26875", f"{HERE}:{port}"))
    await hub.start()
    panels = [Reporting(port, number) for number in range(PANELS)]
    try:
        reporting = [asyncio.create_task(panel.run()) for panel in panels]
        while sum(len(panel.confirmed) for panel in panels) < PANELS * COMPONENTS // 3:  # noqa: ASYNC110 - of many panels
            await asyncio.sleep(0.002)
        await hub.kill()
        confirmed = {device for panel in panels for device in panel.confirmed}
        assert len(confirmed) < PANELS * COMPONENTS, "it was killed in the middle"
        await hub.start()
        await asyncio.gather(*reporting)
        token = await issue_token(hub.data, "commander")
        async with HubClient(hub.url, token) as client:
            events = [event async for event in client.list_events()]
    finally:
        await hub.kill()
    raised = Counter(
        (event["device"], event["condition"])
        for event in events
        if event["type"] == "condition.raised" and event["condition"] in {"fire", "fault"}
    )
    wanted = {
        (f"gw-{panel}/1.1.0.{component}", "fire" if component == FIRE_AT else "fault")
        for panel in range(PANELS)
        for component in range(COMPONENTS)
    }
    assert {device for device, _ in raised} >= confirmed
    assert set(raised) == wanted
    assert set(raised.values()) == {1}
    alarms = Counter(event["device"] for event in events if event["type"] == "alarm.raised")
    assert alarms == {f"gw-{panel}/1.1.0.{FIRE_AT}": 1 for panel in range(PANELS)}
