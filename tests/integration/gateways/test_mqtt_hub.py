"""A hub on a real broker: a fire over MQTT is an incident, and what was acknowledged is in the record exactly once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import aiohttp
import apsw
import pytest

from dispatch.client.http import HubClient
from dispatch.gateways.mqtt.broker import broker_of
from loadtest.hub import HubProcess
from tests.hub import PATIENCE_S, House, Json
from tests.integration.gateways.test_mqtt import broker
from tests.kept_in_memory import until
from tests.long_plays import FULL, long_play
from tests.mqtt_broker import Publisher, needs_mosquitto

pytestmark = needs_mosquitto

DEVICES, DEEDS = (16, 400) if FULL else (4, 30)
"""So many devices say so many things each, while the hub is killed."""
KILLS = 8 if FULL else 1
MESSAGES, BROKER_KILLS = (1500, 5) if FULL else (200, 1)


async def test_a_smoke_alarm_over_mqtt_is_an_incident_and_a_fault_is_a_condition(
    sqlite_house: House, tmp_path: Path
) -> None:
    async with (
        broker(tmp_path) as server,
        sqlite_house.open(mqtt=broker_of(server.url, district="示例区")) as hub,
        Publisher(server, "D7") as device,
    ):
        device.read("fire/v1/+/+/+/ack")
        device.send("fire/v1/t1/smoke/D8/alarm", {"msgId": 1, "event": "low_battery"})
        device.send("fire/v1/t1/smoke/D7/alarm", {"msgId": 1, "event": "smoke_alarm", "loc": "示例 3F 走廊"})
        device.send("fire/v1/t1/smoke/D7/alarm", {"msgId": 1, "event": "smoke_alarm", "loc": "示例 3F 走廊"})
        await until(lambda: len(device.heard) == 3)
        events = await hub.events()
        assert [each["device"] for each in _of(events, "condition.raised")] == ["mqtt/t1/D8", "mqtt/t1/D7"]
        (alarm,) = _of(events, "alarm.raised")
        assert alarm["kind"] == "smoke"
        metrics = await hub.call("GET", "/metrics", role=None)
        assert metrics.status == 200


@long_play
async def test_a_broker_killed_under_load_loses_and_repeats_nothing_of_devices_that_wait_for_their_receipt(
    sqlite_house: House, tmp_path: Path
) -> None:
    """A broker may forget what it acknowledged; a device sends until it hears that its message is kept."""
    async with (
        broker(tmp_path) as server,
        sqlite_house.open(mqtt=broker_of(server.url, district="示例区")) as hub,
        Publisher(server, "D") as device,
    ):
        await _connected(hub.url)
        device.read("fire/v1/+/+/+/ack")
        sending = asyncio.create_task(_send_until_kept(device, MESSAGES))
        for kill in range(BROKER_KILLS):
            enough = (kill + 1) * MESSAGES // (BROKER_KILLS + 2)
            await until(lambda enough=enough: hub.hub.gate.taken >= enough)  # type: ignore[misc]
            server.kill()
            await server.start()
        await asyncio.wait_for(sending, PATIENCE_S)
        events = await hub.events()
    told = Counter(each["device"] for each in _of(events, "condition.raised"))
    assert told == {f"mqtt/t1/D{n}": 1 for n in range(MESSAGES)}
    assert Counter(each["device"] for each in _of(events, "signal.received")) == told
    assert _raw_rows(sqlite_house.data) == MESSAGES


@long_play
@pytest.mark.timeout(600)
async def test_a_hub_killed_under_load_has_each_acknowledged_message_exactly_once(
    sqlite_house: House, tmp_path: Path
) -> None:
    """Each device does two things in turn, so that one taken twice or left out would show in the record.

    The broker holds what the hub had not acknowledged, and sends it again to the next one.
    """
    token = sqlite_house.token("commander")
    async with broker(tmp_path) as server, Publisher(server, "D") as device:
        device.read("fire/v1/+/+/+/ack")
        options = ("--mqtt", server.url)
        process = HubProcess(sqlite_house.district, sqlite_house.data, options=options)
        try:
            await process.start()
            await _connected(process.url)
            sending = asyncio.create_task(_send_all(device))
            for kill in range(KILLS):
                enough = (kill + 1) * DEVICES * DEEDS // (KILLS + 2)
                await until(lambda enough=enough: len(device.heard) >= enough)  # type: ignore[misc]
                await process.kill()
                await process.start()
            await sending
            async with HubClient(process.url, token) as client:
                while True:
                    events = [event async for event in client.list_events()]
                    if len(_of(events, "alarm.raised")) == DEVICES and _counted(events).total() >= DEVICES * DEEDS:
                        break
                    await asyncio.sleep(0.1)
        finally:
            await process.kill()
        assert _counted(events) == {f"mqtt/t1/D{n}": DEEDS for n in range(DEVICES)}
        said: dict[str, list[str]] = {}
        for each in _of(events, "signal.received"):
            if each["operation"] is not None:
                said.setdefault(each["device"], []).append(each["operation"])
        assert all(each == [_deed(number) for number in range(DEEDS)] for each in said.values())
        assert _raw_rows(sqlite_house.data) == DEVICES * (DEEDS + 1)


async def _send_until_kept(device: Publisher, count: int) -> None:
    """Send each alarm, and again every second until its receipt has come."""
    while missing := set(range(count)) - {int(body.split(b'"')[3]) for _, body in list(device.heard)}:
        for number in sorted(missing):
            device.send(f"fire/v1/t1/smoke/D{number}/alarm", {"msgId": number, "event": "fault"})
            await asyncio.sleep(0)
        heard = len(device.heard)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while len(device.heard) < heard + len(missing):  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.02)


async def _connected(url: str) -> None:
    """Wait until the broker knows the hub: what comes before has nobody to wait for."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE_S):
        while True:
            async with session.get(f"{url}/metrics") as answer:
                if "onethree_mqtt_connected 1.0" in await answer.text():
                    return
            await asyncio.sleep(0.05)


async def _send_all(device: Publisher) -> None:
    for number in range(DEEDS):
        sent = [
            device.send(f"fire/v1/t1/smoke/D{n}/alarm", {"msgId": number, "event": _deed(number)})
            for n in range(DEVICES)
        ]
        if number == DEEDS // 2:
            sent += [
                device.send(f"fire/v1/t1/smoke/D{n}/alarm", {"msgId": "f", "event": "smoke_alarm"})
                for n in range(DEVICES)
            ]
        await until(lambda sent=sent: all(each.is_published() for each in sent))  # type: ignore[misc]


def _deed(number: int) -> str:
    return ("silence", "self_test")[number % 2]


def _of(events: list[Json], kind: str) -> list[Json]:
    return [each for each in events if each["type"] == kind]


def _counted(events: list[Json]) -> Counter[str]:
    return Counter(each["device"] for each in _of(events, "signal.received") if each["operation"] is not None)


def _raw_rows(data: Path) -> int:
    with apsw.Connection(str(data / "raw.db"), flags=apsw.SQLITE_OPEN_READONLY) as file:
        (count,) = next(file.execute("SELECT count(*) FROM messages"))
    return int(count)
