"""Makes district folders to load: stations that do not exist (示例) on real or generated buildings and roads."""

from __future__ import annotations

import csv
import gzip
import math
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from loadtest.errors import StreamUnreadableError
from loadtest.streams import Site
from routing import synthetic as roads
from stations.district import read_district
from stations.model import Building, StationKind
from stations.synthetic import staff
from stations.writing import write_buildings, write_stations, write_units

_MIX: dict[StationKind, float] = {"micro_unit": 0.45, "micro_community": 0.30, "small": 0.125, "fire": 0.125}
"""More engines than a real district has: a load run has many incidents at once."""

_NODES_PER_STATION = 5
_STOREYS = (1, 6, 6, 7, 11, 18, 24, 33, 48)
_METRES_PER_STOREY = 3.0


def make_yuzhong_district(folder: Path, data: Path, *, stations: int, seed: int) -> Path:
    """Write a district over 渝中区's real roads and buildings, with synthetic stations, and return its folder.

    ``data`` is the folder that holds ``yuzhong.osm.pbf`` and ``buildings.csv.gz``.
    """
    buildings = list(_read_buildings(data / "buildings.csv.gz"))
    _write(folder, "渝中区（示例力量）", buildings, stations, seed)
    shutil.copyfile(data / "yuzhong.osm.pbf", folder / "roads.osm.pbf")
    return folder


def make_generated_district(folder: Path, *, stations: int, seed: int) -> Path:
    """Write a district over a generated city that grows with the number of stations, and return its folder."""
    city = roads.generate(max(2_500, stations * _NODES_PER_STATION), seed)
    rng = random.Random(seed)
    blocks = rng.sample(city.blocks, min(len(city.blocks), stations * 2))
    buildings = []
    for number, spot in enumerate(blocks, start=1):
        storeys = rng.choice(_STOREYS)
        building = Building(
            id=f"B{number:05d}",
            name=f"示例楼{number:05d}",
            lon=spot.lon,
            lat=spot.lat,
            storeys=storeys,
            height_m=storeys * _METRES_PER_STOREY,
            kind="residential",
        )
        buildings.append(building)
    _write(folder, "示例城", buildings, stations, seed)
    roads.write_osm(city.source, folder / "roads.osm")
    return folder


def read_sites(folder: Path) -> list[Site]:
    """Return the buildings of a district folder as places to raise alarms at."""
    return [Site(each.id, each.lon, each.lat, each.storeys or 1) for each in read_district(folder).buildings]


def _write(folder: Path, name: str, buildings: list[Building], stations: int, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    counts = {kind: math.floor(stations * share) for kind, share in _MIX.items()}
    counts["micro_unit"] += stations - sum(counts.values())
    staffing = staff(buildings, counts, seed=seed)
    write_stations(folder, staffing.stations)
    write_units(folder, staffing.units)
    write_buildings(folder, buildings)
    (folder / "district.toml").write_text(f'name = "{name}"\ntimezone = "Asia/Shanghai"\n', encoding="utf-8")


def _read_buildings(path: Path) -> Iterator[Building]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # OSM's “way/123” becomes w123, which is an id; an unnamed building is named after its kind.
                kind, _, number = row["osm"].partition("/")
                identifier = f"{kind[0]}{number}"
                yield Building(
                    id=identifier,
                    name=row["name"] or f"未命名建筑 {identifier}",
                    lon=float(row["lon"]),
                    lat=float(row["lat"]),
                    storeys=_positive(row["levels"]),
                    height_m=float(row["height_m"]) if row["height_m"] else None,
                    kind=row["building"],
                )
    except (OSError, KeyError, ValueError) as problem:
        raise StreamUnreadableError(f"{path} cannot be read as buildings ({problem})") from problem


def _positive(text: str) -> int | None:
    """Return whole storeys of an OSM ``levels`` value, None where it says nothing usable."""
    try:
        levels = int(float(text))
    except ValueError:
        return None
    return levels if levels > 0 else None
