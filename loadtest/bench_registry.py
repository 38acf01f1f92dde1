"""`onethree bench registry`: a whole registry imported, looked through and exported, beside the floor.

The floor is the same bytes through `csv.reader` in the same run: what no reader written in Python can undercut.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from loadtest.figures import Figure, above_floor, at_most
from stations.equipment import faults
from stations.model import Building, StationKind
from stations.norms.reading import read_norms
from stations.registry.importing import carry_out, export, plan_import
from stations.registry.model import Equipment, Member
from stations.registry.synthetic import people, things
from stations.synthetic import staff
from stations.writing import write_buildings, write_stations, write_table, write_units

MEMBERS, EQUIPMENT = 3_000, 40_000
COUNTS: dict[StationKind, int] = {"micro_unit": 240, "micro_community": 130, "small": 20, "fire": 10}
GOAL_S = 10.0
DAY = date(2026, 11, 22)
_TABLES = ("stations.csv", "units.csv", "buildings.csv", "members.csv", "equipment.csv")
_BUILDINGS = 2_000
_SPOIL_EVERY = 100
_KIT_ROWS = 15

Result = TypeVar("Result")


def run(*, seed: int = 1, members: int = MEMBERS, equipment: int = EQUIPMENT) -> list[Figure]:
    """Measure on invented tables: 400 stations, their members and equipment, and what goes with them.

    A station has at least the rows of its kit, of which there are 6,000 together.
    """
    with TemporaryDirectory() as name:
        files, district = Path(name, "files"), Path(name, "district")
        files.mkdir()
        district.mkdir()
        rows = _write(files, seed, members, equipment)
        paths = [files / table for table in _TABLES]
        floor_s, _ = _timed(lambda: [sum(1 for _ in _records(path)) for path in paths])
        import_s, _ = _timed(lambda: carry_out(plan_import(district, paths)))
        again_s, plan = _timed(lambda: plan_import(district, paths))
        export_s, _ = _timed(lambda: export(plan.tables, Path(name, "exported")))
        norms = read_norms(district)
        faults_s, _ = _timed(lambda: faults(plan.tables.records("equipment"), norms, DAY))
        bad = _spoil(files / "equipment.csv")
        spoiled_s, spoiled = _timed(lambda: plan_import(district, paths))
        found = sum(problem.severity == "error" for problem in spoiled.problems)
    return [
        Figure("rows", rows),
        at_most("import", import_s, "s", GOAL_S),
        above_floor("import per row", import_s / rows * 1e6, "µs", floor="csv.reader", takes=floor_s / rows * 1e6),
        at_most("dry run of the same files", again_s, "s", GOAL_S),
        Figure("rows that a second import would change", sum(len(each.changes) for each in plan.changes), goal=0),
        above_floor("export", export_s, "s", floor="csv.reader", takes=floor_s),
        at_most("faults of all equipment on a day", faults_s, "s"),
        at_most("spoiled copy reported", spoiled_s, "s", GOAL_S),
        Figure("defects of it that are named", found, "", "defects made", found / bad, 1.0, found == bad),
    ]


def _write(folder: Path, seed: int, n_members: int, n_equipment: int) -> int:
    """Write the five tables and return how many rows they have together."""
    rng = random.Random(seed)
    buildings = [_building(number, rng) for number in range(_BUILDINGS)]
    staffing = staff(buildings, COUNTS, seed=seed)
    stations = staffing.stations
    members: list[Member] = []
    equipment: list[Equipment] = []
    for number, station in enumerate(stations):
        members += people(station, _share(n_members, number, len(stations)))
        rows = _share(n_equipment, number, len(stations))
        equipment += things(station, rng, DAY, extinguishers=rows - _KIT_ROWS)
    write_stations(folder, stations)
    write_units(folder, staffing.units)
    write_buildings(folder, buildings)
    write_table(folder, "members", members)
    write_table(folder, "equipment", equipment)
    return sum(len(each) for each in (stations, staffing.units, buildings, members, equipment))


def _share(total: int, number: int, parts: int) -> int:
    """Return one of ``parts`` nearly equal shares; together they make the total."""
    return total * (number + 1) // parts - total * number // parts


def _building(number: int, rng: random.Random) -> Building:
    return Building(
        id=f"B{number:05d}",
        name=f"示例楼{number}",
        lon=round(rng.uniform(106.5, 106.6), 6),
        lat=round(rng.uniform(29.53, 29.58), 6),
        storeys=rng.choice((6, 18, 33)),
    )


def _records(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def _spoil(path: Path) -> int:
    """Make every hundredth date impossible and return how many."""
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    column = header.split(",").index("inspected")
    spoiled = 0
    for number in range(0, len(lines), _SPOIL_EVERY):
        cells = lines[number].split(",")
        cells[column] = "2026-02-30"
        lines[number] = ",".join(cells)
        spoiled += 1
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return spoiled


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result
