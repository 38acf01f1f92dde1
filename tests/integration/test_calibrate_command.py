"""``onethree calibrate`` as an officer types it: what it prints, what it writes, and that it refuses."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from dispatch.cli.main import build
from routing.calibration.trips import COLUMNS, OPTIONAL_COLUMNS
from routing.setup import read_roads
from routing.synthetic import generate, generated_network, write_osm
from stations.district import read_district
from tests.unit.routing.test_calibrate import TRUTH, drawn_trips


def _onethree(*arguments: object) -> Result:
    words = [str(each) for each in arguments]
    return CliRunner().invoke(build(words), words, env={"COLUMNS": "200"})


def _district(folder: Path, *, noise: bool) -> Path:
    trips = drawn_trips(generated_network(900, 4), TRUTH, seed=11, noise=noise, count=500)
    write_osm(generate(900, 4).source, folder / "roads.osm")
    (folder / "district.toml").write_text('name = "示例"\n[roads]\nspeeds_file = "speeds.toml"\n', encoding="utf-8")
    (folder / "speeds.toml").write_text("", encoding="utf-8")
    home = trips[0].origin
    (folder / "stations.csv").write_text(
        f"id,name,kind,lon,lat,zone,phone\nS1,示例,fire,{home.lon},{home.lat},,\n", encoding="utf-8"
    )
    (folder / "units.csv").write_text(
        "id,station,name,mode,crew,capabilities\nE0,S1,示例,engine,4,\n", encoding="utf-8"
    )
    rows = [",".join((*COLUMNS, *OPTIONAL_COLUMNS))]
    for trip in trips:
        at = trip.assigned_at
        there = at + timedelta(seconds=round(trip.arrival_s or 0))
        spots = (trip.origin.lon, trip.origin.lat, trip.place.lon, trip.place.lat)
        told = (at, at + timedelta(seconds=30), there)
        more = (trip.call, trip.kind, trip.free_at.isoformat(), "yes")
        rows.append(",".join([trip.unit, trip.mode, *map(str, spots), *(each.isoformat() for each in told), *more]))
    (folder / "trips.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_b15_the_command_writes_speeds_that_the_district_then_uses(tmp_path: Path) -> None:
    folder = _district(tmp_path, noise=False)
    told = _onethree("calibrate", folder, folder / "trips.csv", "--write", folder / "speeds.toml")
    assert told.exit_code == 0, told.output
    for said in (
        "part 4: 2026-05-07",
        "straight lines",
        "one speed, no freeways",
        "recommended: it beat",
        "junction_s",
    ):
        assert said in told.output
    district = read_district(folder)
    engine = read_roads(district.roads, district.roads_settings).modes["engine"]
    assert engine.junction_s > 0
    assert engine.speeds_kmh["primary"] / engine.speeds_kmh["residential"] == pytest.approx(1.35, rel=0.02)


def test_b15_the_command_refuses_noise_and_writes_nothing(tmp_path: Path) -> None:
    folder = _district(tmp_path, noise=True)
    told = _onethree("calibrate", folder, folder / "trips.csv", "--write", folder / "speeds.toml")
    assert told.exit_code == 0, told.output
    assert "not recommended: longer ways did not take longer" in told.output
    assert "keep the speeds that you have" in told.output
    assert not (folder / "speeds.toml").read_text(encoding="utf-8")
    figures = orjson.loads(_onethree("calibrate", folder, folder / "trips.csv", "--json").stdout)["figures"]
    assert {figure["name"]: figure["value"] for figure in figures}["engine: recommended"] == 0


def test_b15_help_teaches_the_columns() -> None:
    told = _onethree("calibrate", "--help").output
    for column in (*COLUMNS, *OPTIONAL_COLUMNS):
        assert column in told
