"""Who would be where in time, now: the roads and buildings that free crews reach, as a map shades them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dispatch.core.instant import to_text
from dispatch.core.world import World
from dispatch.maps.tiles import Shown, shown_features
from dispatch.travel.road_times import RoadTravelTimes, access_of
from dispatch.writer.clock import Clock
from routing.arrays import Flags
from routing.coverage import Building, Reached, coverage
from routing.map.reached import reached_lines
from routing.model import Network, Spot
from routing.snapshot import Snapshot

KEPT_MS = 5_000
"""A shading this old is shown again rather than worked out anew for everybody who moves; it says its age."""


class Asked(NamedTuple):
    """A question: within how many seconds, and by which mode; None for any."""

    within_s: int
    mode: str | None


class Shading:
    """Works out what is shaded, one question at a time in a worker thread, and keeps each answer for seconds."""

    def __init__(self, travel_times: RoadTravelTimes, clock: Clock) -> None:
        self._travel_times = travel_times
        self._clock = clock
        self._kept: dict[Asked, tuple[int, Shown]] = {}
        self._working = asyncio.Lock()

    async def of(self, asked: Asked, world: World) -> Shown:
        """Return the shading as GeoJSON: reached roads as one feature, then every registered building."""
        async with self._working:
            now = self._clock.now()
            self._kept = {key: kept for key, kept in self._kept.items() if now - kept[0] < KEPT_MS}
            if asked not in self._kept:
                snapshot, free = self._travel_times.now()
                job = _Job(snapshot, self._travel_times.router.network, free, asked, now)
                buildings = [
                    Building(each.name, Spot(each.lon, each.lat), access_of(each)) for each in world.buildings.values()
                ]
                self._kept[asked] = (now, await asyncio.to_thread(job.work, buildings))
            return self._kept[asked][1]


class _Job(NamedTuple):
    snapshot: Snapshot
    network: Network
    free: Flags
    asked: Asked
    at_ms: int

    def work(self, buildings: list[Building]) -> Shown:
        at = datetime.fromtimestamp(self.at_ms / 1000, UTC)
        modes = tuple(self.snapshot.roster.posts) if self.asked.mode is None else (self.asked.mode,)
        lines = list(
            reached_lines(
                self.snapshot, self.network, at=at, within_s=self.asked.within_s, modes=modes, eligible=self.free
            )
        )
        found = coverage(
            self.snapshot,
            buildings,
            at=at,
            within_s=(self.asked.within_s,),
            floor="entrance",
            modes=modes,
            eligible=self.free,
        )
        features = [_roads(lines, self.asked.within_s), *_buildings(found.reached, self.asked.within_s)]
        return shown_features(
            features, at=to_text(self.at_ms), within_s=self.asked.within_s, covered=found.covered(self.asked.within_s)
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
