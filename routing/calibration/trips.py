"""Recorded trips: who was sent from where to where, and when they arrived.

A CSV file in UTF-8 with a row for each unit sent, in the order of sending. Needed columns: `unit, mode, from_lon,
from_lat, lon, lat, assigned_at, en_route_at, on_scene_at`; the last two may be empty (cancelled: sent, but not timed).
Times are RFC 3339, with or without an offset but all alike. Further columns, each optional:

- `call`: the number of the incident, alike for all who were sent to it; without it each row is a call of its own
- `kind`: who could be sent in one another's place, such as ENGINE or TRUCK; without it the mode
- `free_at`: when the unit could be sent again; without it an hour after the order
- `emergency`: `no` for a journey without lights, which is not timed
"""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from routing.errors import UnfitTripsError
from routing.model import Spot

COLUMNS = ("unit", "mode", "from_lon", "from_lat", "lon", "lat", "assigned_at", "en_route_at", "on_scene_at")
OPTIONAL_COLUMNS = ("call", "kind", "free_at", "emergency")
_MAY_BE_EMPTY = frozenset({"en_route_at", "on_scene_at"})

LONGEST_S = 3600.0
"""An arrival later than an hour after the order is a forgotten button."""

UNKNOWN_END = timedelta(hours=1)
"""How long after its order a unit counts as busy where the record does not say when it was free again."""


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """One unit sent once. `arrival_s` is from the order to being on scene, None where the record cannot tell."""

    unit: str
    mode: str
    kind: str
    call: str
    origin: Spot
    place: Spot
    assigned_at: datetime
    arrival_s: float | None
    free_at: datetime

    @property
    def day(self) -> date:
        """The day of the order, on the clock of the record."""
        return self.assigned_at.date()


def read_trips(path: Path) -> tuple[list[Trip], Counter[str]]:
    """Read recorded trips, and count by reason the rows left out or not timed.

    Raises UnfitTripsError where the file is missing, lacks a column or mixes times with and without offset.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise UnfitTripsError(f"{path}: the column {missing[0]!r} is missing; needed are {', '.join(COLUMNS)}")
            trips, left_out = _sort_out(list(rows))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnfitTripsError(f"{path}: not a readable table of trips ({error})") from error
    if len({trip.assigned_at.tzinfo is None for trip in trips}) > 1:
        raise UnfitTripsError(f"{path}: some times have an offset and some have none; write them all alike")
    return trips, left_out


def _sort_out(rows: list[dict[str, str]]) -> tuple[list[Trip], Counter[str]]:
    trips: list[Trip] = []
    left_out: Counter[str] = Counter()
    for number, row in enumerate(rows, start=1):
        if not all(row[column] for column in COLUMNS if column not in _MAY_BE_EMPTY):
            left_out["left out: a column is empty"] += 1
            continue
        try:
            trip, untimed = _trip(row, number)
        except (ValueError, TypeError):
            left_out["left out: a number or a time cannot be read"] += 1
            continue
        if untimed is not None:
            left_out[f"not timed: {untimed}"] += 1
        trips.append(trip)
    return trips, left_out


def _trip(row: Mapping[str, str], number: int) -> tuple[Trip, str | None]:
    assigned_at = datetime.fromisoformat(row["assigned_at"])
    arrival_s, untimed = _arrival(row, assigned_at)
    trip = Trip(
        unit=row["unit"],
        mode=row["mode"],
        kind=row.get("kind") or row["mode"],
        call=row.get("call") or f"row {number}",
        origin=Spot(float(row["from_lon"]), float(row["from_lat"])),
        place=Spot(float(row["lon"]), float(row["lat"])),
        assigned_at=assigned_at,
        arrival_s=arrival_s,
        free_at=datetime.fromisoformat(row["free_at"]) if row.get("free_at") else assigned_at + UNKNOWN_END,
    )
    if (trip.free_at.tzinfo is None) != (assigned_at.tzinfo is None):
        raise ValueError("free_at and assigned_at are not alike")
    return trip, untimed


def _arrival(row: Mapping[str, str], assigned_at: datetime) -> tuple[float | None, str | None]:
    if not (row["en_route_at"] and row["on_scene_at"]):
        return None, "it never set off or arrived"
    if row.get("emergency") == "no":
        return None, "without lights"
    en_route_at, on_scene_at = (datetime.fromisoformat(row[column]) for column in ("en_route_at", "on_scene_at"))
    arrival_s = (on_scene_at - assigned_at).total_seconds()
    if not (0 <= (en_route_at - assigned_at).total_seconds() <= arrival_s and 0 < arrival_s <= LONGEST_S):
        return None, "its times run backwards or over an hour"
    return arrival_s, None
