"""Distances on the ground, for one pair of points and for arrays of them."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius R1 of the GRS80 ellipsoid (Moritz 2000, Journal of Geodesy 74)."""


def haversine_m(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return great-circle distances in metres between arrays of points in degrees (Sinnott 1984)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_chord = (
        np.sin((phi2 - phi1) / 2) ** 2
        + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(np.subtract(lon2, lon1)) / 2) ** 2
    )
    distance: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return distance


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in metres between two (lon, lat) points in degrees."""
    phi1, phi2 = math.radians(a[1]), math.radians(b[1])
    half_chord = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(half_chord, 1.0)))


def line_m(points: Sequence[tuple[float, float]]) -> float:
    """Return the length in metres of a line of (lon, lat) points; a single point has length 0."""
    return math.fsum(distance_m(a, b) for a, b in pairwise(points))


def metres_outside(box: Box, lon: float, lat: float) -> float:
    """Return how far a point lies outside a box, 0 within it."""
    west, south, east, north = box
    nearest = min(max(lon, west), east), min(max(lat, south), north)
    return 0.0 if nearest == (lon, lat) else distance_m((lon, lat), nearest)


class LocalPlane:
    """Metres east and north of an origin; an equirectangular plane, good to 0.1 % within 50 km of it."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon = lon
        self.lat = lat
        self.m_per_lat = math.radians(EARTH_RADIUS_M)
        self.m_per_lon = self.m_per_lat * math.cos(math.radians(lat))

    def to_m(self, lon: Floats, lat: Floats) -> Floats:
        """Return an (n, 2) array of metres for n points in degrees."""
        return np.column_stack(((lon - self.lon) * self.m_per_lon, (lat - self.lat) * self.m_per_lat))

    def point_to_m(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the metres east and north of one point in degrees."""
        return (lon - self.lon) * self.m_per_lon, (lat - self.lat) * self.m_per_lat

    def to_degrees(self, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of points in metres."""
        return self.lon + east_m / self.m_per_lon, self.lat + north_m / self.m_per_lat
