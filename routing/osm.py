"""Import of any OpenStreetMap extract: `.osm.pbf`, `.osm`, `.osm.gz`, in whatever order its objects stand.

Ways and relations are read first, then the nodes that the roads need, then, only where a relation draws a square, the
ways of its outline. So a file with its ways before their nodes (Overpass), with negative ids or with objects marked as
deleted (JOSM) says the same as one that a server wrote.
"""

import bz2
import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast
from xml.etree import ElementTree as ET

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
_MISSING_AT_MOST = 0.5
"""The share of positions beyond which the file is no clipped extract but a broken one."""

_CHUNK = 1 << 20


def read_osm(path: Path, elevation: Sampler | None = None) -> Network:
    """Read an extract into the road model.

    Clipped ways are cut where their nodes are missing; bad tags are named in the report and never fatal.
    Raises UnreadableRoadsError where the file is missing, damaged, cut off, or holds no road.
    """
    if not path.is_file():
        raise UnreadableRoadsError(f"{path}: there is no such file; put an OpenStreetMap extract there")
    try:
        _require_whole(path)
        source = _Extract(path).read()
    # osmium reports damage of every kind as a RuntimeError and names only some of them.
    except (RuntimeError, osmium.InvalidLocationError, OSError, EOFError, zlib.error, ET.ParseError) as error:
        raise UnreadableRoadsError(f"{path}: not a readable OpenStreetMap file ({error}); extract it again") from error
    if not source.ways:
        raise UnreadableRoadsError(
            f"{path}: no highway=* ways with positions in it; extract the roads with their nodes"
        )
    return assemble(source, elevation)


class _Extract:
    """One file while it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._points: dict[int, Point] = {}
        self._barriers: dict[int, dict[str, str]] = {}
        self._lines: list[tuple[str, list[int], dict[str, str]]] = []
        self._outlines: dict[int, list[tuple[str, dict[str, str]]]] = {}
        self._turns: list[tuple[str, str, int]] = []
        self._deleted = _marked_deleted(path)
        self.source = Source(name=path.name, ways=[], points=self._points, barriers=self._barriers)

    def read(self) -> Source:
        """Return what the file says. Raises RuntimeError or UnreadableRoadsError where it cannot be read."""
        reader = osmium.FileProcessor(str(self._path), osmium.osm.WAY | osmium.osm.RELATION)
        for thing in self._there(reader.with_filter(osmium.filter.KeyFilter("highway", "type"))):
            if isinstance(thing, osmium.osm.Way):
                self._read_way(thing)
            else:
                self._read_relation(thing)
        self._read_outlines()
        wanted = {node for _, nodes, _ in self._lines for node in nodes}
        self._read_nodes(wanted)
        self._require_positions(wanted)
        self._make_ways()
        self._name_turns()
        self._name_unjoined()
        return self.source

    def _there(self, things: Iterable[Any]) -> Iterator[Any]:
        """Yield the objects that are there, naming ways and relations that are marked as deleted."""
        for thing in things:
            kind = type(thing).__name__.lower()
            if not thing.deleted and (not self._deleted or (kind, thing.id) not in self._deleted):
                yield thing
            elif kind != "node":
                self.source.dropped.note(f"{kind} marked as deleted", str(thing.id))

    def _read_way(self, thing: Any) -> None:
        highway = thing.tags.get("highway")
        if highway is None:
            return
        self.source.ways_read += 1
        if highway in _NOT_ROADS:
            self.source.dropped[f"highway={highway}"] += 1
            return
        self._lines.append((str(thing.id), self._nodes_of(thing), _kept(thing.tags)))

    def _nodes_of(self, thing: Any) -> list[int]:
        """Return a way's nodes, and take their positions where the way itself holds them (Overpass: out geom)."""
        nodes = list(thing.nodes)
        if nodes and nodes[0].location.valid():
            self._points.update((node.ref, (node.lon, node.lat)) for node in nodes if node.location.valid())
        return [node.ref for node in nodes]

    def _read_relation(self, thing: Any) -> None:
        """Note a square that a multipolygon draws, and a turn restriction that nothing here obeys."""
        kind, highway = thing.tags.get("type", ""), thing.tags.get("highway")
        if kind == "multipolygon" and highway is not None and highway not in _NOT_ROADS:
            square = f"relation/{thing.id}", {**_kept(thing.tags), "area": "yes"}
            for member in thing.members:
                if member.type == "w":
                    self._outlines.setdefault(member.ref, []).append(square)
        elif kind.startswith("restriction"):
            exempt = thing.tags.get("except", "").split(";")
            starts = [member.ref for member in thing.members if member.role == "from"]
            if starts and "emergency" not in exempt:
                rule = next((tag.v for tag in thing.tags if tag.k.startswith("restriction")), kind)
                self._turns.append(
                    (f"turn restriction {rule.split('@')[0].strip()}", f"relation/{thing.id}", starts[0])
                )

    def _read_outlines(self) -> None:
        """Take the ways that draw squares as lines of the square, unless they are roads themselves."""
        if not self._outlines:
            return
        self.source.ways_read += len({key for squares in self._outlines.values() for key, _ in squares})
        roads = {way for way, _, _ in self._lines}
        for thing in self._there(osmium.FileProcessor(str(self._path), osmium.osm.WAY)):
            if thing.id not in self._outlines or str(thing.id) in roads:
                continue
            nodes = self._nodes_of(thing)
            self._lines.extend((key, nodes, tags) for key, tags in self._outlines[thing.id])

    def _read_nodes(self, wanted: set[int]) -> None:
        if min(wanted, default=0) >= 0:
            self._read_located(wanted)
        missing = wanted - self._points.keys()
        if missing:
            self._read_one_by_one(missing)

    def _require_positions(self, wanted: set[int]) -> None:
        """Raise UnreadableRoadsError where so many positions are missing that the file is no clipped extract."""
        missing = len(wanted) - len(self._points)
        if missing > _MISSING_AT_MOST * len(wanted):
            raise UnreadableRoadsError(
                f"{self._path}: {missing} of the {len(wanted)} positions of its roads are not in the file: it is cut "
                "off, or was saved without its nodes; extract it again (in Overpass: out body; >; out skel qt;)"
            )

    def _read_located(self, wanted: set[int]) -> None:
        """Let osmium keep the positions, and look only at nodes with a sign or a barrier one by one."""
        reader = osmium.FileProcessor(str(self._path), osmium.osm.NODE).with_locations()
        positions: Any = reader.node_location_storage
        for thing in self._there(reader.with_filter(osmium.filter.KeyFilter(*osm.NODE_KEYS))):
            if thing.id in wanted:
                self._barriers[thing.id] = _kept(thing.tags)
        gone = {key for kind, key in self._deleted if kind == "node"}
        for node in sorted(wanted - gone):
            try:
                location = positions.get(node)
            except KeyError:
                continue
            if location.valid():
                self._points[node] = (location.lon, location.lat)

    def _read_one_by_one(self, wanted: set[int]) -> None:
        """Look at all nodes: osmium finds no positions of negative ids, nor where the nodes are in no order."""
        for thing in self._there(osmium.FileProcessor(str(self._path), osmium.osm.NODE)):
            if thing.id in wanted and thing.location.valid():
                self._points[thing.id] = (thing.lon, thing.lat)
                tags = _kept(thing.tags)
                if not osm.NODE_KEYS.isdisjoint(tags):
                    self._barriers[thing.id] = tags

    def _make_ways(self) -> None:
        for way, nodes, tags in self._lines:
            runs = self._runs(way, nodes)
            if not runs:
                self.source.dropped.note("way without two positions", way)
            self.source.ways.extend(Way(way, run, tags) for run in runs)

    def _runs(self, way: str, nodes: list[int]) -> list[list[int]]:
        """Return the stretches of a way whose nodes are all in the extract, without repeated nodes."""
        runs: list[list[int]] = [[]]
        for node in nodes:
            if node not in self._points:
                self.source.dropped.note("node outside the extract", way)
                runs.append([])
            elif runs[-1] and runs[-1][-1] == node:
                self.source.dropped.note("node repeated", way)
            else:
                runs[-1].append(node)
        return [run for run in runs if len(run) > 1]

    def _name_turns(self) -> None:
        here = {way.id for way in self.source.ways}
        for what, relation, start in self._turns:
            if str(start) in here:
                self.source.not_read.note(what, f"{start} by {relation}")

    def _name_unjoined(self) -> None:
        """Name ways that end at the very place of another node: they look like one street and are joined to nothing."""
        first: dict[Point, int] = {}
        doubled = {at for node, at in self._points.items() if first.setdefault(at, node) != node}
        for way in self.source.ways if doubled else ():
            if not doubled.isdisjoint((self._points[way.nodes[0]], self._points[way.nodes[-1]])):
                self.source.not_read.note("end at another node's place, which it is not joined to", way.id)


def _marked_deleted(path: Path) -> frozenset[tuple[str, int]]:
    """Return the kinds and ids of what an editor's file marks with action="delete"; none in any other file."""
    if not _is_xml(path):
        return frozenset()
    with _opened(path) as file:
        if not _holds(file, b"action="):
            return frozenset()
    with _opened(path) as file:
        found: set[tuple[str, int]] = set()
        for _, element in ET.iterparse(file, events=("end",)):  # noqa: S314 - expat bounds expansions itself
            if element.get("action") == "delete" and element.tag in {"node", "way", "relation"}:
                found.add((element.tag, int(element.get("id", "0"))))
            if element.tag in {"node", "way", "relation"}:
                element.clear()
        return frozenset(found)


def _require_whole(path: Path) -> None:
    """Raise UnreadableRoadsError where Overpass ran out of time or memory, and wrote what it had until then."""
    if not _is_xml(path):
        return
    with _opened(path) as file:
        if _holds(file, b"<remark>"):
            raise UnreadableRoadsError(
                f"{path}: Overpass gave up before the end (see <remark> in the file), roads are missing in it; ask for "
                "less at a time, or with a longer [timeout:…]"
            )


def _is_xml(path: Path) -> bool:
    return bool({".osm", ".xml"}.intersection(path.suffixes)) and ".pbf" not in path.suffixes


def _opened(path: Path) -> IO[bytes]:
    match path.suffix:
        case ".gz":
            return cast("IO[bytes]", gzip.open(path, "rb"))
        case ".bz2":
            return cast("IO[bytes]", bz2.open(path, "rb"))
    return path.open("rb")


def _holds(file: IO[bytes], word: bytes) -> bool:
    """Tell whether a word stands in a file, read in portions."""
    rest = b""
    while chunk := file.read(_CHUNK):
        if word in rest + chunk:
            return True
        rest = chunk[-len(word) :]
    return False


def _kept(tags: Any) -> dict[str, str]:
    return {tag.k: osm.kept_value(tag.k, tag.v) for tag in tags if osm.is_kept(tag.k)}
