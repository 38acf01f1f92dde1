"""Checks positions: WGS-84 degrees in range, lon and lat not swapped, none far away from all the others."""

from __future__ import annotations

import math
from statistics import median
from typing import NamedTuple

from stations.datum import MAX_LON, is_on_earth, look_swapped, to_wgs84
from stations.problems import Findings
from stations.tables import Row

FAR_KM = 50.0
"""Beyond this distance from the district's middle a position is probably a typing error."""

_KM_PER_DEGREE = 111.2  # of latitude, mean sphere
_ANYTHING = 1e9
_DECIMALS = 7
_ENOUGH = 3  # positions, before "far from the others" means anything


class Located(NamedTuple):
    """A position and where it was read, so that a problem can be said about it."""

    findings: Findings
    line: int
    lon: float
    lat: float


def read_position(row: Row, lon_field: str = "lon", lat_field: str = "lat") -> tuple[float, float]:
    """Return (lon, lat) of a row in WGS-84 to the centimetre, or a filler after noting what is wrong with them.

    More digits than that say nothing of a building, and a spreadsheet would cut them off. The row's ``position`` is the
    first one that was read.
    """
    # Any number at first, so that the message below can say what kind of mistake it is.
    lon = row.number(lon_field, -_ANYTHING, _ANYTHING)
    lat = row.number(lat_field, -_ANYTHING, _ANYTHING)
    if -_ANYTHING in (lon, lat):  # the filler of a cell that holds no number
        return 0.0, 0.0
    if mistake := _mistake(lon, lat):
        row.reject(lat_field if abs(lon) <= MAX_LON else lon_field, mistake)
        return lon, lat
    exact = to_wgs84(lon, lat, row.datum())
    position = round(exact.lon, _DECIMALS), round(exact.lat, _DECIMALS)
    row.position = row.position or position
    return position


def check_together(positions: list[Located]) -> None:
    """Note positions that lie far from the middle of all: swapped ones as errors, the others as warnings."""
    if len(positions) < _ENOUGH:
        return
    middle = (median(p.lon for p in positions), median(p.lat for p in positions))
    for place in positions:
        away_km = _distance_km((place.lon, place.lat), middle)
        if away_km <= FAR_KM:
            continue
        if _distance_km((place.lat, place.lon), middle) <= FAR_KM:
            place.findings.error("lon and lat look swapped; exchange them", line=place.line, field="lon")
        else:
            message = f"lies {away_km:,.0f} km from the middle of the district; check it"
            place.findings.warn(message, line=place.line, field="lon")


def _mistake(lon: float, lat: float) -> str | None:
    if lon == 0.0 and lat == 0.0:
        return "0,0 is an unfilled position; fill it in"
    if is_on_earth(lon, lat):
        return None
    if look_swapped(lon, lat):
        return f"a latitude of {lat:g} does not exist, lon and lat look swapped; exchange them"
    if max(abs(lon), abs(lat)) > 1000:  # noqa: PLR2004 – metres of any projection, never degrees
        return f"{lon:g}, {lat:g} look like projected metres; convert them to WGS-84 degrees"
    return f"{lon:g}, {lat:g} is no position in WGS-84 degrees; lon is within ±180, lat within ±90"


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two (lon, lat) by the equirectangular approximation, good to 1 % in a city."""
    east = (a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, a[1] - b[1]) * _KM_PER_DEGREE
