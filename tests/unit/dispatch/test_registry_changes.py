"""The district's folder against the World: devices and gateways come, change and go like every other table."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from dispatch.core.decide import decide
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB
from dispatch.core.world import World
from dispatch.writer.registry import ROWS_AT_A_TIME, changes
from stations.devices import Device, Gateway
from stations.model import District
from stations.problems import Findings
from stations.registry.model import Registry
from stations.settings import read_settings


def district(tmp_path: Path, devices: int) -> District:
    settings, _ = read_settings(tmp_path, Findings("district.toml"))
    rows = tuple(Device(id=f"d{n}", kind="smoke_detector", gateway="g1", address=f"1.1.1.{n}") for n in range(devices))
    gateways = (Gateway(id="g1", protocol="gb26875", address="1001"),)
    return District(
        settings=settings,
        roads=tmp_path / "roads.osm",
        roads_settings={},
        stations=(),
        units=(),
        buildings=(),
        registry=Registry(gateways=gateways, devices=rows),
    )


def brought(world: World, folder: District) -> World:
    for change in changes(world, folder):
        world = decide(world, change, now=Instant(0), by=HUB).world
    return world


def test_devices_and_gateways_of_the_folder_are_in_the_world_and_a_second_look_finds_nothing_new(
    tmp_path: Path,
) -> None:
    folder = district(tmp_path, ROWS_AT_A_TIME + 1)
    world = brought(World(), folder)
    assert len(world.devices) == ROWS_AT_A_TIME + 1
    assert world.gateways["g1"].protocol == "gb26875"
    assert list(changes(world, folder)) == []


def test_a_changed_row_is_changed_and_one_that_is_gone_goes(tmp_path: Path) -> None:
    folder = district(tmp_path, 3)
    world = brought(World(), folder)
    first, second, _ = folder.registry.devices or ()
    fewer = replace(folder.registry, devices=(replace(first, floor=7), second), gateways=())
    world = brought(world, replace(folder, registry=fewer))
    assert {key: each.floor for key, each in world.devices.items()} == {"d0": 7, "d1": None}
    assert dict(world.gateways) == {}
