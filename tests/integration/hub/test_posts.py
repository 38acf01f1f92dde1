"""Duty, post checks and readiness over the wire of a real hub, and from the command line beside it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from dispatch.client.stream import StreamClient
from dispatch.upkeep import posts, presence
from dispatch.writer.core import Record
from stations.duty.shifts import RosterRow
from stations.registry.model import Equipment, Member, Registry
from stations.writing import write_registry
from tests.hub import STATION, House, OpenHub
from tests.integration.hub.test_command_line import onethree

WHOLE_DAY = RosterRow(id="r1", station=STATION, shift="whole_day", members=("p1", "p2"))
REGISTRY = Registry(
    members=tuple(Member(id=f"p{n}", station=STATION, role="firefighter") for n in (1, 2)),
    roster=(WHOLE_DAY,),
    equipment=(Equipment(id="E-1", station=STATION, kind="extinguisher_powder", state="defective"),),
)


@pytest.fixture
def rostered(tmp_path: Path, district: Path) -> House:
    """A house whose district has a roster and some equipment."""
    folder = tmp_path / "district"
    shutil.copytree(district, folder)
    write_registry(folder, REGISTRY)
    return House(folder, tmp_path / "data")


async def readiness(hub: OpenHub, station: str = STATION) -> dict[str, Any]:
    reply = await hub.call("GET", f"/api/v1/readiness?station={station}")
    (found,) = reply.body["stations"]
    return dict(found)


async def test_a_shift_is_handed_over_taken_over_and_makes_the_station_ready(rostered: House) -> None:
    async with rostered.open() as hub:
        before = await readiness(hub)
        assert before["state"] == "unknown"
        assert [turn["shift"] for turn in before["rostered"]] == ["whole_day"]
        handed = await hub.command("c-1", "duty.hand_over", role="station", station=STATION, shift="whole_day")
        assert handed.body["events"][0]["members"] == ["p1", "p2"]
        await hub.command("c-2", "duty.take_over", role="station", station=STATION)
        after = await readiness(hub)
        assert (after["state"], after["hand_over"]) == ("ready", None)
        assert [team["members"] for team in after["on_post"]] == [["p1", "p2"]]
        listed = (await hub.call("GET", "/api/v1/stations")).body["stations"]
        assert next(each for each in listed if each["id"] == STATION)["readiness"]["state"] == "ready"


async def test_a_check_rings_at_the_station_and_its_answer_reaches_the_console(rostered: House) -> None:
    async with rostered.open() as hub, hub.stream(f"station:{STATION}") as crew, hub.stream("console") as console:
        called = await hub.command("c-1", "check.call", station=STATION, reason="示例")
        check = called.body["events"][0]["check"]
        assert (await _event(crew, "check.called"))["check"] == check
        await crew.command("c-2", "check.answer", check=check, strength=2)
        assert (await _event(console, "check.answered"))["late_ms"] == 0
        again = await hub.command("c-3", "check.answer", check=check)
        assert (again.status, again.code) == (404, "not_found")


async def test_a_station_answers_for_itself_and_reads_itself_alone(rostered: House) -> None:
    async with rostered.open() as hub:
        other = "S0002"
        taken = await hub.command("c-1", "duty.take_over", role="station", station=other, shift="day", strength=3)
        assert (taken.status, taken.code) == (403, "forbidden")
        called = await hub.command("c-2", "check.call", role="station", station=STATION)
        assert called.status == 403
        own = await hub.call("GET", "/api/v1/readiness", role="station")
        assert [each["station"] for each in own.body["stations"]] == [STATION]
        assert (await hub.call("GET", f"/api/v1/readiness?station={other}", role="station")).status == 404


async def test_presence_that_holds_is_written_down_and_outlives_a_restart(
    rostered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "HOLD_S", 0.02)
    monkeypatch.setattr(posts, "LOOK_EVERY_S", 0.02)
    async with rostered.open() as hub, hub.stream("console") as console:
        async with hub.stream(f"station:{STATION}"):
            came = await _event(console, "presence.changed")
            assert (came["station"], came["present"], came["to"]) == (STATION, True, [STATION])
        left = await _event(console, "presence.changed")
        assert left["present"] is False
    async with rostered.open() as hub:
        assert (await readiness(hub))["state"] == "not_ready"


async def test_equipment_that_fails_its_norm_lowers_readiness(rostered: House) -> None:
    async with rostered.open() as hub:
        await _until_judged(hub)
        found = await readiness(hub)
        (equipment,) = (each for each in found["reasons"] if each["rule"] == "equipment")
        assert (equipment["finding"], equipment["value"]) == ("equipment_faults", 1)


async def test_duty_from_the_command_line(rostered: House) -> None:
    async with rostered.open() as hub:
        centre = ("--url", hub.url, "--token", rostered.token("dispatcher"), "--json")
        roster = await onethree("duty", "roster", rostered.district, "--at", "2026-11-22T12:00", "--json")
        assert [turn["members"] for turn in orjson.loads(roster.out)["turns"]] == [["p1", "p2"]]
        called = await onethree("duty", "check", STATION, *centre)
        check = orjson.loads(called.out)["check"]
        await hub.command("c-1", "check.answer", role="station", check=check)
        again = await onethree("duty", "check", "ghost", *centre)
        assert (again.status, "no station ghost" in again.err) == (1, True)
        status = await onethree("duty", "status", "--station", STATION, *centre)
        assert orjson.loads(status.out)["stations"][0]["station"] == STATION
        figures = await onethree("duty", "figures", rostered.data, "--json")
        (row,) = orjson.loads(figures.out)["checks"]
        assert (row["station"], row["shift"], row["called"], row["answered"]) == (STATION, "whole_day", 1, 1)


async def _event(client: StreamClient, kind: str) -> dict[str, Any]:
    """Return the next event of a type; the test's own time limit ends the wait."""
    while True:
        frame = await client.receive()
        if frame["type"] == "event" and frame["event"]["type"] == kind:
            return dict(frame["event"])


async def _until_judged(hub: OpenHub) -> None:
    """Return once the hub has held its stations against the norms, which it does beside its start."""
    judged, processor = asyncio.Event(), hub.hub.processor

    def look(_records: Sequence[Record]) -> None:
        if STATION in processor.durable.posts and processor.durable.posts[STATION].faults is not None:
            judged.set()

    processor.on_durable.append(look)
    look(())
    await judged.wait()
