"""A hub polls a pump: a pressure below its limit is told once, and is back only beyond the hysteresis."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from stations.devices import Device, Gateway
from stations.writing import write_table
from tests.hub import PATIENCE_S, House, Json, OpenHub
from tests.integration.gateways.test_modbus import Pump, serving
from tests.kept_in_memory import until


async def test_a_pressure_beyond_its_limit_is_told_once_and_back_beyond_the_hysteresis(
    district: Path, tmp_path: Path
) -> None:
    folder, pump = tmp_path / "district", Pump()
    shutil.copytree(district, folder)
    write_table(folder, "gateways", [Gateway(id="GW", protocol="modbus", name="示例")])
    limits = Device(
        id="P1", kind="water_pressure", gateway="GW", address="P1", building="B00001", low=0.2, hysteresis=0.02
    )
    write_table(folder, "devices", [limits])
    async with serving(pump) as port:
        (folder / "modbus.toml").write_text(
            f"[[gateway]]\nid = 'GW'\nhost = '127.0.0.1'\nport = {port}\nevery_s = 1\n"
            "[[gateway.register]]\naddress = 'P1'\nat = 0\nwhat = 'pressure'\nunit = 'MPa'\nscale = 0.001\n"
        )
        async with House(folder, tmp_path / "data").open() as hub:
            await until(lambda: hub.hub.gate.taken)
            for taken, pressure in enumerate((150, 140, 210, 230), start=1):
                pump.registers[0] = pressure
                await until(lambda taken=taken: hub.hub.gate.taken > taken)  # type: ignore[misc]
            crossed = await _crossed(hub, 2)
            assert [(each["way"], each["value"]) for each in crossed] == [("low", 0.15), ("back", 0.23)]
            assert not [each for each in await hub.events() if each["type"] == "alarm.raised"]


async def _crossed(hub: OpenHub, count: int) -> list[Json]:
    """Wait for so many crossings; what is being decided meanwhile is seen from outside alone."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = [each for each in await hub.events() if each["type"] == "limit.crossed"]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.05)
