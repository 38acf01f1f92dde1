"""The shape of the generated peninsula, in metres east and north of its middle: shores, ridge, parks, old quarters.

It is the idea of a river city, not a map of one.
"""

import math
from typing import NamedTuple

import numpy as np

from routing import synthetic
from routing.geodesy import Floats

WEST_M, TIP_M = -3600.0, 2600.0
"""From where the peninsula hangs on the land to where its rivers meet, in metres east of the middle."""

RIVER_M = 330.0
_OTHER_BANK_M = 620.0
_WIDEST_M = 1250.0
_BEND_M = 240.0
_FALL_M = 90.0


class Quarter(NamedTuple):
    """A part of the city: where its middle lies (see `place`), and how far it reaches in metres."""

    name: str
    along: float
    across: float
    radius_m: float


PARKS = (
    Quarter("示例鹅岭公园", 0.36, 0.3, 300.0),
    Quarter("示例江心公园", 0.60, -0.25, 230.0),
    Quarter("示例城西公园", 0.10, 0.25, 330.0),
    Quarter("示例南坡公园", 0.26, -0.75, 210.0),
)
OLD_QUARTERS = (
    Quarter("示例洪崖老街", 0.865, 0.62, 260.0),
    Quarter("示例梯坎老街", 0.745, -0.58, 300.0),
    Quarter("示例江边老街", 0.575, 0.62, 240.0),
)


def place(along: float, across: float) -> tuple[float, float]:
    """Return a place: ``along`` 0 (west) to 1 (tip), ``across`` -1 (south shore) to 1 (north shore)."""
    east = WEST_M + along * (TIP_M - WEST_M)
    return east, middle(east) + across * half_width(east)


def quarter_at(quarters: tuple[Quarter, ...], east: float, north: float) -> Quarter | None:
    """Return the quarter that a place lies in, None outside."""
    return next(
        (each for each in quarters if math.dist(place(each.along, each.across), (east, north)) < each.radius_m), None
    )


def bent(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Return where points of a straight grid come to lie: its streets follow the ridge and wind round the knolls."""
    along = east + 60.0 * np.sin(north / 340.0) + 35.0 * np.sin((north + east) / 610.0)
    across = north + _BEND_M * np.sin(east / 1400.0) + 45.0 * np.sin(east / 290.0)
    return along, across


def heading(east: float, north: float) -> float:
    """Return the direction of the streets that run along the peninsula there, in radians from east."""
    (e0, e1), (n0, n1) = bent(np.array([east, east + 1.0]), np.array([north, north]))
    return math.atan2(n1 - n0, e1 - e0)


def middle(east: float) -> float:
    """Return how far north the peninsula's ridge runs."""
    return _BEND_M * math.sin(east / 1400.0)


def half_width(east: float) -> float:
    """Return metres from the ridge to either shore: widest in the west, closing to a rounded tip."""
    along = min(max((east - WEST_M) / (TIP_M - WEST_M), 0.0), 1.0)
    return max(_WIDEST_M * math.sqrt(1.0 - along**2) * (1.0 - 0.35 * along), 40.0)


def is_water(east: float, north: float) -> bool:
    """Whether a river flows there."""
    off = abs(north - middle(east))
    if east > TIP_M:
        return off < RIVER_M
    return half_width(east) < off < half_width(east) + RIVER_M


def is_beyond(east: float, north: float) -> bool:
    """Whether it lies so far behind the other bank that nobody of the district has business there."""
    reach = half_width(east) if east <= TIP_M else 0.0
    return abs(north - middle(east)) > reach + RIVER_M + _OTHER_BANK_M


def is_on_peninsula(east: float, north: float) -> bool:
    """Whether it is dry ground between the rivers."""
    return east < TIP_M and abs(north - middle(east)) < half_width(east)


def height_m(lon: Floats, lat: Floats, places: Floats) -> Floats:
    """Return the ground's height: a ridge along the peninsula that falls to the rivers, over rolling hills.

    ``places``: the same points in metres, a row of east and north each.
    """
    off = np.array([abs(north - middle(east)) / half_width(min(east, TIP_M)) for east, north in places])
    ridge = _FALL_M * np.clip(1.0 - off, -0.5, 1.0).reshape(lon.shape)
    height: Floats = synthetic.hills(lon, lat) + ridge
    return height
