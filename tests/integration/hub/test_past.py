"""The process that reads the past lives and dies beside the hub: an answer outlives it, and it outlives no hub."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from dispatch.core.instant import Instant
from dispatch.log.base import LogUnavailable
from dispatch.log.incident_keys import KEYS_FILE
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.log.open import open_log
from dispatch.past import questions
from dispatch.past.beside import Past
from dispatch.stream.views import View
from stations.training.calendar import Calendar
from stations.training.reading import read_training
from tests.hub import House


async def test_a_process_that_was_killed_is_started_again_by_the_next_question(house: House) -> None:
    async with house.open() as hub:
        pids = [hub.hub.past.pid]
        fire = await hub.alarm()
        before = (await hub.call("GET", "/api/v1/episodes")).body
        assert [each["id"] for each in before["episodes"]] == [fire["incident"]]
        pids.append(hub.hub.past.pid)
        os.kill(pids[-1] or 0, signal.SIGKILL)
        after = await hub.call("GET", f"/api/v1/episodes/{fire['incident']}")
        assert (after.status, after.body["id"]) == (200, fire["incident"])
        pids.append(hub.hub.past.pid)
    assert pids[0] is None, "nobody had asked"
    first, second = (pid for pid in pids if pid is not None)
    assert first != second
    assert not running(first)
    assert not running(second), "it ends with its hub"


async def test_what_was_erased_was_never_known_to_the_process_that_answers(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm(place={"text": "示例巷 7 号"})
        path = "/api/v1/episodes?text=示例巷"
        assert len((await hub.call("GET", path)).body["episodes"]) == 1
        knew, then = hub.hub.past.pid, hub.hub.feed.head
        await hub.command("c-1", "incident.close", incident=fire["incident"])
        wish = {"reason": "示例: asked for"}
        erased = await hub.call("POST", f"/api/v1/incidents/{fire['incident']}/erase", wish, role="commander")
        assert erased.status == 200, erased
        assert (await hub.call("GET", path)).body["episodes"] == []
        assert hub.hub.past.pid != knew
        state = (await hub.call("GET", f"/api/v1/state?at={then}")).body["state"]
        assert [each["id"] for each in state["incidents"]] == [fire["incident"]]
        assert "示例巷" not in str(state)


async def test_many_who_ask_at_once_each_get_their_own_answer(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fires = [await hub.alarm(device=f"d-{number}", place={"building": f"B0000{number}"}) for number in range(4)]
        paths = [f"/api/v1/episodes/{fire['incident']}" for fire in fires] * 3
        found = await asyncio.gather(*(hub.call("GET", path) for path in paths))
        assert [each.body["id"] for each in found] == [fire["incident"] for fire in fires] * 3


async def test_one_that_cannot_read_is_tried_twice_and_said_to_be_unavailable(tmp_path: Path) -> None:
    async with MemoryLog(MemoryStorage()) as log:
        past = Past(log, place_in(tmp_path / "nowhere"), lambda: Instant(0))
        with pytest.raises(LogUnavailable, match="ended twice"):
            await past.ask(questions.Checks(None))
        assert past.pid is None
        await past.close()
        with pytest.raises(LogUnavailable, match="stopping"):
            await past.ask(questions.Checks(None))


async def test_whoever_waits_for_an_answer_hears_that_the_hub_stops(tmp_path: Path) -> None:
    async with MemoryLog(MemoryStorage()) as log:
        past = Past(log, place_in(tmp_path), lambda: Instant(0))
        asks = [asyncio.create_task(past.ask(questions.Checks(None))) for _ in range(2)]
        while past.pid is None:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0)
        await past.close()
        for each in asks:
            with pytest.raises(LogUnavailable, match="stopping"):
                await each
        assert past.pid is None


async def test_a_process_that_is_being_started_when_the_hub_stops_is_ended_too(tmp_path: Path) -> None:
    async with MemoryLog(MemoryStorage()) as log:
        past = Past(log, place_in(tmp_path), lambda: Instant(0))
        waits = asyncio.create_task(past.ask(questions.Checks(None)))
        await asyncio.sleep(0)
        assert past.pid is None
        await past.close()
        with pytest.raises(LogUnavailable, match="stopping"):
            await waits
        assert past.pid is None


async def test_what_is_withheld_from_this_folder_is_withheld_from_its_process(sqlite_house: House) -> None:
    """Who has the record and not the keys reads no personal words, in this way as in any other."""
    async with sqlite_house.open() as hub:
        await hub.alarm(place={"text": "示例巷 7 号"})
        head = hub.hub.feed.head
    assert "示例巷" in await state_read_by_a_process(sqlite_house, head)
    (sqlite_house.data / KEYS_FILE).unlink()
    assert "示例巷" not in await state_read_by_a_process(sqlite_house, head)


async def state_read_by_a_process(house: House, seq: int) -> str:
    async with open_log(house.data, create=False) as log:
        past = Past(log, place_in(house.data), lambda: Instant(0))
        try:
            return (await past.ask(questions.StateAt(seq, View("console")))).body.decode()
        finally:
            await past.close()


async def test_it_ends_when_its_hub_is_gone(tmp_path: Path, sqlite_house: House) -> None:
    """A hub that was killed closes nothing by itself: its end of the pipe does."""
    async with sqlite_house.open() as hub:
        await hub.alarm()
    place = questions.encode(place_in(sqlite_house.data))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dispatch.past.process", stdin=PIPE, stdout=PIPE, env=os.environ, cwd=tmp_path
    )
    assert process.stdin is not None
    process.stdin.write(len(place).to_bytes(questions.LENGTH_BYTES, "big") + place)
    process.stdin.close()
    assert await process.wait() == 0


def place_in(folder: Path) -> questions.Place:
    return questions.Place(str(folder), None, None, False, Calendar(read_training(folder), ()))


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
