"""What lies between the roads, from an OpenStreetMap extract: water, green, railways and their stations.

Nothing here is travelled; it lets people see where on the map they are. Tags after the OpenStreetMap wiki's "Map
features".
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import osmium
import osmium.osm

from routing.errors import UnreadableRoadsError
from routing.map.names import is_osm
from routing.model import Point

LandKind = Literal["water", "green", "rail", "stop"]

AT_MOST = 20_000
"""With more pieces than these only water and railways are returned: a page cannot carry every lawn of a large city."""

_AREAS: Mapping[str, Mapping[str, LandKind]] = {
    "natural": {"water": "water", "wood": "green", "scrub": "green", "grassland": "green"},
    "waterway": {"riverbank": "water", "dock": "water"},
    "leisure": {"park": "green", "garden": "green", "nature_reserve": "green"},
    "landuse": {
        "reservoir": "water",
        "basin": "water",
        "forest": "green",
        "grass": "green",
        "recreation_ground": "green",
        "cemetery": "green",
    },
}
_RAILS = frozenset({"rail", "subway", "light_rail", "monorail", "tram", "funicular"})
_STOPS = frozenset({"station", "halt"})
_KEYS = (*_AREAS, "railway")


class Land(NamedTuple):
    """One piece: an area with its rings (outer first), a railway with its one line, a stop with its one point."""

    kind: LandKind
    name: str
    lines: tuple[tuple[Point, ...], ...]
    below: bool
    """Whether it runs below the ground."""


def read_land(path: Path) -> tuple[Land, ...]:
    """Return what an extract holds, areas before lines before points; none where the file is not OpenStreetMap's.

    An area whose outline is not whole in the extract is left out. Raises UnreadableRoadsError where the file is
    damaged.
    """
    if not is_osm(path):
        return ()
    try:
        found = sorted(_read(path), key=lambda each: len(each.lines[0]) == 1)
    except (RuntimeError, OSError) as error:
        raise UnreadableRoadsError(f"{path}: not a readable OpenStreetMap file ({error}); extract it again") from error
    return tuple(each for each in found if each.kind != "green") if len(found) > AT_MOST else tuple(found)


def _read(path: Path) -> Iterator[Land]:
    keyed = osmium.filter.KeyFilter(*_KEYS)
    for thing in osmium.FileProcessor(str(path)).with_areas(keyed).with_filter(keyed):
        name = thing.tags.get("name") or ""
        if isinstance(thing, osmium.osm.Area):
            kind = _kind_of_area(thing.tags)
            if kind is None:
                continue
            for outer in thing.outer_rings():
                yield Land(kind, name, (_line(outer), *map(_line, thing.inner_rings(outer))), below=False)
        elif isinstance(thing, osmium.osm.Way) and thing.tags.get("railway") in _RAILS:
            line = _line(each for each in thing.nodes if each.location.valid())
            if len(line) > 1:
                yield Land("rail", name, (line,), below=thing.tags.get("tunnel") not in {None, "no"})
        elif isinstance(thing, osmium.osm.Node) and thing.tags.get("railway") in _STOPS:
            yield Land("stop", name, (_line((thing,)),), below=False)


def _kind_of_area(tags: Any) -> LandKind | None:
    kinds = (kinds.get(tags.get(key) or "") for key, kinds in _AREAS.items())
    return next((kind for kind in kinds if kind is not None), None)


def _line(nodes: Any) -> tuple[Point, ...]:
    return tuple((round(each.lon, 6), round(each.lat, 6)) for each in nodes)
