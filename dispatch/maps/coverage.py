"""Coverage now: the roads and buildings that free crews reach within a time, as GeoJSON for a map to shade."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dispatch.core.instant import to_text
from dispatch.core.world import World
from dispatch.maps.cached_body import CachedBody, feature_collection
from dispatch.travel.road_times import RoadTravelTimes, access_of
from dispatch.writer.clock import Clock
from routing.arrays import Flags
from routing.coverage import Building, Reached, coverage
from routing.map.reached import reached_lines
from routing.model import Network, Spot
from routing.snapshot import Snapshot

KEPT_MS = 5_000
"""An answer this old is given again rather than worked out anew for everybody who moves; it says its age."""


class CoverageQuery(NamedTuple):
    """What is asked: who is where within so many seconds, by which mode of travel (None: by any)."""

    within_s: int
    mode: str | None


class CoverageMap:
    """Works out coverage, one query at a time in a worker thread, and keeps each answer for seconds."""

    def __init__(self, travel_times: RoadTravelTimes, clock: Clock) -> None:
        self._travel_times = travel_times
        self._clock = clock
        # The answers of the last seconds, each with when it was worked out (hub time, ms).
        self._kept: dict[CoverageQuery, tuple[int, CachedBody]] = {}
        # Held while one is worked out: who asks the same meanwhile gets that one.
        self._working = asyncio.Lock()

    async def get(self, query: CoverageQuery, world: World) -> CachedBody:
        """Return the coverage as GeoJSON: reached roads as one feature, then every registered building."""
        async with self._working:
            now = self._clock.now()
            self._kept = {key: kept for key, kept in self._kept.items() if now - kept[0] < KEPT_MS}
            if query not in self._kept:
                snapshot, free = self._travel_times.now()
                job = _Job(snapshot, self._travel_times.router.network, free, query, now)
                buildings = [
                    Building(each.name, Spot(each.lon, each.lat), access_of(each)) for each in world.buildings.values()
                ]
                self._kept[query] = (now, await asyncio.to_thread(job.work, buildings))
            return self._kept[query][1]


class _Job(NamedTuple):
    snapshot: Snapshot
    network: Network
    free: Flags
    query: CoverageQuery
    at_ms: int

    def work(self, buildings: list[Building]) -> CachedBody:
        at = datetime.fromtimestamp(self.at_ms / 1000, UTC)
        modes = tuple(self.snapshot.roster.posts) if self.query.mode is None else (self.query.mode,)
        lines = list(
            reached_lines(
                self.snapshot, self.network, at=at, within_s=self.query.within_s, modes=modes, eligible=self.free
            )
        )
        found = coverage(
            self.snapshot,
            buildings,
            at=at,
            within_s=(self.query.within_s,),
            floor="entrance",
            modes=modes,
            eligible=self.free,
        )
        features = [_roads(lines, self.query.within_s), *_buildings(found.reached, self.query.within_s)]
        return feature_collection(
            features, at=to_text(self.at_ms), within_s=self.query.within_s, covered=found.covered(self.query.within_s)
        )


def _roads(lines: list[tuple[tuple[float, float], ...]], within_s: int) -> dict[str, Any]:
    rounded = [[[round(lon, 6), round(lat, 6)] for lon, lat in line] for line in lines]
    return {
        "type": "Feature",
        "properties": {"what": "roads", "within_s": within_s},
        "geometry": {"type": "MultiLineString", "coordinates": rounded},
    }


def _buildings(reached: tuple[Reached, ...], within_s: int) -> Iterator[dict[str, Any]]:
    for each in reached:
        told: dict[str, Any] = {"what": "building", "id": each.building.access.id, "name": each.building.name}
        told["reached"] = each.within(within_s)
        if each.eta_ms is not None:
            told |= {"eta_s": round(each.eta_ms / 1000, 1), "unit": each.first, "mode": each.mode}
        position = [each.building.spot.lon, each.building.spot.lat]
        yield {"type": "Feature", "properties": told, "geometry": {"type": "Point", "coordinates": position}}
