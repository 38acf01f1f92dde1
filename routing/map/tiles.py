"""Vector tiles of the road lines, cut when they are asked for: XYZ addresses, spherical Mercator (EPSG:3857)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from routing.arrays import Floats
from routing.map.lines import RoadLine
from routing.map.mvt import EXTENT, Feature, Pixel, Value, encode_tile

MAX_ZOOM = 15
"""Everything is in these tiles, to a third of a metre; a map that shows more enlarges them."""

LAYER = "roads"

_BUFFER = 128
"""Steps beyond the tile's edge: half a wide line, so that no seam shows."""

_DETAIL = 6
"""Steps below which a bend does not show: less than a pixel of a 512-pixel tile."""


class Tiles:
    """The lines of one network by place, ready to be cut. Nothing in it changes: threads may share it."""

    def __init__(self, lines: Sequence[RoadLine]) -> None:
        self._lines = lines
        self._places = [_mercator(line.points) for line in lines]
        self._boxes = np.array([[*at.min(axis=0), *at.max(axis=0)] for at in self._places]).reshape(-1, 4)
        self._minzoom = np.array([line.look.kind.minzoom for line in lines], np.int64)

    def tile(self, zoom: int, x: int, y: int) -> bytes:
        """Return one tile, empty where no line is. Raises ValueError where there is no such address."""
        if not (0 <= zoom <= MAX_ZOOM and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            raise ValueError(f"there is no tile {zoom}/{x}/{y}: zooms are 0 to {MAX_ZOOM}, x and y below 2^zoom")
        return encode_tile(LAYER, self._features(zoom, x, y))

    def _features(self, zoom: int, x: int, y: int) -> Iterator[Feature]:
        scale = (1 << zoom) * EXTENT
        corner = np.array([x, y]) * EXTENT
        low, high = (corner - _BUFFER) / scale, (corner + EXTENT + _BUFFER) / scale
        seen = (
            (self._boxes[:, 0] <= high[0])
            & (self._boxes[:, 1] <= high[1])
            & (self._boxes[:, 2] >= low[0])
            & (self._boxes[:, 3] >= low[1])
            & (self._minzoom <= zoom)
        )
        for number in np.flatnonzero(seen).tolist():
            steps = _thinned(np.rint(self._places[number] * scale - corner))
            lines = list(_clipped(steps))
            if lines:
                yield Feature(properties(self._lines[number]), lines)


def properties(line: RoadLine) -> dict[str, Value]:
    """Return what the map is told of a line; what does not apply is left out."""
    look = line.look
    told: dict[str, Value] = {"class": look.kind.name, "minzoom": look.kind.minzoom}
    if look.name:
        told["name"] = look.name
    if look.name_en:
        told["name_en"] = look.name_en
    if look.layer:
        told["level"] = look.layer
    if look.modes:
        told["modes"] = " ".join(look.modes)
    return told


def _mercator(points: Sequence[tuple[float, float]]) -> Floats:
    """Return positions as fractions of the map's side, from the upper left."""
    lon, lat = np.array(points).T
    sine = np.sin(np.radians(lat))
    return np.column_stack((lon / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)))


def _thinned(steps: Floats) -> npt.NDArray[np.int64]:
    """Return a line without bends too small to be seen; both ends stay."""
    kept = [0]
    for place in range(1, len(steps) - 1):
        if np.abs(steps[place] - steps[kept[-1]]).max() >= _DETAIL:
            kept.append(place)
    kept.append(len(steps) - 1)
    return steps[kept].astype(np.int64)


def _clipped(steps: npt.NDArray[np.int64]) -> Iterator[list[Pixel]]:
    """Yield the parts of a line within the tile and its buffer."""
    low, high = -_BUFFER, EXTENT + _BUFFER
    places = [(x, y) for x, y in steps.tolist()]
    if steps.min() >= low and steps.max() <= high:
        line = _without_repeats(places)
        if len(line) > 1:
            yield line
        return
    part: list[Pixel] = []
    for begin, end in pairwise(places):
        inside = _segment_within(begin, end, low, high)
        if inside is None:
            continue
        if part and part[-1] != inside[0]:
            yield from (part,) if len(part) > 1 else ()
            part = []
        part = _without_repeats([*part, *inside])
    if len(part) > 1:
        yield part


def _segment_within(begin: Pixel, end: Pixel, low: int, high: int) -> tuple[Pixel, Pixel] | None:
    """Return the part of a segment within a square (Liang and Barsky 1984), None where there is none."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        delta = end[axis] - begin[axis]
        for limit, toward in ((low, -delta), (high, delta)):
            room = begin[axis] - low if limit == low else high - begin[axis]
            if toward == 0:
                if room < 0:
                    return None
            elif toward < 0:
                enter = max(enter, room / toward)
            else:
                leave = min(leave, room / toward)
    if enter > leave:
        return None
    return _along(begin, end, enter), _along(begin, end, leave)


def _along(begin: Pixel, end: Pixel, fraction: float) -> Pixel:
    return (round(begin[0] + fraction * (end[0] - begin[0])), round(begin[1] + fraction * (end[1] - begin[1])))


def _without_repeats(places: list[Pixel]) -> list[Pixel]:
    return [place for number, place in enumerate(places) if number == 0 or place != places[number - 1]]
