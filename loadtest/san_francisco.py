"""San Francisco as a district: its streets, stations and recorded trips written as a district folder.

The city's open data (DataSF, public domain) as collected in the shared data: streets without one-way, speed
or turn data, fire stations, and five days of dispatches with every timestamp.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loadtest.errors import LoadError
from routing.calibration.report import CalibrationReport, run
from routing.calibration.trips import COLUMNS, OPTIONAL_COLUMNS
from stations.spreadsheet import csv_text

FIELDS = {"id": "cnn", "class": "class_code", "name": "street_name", "from": "u", "to": "v"}
"""Which attribute of a street means what."""

CLASSES = {
    "1": "motorway",
    "2": "trunk",
    "3": "primary",
    "4": "tertiary",
    "5": "residential",
    "6": "motorway_link",
    "0": "service",
}
"""The city's class codes: freeway, highway, arterial, collector, local; ramp, other."""

ROADS_TABLE = {"file": "streets.geojson", "fields": FIELDS, "classes": CLASSES}

_EMERGENCY = "3"


class CityFiles(NamedTuple):
    """The city's three tables: CSV, packed where the name ends in .gz."""

    streets: Path
    stations: Path
    dispatches: Path

    @classmethod
    def of(
        cls, folder: Path, *, streets: Path | None = None, stations: Path | None = None, dispatches: Path | None = None
    ) -> CityFiles:
        """Return the files that are named, and the folder's own for the others. Raises `LoadError`."""
        return cls(
            streets or _the_one(folder, "streets.csv", "--streets"),
            stations or _the_one(folder, "stations.csv", "--stations"),
            dispatches or _the_one(folder, "unit_dispatches*.csv", "--dispatches"),
        )


def _the_one(folder: Path, pattern: str, option: str) -> Path:
    found = sorted([*folder.glob(pattern), *folder.glob(f"{pattern}.gz")])
    if len(found) != 1:
        there = f"there are {len(found)} files {pattern} or {pattern}.gz in {folder}"
        raise LoadError(f"{there}; say which one with {option} FILE")
    return found[0]


def write_district(city: CityFiles, folder: Path) -> Path:
    """Write `district.toml`, streets, stations, units and `trips.csv` into a folder; return the trips' file."""
    folder.mkdir(parents=True, exist_ok=True)
    stations = list(rows_of(city.stations))
    (folder / "district.toml").write_text(_toml(), encoding="utf-8")
    (folder / "streets.geojson").write_text(_geojson(rows_of(city.streets)), encoding="utf-8")
    _write(folder / "stations.csv", ("id", "name", "kind", "lon", "lat", "zone", "phone"), _stations(stations))
    dispatches = list(rows_of(city.dispatches))
    trips = list(_trips(dispatches, {row["station"]: row for row in stations}))
    units = sorted({(row["unit"], row["unit"].lstrip("ET").lstrip("0")) for row in trips})
    fields = ("id", "station", "name", "mode", "crew", "capabilities")
    _write(folder / "units.csv", fields, ((unit, station, unit, "engine", "4", "") for unit, station in units))
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)
    _write(folder / "trips.csv", columns, (tuple(row[column] for column in columns) for row in trips))
    return folder / "trips.csv"


def calibrate_san_francisco(city: CityFiles, folder: Path) -> CalibrationReport:
    """Write the district into a folder and calibrate it: every day held out once."""
    trips = write_district(city, folder)
    return run(folder / "streets.geojson", ROADS_TABLE, trips)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table. Raises OSError."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""))


def _write(path: Path, header: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    path.write_text(csv_text(header, rows, line_end="\n"), encoding="utf-8", newline="")


def _toml() -> str:
    fields = "\n".join(f'{key} = "{value}"' for key, value in FIELDS.items())
    classes = "\n".join(f'"{key}" = "{value}"' for key, value in CLASSES.items())
    return (
        'name = "San Francisco"\ntimezone = "America/Los_Angeles"\n\n[roads]\nfile = "streets.geojson"\n\n'
        f"[roads.fields]\n{fields}\n\n[roads.classes]\n{classes}\n"
    )


def _geojson(streets: Iterable[dict[str, str]]) -> str:
    features = []
    for street in streets:
        line = [[float(number) for number in point.split()] for point in street["geometry"].split(";")]
        told = {key: street[key] for key in ("cnn", "class_code", "street_name", "u", "v")}
        geometry = {"type": "LineString", "coordinates": line}
        features.append({"type": "Feature", "geometry": geometry, "properties": told})
    return json.dumps({"type": "FeatureCollection", "features": features})


def _stations(stations: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    for row in stations:
        yield row["station"], row["name"], "fire", row["lon"], row["lat"], "", ""


def _trips(dispatches: list[dict[str, str]], stations: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield every run of engines and trucks that have quarters, in the order of the dispatches."""
    for row in sorted(dispatches, key=lambda run: (run["dispatch"], int(run["unit_seq"]))):
        station = stations.get(row["unit_id"][1:].lstrip("0"))
        if station is not None and row["unit_type"] in {"ENGINE", "TRUCK"}:
            yield _trip(row, station)


def _trip(row: dict[str, str], station: dict[str, str]) -> dict[str, str]:
    return {
        "unit": row["unit_id"],
        "mode": "engine",
        "from_lon": station["lon"],
        "from_lat": station["lat"],
        "lon": row["lon"],
        "lat": row["lat"],
        "assigned_at": row["dispatch"],
        "en_route_at": row["response"],
        "on_scene_at": row["on_scene"],
        "call": row["call_number"],
        "kind": row["unit_type"],
        "free_at": row["available"],
        "emergency": "yes" if row["final_priority"] == _EMERGENCY else "no",
    }
