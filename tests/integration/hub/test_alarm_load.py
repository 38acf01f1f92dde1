"""The desk's alarm load over HTTP and from the command line: one record, the same figures; and the desk's hand-over."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from asyncio.subprocess import PIPE

import orjson

from dispatch.access.tokens import Tokens
from tests.hub import House, Json, OpenHub

MAIN = "from dispatch.cli import main; main()"
LOAD = "/api/v1/reports/alarm-load"


async def test_the_load_of_a_day_is_that_of_the_record_wherever_it_is_asked_for(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for device in ("d-1", "d-1", "d-1", "d-2"):
            await hub.alarm(device=device)
        day: Json = (await hub.call("GET", LOAD)).body
        assert (day["alarms"]["count"], day["sounds"]["fresh"], day["deeds"]["opened"]) == (4, 1, 1)
        assert [line["tag"] for line in day["top"]] == ["d-1", "d-2"]
        assert day["chattering"] == ["d-1"]
        assert len(day["standing"]) == 1
        rows = list(csv.DictReader(io.StringIO((await _text(hub, f"{LOAD}?format=csv")).lstrip("\ufeff"))))
        assert [row["tag"] for row in rows] == ["d-1", "d-1", "d-1", "d-2"]
        for query in ("from=noon", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "format=exe"):
            assert (await hub.call("GET", f"{LOAD}?{query}")).status == 422
    command = (sys.executable, "-c", MAIN, "report", "alarm-load", str(sqlite_house.data))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    told, _ = await process.communicate()
    assert process.returncode == 0
    assert orjson.loads(told)["top"] == day["top"]


async def test_a_shift_is_reported_from_its_hand_over_on(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        await hub.alarm(device="d-1")
        assert (await hub.call("GET", f"{LOAD}?from=shift")).body["alarms"]["count"] == 1
        assert (await hub.command("s-1", "shift.offer", note="示例：注意 7 号楼")).status == 200
        own = await hub.command("s-2", "shift.accept")
        assert (own.status, own.body["type"]) == (409, "urn:onethree:problem:wrong_state")
        token = Tokens(sqlite_house.data).issue("dispatcher", name="李示例", station=None)
        accept = {"id": "s-3", "type": "shift.accept"}
        bearer = {"Authorization": f"Bearer {token}"}
        assert (await hub.call("POST", "/api/v1/commands", accept, role=None, headers=bearer)).status == 200
        after = (await hub.call("GET", f"{LOAD}?from=shift")).body
        assert (after["alarms"]["count"], len(after["standing"])) == (0, 1)
        assert [each["accepted_by"]["name"] for each in after["handed_over"]] == ["李示例"]


async def _text(hub: OpenHub, path: str) -> str:
    headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
    async with hub.session.get(hub.url + path, headers=headers) as reply:
        assert (reply.status, reply.content_type) == (200, "text/csv")
        return await reply.text()
