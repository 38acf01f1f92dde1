"""Writes a district's tables as CSV that a spreadsheet opens, and that `stations.registry` reads back."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import msgspec

from stations.model import Building, Station, Unit
from stations.registry import BUILDING_COLUMNS, STATION_COLUMNS, UNIT_COLUMNS


def write_stations(folder: Path, stations: Iterable[Station]) -> None:
    """Write ``stations.csv`` into the folder."""
    _write(folder / "stations.csv", STATION_COLUMNS, stations)


def write_units(folder: Path, units: Iterable[Unit]) -> None:
    """Write ``units.csv`` into the folder."""
    _write(folder / "units.csv", UNIT_COLUMNS, units)


def write_buildings(folder: Path, buildings: Iterable[Building]) -> None:
    """Write ``buildings.csv`` into the folder."""
    _write(folder / "buildings.csv", BUILDING_COLUMNS, buildings)


def _write(path: Path, columns: tuple[tuple[str, ...], tuple[str, ...]], rows: Iterable[msgspec.Struct]) -> None:
    names = columns[0] + columns[1]
    # The byte order mark makes spreadsheets read Chinese as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:.7g}" if value == int(value) else f"{value:.6f}".rstrip("0")
    return str(value)
