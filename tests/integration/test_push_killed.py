"""The hub is killed while a platform pushes arrays: what was answered 200 is in the record, and all is there once.

An earlier receiver counted the points of an array before all were written, and had some twice after a restart.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp

from dispatch.client.http import HubClient
from dispatch.gateways import push_secrets, raw_file
from dispatch.log.sqlite_file import connect
from loadtest.districts import make_generated_district
from loadtest.hub import HubProcess, issue_token
from tests.hub import PATIENCE_S
from tests.integration.hub.test_push import MAPPING
from tests.long_plays import FULL, long_play

SENDERS, BATCHES, POINTS = 6, 15, 5
KILL_AFTER = (15, 45) if FULL else (30,)
"""So many batches were answered when the hub is killed."""

FIRES = {"d-1-3-2", "d-4-9-0"}


class Platform:
    """Sends each batch until it was answered 200, as platforms do."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.answered = 0
        self.tries = 0

    async def send_all(self, session: aiohttp.ClientSession, sender: int) -> None:
        for batch in range(BATCHES):
            points = [_point(f"d-{sender}-{batch}-{number}", batch) for number in range(POINTS)]
            while not await self._taken(session, points):  # noqa: ASYNC110 - it tries until it is taken
                await asyncio.sleep(0.05)
            self.answered += 1

    async def _taken(self, session: aiohttp.ClientSession, points: list[dict[str, Any]]) -> bool:
        self.tries += 1
        try:
            async with session.post(self._url, json=points, headers={"X-Push-Token": "t-1"}) as reply:
                return reply.status == 200
        except (aiohttp.ClientError, OSError):
            return False


def _point(device: str, batch: int) -> dict[str, Any]:
    status = 1 if device in FIRES else 5
    return {
        "deviceId": device,
        "productId": "15000001",
        "timestamp": 1_780_000_000_000 + batch,
        "payload": {"Alarm_Status": status},
    }


@long_play
async def test_what_a_platform_was_answered_is_in_the_record_once_however_the_hub_ends(tmp_path: Path) -> None:
    district = make_generated_district(tmp_path / "district", stations=6, seed=1)
    (district / "mappings").mkdir()
    (district / "mappings" / "smoke-nb.toml").write_text(MAPPING, "utf-8")
    data = tmp_path / "data"
    data.mkdir()
    push_secrets.make(data, "ctwing", token="t-1")  # noqa: S106 - the test's own
    process = HubProcess(district, data)
    platform = Platform(f"{process.url}/api/v1/push/ctwing")
    await process.start()
    async with asyncio.timeout(PATIENCE_S), aiohttp.ClientSession() as session, asyncio.TaskGroup() as senders:
        for sender in range(SENDERS):
            senders.create_task(platform.send_all(session, sender))
        for after in KILL_AFTER:
            while platform.answered < after:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.001)
            await process.kill()
            await process.start()
    async with HubClient(process.url, await issue_token(data, "commander")) as client:
        events = [event async for event in client.list_events()]
    await process.stop()

    raised = Counter((event["device"], event["condition"]) for event in events if event["type"] == "condition.raised")
    wanted = {
        (f"push-ctwing/{device}", "fire" if device in FIRES else "fault")
        for device in (f"d-{s}-{b}-{p}" for s in range(SENDERS) for b in range(BATCHES) for p in range(POINTS))
    }
    assert set(raised) == wanted
    assert set(raised.values()) == {1}
    assert sum(event["type"] == "alarm.raised" for event in events) == len(FIRES)
    assert platform.tries > SENDERS * BATCHES, "no kill ever came between a push and its answer"
    with closing(connect(data / "raw.db", read_only=True)) as connection:
        assert len(raw_file.list_rows(connection, limit=1_000)) == SENDERS * BATCHES
