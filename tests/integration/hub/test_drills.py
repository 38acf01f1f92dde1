"""Drills over the network: planned, kept quiet, run, read, signed; on a hub that is killed in between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from typer.testing import CliRunner

from dispatch import app
from dispatch.cli.main import build
from dispatch.client.stream import Position
from dispatch.core.deadlines import next_of
from dispatch.core.drill import BarredLane
from dispatch.core.reach import Query
from dispatch.core.vocabulary import ClosureArea, Place
from dispatch.writer.clock import Clock, wall_ms
from tests.hub import PATIENCE_S, STATION, House, OpenHub

Json = dict[str, Any]

OTHER = "S0002"
PLAN: Json = {
    "name": "示例拉动",
    "kind": "no_notice",
    "place": {"building": "B00001", "floor": 3},
    "stations": [STATION],
    "everybody": True,
    "unannounced": True,
    "objectives": [
        {"id": "answer", "milestone_to": "acknowledged", "limit_s": 60},
        {"id": "gear", "text": "示例：着装"},
    ],
    "injects": [{"id": "smoke", "text": "示例：浓烟", "after_s": 3600}],
    "ends_after_s": 7200,
}


async def planned(hub: OpenHub, **more: object) -> str:
    reply = await hub.command("plan", "drill.plan", role="commander", plan=PLAN, **more)
    assert reply.status == 200, reply
    key: str = reply.body["events"][0]["drill"]
    return key


async def test_a_station_can_find_no_trace_of_a_no_notice_drill_before_it_starts(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub, hub.stream(f"station:{STATION}") as phone:
        drill = await planned(hub)
        assert (await hub.call("GET", "/api/v1/drills", role="station")).body == {"drills": []}
        assert (await hub.call("GET", f"/api/v1/drills/{drill}", role="station")).code == "not_found"
        assert (await hub.call("GET", "/api/v1/drills/drl-99999", role="station")).code == "not_found"
        state = (await hub.call("GET", "/api/v1/state", role="station")).body
        assert not state.get("drills")
        events = (await hub.call("GET", "/api/v1/events", role="station")).body["events"]
        assert not [event for event in events if event["type"].startswith("drill.")]
        await hub.command("start", "drill.start", role="commander", drill=drill)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = await phone.receive()
                if frame["type"] == "event":
                    break
        assert frame["event"]["type"] == "drill.started", "the first that it hears is that it has begun"
        assert frame["event"]["exercise"] is True
        listed = (await hub.call("GET", "/api/v1/drills", role="station")).body["drills"]
        assert [each["id"] for each in listed] == [drill]


async def test_a_drill_from_plan_to_signature(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        drill = await planned(hub)
        started = await hub.command("start", "drill.start", role="commander", drill=drill)
        order = next(each for each in started.body["events"] if each["type"] == "assignment.assigned")
        assert order["station"] == STATION
        await hub.command("ack", "assignment.acknowledge", role="station", assignment=order["assignment"])
        await hub.command("inject", "drill.inject", role="commander", drill=drill, inject="smoke")
        await hub.command("end", "drill.end", role="commander", drill=drill)
        await hub.command("attend", "drill.attend", role="station", drill=drill, station=STATION, members=["m1", "m2"])
        said: Json = {"drill": drill, "objective": "gear", "verdict": "partly", "text": "示例"}
        await hub.command("remark", "drill.remark", role="dispatcher", **said)
        record = (await hub.call("GET", f"/api/v1/drills/{drill}", role="commander")).body
        assert record["score"]["percent"] == 75.0
        signing: Json = {"drill": drill, "score": record["score"]["percent"], "head": record["head"]}
        assert (await hub.command("sign", "drill.sign_off", role="commander", **signing)).status == 200
        signed = (await hub.call("GET", f"/api/v1/drills/{drill}", role="station")).body
        assert signed["signed"]["head"] == record["head"]
        assert signed["signed"]["differs"] is False
        late = await hub.command("late", "drill.remark", role="commander", drill=drill, text="示例：再改")
        assert late.code == "wrong_state"
        ledger = (await hub.call("GET", "/api/v1/ledger", role="commander")).body
        assert [line["drill"] for line in ledger["drills"]] == [drill]
        assert ledger["drills"][0]["head"] == signed["head"]


async def test_its_orders_are_counted_apart_from_those_of_operations(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        drill = await planned(hub)
        await hub.command("start", "drill.start", role="commander", drill=drill)
        async with hub.session.get(f"{hub.url}/metrics") as answer:
            text = await answer.text()
        assert 'onethree_orders_total{exercise="yes"}' in text
        assert 'onethree_orders_total{exercise="no"}' not in text
        assert "onethree_open_incidents 0.0" in text
        assert "onethree_open_exercises 1.0" in text
        assert "onethree_running_drills 1.0" in text


async def test_a_call_point_that_is_pressed_in_a_drill_is_an_alarm_of_that_drill(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        drill = await planned(hub)
        await hub.command("start", "drill.start", role="commander", drill=drill)
        pressed = await hub.alarm(source="panel", kind="manual_call_point", drill=drill)
        assert pressed["merged"] is True
        real = await hub.alarm(source="panel", kind="manual_call_point")
        assert real["merged"] is False
        incidents = {each["id"]: each for each in (await hub.call("GET", "/api/v1/incidents")).body["incidents"]}
        assert (incidents[pressed["incident"]]["drill"], incidents[real["incident"]]["drill"]) == (drill, None)
        assert not incidents[real["incident"]]["exercise"]


async def test_who_may_not(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        assert (await hub.command("p", "drill.plan", role="dispatcher", plan=PLAN)).code == "forbidden"
        drill = await planned(hub)
        assert (await hub.command("s", "drill.start", role="dispatcher", drill=drill)).code == "forbidden"
        early: Json = {"drill": drill, "station": STATION, "members": []}
        assert (await hub.command("a", "drill.attend", role="station", **early)).code == "forbidden"
        assert (await hub.call("GET", "/api/v1/ledger", role="station")).code == "forbidden"
        await hub.command("s2", "drill.start", role="commander", drill=drill)
        assert (await hub.command("b", "drill.break_off", role="dispatcher", drill=drill)).status == 200


async def test_start_and_injects_stand_again_after_a_restart(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = timedelta(hours=1)
    starts_at = (datetime.now(UTC) + ahead).isoformat()
    async with sqlite_house.open() as hub:
        drill = await planned(hub, starts_at=starts_at)
        planned_at = Position(hub.hub.log.epoch, hub.hub.log.head.seq)
    # Whether the next hub is up before the start or after it, the start is one event, at its time or late.
    monkeypatch.setattr(app, "Clock", partial(Clock, wall=lambda: wall_ms() + ahead // timedelta(milliseconds=1)))
    async with sqlite_house.open() as hub:
        async with hub.stream("console", planned_at) as console, asyncio.timeout(PATIENCE_S):
            started = await _next(console, "drill.started")
        assert started["drill"] == drill
        assert started["at"] >= to_wire(starts_at)
    async with sqlite_house.open(accept_clock=True) as hub:
        assert hub.hub.processor.world.running_drills == (drill,)
        due = next_of(hub.hub.processor.world, drill)
        assert due is not None
        assert due.key == "drill:inject:smoke"


async def test_the_command_line_draws_a_drill_for_a_running_hub(sqlite_house: House) -> None:
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    async with sqlite_house.open() as hub:
        arguments = ["drill", "plan", str(sqlite_house.district), "--no-notice", "--stations", "3", "--day", day]
        arguments += ["--url", hub.url, "--token", sqlite_house.token("commander")]
        told = await asyncio.to_thread(CliRunner().invoke, build(["drill"]), arguments)
        assert told.exit_code == 0, told.output
        (drill,) = hub.hub.processor.durable.drills.values()
        assert drill.id in told.output
        assert drill.plan.unannounced
        assert len(drill.plan.stations) == 3
        assert drill.starts_at is not None
        assert drill.starts_at > hub.hub.clock.now()


async def test_a_lane_is_barred_to_the_drill_alone(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        travel_times, at_ms = hub.hub.travel_times, hub.hub.clock.now()
        building = hub.hub.processor.world.buildings["B00001"]
        place = Place(lon=building.lon, lat=building.lat, building=building.id, floor=9)
        area = ClosureArea(lon=building.lon, lat=building.lat, radius_m=400.0)
        lane = BarredLane(id="lane-1", area=area, modes=("engine", "aerial"))
        before = await travel_times.search(Query(place=place), {}, at_ms=at_ms)
        drilled = await travel_times.search(Query(place=place, lanes=(lane,)), {}, at_ms=at_ms)
        assert [each.eta_ms for each in drilled.free["engine"].nearest] != [
            each.eta_ms for each in before.free["engine"].nearest
        ]
        assert drilled.free["foot"] == before.free["foot"]
        assert drilled.closures == ("lane-1",)
        assert travel_times.router.closed == ()
        assert await travel_times.search(Query(place=place), {}, at_ms=at_ms) == before
        lost = await travel_times.search(Query(place=place, lift_lost=True), {}, at_ms=at_ms)
        climbs = {each.unit: each.legs.storeys_s for each in lost.around}
        assert all(climbs[each.unit] >= each.legs.storeys_s for each in before.around if each.unit in climbs)


async def _next(console: Any, kind: str) -> Json:
    while True:
        frame = await console.receive()
        if frame["type"] == "event" and frame["event"]["type"] == kind:
            event: Json = frame["event"]
            return event


def to_wire(text: str) -> str:
    """Return a time as the hub writes it, to the millisecond below."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


@pytest.mark.parametrize("path", ["/api/v1/drills", "/api/v1/ledger", "/api/v1/drills/drl-1"])
async def test_a_device_reads_nothing(sqlite_house: House, path: str) -> None:
    async with sqlite_house.open() as hub:
        assert (await hub.call("GET", path, role="device")).code == "forbidden"
