"""H3: two hubs on one record do not fight: one leads, the other stands by, and takes over when that one is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree
from uuid import uuid4

import aiohttp
import pytest
from redis import Redis

from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import HubClient, Json
from loadtest.hub import HubProcess
from tests.hub import PATIENCE_S, House

LEASE_S = 3
TOGETHER_S = 20
FROZEN_S = 10
A_FEW_S = 10
"""A hub that is ready to lead has folded the record and listens by then, also on a machine that others use."""


class Two:
    """Two hubs, each with a data folder of its own, on one record; both know the same tokens."""

    def __init__(self, house: House, folder: Path) -> None:
        self.dispatcher, self.device = house.token("dispatcher"), house.token("device")
        self.redis = str(house.redis)
        self._district = house.district
        self._folders = {name: folder / name for name in ("one", "two")}
        for each in self._folders.values():
            copytree(house.data, each)

    def hub(self, name: str, *more: str) -> HubProcess:
        options = ["--redis", self.redis, "--instance", f"hub-{name}", "--lease", str(LEASE_S), *more]
        return HubProcess(self._district, self._folders[name], options=options)

    def term(self) -> int:
        """The server's term: it grows each time that another hub begins to lead."""
        with Redis.from_url(self.redis) as client:
            return int(client.hget("{onethree:district}:record", "term"))

    async def alarms(self, hub: HubProcess) -> Counter[str]:
        """How often each device's alarm is in the record."""
        async with HubClient(hub.url, self.dispatcher) as client:
            return Counter([event["device"] async for event in client.list_events() if event["type"] == "alarm.raised"])


@pytest.fixture
def two(redis_house: House, tmp_path: Path) -> Two:
    return Two(redis_house, tmp_path / "two")


@asynccontextmanager
async def ended(*hubs: HubProcess) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for each in hubs:
            await each.kill()


async def ask(hub: HubProcess, path: str = "/readyz") -> tuple[int, Json]:
    async with aiohttp.ClientSession() as session, session.get(hub.url + path) as reply:
        return reply.status, await reply.json(content_type=None)


async def stands_by(hub: HubProcess) -> Json:
    """Wait until a hub says that it stands by; return what it said."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                status, body = await ask(hub)
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
                continue
            assert status == 503
            return body


def alarm(number: int) -> Json:
    """An alarm of a device of its own, which is its key too."""
    return {"device": f"d-{number}", "key": f"d-{number}", "kind": "smoke", "place": {"text": f"示例 {number}"}}


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.mark.timeout(300)
async def test_h3_one_leads_the_other_stands_by_and_takes_over_when_the_leader_is_killed(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two.hub("one"), two.hub("two")
    async with ended(first, second):
        await first.start()
        term = two.term()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            name = f"onethree-{uuid4().hex}"
            manager.bind("\0" + name)
            manager.settimeout(PATIENCE_S)
            monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
            await second.spawn()
            told = await asyncio.to_thread(manager.recv, 4096)
            assert told.startswith(b"READY=1\nSTATUS=this hub stands by: the record is led by hub-one since 20")
        said = await stands_by(second)
        assert said["type"] == "urn:onethree:problem:standby"
        assert said["reasons"] == ["standby"]
        assert said["leader"]["name"] == "hub-one"
        assert "hub-one since 20" in said["detail"]
        assert "hub-one since 20" in second.output()
        sent = 0
        async with HubClient(first.url, two.device) as leader, HubClient(second.url, two.device) as other:
            until = now() + TOGETHER_S
            while now() < until:
                sent += 1
                assert (await leader.raise_alarm(alarm(sent))).status == 201
                refused = await other.raise_alarm(alarm(sent))
                assert (refused.status, refused.body["type"]) == (503, "urn:onethree:problem:standby")
                assert two.term() == term
                await asyncio.sleep(0.2)
        async with aiohttp.ClientSession() as session, session.get(second.url + "/metrics") as reply:
            assert 'onethree_not_ready{reason="standby"} 1.0' in await reply.text()
        assert (await ask(second, "/healthz"))[0] == 200
        await first.kill()
        killed_at = now()
        await second.ready()
        assert now() - killed_at < LEASE_S + A_FEW_S
        assert two.term() == term + 1
        assert "the record is free: this hub takes it over" in second.output()
        assert await two.alarms(second) == {f"d-{number}": 1 for number in range(1, sent + 1)}


@pytest.mark.timeout(300)
async def test_h3_a_leader_that_was_frozen_writes_nothing_more_and_ends_with_3(two: Two) -> None:
    first, second = two.hub("one"), two.hub("two")
    answered: set[str] = set()

    async def send(to: HubProcess, number: int) -> None:
        body = alarm(number)
        try:
            async with HubClient(to.url, two.device) as client:
                if (await client.raise_alarm(body)).status in (200, 201):
                    answered.add(body["device"])
        except HubUnreachableError:
            return  # it is sent again, under its key

    async with ended(first, second):
        await first.start()
        await second.spawn()
        await stands_by(second)
        pouring = [asyncio.create_task(send(first, number)) for number in range(100)]
        while not answered:  # noqa: ASYNC110 - in the middle of the pouring, wherever that is
            await asyncio.sleep(0)
        os.kill(first.pid, signal.SIGSTOP)
        pouring += [asyncio.create_task(send(first, number)) for number in range(100, 120)]
        frozen_until = now() + FROZEN_S
        await second.ready()
        await asyncio.gather(*(send(second, number) for number in range(60, 140)))
        await asyncio.sleep(max(0.0, frozen_until - now()))
        os.kill(first.pid, signal.SIGCONT)
        async with asyncio.timeout(PATIENCE_S):
            assert await first.wait() == 3
        assert "another writer, hub-two since 20" in first.output()
        await asyncio.gather(*pouring)
        await asyncio.gather(*(send(second, number) for number in range(140)))
        assert len(answered) == 140
        assert await two.alarms(second) == dict.fromkeys(answered, 1)


@pytest.mark.timeout(300)
async def test_h3_take_over_leads_at_once_and_the_other_one_says_to_whom_it_lost_the_record(two: Two) -> None:
    first, second = two.hub("one", "--lease", "600"), two.hub("two", "--take-over")
    async with ended(first, second):
        await first.start()
        await second.start()
        async with asyncio.timeout(PATIENCE_S):
            assert await first.wait() == 3
        assert "another writer, hub-two since 20" in first.output()
        async with HubClient(second.url, two.device) as client:
            assert (await client.raise_alarm(alarm(1))).status == 201


@pytest.mark.timeout(300)
async def test_h3_a_killed_hub_does_not_wait_for_itself_and_one_that_stops_gives_the_record_up(two: Two) -> None:
    first, second = two.hub("one", "--lease", "600"), two.hub("two")
    async with ended(first, second):
        await first.start()
        await first.kill()
        await first.start()  # a lease of ten minutes is its own, and its folder is free
        await second.spawn()
        await stands_by(second)
        await first.stop()
        await second.ready()
        await first.spawn()
        await stands_by(first)
        os.kill(first.pid, signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await first.wait() == 0
