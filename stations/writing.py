"""Writes tables as CSV that a spreadsheet opens and saves unharmed, and that `stations.registry` reads back."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from stations.model import Building, Station, Unit
from stations.registry.changes import cell
from stations.registry.model import Registry
from stations.registry.schema import BY_NAME, Schema
from stations.spreadsheet import csv_text, guard


def write_stations(folder: Path, stations: Iterable[Station]) -> None:
    """Write ``stations.csv`` into the folder."""
    write_table(folder, "stations", stations)


def write_units(folder: Path, units: Iterable[Unit]) -> None:
    """Write ``units.csv`` into the folder."""
    write_table(folder, "units", units)


def write_buildings(folder: Path, buildings: Iterable[Building]) -> None:
    """Write ``buildings.csv`` into the folder."""
    write_table(folder, "buildings", buildings)


def write_table(folder: Path, name: str, records: Iterable[Any]) -> None:
    """Write one table of a district folder; ``name`` and the records are those of `stations.registry.schema`."""
    schema = BY_NAME[name]
    (folder / schema.file).write_bytes(as_csv(schema, records))


def write_registry(folder: Path, registry: Registry) -> None:
    """Write the optional tables of a registry, but for those that are not known."""
    for name in Registry.__struct_fields__:
        if (records := getattr(registry, name)) is not None:
            write_table(folder, name, records)


def as_csv(schema: Schema, records: Iterable[Any]) -> bytes:
    """Return a table as UTF-8 with a byte order mark, which makes spreadsheets read Chinese as UTF-8."""
    values, columns = attrgetter(*schema.columns), [_Written() for _ in schema.columns]
    rows = ([text[value] for text, value in zip(columns, values(record), strict=True)] for record in records)
    return csv_text(schema.columns, rows).encode("utf-8-sig")


class _Written(dict[object, str]):
    """The values of one column as cells: each is written once, however often the column repeats it."""

    def __missing__(self, value: object) -> str:
        text = cell(value)
        # Only text needs guarding: a spreadsheet writes a number or a day back as one.
        self[value] = guard(text) if isinstance(value, str | tuple) else text
        return self[value]
