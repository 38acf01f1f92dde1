"""What a district's `[roads]` table says: which file, how to read it, which modes, which speeds at which
hour.

    [roads]
    file = "roads.osm.pbf"
    elevation = "dem.tif"                # GeoTIFF or ASCII grid, optional
    elevation_ground_cells = 5           # for a surface model (SRTM, Copernicus): takes roofs down to the ground
    elevation_crs = "EPSG:32648"         # where the elevation model does not say it itself
    speeds_file = "speeds.toml"          # found by recorded trips: see `routing.speeds_file`
    [roads.modes.engine]                 # any field of a mode; see `routing.modes`
    keeps_oneway = false
    speeds_kmh = { residential = 20, pedestrian = 8, track = false }
    [roads.modes.mini]                   # a vehicle of its own, on the model of another
    base = "engine"
    height_m = 2.1
    [[roads.speeds]]                     # rush hour; see `routing.speeds`
    classes = ["primary", "secondary"]
    hours = "Mo-Fr 07:30-09:00,17:30-19:00"
    factor = 0.6

    [roads.vertical]                     # see `routing.vertical`
    stairs_s_per_floor = 13

For a GeoJSON file `fields`, `classes`, `oneways` and `default_class` explain the attributes; see
`routing.geojson`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from routing.errors import ModeError, RoadsError
from routing.geojson import Meaning, read_geojson
from routing.model import Network
from routing.modes import Mode, modes_from
from routing.osm import read_osm
from routing.speeds import SpeedRule, speed_rules_from
from routing.speeds_file import with_speeds_file
from routing.vertical import VerticalRules, vertical_from

if TYPE_CHECKING:
    from routing.elevation import Elevation

_KNOWN = frozenset(
    {
        *("file", "elevation", "elevation_crs", "elevation_ground_cells", "modes", "speeds", "vertical"),
        *Meaning.__struct_fields__,
    }
)


class RoadSetup(msgspec.Struct, frozen=True):
    """The roads of a district as they are to be used."""

    network: Network
    modes: Mapping[str, Mode]
    speed_rules: tuple[SpeedRule, ...]
    vertical: VerticalRules


def read_roads(file: Path, table: Mapping[str, Any]) -> RoadSetup:
    """Read a district's road file as its `[roads]` table says; paths in it are beside the road file.

    Raises a RoadsError that names the file or the entry and says what to do.
    """
    table = with_speeds_file(file.parent, table)
    unknown = sorted(table.keys() - _KNOWN)
    if unknown:
        raise RoadsError(f"roads.{unknown[0]} means nothing here; known are {', '.join(sorted(_KNOWN))}")
    modes = modes_from(_tables(table, "modes"))
    speed_rules = speed_rules_from(table.get("speeds", ()))
    vertical = vertical_from(_table(table, "vertical"))
    elevation = _elevation(file.parent, table)
    if ".geojson" in file.suffixes or ".json" in file.suffixes:
        network = read_geojson(file, _meaning(table), elevation)
    else:
        network = read_osm(file, elevation)
    return RoadSetup(network, modes, speed_rules, vertical)


def _tables(table: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    tables = _table(table, key)
    if not all(isinstance(entry, Mapping) for entry in tables.values()):
        raise ModeError(f"roads.{key} must hold tables, such as [roads.{key}.engine]")
    return tables


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = table.get(key, {})
    if not isinstance(inner, Mapping):
        raise ModeError(f"roads.{key} must be a table: [roads.{key}]")
    return inner


def _elevation(folder: Path, table: Mapping[str, Any]) -> Elevation | None:
    if "elevation" not in table:
        return None
    # The libraries of pictures and projections: only who has a model of the ground waits for them.
    from routing.elevation import read_elevation  # noqa: PLC0415 - see above

    model = read_elevation(folder / str(table["elevation"]), table.get("elevation_crs"))
    cells = table.get("elevation_ground_cells", 1)
    if not isinstance(cells, int) or cells < 1 or cells % 2 == 0:
        raise RoadsError(f"roads.elevation_ground_cells must be an odd number of cells, not {cells!r}; 5 is usual")
    return model.ground(cells)


def _meaning(table: Mapping[str, Any]) -> Meaning:
    given = {key: table[key] for key in Meaning.__struct_fields__ if key in table}
    try:
        return msgspec.convert(given, Meaning)
    except msgspec.ValidationError as error:
        raise RoadsError(f"roads: {error}") from error
