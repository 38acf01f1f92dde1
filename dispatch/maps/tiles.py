"""The district as maps draw it: roads, buildings and tiles, made once from the network in worker threads and kept.

Everything is made when it is first asked for and named by a hash (ETag), so that a page fetches it once for each
network. Nothing here is needed to dispatch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from dispatch.core.world import World
from dispatch.maps.building_features import building_features
from dispatch.maps.cached_body import CachedBody, cached_body, feature_collection
from dispatch.maps.land_features import land_features
from routing.map.footprints import Footprint, read_footprints
from routing.map.land import read_land
from routing.map.lines import RoadLine, road_lines
from routing.map.names import attribution, read_english_names
from routing.map.tiles import LAYER, MAX_ZOOM, Tiles, properties
from routing.map.ways import Ways
from routing.recent import Recent
from routing.router import Router

TILES_FROM_SEGMENTS = 50_000
"""Pieces of road from which a map is served in tiles: a page that loads a larger network whole starts too late."""

_TILES_KEPT = 512
_DECIMALS = 6
"""A tenth of a metre."""

T = TypeVar("T")


class Once(Generic[T]):
    """A value that is made in a worker thread when it is first asked for; who asks meanwhile waits for the same."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        # In a tuple, so that a value of None is one that was made.
        self._made: tuple[T] | None = None
        # Held while the value is made: the second to ask waits for the first.
        self._making = asyncio.Lock()

    async def get(self) -> T:
        """Return the value. Where making it fails, that is raised, and the next to ask makes it again."""
        async with self._making:
            if self._made is None:
                self._made = (await asyncio.to_thread(self._make),)
        return self._made[0]


class DistrictMap:
    """What is shown of one district's network and buildings."""

    def __init__(self, router: Router, roads_file: Path) -> None:
        self._router = router
        self._file = roads_file
        self._lines: Once[tuple[RoadLine, ...]] = Once(
            lambda: road_lines(router.network, router.snapshot.modes, read_english_names(roads_file))
        )
        self._footprints: Once[tuple[Footprint, ...]] = Once(lambda: read_footprints(roads_file))
        self._land: Once[CachedBody] = Once(lambda: feature_collection(land_features(read_land(roads_file))))
        self._style: Once[dict[str, Any]] = Once(self._describe)
        self._roads: CachedBody | None = None
        # Cuts tiles out of the road lines; made with the first tile.
        self._cutter: Tiles | None = None
        # By zoom, column and row.
        self._tiles: Recent[tuple[int, int, int], CachedBody] = Recent(_TILES_KEPT)
        # The registry's buildings that were drawn, and the drawing: a changed registry has another map of buildings.
        self._buildings: tuple[object, CachedBody] | None = None
        # Held while something is drawn: one worker thread at most.
        self._working = asyncio.Lock()
        self.ways: Once[Ways] = Once(lambda: Ways(router.network))

    @property
    def version(self) -> str:
        """The content hash of the network that is drawn."""
        return self._router.version

    async def style(self) -> dict[str, Any]:
        """Return which of the two road sources to use, and where the district lies."""
        return await self._style.get()

    async def roads(self) -> CachedBody:
        """Return all road lines as GeoJSON."""
        lines = await self._lines.get()
        async with self._working:
            if self._roads is None:
                self._roads = await asyncio.to_thread(feature_collection, map(_road_feature, lines))
        return self._roads

    async def tile(self, zoom: int, x: int, y: int) -> CachedBody:
        """Return one vector tile. Raises ValueError where there is no such address."""
        known = self._tiles.get((zoom, x, y))
        if known is not None:
            return known
        lines = await self._lines.get()
        async with self._working:  # one at a time: a page asks for twenty, and alarms want the other core
            if self._cutter is None:
                self._cutter = await asyncio.to_thread(Tiles, lines)
            cutter = self._cutter
            return await asyncio.to_thread(
                self._tiles.get_or_make, (zoom, x, y), lambda: cached_body(cutter.tile(zoom, x, y))
            )

    async def land(self) -> CachedBody:
        """Return the road file's water, green and railways as GeoJSON: no features where it knows none."""
        return await self._land.get()

    async def buildings(self, world: World) -> CachedBody:
        """Return the buildings of the registry and of the road file as GeoJSON polygons.

        In the order of their ids: a World has them in another one after each start, and the same map has one hash.
        """
        outlines = await self._footprints.get()
        async with self._working:
            if self._buildings is None or self._buildings[0] is not world.buildings:
                registered = sorted(world.buildings.values(), key=lambda each: each.id)
                made = await asyncio.to_thread(lambda: feature_collection(building_features(registered, outlines)))
                self._buildings = (world.buildings, made)
        return self._buildings[1]

    def _describe(self) -> dict[str, Any]:
        at_some_hour = next(iter(self._router.snapshot.modes.values())).timetable.at_some_hour
        lon, lat = at_some_hour.roads.lon, at_some_hour.roads.lat
        segments = self._router.network.graph.number_of_edges() // 2
        west, south, east, north = (
            round(float(each), _DECIMALS) for each in (lon.min(), lat.min(), lon.max(), lat.max())
        )
        return {
            "roads": "tiles" if segments >= TILES_FROM_SEGMENTS else "geojson",
            "segments": segments,
            "network": self.version,
            "bounds": [west, south, east, north],
            "center": [round(float(np.median(lon)), _DECIMALS), round(float(np.median(lat)), _DECIMALS)],
            "tiles": {"layer": LAYER, "minzoom": 0, "maxzoom": MAX_ZOOM},
            "attribution": attribution(self._file),
        }


def _road_feature(line: RoadLine) -> dict[str, Any]:
    points = [[round(lon, _DECIMALS), round(lat, _DECIMALS)] for lon, lat in line.points]
    return {
        "type": "Feature",
        "properties": properties(line),
        "geometry": {"type": "LineString", "coordinates": points},
    }
