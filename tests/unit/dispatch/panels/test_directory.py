"""The receiver's view of the tables: whose address it is, and what behind it is worth asking for."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import By
from dispatch.gateways.gb26875.directory import WorldDirectory
from stations.devices import Device, Gateway
from tests.unit.core.world_builder import Town


def wired() -> Town:
    town = Town().station("m1", 1).building("B1", 1)
    gateway = Gateway(id="gw", protocol="gb26875", address="889", building="B1")
    other = Gateway(id="other", protocol="dc09", address="889")
    rows = [Device(id=f"d{each}", kind="smoke_detector", gateway="gw", address=f"1.1.2.{each}") for each in (1, 2, 3)]
    town.do(cmd.ChangeRegistry(gateways=(gateway, other), devices=tuple(rows)))
    return town


def hear(town: Town, address: str, *raised: str) -> None:
    signal = Signal(gateway="gw", protocol="gb26875", address=address, raised=raised)  # type: ignore[arg-type]
    town.do(cmd.SignalReceive(signal=signal, raw=1), by=By(role="device", name="gw"))


def test_an_address_is_that_of_a_gateway_of_this_protocol() -> None:
    town = wired()
    directory = WorldDirectory(lambda: town.world)
    found = directory.find(("1", "889"))
    assert found is not None
    assert found.id == "gw"
    assert directory.find(("12",)) is None
    town.do(cmd.ChangeRegistry(gateways=(Gateway(id="new", protocol="gb26875", address="12"),)))
    assert directory.find(("12",)) is not None, "the index follows the table"


def test_what_is_raised_is_asked_for_first_then_the_registered() -> None:
    town = wired()
    directory = WorldDirectory(lambda: town.world)
    hear(town, "1.1.2.3", "fault")
    hear(town, "1.1.9.9", "fault")
    asked = list(directory.components("gw"))
    assert set(asked[:2]) == {"1.1.2.3", "1.1.9.9"}
    assert set(asked) == {"1.1.2.1", "1.1.2.2", "1.1.2.3", "1.1.9.9"}
    assert list(directory.components("nobody")) == []


def test_an_empty_post_is_one_that_the_record_says_is_empty() -> None:
    town = wired()
    directory = WorldDirectory(lambda: town.world)
    assert not directory.post_is_empty("gw")
    hear(town, "post", "supervisory")
    assert directory.post_is_empty("gw")
