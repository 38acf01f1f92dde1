"""Import of a municipality's road lines: GeoJSON LineStrings whose attributes the district explains.

[roads]
file = "streets.geojson"
default_class = "residential"       # for a line without a class, or with one that `classes` does not know
[roads.fields]                      # which attribute means what; only `class` is usual, none is needed
id = "cnn"
class = "class_code"
name = "street_name"
[roads.classes]                     # from the attribute's values to OpenStreetMap's way classes
"1" = "motorway"
"5" = "residential"
[roads.oneways]                     # likewise to yes, -1, no
"F" = "yes"
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from routing.assembly import Sampler, Source, Way, assemble
from routing.errors import UnreadableRoadsError
from routing.model import Network, Point

if TYPE_CHECKING:
    from pyproj import Transformer

_TAG_OF = {
    "class": "highway",
    "name": "name",
    "oneway": "oneway",
    "speed": "maxspeed",
    "layer": "layer",
    "bridge": "bridge",
    "tunnel": "tunnel",
    "height": "maxheight",
    "width": "maxwidth",
    "weight": "maxweight",
    "access": "access",
}
FIELDS = frozenset({"id", "from", "to", *_TAG_OF})
"""What `[roads.fields]` may name. `from` and `to` are ids of the line's end junctions; without them lines
meet where their ends have the same coordinates (to a tenth of a metre). Speeds are in km/h unless the value
says otherwise."""

_WGS84 = ("CRS84", "4326")


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What the attributes of a municipality's lines mean."""

    fields: Mapping[str, str] = {}
    classes: Mapping[str, str] = {}
    oneways: Mapping[str, str] = {}
    default_class: str = "residential"


def read_geojson(path: Path, meaning: Meaning, elevation: Sampler | None = None) -> Network:
    """Read road lines (`.geojson`, `.json`, either also `.gz`) into the road model.

    Lines join at their ends only. Raises UnreadableRoadsError where the file is missing, is no
    FeatureCollection of lines, or `meaning` names a field of its own invention.
    """
    unknown = sorted(meaning.fields.keys() - FIELDS)
    if unknown:
        raise UnreadableRoadsError(
            f"roads.fields: {unknown[0]!r} means nothing here; known are {', '.join(sorted(FIELDS))}"
        )
    collection = _load(path)
    reader = _Reader(path, meaning, _projection(collection, path))
    for feature in collection["features"]:
        reader.read(feature)
    if not reader.source.ways:
        raise UnreadableRoadsError(f"{path}: there is no LineString in it; export the road centre lines")
    return assemble(reader.source, elevation)


class _Reader:
    """Turns features into ways, giving junctions their ids as they come."""

    def __init__(self, path: Path, meaning: Meaning, project: Transformer | None) -> None:
        self._points: dict[int, Point] = {}
        self.source = Source(name=path.name, ways=[], points=self._points)
        self._meaning = meaning
        self._project = project
        self._junctions: dict[object, int] = {}

    def read(self, feature: Any) -> None:
        self.source.ways_read += 1
        properties = feature.get("properties") if isinstance(feature, dict) else None
        properties = properties if isinstance(properties, dict) else {}
        lines = list(_lines(feature))
        if not lines:
            self.source.dropped["feature without a line"] += 1
            return
        tags = self._tags(properties)
        way = self._field(properties, "id") or str(self.source.ways_read)
        for part, line in enumerate(lines):
            points = self._positions(line)
            if points is None:
                self.source.dropped["line without two readable positions"] += 1
                continue
            # Only the outer ends of a line in several parts have names.
            start = self._field(properties, "from") if part == 0 else None
            end = self._field(properties, "to") if part == len(lines) - 1 else None
            first, last = self._junction(start, points[0]), self._junction(end, points[-1])
            self.source.ways.append(Way(way, [first, *self._inner(points[1:-1]), last], tags))

    def _field(self, properties: Mapping[str, Any], field: str) -> str | None:
        attribute = self._meaning.fields.get(field)
        value = properties.get(attribute) if attribute else None
        if value is None or value == "":
            return None
        # A column of whole numbers with gaps becomes floats in many exports; 5.0 means 5.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    def _tags(self, properties: Mapping[str, Any]) -> dict[str, str]:
        given = {field: self._field(properties, field) for field in _TAG_OF}
        tags = {_TAG_OF[field]: value for field, value in given.items() if value is not None}
        tags["highway"] = self._class(tags.get("highway"))
        if "oneway" in tags:
            tags["oneway"] = self._meaning.oneways.get(tags["oneway"], tags["oneway"])
        for key in ("bridge", "tunnel"):
            if tags.get(key, "").lower() in {"0", "false", "n"}:
                del tags[key]
        return tags

    def _class(self, value: str | None) -> str:
        if value is None:
            self.source.assumed[f"no class, taken for {self._meaning.default_class}"] += 1
        elif value in self._meaning.classes:
            return self._meaning.classes[value]
        elif not self._meaning.classes:
            return value
        else:
            self.source.assumed[f"class {value!r} taken for {self._meaning.default_class}"] += 1
        return self._meaning.default_class

    def _positions(self, line: Any) -> list[Point] | None:
        try:
            array = np.array([position[:2] for position in line], dtype=np.float64)
        except (TypeError, ValueError):
            return None
        if array.ndim != 2 or len(array) < 2 or not np.isfinite(array).all():  # noqa: PLR2004 - a line has two ends
            return None
        if self._project is not None:
            array = np.column_stack(self._project.transform(array[:, 0], array[:, 1]))
        rounded = np.round(array, 7)
        kept = np.concatenate(([True], np.any(np.diff(rounded, axis=0) != 0, axis=1)))
        if not kept[1:].any() or np.abs(rounded[:, 1]).max() > 90:  # noqa: PLR2004 - the poles
            return None
        return [(lon, lat) for lon, lat in rounded[kept].tolist()]

    def _junction(self, name: str | None, at: Point) -> int:
        """Return the node of a line's end, known by its name or by its place."""
        key: object = name if name is not None else (round(at[0], 6), round(at[1], 6))
        node = self._junctions.get(key)
        if node is None:
            node = self._junctions[key] = self._new(at)
        return node

    def _inner(self, points: list[Point]) -> Iterator[int]:
        for point in points:
            yield self._new(point)

    def _new(self, at: Point) -> int:
        node = len(self._points) + 1
        self._points[node] = at
        return node


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        collection = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise UnreadableRoadsError(f"{path}: not a readable GeoJSON file ({error}); export it again") from error
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        cure = "export the roads as one"
        if isinstance(collection, dict) and "elements" in collection:
            cure = "this is Overpass's own JSON; ask it for [out:xml] and name the file roads.osm"
        raise UnreadableRoadsError(f"{path}: is no GeoJSON FeatureCollection; {cure}")
    return collection


def _lines(feature: Any) -> Iterator[Any]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return
    if geometry.get("type") == "LineString":
        yield coordinates
    elif geometry.get("type") == "MultiLineString":
        yield from coordinates


def _projection(collection: Mapping[str, Any], path: Path) -> Transformer | None:
    """Return how to reach WGS-84 where an old-style `crs` member names another system; RFC 7946 knows only
    one."""
    member = collection.get("crs")
    name = str(member.get("properties", {}).get("name", "")) if isinstance(member, dict) else ""
    if not name or name.endswith(_WGS84):
        return None
    # The library of projections: only who has roads in another system waits for it.
    from pyproj import Transformer  # noqa: PLC0415 - see above
    from pyproj.exceptions import CRSError  # noqa: PLC0415 - see above

    try:
        return Transformer.from_crs(name, "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise UnreadableRoadsError(f"{path}: unknown coordinate system {name!r}; export in WGS-84") from error
