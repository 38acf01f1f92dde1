"""Import of any OpenStreetMap extract: `.osm.pbf`, `.osm`, `.osm.gz`."""

from collections import Counter
from pathlib import Path
from typing import Any

import osmium

from routing import tags as osm
from routing.assembly import Sampler, Source, Way, assemble
from routing.errors import UnreadableRoadsError
from routing.model import Network, Point

_NOT_ROADS = frozenset(
    {
        *("construction", "proposed", "planned", "razed", "demolished", "abandoned", "disused", "no"),
        *(
            "platform",
            "rest_area",
            "services",
            "bus_stop",
            "elevator",
            "street_lamp",
            "raceway",
            "via_ferrata",
        ),
    }
)


def read_osm(path: Path, elevation: Sampler | None = None) -> Network:
    """Read an extract into the road model.

    Clipped ways are cut where their nodes are missing; bad tags are counted in the report and never fatal.
    Raises UnreadableRoadsError where the file is missing, damaged, or holds no road.
    """
    if not path.is_file():
        raise UnreadableRoadsError(f"{path}: there is no such file; put an OpenStreetMap extract there")
    try:
        source = _read(path)
    # osmium reports damage of every kind as a RuntimeError and names only some of them.
    except (RuntimeError, OSError) as error:
        raise UnreadableRoadsError(f"{path}: not a readable OpenStreetMap file ({error}); extract it again") from error
    if not source.ways:
        raise UnreadableRoadsError(
            f"{path}: no highway=* ways with positions in it; extract the roads with their nodes"
        )
    return assemble(source, elevation)


def _read(path: Path) -> Source:
    points: dict[int, Point] = {}
    barriers: dict[int, dict[str, str]] = {}
    source = Source(name=path.name, ways=[], points=points, barriers=barriers)
    reader = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.KeyFilter("highway", "barrier"))
    )
    for thing in reader:
        if isinstance(thing, osmium.osm.Way):
            _read_way(thing, source, points)
        elif isinstance(thing, osmium.osm.Node) and "barrier" in thing.tags:
            barriers[thing.id] = _kept(thing.tags)
    used = {node for way in source.ways for node in way.nodes}
    source.barriers = {node: tags for node, tags in barriers.items() if node in used}
    return source


def _read_way(thing: osmium.osm.Way, source: Source, points: dict[int, Point]) -> None:
    highway = thing.tags.get("highway")
    if highway is None:
        return
    source.ways_read += 1
    if highway in _NOT_ROADS:
        source.dropped[f"highway={highway}"] += 1
        return
    runs = _runs(thing, points, source.dropped)
    if not runs:
        source.dropped["way without two positions"] += 1
        return
    tags = _kept(thing.tags)
    source.ways.extend(Way(str(thing.id), run, tags) for run in runs)


def _runs(thing: osmium.osm.Way, points: dict[int, Point], dropped: Counter[str]) -> list[list[int]]:
    """Return the stretches of a way whose nodes are all in the extract, without repeated nodes."""
    runs: list[list[int]] = [[]]
    for node in thing.nodes:
        if not node.location.valid():
            dropped["node outside the extract"] += 1
            runs.append([])
            continue
        if runs[-1] and runs[-1][-1] == node.ref:
            dropped["node repeated"] += 1
            continue
        points[node.ref] = (node.lon, node.lat)
        runs[-1].append(node.ref)
    return [run for run in runs if len(run) > 1]


def _kept(tags: Any) -> dict[str, str]:
    return {tag.k: tag.v for tag in tags if osm.is_kept(tag.k)}
