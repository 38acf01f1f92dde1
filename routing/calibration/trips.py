"""Recorded trips: who was sent from where to where, and when they set off and arrived.

A CSV file in UTF-8 with the columns `unit, mode, from_lon, from_lat, lon, lat, assigned_at, en_route_at,
on_scene_at`; times are RFC 3339, with or without an offset but all alike.
"""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import msgspec

from routing.errors import UnfitTripsError
from routing.model import Spot

COLUMNS = ("unit", "mode", "from_lon", "from_lat", "lon", "lat", "assigned_at", "en_route_at", "on_scene_at")

LONGEST_S = 3600.0
"""A turnout or a journey longer than an hour is a forgotten button."""


class Trip(msgspec.Struct, frozen=True):
    """One journey of one unit: seconds from the order to setting off, and from setting off to arriving."""

    unit: str
    mode: str
    origin: Spot
    place: Spot
    assigned_at: datetime
    turnout_s: float
    travel_s: float

    @property
    def day(self) -> date:
        """The day of the order, on the clock of the record."""
        return self.assigned_at.date()


def read_trips(path: Path) -> tuple[list[Trip], Counter[str]]:
    """Read recorded trips, and count the rows left out by reason.

    Raises UnfitTripsError where the file is missing or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise UnfitTripsError(f"{path}: the column {missing[0]!r} is missing; needed are {', '.join(COLUMNS)}")
            return _sort_out(list(rows))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnfitTripsError(f"{path}: not a readable table of trips ({error})") from error


def _sort_out(rows: list[dict[str, str]]) -> tuple[list[Trip], Counter[str]]:
    trips: list[Trip] = []
    left_out: Counter[str] = Counter()
    for row in rows:
        if not all(row[column] for column in COLUMNS):
            left_out["a column is empty"] += 1
            continue
        try:
            trip = _trip(row)
        except (ValueError, TypeError):
            left_out["a number or a time cannot be read"] += 1
            continue
        if not (0 <= trip.turnout_s <= LONGEST_S and 0 < trip.travel_s <= LONGEST_S):
            left_out["turnout or journey below 0 or above an hour"] += 1
            continue
        trips.append(trip)
    return trips, left_out


def _trip(row: dict[str, str]) -> Trip:
    assigned, en_route, on_scene = (
        datetime.fromisoformat(row[column]) for column in ("assigned_at", "en_route_at", "on_scene_at")
    )
    return Trip(
        unit=row["unit"],
        mode=row["mode"],
        origin=Spot(float(row["from_lon"]), float(row["from_lat"])),
        place=Spot(float(row["lon"]), float(row["lat"])),
        assigned_at=assigned,
        turnout_s=(en_route - assigned).total_seconds(),
        travel_s=(on_scene - en_route).total_seconds(),
    )
