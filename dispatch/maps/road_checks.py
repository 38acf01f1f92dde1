"""What the hub's roads lack for its district, worked out again where the registry changed."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from dispatch.core.world import World
from dispatch.travel.road_check import RoadCheck, check_roads
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.processor import CommandProcessor

PLACES = 500
"""So many street places are asked for beside the hub's own work; the command line asks for more."""


class RoadChecks:
    """The newest check, kept for as long as stations, units and buildings are the same. For worker threads."""

    def __init__(self, processor: CommandProcessor, travel_times: RoadTravelTimes) -> None:
        self._processor = processor
        self._travel_times = travel_times
        self._newest: tuple[World, RoadCheck] | None = None
        # Held while one is worked out: who asks the same meanwhile gets that one.
        self._working = Lock()

    def look(self, at: datetime | None = None) -> RoadCheck:
        """Return the check; with ``at`` it holds each mode's share of street places, which takes seconds once."""
        with self._working:
            world, newest = self._processor.durable, self._newest
            if newest is not None and _same(newest[0], world) and (at is None or newest[1].shares):
                return newest[1]
            found = check_roads(
                self._travel_times.router,
                world.stations.values(),
                world.units.values(),
                world.buildings.values(),
                at=at,
                street_places=PLACES,
            )
            self._newest = world, found
            return found


def _same(one: World, other: World) -> bool:
    return one.stations is other.stations and one.units is other.units and one.buildings is other.buildings
