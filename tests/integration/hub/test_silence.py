"""A device that is not heard for its time is silent in the record, and back when it is heard; also over a restart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dispatch.gateways.liveness import Liveness
from dispatch.gateways.watching import DeviceWatcher
from tests.hub import House, OpenHub


@pytest.fixture
def watched(district: Path, tmp_path: Path) -> House:
    """A house whose district has a gateway and three devices: two with a time, one without."""
    own = tmp_path / "district"
    shutil.copytree(district, own)
    (own / "gateways.csv").write_text("id,protocol,name,silent_after_s\nG-1,mqtt,示例网关,600\n", "utf-8")
    (own / "devices.csv").write_text(
        "id,kind,gateway,address,building,silent_after_s\n"
        "D-1,smoke_detector,G-1,a,B00001,300\n"
        "D-2,smoke_detector,G-1,b,B00001,300\n"
        "D-3,smoke_detector,G-1,c,B00001,0\n",
        "utf-8",
    )
    return House(own, tmp_path / "data")


class Scene:
    """The hub's devices watched in the test's own time."""

    def __init__(self, hub: OpenHub) -> None:
        self.now = 0.0
        self.hub = hub
        self.liveness = Liveness(lambda: self.now)
        self.watcher = DeviceWatcher(hub.hub.processor, hub.hub.clock, self.liveness)

    async def after(self, seconds: float) -> None:
        self.now += seconds
        await self.watcher.look()

    async def told(self) -> list[tuple[str, str]]:
        wanted = {"device.silent", "device.back"}
        return [(each["type"], each["device"]) for each in await self.hub.events() if each["type"] in wanted]


async def test_who_is_silent_is_in_the_record_once_and_who_is_back_too(watched: House) -> None:
    async with watched.open() as hub:
        scene = Scene(hub)
        await scene.after(0)
        assert len(scene.liveness) == 4
        await scene.after(200)
        scene.liveness.hear("G-1")
        scene.liveness.hear("G-1", "a")
        await scene.after(101)
        await scene.after(1)
        assert await scene.told() == [("device.silent", "D-2")]
        scene.liveness.hear("G-1", "b")
        await scene.after(0)
        assert await scene.told() == [("device.silent", "D-2"), ("device.back", "D-2")]
        await scene.after(700)
        assert (await scene.told())[2:] == [("device.silent", "G-1")], "the gateway, and nobody behind it"
    async with watched.open() as hub:
        scene = Scene(hub)
        await scene.after(0)
        await scene.after(10)
        assert len(await scene.told()) == 3
        scene.liveness.hear("G-1")
        await scene.after(0)
        assert (await scene.told())[3:] == [("device.back", "G-1")]
