"""Reads ``stations.csv``, ``units.csv`` and ``buildings.csv``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from stations.model import STATION_KINDS, TRAVEL_MODES, Building, Station, Unit
from stations.positions import Located, check_together, read_position
from stations.problems import Findings, Problem
from stations.tables import Row, read_rows

STATION_COLUMNS = ("id", "name", "kind", "lon", "lat"), ("zone", "phone", "building")
UNIT_COLUMNS = ("id", "station", "name", "mode", "crew"), ("capabilities", "turnout_s")
BUILDING_COLUMNS = (
    ("id", "name", "lon", "lat"),
    ("storeys", "height_m", "kind", "zone", "entrance_lon", "entrance_lat", "fire_lift"),
)
"""Required and optional columns of each table."""

_MAX_CREW = 60
_MAX_TURNOUT_S = 3600
_MAX_STOREYS = 250
_MAX_HEIGHT_M = 1000.0


class Registry(NamedTuple):
    """Who can respond, and where alarms come from; what was wrong is in ``problems``."""

    stations: tuple[Station, ...]
    units: tuple[Unit, ...]
    buildings: tuple[Building, ...]
    problems: list[Problem]


def read_registry(folder: Path) -> Registry:
    """Read the three tables of a district folder; ``buildings.csv`` may be missing."""
    reader = _RegistryReader(folder)
    stations = reader.stations()
    units = reader.units()
    buildings = reader.buildings()
    check_together(reader.located)
    problems = [problem for findings in reader.findings for problem in findings.problems]
    return Registry(tuple(stations), tuple(units), tuple(buildings), problems)


class _RegistryReader:
    """Reads the tables in the order in which they refer to one another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._station_lines: dict[str, int] = {}
        self._homes: list[tuple[int, str]] = []
        self.findings: list[Findings] = []
        self.located: list[Located] = []

    def stations(self) -> list[Station]:
        findings, rows = self._open("stations.csv", STATION_COLUMNS)
        stations = []
        for row in rows:
            # A station with another defect still counts as known, or its units would be reported as well.
            identifier = _unique_id(row, self._station_lines)
            lon, lat = read_position(row)
            station = Station(
                id=identifier,
                name=row.text("name"),
                kind=row.choice("kind", STATION_KINDS),
                lon=lon,
                lat=lat,
                zone=row.optional("zone"),
                phone=row.optional("phone"),
                building=row.optional("building"),
            )
            if station.building:
                self._homes.append((row.line, station.building))
            if row.ok:
                stations.append(station)
                self.located.append(Located(findings, row.line, lon, lat))
        return stations

    def units(self) -> list[Unit]:
        _, rows = self._open("units.csv", UNIT_COLUMNS)
        units = []
        lines: dict[str, int] = {}
        manned = set()
        for row in rows:
            unit = Unit(
                id=_unique_id(row, lines),
                station=row.identifier("station"),
                name=row.text("name"),
                mode=row.choice("mode", TRAVEL_MODES),
                crew=row.integer("crew", 1, _MAX_CREW),
                capabilities=row.words("capabilities"),
                turnout_s=row.optional_integer("turnout_s", 0, _MAX_TURNOUT_S),
            )
            manned.add(unit.station)
            if unit.station and unit.station not in self._station_lines:
                row.reject("station", f"“{unit.station}” is not in stations.csv; add it there or correct it")
            if row.ok:
                units.append(unit)
        self._warn_of_empty_stations(manned)
        return units

    def buildings(self) -> list[Building]:
        if not (self._folder / "buildings.csv").exists():
            self._check_homes(())
            return []
        findings, rows = self._open("buildings.csv", BUILDING_COLUMNS)
        buildings = []
        lines: dict[str, int] = {}
        for row in rows:
            building = _read_building(row, lines)
            if row.ok:
                buildings.append(building)
                self.located.append(Located(findings, row.line, building.lon, building.lat))
        self._check_homes(lines)
        return buildings

    def _check_homes(self, known: Collection[str]) -> None:
        """Say which stations stand in a building that is not listed: their crews would be routed to it from outside."""
        for line, building in self._homes:
            if building not in known:
                message = f"“{building}” is not in buildings.csv; add it there or leave the cell empty"
                self._findings_of("stations.csv").error(message, line=line, field="building")

    def _findings_of(self, name: str) -> Findings:
        return next(findings for findings in self.findings if findings.file == name)

    def _open(self, name: str, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[Findings, list[Row]]:
        findings = Findings(name)
        self.findings.append(findings)
        path = self._folder / name
        if not path.exists():
            findings.error(f"is missing; write it with the columns {','.join(columns[0] + columns[1])}")
            return findings, []
        return findings, read_rows(path, findings, *columns)

    def _warn_of_empty_stations(self, manned: set[str]) -> None:
        for station, line in self._station_lines.items():
            if station not in manned:
                message = f"“{station}” has no unit in units.csv and can never be sent; add one"
                self._findings_of("stations.csv").warn(message, line=line, field="id")


def _unique_id(row: Row, lines: dict[str, int]) -> str:
    identifier = row.identifier("id")
    if identifier in lines:
        row.reject("id", f"“{identifier}” is already in line {lines[identifier]}; ids are unique")
    elif identifier:
        lines[identifier] = row.line
    return identifier


def _read_building(row: Row, lines: dict[str, int]) -> Building:
    identifier = _unique_id(row, lines)
    lon, lat = read_position(row)
    entrance: tuple[float, float] | tuple[None, None] = (None, None)
    if row.optional("entrance_lon") or row.optional("entrance_lat"):
        entrance = read_position(row, "entrance_lon", "entrance_lat")
    return Building(
        id=identifier,
        name=row.text("name"),
        lon=lon,
        lat=lat,
        storeys=row.optional_integer("storeys", 1, _MAX_STOREYS),
        height_m=row.optional_number("height_m", 1.0, _MAX_HEIGHT_M),
        kind=row.optional("kind"),
        zone=row.optional("zone"),
        entrance_lon=entrance[0],
        entrance_lat=entrance[1],
        fire_lift=row.optional_flag("fire_lift"),
    )
