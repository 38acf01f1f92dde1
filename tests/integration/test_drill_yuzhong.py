"""A no-notice drill over 渝中区's real roads, from the command line, with eight stations and simulated crews (示例).

Run twice, then a third time with a real fire in the middle: the crews that it needs leave the drill within a second of
hub time, and nothing of the one is counted in the other.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import orjson
import pytest

from dispatch.core import events as ev
from dispatch.core.instant import to_builtins
from dispatch.log.open import open_log
from dispatch.past.drills.draw import draw
from dispatch.past.drills.reading import read_ledger
from dispatch.past.reader import LogReader
from loadtest.districts import make_yuzhong_district
from stations.district import read_district
from tests.shared_data import shared_data

Json = dict[str, Any]

SEED = int(os.environ.get("ONETHREE_SEED", "7"))
SPEED = "120"
STATIONS = 8
REAL_FIRE_AT_S = 60
ONETHREE = str(Path(sys.executable).with_name("onethree"))

pytestmark = pytest.mark.timeout(180)


class Runs(NamedTuple):
    """What the three runs printed, and the record that they share."""

    data: Path
    first: Json
    second: Json
    disturbed: Json
    events: list[ev.AnyEvent]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("drill")
    source = shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    district = make_yuzhong_district(folder / "district", source, stations=40, seed=SEED)
    found = read_district(district)
    plan = draw(found.stations, found.buildings, seed=SEED, count=STATIONS, ends_after_s=480)
    scenario, data = folder / "plan.json", folder / "data"
    scenario.write_bytes(msgspec.json.encode(plan))
    first, second = (_run(district, scenario, data, seed) for seed in (SEED, SEED + 1))
    disturbed = _run(district, scenario, data, SEED + 2, "--real-fire-at", str(REAL_FIRE_AT_S))
    return Runs(data, first, second, disturbed, asyncio.run(_events(data)))


def _run(district: Path, scenario: Path, data: Path, seed: int, *more: str) -> Json:
    options = ["--data", str(data), "--seed", str(seed), "--speed", SPEED, "--json", *more]
    command = [ONETHREE, "drill", "run", str(district), str(scenario), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    printed: Json = orjson.loads(done.stdout)
    return printed


async def _events(data: Path) -> list[ev.AnyEvent]:
    async with open_log(data, None, create=False) as log:
        return [ev.decode(stored.body) async for stored in LogReader(log).events()]


def test_every_station_turns_out_and_the_drill_is_scored_and_signed(runs: Runs) -> None:
    for printed in (runs.first, runs.second):
        record = printed["record"]
        assert record["exercise"] is True
        assert record["state"] == "signed_off"
        assert len(record["trained"]) == STATIONS
        assert set(record["plan"]["stations"]) == set(record["trained"])
        assert record["score"]["percent"] == record["signed"]["score"]
        assert not record["signed"]["differs"]
        assert {each["id"] for each in record["score"]["objectives"]} >= {"acknowledge", "first", "gear"}
        assert {each["inject"]["id"] for each in record["injects"]} >= {"lane", "leader"}
        assert set(record["attended"]) == set(record["trained"])


def test_the_ledger_says_who_trained_with_whom_and_how_each_comes_along(runs: Runs) -> None:
    ledger = runs.second["ledger"]
    assert [line["drill"] for line in ledger["drills"]] == [
        printed["record"]["drill"] for printed in (runs.first, runs.second)
    ]
    assert len(ledger["pairs"]) == STATIONS * (STATIONS - 1) / 2
    assert all(pair["drills"] == 2 for pair in ledger["pairs"])
    assert all(len(station["shares"]) == 2 and station["trend"] is not None for station in ledger["stations"])
    assert ledger["drills"][0] == runs.first["ledger"]["drills"][0], "a signed line never changes"


def test_the_crews_that_a_real_fire_needs_leave_the_drill_within_a_second(runs: Runs) -> None:
    fires = {each.incident for each in runs.events if isinstance(each, ev.IncidentOpened) and not each.exercise}
    (fire,) = fires
    drill = runs.disturbed["record"]["drill"]
    orders = [each for each in runs.events if isinstance(each, ev.AssignmentAssigned) and each.incident == fire]
    raised = next(each.at for each in runs.events if each.incident == fire)
    broken = {each.station: each for each in runs.events if isinstance(each, ev.DrillBrokenOff) and each.drill == drill}
    first = [order for order in orders if order.at == raised]
    assert first, "the fire sends somebody at once"
    needed = {order.station for order in first} & set(runs.disturbed["record"]["plan"]["stations"])
    assert needed, f"seed {SEED}: the fire is at the drill's own place, so that it needs some of its crews"
    for station in needed:
        assert broken[station].at - raised <= 1000
        assert broken[station].needed_in == fire
    incidents = set(runs.disturbed["record"]["incidents"])
    for order in orders:
        held = _still_drilling(runs.events, incidents, order)
        assert not held, f"{order.unit} has an order of the drill beside that of the fire: {held}"


def _still_drilling(events: list[ev.AnyEvent], incidents: set[str], order: ev.AssignmentAssigned) -> set[str]:
    """Return the drill's orders that still bind a unit as it is ordered to the fire, or that it gets afterwards."""
    own = [
        event
        for event in events
        if isinstance(event, ev.AssignmentEvent) and event.incident in incidents and event.unit == order.unit
    ]
    endings = (ev.AssignmentReleased, ev.AssignmentRecalled, ev.AssignmentDeclined)
    given = {event.assignment for event in own if isinstance(event, ev.AssignmentAssigned)}
    return given - {event.assignment for event in own if isinstance(event, endings) and event.seq < order.seq}


def test_nothing_of_the_drill_is_counted_in_the_operation_nor_the_other_way_round(runs: Runs) -> None:
    exercises = {each.incident for each in runs.events if isinstance(each, ev.IncidentOpened) and each.exercise}
    for event in runs.events:
        if event.incident is not None:
            assert event.exercise == (event.incident in exercises)
        assert not (isinstance(event, ev.ChannelCalled) and event.exercise)
        assert not isinstance(event, ev.RoadClosed), "a drill's lane is never closed to operations"
    orders = {order["incident"] for order in runs.disturbed["record"]["orders"]}
    assert orders == set(runs.disturbed["record"]["incidents"]) <= exercises


def test_the_record_holds_against_the_heads_that_the_ledger_names(runs: Runs) -> None:
    async def heads() -> Any:
        async with open_log(runs.data, None, create=False) as log:
            return to_builtins(await read_ledger(log, {}))

    ledger = asyncio.run(heads())
    for line, printed in zip(ledger["drills"], (runs.first, runs.second, runs.disturbed), strict=True):
        assert line["head"] == printed["record"]["head"]
        command = [ONETHREE, "verify", str(runs.data), "--head", line["head"]]
        if line is ledger["drills"][0]:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
