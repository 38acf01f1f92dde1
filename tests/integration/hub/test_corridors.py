"""Green corridors over real sockets: told as an engine moves, withdrawn when it is there, and never in a drill."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from dispatch.upkeep.corridors import Corridors
from dispatch.webhooks import is_signed, secret
from tests.hub import PATIENCE_S, House, Json, OpenHub
from tests.integration.hub.test_helpers import Listener


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with Listener().listening() as found:
        yield found


@pytest.fixture
def corridor_house(tmp_path: Path, district: Path, listener: Listener) -> House:
    """A house whose district tells a traffic side, every second."""
    folder = tmp_path / "district"
    shutil.copytree(district, folder)
    with (folder / "district.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[corridor]\nurl = "{listener.url}"\nrenew_every_s = 1\nmin_change_s = 1\n')
    return House(folder, tmp_path / "data")


@dataclass
class Engine:
    """An engine under way to a fire far from it."""

    hub: OpenHub
    order: str
    unit: str
    incident: str

    async def press(self, what: str, **fields: Any) -> None:
        done = await self.hub.command(
            f"{what}-{time.monotonic_ns()}", f"assignment.{what}", assignment=self.order, **fields
        )
        assert done.status == 200, done

    async def move(self, lon: float, lat: float) -> None:
        where = await self.hub.command(f"move-{time.monotonic_ns()}", "unit.position", unit=self.unit, lon=lon, lat=lat)
        assert where.status == 200, where


async def engine(hub: OpenHub, **alarm: Any) -> Engine:
    """Raise an alarm at the building that is furthest from an engine, and have it leave."""
    world = hub.hub.processor.durable
    unit = next(each for _, each in sorted(world.units.items()) if each.mode == "engine")
    station = world.stations[unit.station]
    building = max(world.buildings.values(), key=lambda b: (b.lon - station.lon) ** 2 + (b.lat - station.lat) ** 2)
    taken = await hub.alarm(role="dispatcher", place={"building": building.id, "floor": 3}, **alarm)
    key = next((each["id"] for each in taken["assignments"] if each["unit"] == unit.id), None)
    if key is None:
        done = await hub.command(
            f"assign-{time.monotonic_ns()}", "assignment.assign", incident=taken["incident"], unit=unit.id
        )
        assert done.status == 200, done
        key = next(each["assignment"] for each in done.body["events"] if each["type"] == "assignment.assigned")
    found = Engine(hub, key, unit.id, taken["incident"])
    await found.press("depart")
    return found


async def told(listener: Listener, deed: str, after: int = 0) -> tuple[int, Json]:
    """Return the first message of a kind beyond so many, and how many there were with it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for number, (body, _) in enumerate(listener.sent[after:], start=after + 1):
                message: Json = orjson.loads(body)
                if message["deed"] == deed:
                    return number, message
            listener.news.clear()
            await listener.news.wait()


async def recorded(hub: OpenHub, kind: str, count: int = 1) -> Json:
    """Return the so many-th event of a type."""
    processor, changed = hub.hub.processor, asyncio.Event()
    processor.on_told.append(lambda _records: changed.set())
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = [each for each in await hub.events() if each["type"] == kind]
            if len(found) >= count:
                return found[count - 1]
            await changed.wait()
            changed.clear()


def junctions(message: Json) -> list[Json]:
    return [each["properties"] for each in message["way"]["features"] if each["geometry"]["type"] == "Point"]


async def test_the_way_is_told_renewed_as_the_engine_moves_and_withdrawn_when_it_is_there(
    corridor_house: House, listener: Listener
) -> None:
    async with corridor_house.open() as hub:
        going = await engine(hub)
        number, opened = await told(listener, "open")
        body, headers = listener.sent[number - 1]
        key = secret(corridor_house.data / "corridor-secret")
        assert is_signed(key, body, headers["Onethree-Signature"], now_s=int(time.time()))
        line, *points = opened["way"]["features"]
        assert (line["geometry"]["type"], opened["unit"], opened["corridor"]) == ("LineString", going.unit, going.order)
        ahead = junctions(opened)
        assert len(ahead) == len(points) > 3
        assert [each["seq"] for each in ahead] == list(range(1, len(ahead) + 1))
        assert [each["at"] for each in ahead] == sorted(each["at"] for each in ahead)
        assert ahead[-1]["at"] <= line["properties"]["arrives_at"] < opened["valid_until"]
        on_line = {tuple(spot) for spot in line["geometry"]["coordinates"]}
        assert all((each["lon"], each["lat"]) in on_line for each in ahead)

        half = ahead[len(ahead) // 2]
        await going.move(half["lon"], half["lat"])
        number, renewed = await told(listener, "renew", number)
        while len(junctions(renewed)) > len(ahead) // 2:
            number, renewed = await told(listener, "renew", number)
        assert renewed["way"]["features"][0]["properties"]["from"] == "position"
        assert (await recorded(hub, "corridor.renewed"))["junctions"] > 0

        pulled = await hub.call("GET", "/api/v1/corridors", role="commander")
        assert {each["properties"]["corridor"] for each in pulled.body["features"]} == {going.order}
        one = await hub.call("GET", f"/api/v1/corridors/{going.order}", role="dispatcher")
        assert one.body["features"][0]["properties"]["renewals"] >= 1
        assert (await hub.call("GET", "/api/v1/corridors", role="station")).status == 403

        await going.press("arrive")
        _, withdrawn = await told(listener, "withdraw", number)
        assert (withdrawn["corridor"], withdrawn["why"]) == (going.order, "arrived")
        assert (await recorded(hub, "corridor.withdrawn"))["told"] is True
        assert (await hub.call("GET", f"/api/v1/corridors/{going.order}")).code == "not_found"
        assert (await hub.call("GET", "/api/v1/corridors")).body["features"] == []


@pytest.mark.parametrize("ends", ["recall", "release", "decline", "false_alarm"])
async def test_what_ends_the_order_withdraws_the_way(corridor_house: House, listener: Listener, ends: str) -> None:
    async with corridor_house.open() as hub:
        going = await engine(hub)
        await told(listener, "open")
        if ends == "false_alarm":
            done = await hub.command("over", "incident.false_alarm", incident=going.incident)
            assert done.status == 200, done
        else:
            await going.press(ends)
        _, withdrawn = await told(listener, "withdraw")
        expected = {"recall": "recalled", "release": "released", "decline": "declined", "false_alarm": "incident_over"}
        assert withdrawn["why"] == expected[ends]


async def test_a_hub_that_comes_back_tells_an_open_way_anew_and_withdraws_one_that_is_over(
    corridor_house: House, listener: Listener
) -> None:
    async with corridor_house.open() as hub:
        going = await engine(hub)
        number, _ = await told(listener, "open")
    async with corridor_house.open() as hub:
        number, renewed = await told(listener, "renew", number)
        assert renewed["corridor"] == going.order
        listener.failures = listener.asked + 10_000
        await Engine(hub, going.order, going.unit, going.incident).press("arrive")
    listener.failures = 0
    async with corridor_house.open() as hub:
        _, withdrawn = await told(listener, "withdraw", number)
        assert (withdrawn["corridor"], withdrawn["why"]) == (going.order, "arrived")
        await recorded(hub, "corridor.withdrawn")


async def test_a_drill_tells_nobody(corridor_house: House, listener: Listener) -> None:
    async with corridor_house.open() as hub:
        await engine(hub, exercise=True)
        real = await engine(hub, device="d-2")
        await told(listener, "open")
        await real.press("arrive")
        await told(listener, "withdraw")
        assert {orjson.loads(body)["corridor"] for body, _ in listener.sent} == {real.order}
        told_of = {each["assignment"] for each in await hub.events() if each["type"].startswith("corridor.")}
        assert told_of == {real.order}


async def test_a_traffic_side_that_is_down_is_said_tried_again_and_holds_up_no_alarm(
    corridor_house: House, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dispatch.app.Corridors", partial(Corridors, waits_s=(0.01,)))
    listener.failures = 10_000
    async with corridor_house.open() as hub:
        going = await engine(hub)
        failed = await recorded(hub, "corridor.failed")
        assert (failed["deed"], failed["tries"], failed["assignment"]) == ("open", 2, going.order)
        assert "503" in failed["error"]
        await hub.still_works()
        listener.failures = 0
        await told(listener, "renew")
        await recorded(hub, "corridor.renewed")
        assert sum(each["type"] == "corridor.failed" for each in await hub.events()) == 1
        assert hub.hub.processor.durable.corridors[going.order].failing_since is None


async def test_where_nobody_is_named_nothing_is_sent(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        going = await engine(hub)
        await going.press("arrive")
        assert not [each for each in await hub.events() if each["type"].startswith("corridor.")]
        assert (await hub.call("GET", "/api/v1/corridors")).body["features"] == []
