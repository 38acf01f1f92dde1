"""Building outlines from the road file, where it is an OpenStreetMap extract that holds them."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import osmium
import osmium.geom

from routing.errors import UnreadableRoadsError
from routing.map.names import is_osm
from routing.model import Point

Ring = tuple[Point, ...]

_NO_HOUSE = frozenset({"no", "roof", "ruins", "construction", "proposed", "demolished"})


class Footprint(NamedTuple):
    """The outline of one building: outer ring first, then the holes. What is not known is None or empty."""

    id: str
    name: str
    rings: tuple[Ring, ...]
    storeys: int | None
    height_m: float | None


def read_footprints(path: Path) -> tuple[Footprint, ...]:
    """Return the buildings of an extract; none where the file is not OpenStreetMap's.

    Raises UnreadableRoadsError where it is damaged.
    """
    if not is_osm(path):
        return ()
    try:
        return tuple(_read(path))
    except (RuntimeError, OSError) as error:
        raise UnreadableRoadsError(f"{path}: not a readable OpenStreetMap file ({error}); extract it again") from error


def _read(path: Path) -> Iterator[Footprint]:
    keyed = osmium.filter.KeyFilter("building")
    for thing in osmium.FileProcessor(str(path)).with_areas(keyed).with_filter(keyed):
        if not isinstance(thing, osmium.osm.Area) or thing.tags.get("building") in _NO_HOUSE:
            continue
        kind = "w" if thing.from_way() else "r"
        for outer in thing.outer_rings():
            rings = (_ring(outer), *(_ring(inner) for inner in thing.inner_rings(outer)))
            yield Footprint(
                id=f"{kind}{thing.orig_id()}",
                name=thing.tags.get("name") or "",
                rings=rings,
                storeys=_storeys(thing.tags.get("building:levels")),
                height_m=_height_m(thing.tags.get("height")),
            )


def _ring(ring: Any) -> Ring:
    return tuple((round(node.lon, 6), round(node.lat, 6)) for node in ring)


def _storeys(text: str | None) -> int | None:
    value = _number(text)
    return None if value is None else max(1, math.floor(value))


def _height_m(text: str | None) -> float | None:
    return _number(text.removesuffix("m").strip() if text else None)


def _number(text: str | None) -> float | None:
    """Return a positive number, None where the text says nothing usable."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None
