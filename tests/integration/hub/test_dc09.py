"""A panel that speaks DC-09 and a real hub: one sending is one alarm, before and after a restart."""

from __future__ import annotations

import asyncio
import socket

from dispatch.intake.dc09.frames import Frame, Scanner, encode_frame, read_frame
from tests.hub import House, OpenHub

PATIENCE_S = 60


def free_address() -> tuple[str, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return "127.0.0.1", probe.getsockname()[1]


def event(n: int, data: str) -> bytes:
    return encode_frame(
        Frame(
            name="SIA-DCS",
            sequence=f"{n:04}",
            line="0",
            account="77AB",
            data=f"#77AB|{data}".encode(),
            stamp="08:30:00,01-15-2026",
        )
    )


async def said(address: tuple[str, int], *frames: bytes) -> list[str]:
    """Send frames and return the names of their answers."""
    reader, writer = await asyncio.open_connection(*address)
    scanner, names = Scanner(), []
    for raw in frames:
        writer.write(raw)
        answers: list[bytes] = []
        while not answers:
            answers = scanner.feed(await asyncio.wait_for(reader.read(4096), PATIENCE_S))
        names.append(read_frame(answers[0], lambda _account: None).name)
    writer.close()
    return names


async def alarms(hub: OpenHub) -> list[str]:
    return [event["device"] for event in await hub.events() if event["type"] == "alarm.raised"]


async def test_a_panels_fire_is_one_alarm_however_often_it_is_sent(sqlite_house: House) -> None:
    address = free_address()
    fire = event(1, "Nri1/FA12^Stairs 示例^")
    async with sqlite_house.open(dc09=address) as hub:
        assert await said(address, fire, fire) == ["ACK", "ACK"]
        assert await alarms(hub) == ["dc09-77AB/1-12"]
    async with sqlite_house.open(dc09=address) as hub:
        assert await said(address, fire, event(2, "Nri1/FT12"), event(3, "NZZ4")) == ["ACK"] * 3
        assert await alarms(hub) == ["dc09-77AB/1-12"]
        raised = [
            (each["device"], each["condition"]) for each in await hub.events() if each["type"] == "condition.raised"
        ]
        assert ("dc09-77AB/1-12", "fault") in raised
