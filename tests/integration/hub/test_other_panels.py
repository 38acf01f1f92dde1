"""Other people's simulators of transmission devices speak to a real hub, and take its answers.

None of their code is here. Where the machine has them, ``ONETHREE_TORCHLINK_SIMULATOR`` names the built simulator of
TorchLink (大华 1.03), ``ONETHREE_FIRELINK`` the folder of firelink-pro. docs/signals.md has what each sent.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from loadtest.districts import make_generated_district
from tests.hub import PATIENCE_S, House, Json, OpenHub

HERE = "127.0.0.1"
TORCHLINK = os.environ.get("ONETHREE_TORCHLINK_SIMULATOR", "")
FIRELINK = os.environ.get("ONETHREE_FIRELINK", "")

SCENES = {
    "normal": "",
    "single_fire_alarm": "fire",
    "confirmed_fire_alarm": "fire",
    "fault_alarm": "fault",
    "composite_alarm": "fire",
    "analog_overlimit": "",
    "system_fire_alarm": "fire",
    "device_fire_status": "fire",
}
"""What firelink-pro calls its plays, and what each must raise."""

DRIVER = """
import json, socket, sys
from protocol.core import FireAlarmSimulator
host, port, *scenes = sys.argv[1:]
panel = FireAlarmSimulator(source_addr=1001)
line = socket.create_connection((host, int(port)), 30)
stream = line.makefile("rb")
for scene in scenes:
    packet = getattr(panel, "scene_" + scene)()
    line.sendall(packet)
    while True:
        head = stream.read(27)
        answer = head + stream.read(int.from_bytes(head[24:26], "little") + 3)
        told = panel.packet_builder.parse_packet(answer)
        if told["command"] in (3, 6) and told["sequence"] == int.from_bytes(packet[2:4], "little"):
            break
    print(json.dumps([scene, told["command"]]), flush=True)
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose district knows both devices."""
    own = make_generated_district(tmp_path / "district", stations=6, seed=3)
    (own / "gateways.csv").write_text(
        "id,protocol,address,profile,name,building,station,silent_after_s\n"
        "gw-f,gb26875,1001,,示例传输装置,B00001,,0\n"
        "gw-t,gb26875,123456789012,dahua,示例传输装置,B00002,,0\n",
        encoding="utf-8",
    )
    return House(own, tmp_path / "data")


async def run(*command: str, folder: Path | None = None) -> str:
    """Run a peer to its end and return what it printed; it is killed where it never ends."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = printed.decode()
    assert process.returncode == 0, text
    return text


async def raised(hub: OpenHub, gateway: str) -> list[Json]:
    return [each for each in await hub.events() if each["type"] == "condition.raised" and gateway in each["device"]]


@pytest.mark.skipif(not TORCHLINK, reason="ONETHREE_TORCHLINK_SIMULATOR names no simulator")
@pytest.mark.parametrize("network", ["tcp", "udp"])
async def test_torchlinks_simulator_is_confirmed_and_its_call_point_is_a_fire(house: House, network: str) -> None:
    async with house.open(gb26875=(HERE, 0)) as hub:
        address = f"{HERE}:{hub.hub.panels.port}"
        printed = await run(TORCHLINK, "--address", address, "--network", network)
        assert printed.split() == ["ACK", "sequence=1", "ACK", "sequence=2"]
        (fire,) = await raised(hub, "gw-t")
        assert (fire["device"], fire["condition"]) == ("gw-t/128.1.2.7", "fire")
        assert (fire["text"], fire["building"]) == ("manual alarm", "B00002")
        assert "incident.opened" in {each["type"] for each in await hub.events()}


@pytest.mark.skipif(not FIRELINK, reason="ONETHREE_FIRELINK names no folder")
async def test_firelinks_plays_are_confirmed_and_raise_what_they_say(house: House) -> None:
    async with house.open(gb26875=(HERE, 0)) as hub:
        for scene, condition in SCENES.items():
            before = len(await raised(hub, "gw-f"))
            printed = await run(
                sys.executable, "-c", DRIVER, HERE, str(hub.hub.panels.port), scene, folder=Path(FIRELINK)
            )
            assert printed.strip() == f'["{scene}", 3]'
            new = [each["condition"] for each in (await raised(hub, "gw-f"))[before:]]
            assert new[:1] == ([condition] if condition else []), scene
