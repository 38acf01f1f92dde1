"""GB 50440's times and what is owed, over HTTP and from the command line: one record, the same figures."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tests.hub import House, Json, OpenHub

MAIN = "from dispatch.cli import main; main()"
TIMES, OWED = "/api/v1/reports/signals", "/api/v1/reports/owed"


async def test_times_and_debts_are_the_same_wherever_they_are_asked_for(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        own = (datetime.now(UTC) - timedelta(seconds=12)).isoformat()
        await hub.alarm(device="d-1", source="panel", occurred_at=own)
        await hub.call(
            "POST", "/api/v1/alarms", {"source": "detector", "kind": "fault", "device": "d-2"}, role="device"
        )
        times: Json = (await hub.call("GET", TIMES)).body
        fire = next(each for each in times["stretches"] if each["name"] == "fire")
        assert (fire["n"], fire["over"], fire["limit_ms"]) == (1, 1, 10_000)
        assert fire["worst_ms"] >= 11_000
        assert [each["of"] for each in times["slowest"]] == ["d-1"]
        rows = list(csv.DictReader(io.StringIO((await _text(hub, f"{TIMES}?format=csv")).lstrip("\ufeff"))))
        assert [row["stretch"] for row in rows if row["of"] == "d-1"] == ["fire"]
        for query in ("from=noon", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "format=exe"):
            assert (await hub.call("GET", f"{TIMES}?{query}")).status == 422
        debts: Json = (await hub.call("GET", f"{OWED}?days=0")).body
        assert [each["wrong"] for each in debts["streets"]] == [1]
        assert [each["why"] for each in debts["listed"]] == [["fault"]]
        assert (await hub.call("GET", f"{OWED}?days=x")).status == 422
        assert (await hub.call("GET", OWED, role="station")).status == 403
    assert orjson.loads(await _told("signals", sqlite_house.data, "--format", "json"))["slowest"] == times["slowest"]
    listed = orjson.loads(await _told("owed", sqlite_house.data, "--days", "0", "--format", "json"))["listed"]
    assert [each["device"] for each in listed] == [each["device"] for each in debts["listed"]]


@pytest.mark.parametrize(("lang", "words"), [("zh", ("火警", "失联", "超时")), ("en", ("fire", "silence", "over"))])
async def test_the_command_tells_them_in_both_languages(sqlite_house: House, lang: str, words: tuple[str, ...]) -> None:
    async with sqlite_house.open() as hub:
        await hub.alarm(device="d-1", source="panel", occurred_at=datetime.now(UTC).isoformat())
    told = (await _told("signals", sqlite_house.data, "--lang", lang)).decode()
    assert all(word in told for word in words), told
    assert (await _told("owed", sqlite_house.data, "--lang", lang)).strip()


async def _told(command: str, data: Path, *options: str) -> bytes:
    arguments = (sys.executable, "-c", MAIN, "report", command, str(data), *options)
    process = await asyncio.create_subprocess_exec(*arguments, stdout=PIPE, env={"COLUMNS": "200", "PATH": "/usr/bin"})
    told, _ = await process.communicate()
    assert process.returncode == 0
    return told


async def _text(hub: OpenHub, path: str) -> str:
    headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
    async with hub.session.get(hub.url + path, headers=headers) as reply:
        assert (reply.status, reply.content_type) == (200, "text/csv")
        return await reply.text()
