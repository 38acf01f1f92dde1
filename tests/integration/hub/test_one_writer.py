"""One record, one writer: a second hub is refused or fences the first, and a stop loses nothing that was answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from dispatch.log.base import Fenced, RecordInUse
from tests.hub import PATIENCE_S, SMOKE, House


async def test_a_second_hub_on_the_same_file_is_refused_and_the_first_goes_on(sqlite_house: House) -> None:
    async with sqlite_house.open() as first:
        with pytest.raises(RecordInUse, match="stop"):
            async with sqlite_house.open():
                pytest.fail("two writers on one file")
        await first.still_works()


async def test_a_second_hub_on_the_same_server_fences_the_first(redis_house: House, tmp_path: Path) -> None:
    other_house = House(redis_house.district, tmp_path / "other", redis=redis_house.redis)

    async def be_superseded() -> None:
        async with redis_house.open() as first:
            taken = await first.alarm()
            async with other_house.open(take_over=True) as second:
                late = await first.call("POST", "/api/v1/alarms", SMOKE, role="device")
                assert (late.status, late.code) == (503, "log_unavailable"), "an old writer answers nothing as done"
                kept = [event["type"] for event in await second.events()].count("alarm.raised")
                assert kept == 1
                assert (await second.call("GET", f"/api/v1/incidents/{taken['incident']}")).status == 200
                await second.still_works()
                async with asyncio.timeout(PATIENCE_S):
                    await asyncio.Event().wait()  # the first hub's end cancels this

    with pytest.raises(ExceptionGroup) as stopped:
        await be_superseded()
    (failure,) = stopped.value.exceptions
    assert isinstance(failure, Fenced)
    assert "another" in str(failure).lower(), "it says that another writer took over"


async def test_a_stop_finishes_what_was_accepted(house: House) -> None:
    answered: list[str] = []

    async def keep_alarming(url: str, number: int) -> None:
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {house.token('device')}"}) as session:
            for turn in range(10_000):
                body = {**SMOKE, "device": f"d-{number}-{turn}", "place": {"text": f"place {number} {turn}"}}
                try:
                    async with session.post(f"{url}/api/v1/alarms", json=body) as reply:
                        assert reply.status == 201
                        answered.append((await reply.json())["alarm"])
                except aiohttp.ClientError:
                    return

    house.token("device")
    async with house.open() as hub:
        pouring = asyncio.gather(*(keep_alarming(hub.url, number) for number in range(8)))
        while len(answered) < 50:  # noqa: ASYNC110 - in the middle of the pouring, wherever that is
            await asyncio.sleep(0)
    await pouring
    async with house.open() as hub:
        kept = {event["alarm"] for event in await hub.events() if event["type"] == "alarm.raised"}
    assert set(answered) <= kept
