"""Reports of a real hub's record, over HTTP and from the command line; the numbers are those of the record."""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest

from dispatch.core.instant import from_text
from tests.hub import PATIENCE_S, House, Json, OpenHub, district

__all__ = ["district"]

MAIN = "from dispatch.cli import main; main()"
PLAN: Json = {"name": "示例联训", "kind": "joint", "place": {"building": "B00001", "floor": 3}}


class Played(NamedTuple):
    """A running hub after a fire and a drill, both over."""

    hub: OpenHub
    fire: str
    exercise: str
    drill: str
    month: str

    async def get(self, path: str, role: str = "commander") -> tuple[int, str, bytes]:
        """Return status, media type and body."""
        headers = {"Authorization": f"Bearer {self.hub.house.token(role)}"}  # type: ignore[arg-type] # a role's name
        async with self.hub.session.get(self.hub.url + path, headers=headers) as response:
            return response.status, response.content_type, await response.read()

    async def json(self, path: str) -> Json:
        """Return a body that must be there."""
        status, _, body = await self.get(path)
        assert status == 200, body
        found: Json = orjson.loads(body)
        return found


@pytest.fixture
async def played(tmp_path: Path, district: Path) -> AsyncIterator[Played]:
    folder = shutil.copytree(district, tmp_path / "district")
    (folder / "zones.csv").write_text("id,kind,lead,street\nZ1,community,,ST\nST,street,,\n", encoding="utf-8")
    async with House(folder, tmp_path / "data").open() as hub:
        fire = await hub.alarm()
        await _move(hub, fire["assignments"][0]["unit"])
        await _answer(hub, fire["incident"])
        planned = await hub.command("p-1", "drill.plan", role="commander", plan=PLAN)
        assert planned.status == 200, planned.body
        drill = planned.body["events"][0]["drill"]
        started = await hub.command("p-2", "drill.start", role="commander", drill=drill)
        assert started.status == 200, started.body
        exercise = next(each["incident"] for each in started.body["events"] if each["type"] == "incident.opened")
        await _answer(hub, exercise)
        for number, (kind, fields) in enumerate((("drill.remark", {"text": "<b>口令清楚</b>"}), ("drill.end", {}))):
            done = await hub.command(f"d-{number}", kind, role="commander", drill=drill, **fields)
            assert done.status == 200, done.body
        opened = next(each for each in await hub.events() if each["type"] == "incident.opened")
        month = f"{from_text(opened['at']).in_zone(ZoneInfo('Asia/Shanghai')):%Y-%m}"
        yield Played(hub, fire["incident"], exercise, drill, month)


async def _answer(hub: OpenHub, incident: str) -> None:
    """Have the first crew that was sent acknowledge and arrive."""
    found = (await hub.call("GET", f"/api/v1/incidents/{incident}")).body
    order = found["assignments"][0]["id"]
    for kind in ("assignment.acknowledge", "assignment.arrive"):
        reply = await hub.command(f"{kind}-{order}", kind, assignment=order)
        assert reply.status == 200, reply.body


async def _move(hub: OpenHub, unit: str) -> None:
    """Have a unit say twice where it is."""
    spot = hub.hub.processor.world.buildings["B00001"]
    for number, lon in enumerate((spot.lon + 0.001, spot.lon)):
        reply = await hub.command(f"u-{number}", "unit.position", unit=unit, lon=lon, lat=spot.lat)
        assert reply.status == 200, reply.body


async def onethree(*arguments: object) -> bytes:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAIN, *map(str, arguments), stdout=pipe, stderr=pipe
    )
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_an_incident_is_served_as_page_table_and_json(played: Played) -> None:
    path = f"/api/v1/reports/incidents/{played.fire}"
    status, kind, page = await played.get(f"{path}?lang=zh")
    assert (status, kind) == (200, "text/html")
    assert "警情报告" in page.decode()
    assert 'class="road"' in page.decode(), "the streets around are the hub's own"
    _, kind, table = await played.get(f"{path}?format=csv")
    assert kind == "text/csv"
    (arrival,) = (row for row in rows(table) if row["milestone"] == "on_scene" and row["actual_at"])
    found = await played.json(f"{path}?format=json")
    assert [(each["unit"], len(each["points"])) for each in found["trails"]] == [(arrival["unit"], 2)]
    (order,) = (each for each in found["orders"] if each["unit"] == arrival["unit"])
    milestone = next(each for each in order["milestones"] if each["name"] == "on_scene")
    assert milestone["actual_at"] == arrival["actual_at"]
    timeline = (await played.hub.call("GET", f"/api/v1/incidents/{played.fire}/timeline")).body["events"]
    (event,) = (each for each in timeline if each["type"] == "assignment.on_scene")
    assert event["at"] == milestone["actual_at"]
    (met,) = (each for each in timeline if each["type"] == "target.met" and each["target"] == "arrive")
    (promise,) = (each for each in order["promises"] if each["name"] == "arrive")
    assert (promise["took_ms"], promise["late_ms"]) == (met["took_ms"], met["late_ms"])


async def test_the_head_on_a_page_proves_the_record(played: Played) -> None:
    found = await played.json(f"/api/v1/reports/incidents/{played.fire}?format=json")
    told = await onethree("verify", played.hub.house.data, "--head", found["head"])
    assert b"head" in told


async def test_an_exercise_s_page_has_its_drill_and_cannot_be_mistaken(played: Played) -> None:
    _, _, body = await played.get(f"/api/v1/reports/incidents/{played.exercise}?lang=zh")
    page = body.decode()
    assert "演练 · 非真实警情" in page
    assert "示例联训" in page
    assert "&lt;b&gt;口令清楚&lt;/b&gt;" in page
    assert "尚未签字" in page
    found = await played.json(f"/api/v1/reports/incidents/{played.exercise}?format=json")
    assert found["drill"]["score"] == (await played.json(f"/api/v1/drills/{played.drill}"))["score"]


async def test_a_month_counts_operations_and_exercises_apart_and_has_the_drills(played: Played) -> None:
    found = await played.json(f"/api/v1/reports/months/{played.month}?format=json")
    assert (found["operations"]["incidents"], found["exercises"]["incidents"]) == (1, 1)
    (held,) = found["training"]["held"]
    assert (held["drill"], held["kind"], held["signed"]) == (played.drill, "joint", False)
    exported = rows(await onethree("report", "samples", played.hub.house.data, "--month", played.month))
    for section, name in ((found["operations"], "operation"), (found["exercises"], "exercise")):
        for each in section["spreads"]:
            leg = (each["start"], each["end"])
            ms = [int(row["ms"]) for row in exported if row["exercise"] == name and (row["start"], row["end"]) == leg]
            assert each["p90_ms"] == float(np.percentile(ms, 90))
            assert each["n"] == len(ms)


async def test_the_command_line_says_the_same(played: Played, tmp_path: Path) -> None:
    house, out = played.hub.house, tmp_path / "month.html"
    served = await played.json(f"/api/v1/reports/months/{played.month}?format=json")
    options = ("--district", house.district, "--format", "json")
    told = orjson.loads(await onethree("report", "month", house.data, played.month, *options))
    assert told["operations"]["spreads"] == served["operations"]["spreads"]
    assert told["training"]["duties"] == served["training"]["duties"]
    await onethree("report", "month", house.data, played.month, "--lang", "en", "--out", out)
    assert "Monthly report" in out.read_text(encoding="utf-8")
    page = await onethree("report", "incident", house.data, played.fire, "--lang", "en")
    assert "Incident report" in page.decode()


async def test_what_is_owed_and_a_month_s_plan_are_served_and_told(played: Played) -> None:
    owed = await played.json("/api/v1/training")
    assert owed["areas_known"]
    assert {each["duty"] for each in owed["duties"]} >= {"community", "street", "high-rise"}
    plan = await played.json(f"/api/v1/training/months/{played.month}")
    assert plan["proven"]
    assert len(plan["outings"]) == plan["at_least"] > 0
    house = played.hub.house
    told = orjson.loads(await onethree("training", "owed", house.district, "--data", house.data, "--json"))
    assert told["owed"] == owed["owed"]
    shown = await onethree("training", "plan", house.district, "--data", house.data, "--lang", "en")
    assert b"proven to be the fewest" in shown


async def test_an_incident_has_the_orders_of_those_that_were_merged_into_it(played: Played) -> None:
    first, second = [
        await played.hub.alarm(device=None, place={"building": building}) for building in ("B00002", "B00009")
    ]
    merged = await played.hub.command("m-1", "incident.merge", incident=second["incident"], into=first["incident"])
    assert merged.status == 200, merged.body
    found = await played.json(f"/api/v1/reports/incidents/{first['incident']}?format=json")
    wanted = {order["id"] for each in (first, second) for order in each["assignments"]}
    assert len(wanted) > len(first["assignments"])
    assert {each["assignment"] for each in found["orders"]} == wanted


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/api/v1/reports/months/2026-11", "station", 403),
        ("/api/v1/training", "device", 403),
        ("/api/v1/reports/incidents/inc-999999", "commander", 404),
        ("/api/v1/reports/months/november", "commander", 422),
        ("/api/v1/reports/months/2026-11?format=pdf", "commander", 422),
        ("/api/v1/reports/months/2026-11?lang=fr", "commander", 422),
    ],
)
async def test_who_may_not_or_asks_for_nothing_that_is_there_is_told_so(
    played: Played, path: str, role: str, status: int
) -> None:
    assert (await played.get(path, role))[0] == status
