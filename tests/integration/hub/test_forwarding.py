"""From two detectors of a panel to the 119 centre, and nobody touched anything: a whole hub, real sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from loadtest.districts import make_generated_district
from tests.hub import STATION, House, Json, OpenHub
from tests.integration.hub.test_dc09 import event, free_address, said
from tests.integration.test_forwarding import Centre

PATIENCE_S = 60
FORWARD = """
[[forward]]
name = "119"
url = "http://127.0.0.1:{port}/"
code = "50010300000000"
"""


@pytest.fixture
def own_house(tmp_path: Path) -> House:
    """A house whose district knows the panel, so that its detectors stand in a building."""
    folder = make_generated_district(tmp_path / "district", stations=6, seed=3)
    (folder / "gateways.csv").write_text(
        "id,protocol,address,profile,name,building,station,silent_after_s\ngw-d,dc09,77AB,,示例主机,B00001,,0\n",
        encoding="utf-8",
    )
    return House(folder, tmp_path / "data")


async def acknowledged(hub: OpenHub, count: int) -> list[Json]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = [each for each in await hub.events() if each["type"] == "report.forwarded"]
            if sum(each["state"] == "acknowledged" for each in found) >= count:
                return found
            await asyncio.sleep(0.02)


async def test_two_detectors_of_a_panel_reach_the_centre_by_themselves_and_the_false_alarm_is_called_off(
    own_house: House,
) -> None:
    address = free_address()
    async with Centre().listening() as centre:
        with (own_house.district / "district.toml").open("a", encoding="utf-8") as file:
            file.write(FORWARD.format(port=centre.port))
        async with own_house.open(dc09=address) as hub:
            assert await said(address, event(1, "NFA12")) == ["ACK"]
            assert [each["type"] for each in await hub.events()].count("incident.opened") == 1
            assert centre.got == [], "one detector is a suspicion"
            assert await said(address, event(2, "NFA13")) == ["ACK"]
            (due, *_, alert) = await acknowledged(hub, 1)
            assert (due["state"], alert["what"], alert["tries"]) == ("due", "alert", 1)
            assert centre.kinds() == ["Alert"]
            closing = await hub.command("c-1", "incident.close", incident=alert["incident"], reason="false_works")
            assert closing.status in {200, 201}, closing.body
            await acknowledged(hub, 2)
            assert centre.kinds() == ["Alert", "Cancel"]
            seen = await hub.call("GET", f"/api/v1/state?view=station:{STATION}", role="station")
            assert seen.status == 200, seen.body
            assert str(centre.port) not in str(seen.body)
