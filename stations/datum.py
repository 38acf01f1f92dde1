"""Converts positions between the datums that Chinese maps use.

GCJ-02 is the offset that maps published in China must have; BD-09 is Baidu's further one. Neither is published: the
forward formulas are the ones that have circulated since 2013 ("EvilTransform", A = 6378245 m, e² of Krasovsky 1940),
which agree with the map services to well under a metre. There is no closed inverse; it is found by iterating on the
forward formula until the step is under a millimetre, so that a round trip is exact for every practical purpose.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)

MAX_LON, MAX_LAT = 180.0, 90.0
"""Degrees beyond which there is no longitude or latitude, in any datum."""

_A_M = 6_378_245.0
_E2 = 0.00669342162296594323
_BD = math.pi * 3000.0 / 180.0
_CLOSE_DEG = 1e-9
"""About a tenth of a millimetre."""

_MOST_STEPS = 50
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside this box GCJ-02 is WGS-84."""


class Position(NamedTuple):
    """Degrees of one datum."""

    lon: float
    lat: float


def is_on_earth(lon: float, lat: float) -> bool:
    """Whether these are degrees of a place at all."""
    return abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT


def look_swapped(lon: float, lat: float) -> bool:
    """Whether these are degrees of a place only with longitude and latitude exchanged."""
    return not is_on_earth(lon, lat) and is_on_earth(lat, lon)


def to_wgs84(lon: float, lat: float, datum: Datum) -> Position:
    """Return a position of ``datum`` in WGS-84 degrees."""
    position = Position(lon, lat)
    if datum == "bd09":
        position = _inverse(_bd09_of_gcj02, position)
    if datum != "wgs84" and in_china(*position):
        position = _inverse(_gcj02_of_wgs84, position)
    return position


def from_wgs84(lon: float, lat: float, datum: Datum) -> Position:
    """Return a position of WGS-84 in degrees of ``datum``."""
    position = Position(lon, lat)
    if datum != "wgs84" and in_china(lon, lat):
        position = _gcj02_of_wgs84(position)
    return _bd09_of_gcj02(position) if datum == "bd09" else position


def in_china(lon: float, lat: float) -> bool:
    """Whether the offset applies there: inside the customary box, which is coarser than the border."""
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def _inverse(forward: Callable[[Position], Position], wanted: Position) -> Position:
    """Return the position that ``forward`` maps to ``wanted``, by fixed-point iteration.

    The offset changes by less than a hundredth of a degree for each degree, so each step gains two digits or more.
    """
    guess = wanted
    for _ in range(_MOST_STEPS):
        lon, lat = forward(guess)
        guess = Position(guess.lon + wanted.lon - lon, guess.lat + wanted.lat - lat)
        if abs(wanted.lon - lon) < _CLOSE_DEG and abs(wanted.lat - lat) < _CLOSE_DEG:
            break
    return guess


def _gcj02_of_wgs84(position: Position) -> Position:
    lon, lat = position
    east_m, north_m = _offset_m(lon - 105.0, lat - 35.0)
    sine = math.sin(math.radians(lat))
    magic = 1.0 - _E2 * sine * sine
    root = math.sqrt(magic)
    north = math.degrees(north_m * magic * root / (_A_M * (1.0 - _E2)))
    east = math.degrees(east_m * root / (_A_M * math.cos(math.radians(lat))))
    return Position(lon + east, lat + north)


def _offset_m(x: float, y: float) -> tuple[float, float]:
    """Return the offset (east, north) in metres at ``x`` and ``y`` degrees from 105° E, 35° N."""
    pi, sin = math.pi, math.sin
    common = (sin(6.0 * x * pi) + sin(2.0 * x * pi)) * 40.0 / 3.0
    root = math.sqrt(abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return east, north


def _bd09_of_gcj02(position: Position) -> Position:
    lon, lat = position
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD)
    return Position(radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006)
