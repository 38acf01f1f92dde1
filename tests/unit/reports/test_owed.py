"""What is owed on devices: out of order, silent, switched off; by street, keeper and station; for how long."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.past.reports.owed import owed
from dispatch.past.reports.tables import owed_csv
from stations.devices import Device
from stations.model import Building
from stations.registry.model import Zone
from tests.unit.core.test_signals import hear, wired
from tests.unit.core.world_builder import Town

DAY_S = 86_400
ZONES = (Zone(id="z1", kind="complex", street="示例一街道"), Zone(id="示例二街道", kind="street"))


def district() -> Town:
    """Two streets; the tower's zone lies in the first by zones.csv."""
    town = wired()
    tower = town.world.buildings["tower"]
    other = Building(id="b2", name="示例二号楼", lon=tower.lon, lat=tower.lat, zone="示例二街道")
    first = Building(id="tower", name=tower.name, lon=tower.lon, lat=tower.lat, zone="z1")
    rows = (
        Device(id="x1", kind="smoke_detector", gateway="gw", address="9-1", building="b2", owner="示例维保"),
        Device(id="x2", kind="smoke_detector", gateway="gw", address="9-2", building="b2", owner="示例维保"),
    )
    town.do(cmd.ChangeRegistry(buildings=(first, other), devices=rows))
    return town


def test_a_calm_district_owes_nothing() -> None:
    town = district()
    found = owed(town.world, ZONES, now=town.now, days=0)
    assert (found.total, found.streets, found.owners, found.listed) == (0, (), (), ())


def test_what_is_wrong_is_counted_by_street_and_what_is_old_is_owed() -> None:
    town = district()
    hear(town, "9-1", "fault")
    town.wait(5 * DAY_S)
    hear(town, "1-2-17", "disabled")
    town.do(cmd.DeviceMute(device="x2", since=town.now))
    found = owed(town.world, ZONES, now=town.now, days=3)
    second, first = found.streets
    assert (second.key, second.devices, second.wrong, second.out_of_order, second.silent) == ("示例二街道", 2, 2, 1, 1)
    assert (second.owed, second.oldest_days) == (1, 5)
    assert (first.key, first.wrong, first.owed) == ("示例一街道", 1, 0)
    assert [(each.device, each.why, each.days, each.owner) for each in found.listed] == [
        ("x1", ("fault",), 5, "示例维保")
    ]
    assert {each.key: each.wrong for each in found.owners} == {"示例维保": 2, "": 1}
    assert found.total == 1


def test_a_device_that_is_wrong_in_several_ways_is_one_and_as_old_as_the_oldest() -> None:
    town = district()
    hear(town, "9-1", "low_battery")
    town.wait(2 * DAY_S)
    hear(town, "9-1", "fault")
    town.press(cmd.DeviceDisable(device="x1", reason="示例检修"))
    (group,) = owed(town.world, ZONES, now=town.now, days=1).streets
    assert (group.wrong, group.out_of_order, group.switched_off, group.oldest_days) == (1, 1, 1, 2)


def test_a_fire_and_a_running_pump_are_nobodys_debt() -> None:
    town = district()
    hear(town, "1-9-1", "started")
    hear(town, "1-2-17", "fire")
    hear(town, "1-2-18", "test")
    assert owed(town.world, ZONES, now=town.now, days=0).streets == ()


def test_without_zones_the_street_is_the_buildings_own_zone() -> None:
    town = district()
    hear(town, "9-1", "fault")
    hear(town, "1-2-17", "fault")
    assert {each.key for each in owed(town.world, (), now=town.now, days=0).streets} == {"示例二街道", "z1"}


def test_the_owed_devices_are_a_table() -> None:
    town = district()
    hear(town, "9-1", "fault")
    town.wait(DAY_S + 1)
    header, row = owed_csv(owed(town.world, ZONES, now=town.now, days=1).listed).decode("utf-8-sig").splitlines()
    assert header.startswith("device,kind,name,building,street")
    assert row.startswith("x1,smoke_detector,,b2,示例二街道,")
    assert row.endswith(",1")
