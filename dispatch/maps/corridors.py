"""The way of a vehicle under way with the time at each junction, as the traffic side and the console read it (绿波).

A `GeoJSON <https://www.rfc-editor.org/rfc/rfc7946>`_ feature collection: the rest of the way as a line, and a point for
each junction ahead in the order in which the vehicle comes to them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dispatch.core.corridor import Corridor
from dispatch.core.instant import Instant, to_text
from dispatch.core.whereabouts import spot_of
from dispatch.core.world import Assignment, World
from dispatch.travel.road_times import RoadTravelTimes
from routing.model import Point

LAPSES_AFTER_MS = 60_000
"""The traffic side forgets a way so long after the vehicle was to be there, where nobody tells it anything."""

LEAST_RENEWALS = 4
"""… but not before so many renewals could have come."""


class Passage(NamedTuple):
    """A junction ahead, and when the vehicle is there."""

    spot: Point
    at: Instant
    street: str
    onto: str


class CorridorWay(NamedTuple):
    """The rest of a vehicle's way, worked out at ``now``.

    ``there_at``: when it is at the place; ``since``: from when on it goes along it, which is when it was last seen
    (``seen``), else when it left. ``length_m`` is in metres.
    """

    line: tuple[Point, ...]
    passages: tuple[Passage, ...]
    length_m: float
    there_at: Instant
    since: Instant
    seen: bool
    now: Instant

    @property
    def eta_s(self) -> float:
        """Seconds until it is at the place; 0 where it was to be there already."""
        return max(0.0, (self.there_at - self.now) / 1000)

    def differs(self, other: CorridorWay, least_s: float) -> bool:
        """Whether junctions are others, or the vehicle is at one of them so much earlier or later."""
        if [each.spot for each in self.passages] != [each.spot for each in other.passages]:
            return True
        times = zip(self._times(), other._times(), strict=True)
        return any(abs(one - two) >= least_s * 1000 for one, two in times)

    def _times(self) -> list[Instant]:
        return [*(each.at for each in self.passages), self.there_at]

    def valid_until(self, renew_every_s: int) -> Instant:
        """Return until when it holds if nothing more is said."""
        return max(self.there_at.plus(LAPSES_AFTER_MS), self.now.plus(LEAST_RENEWALS * renew_every_s * 1000))


class CorridorWays:
    """Works out ways on the roads as they are now."""

    def __init__(self, travel_times: RoadTravelTimes) -> None:
        self._travel_times = travel_times

    async def find(self, world: World, assignment: Assignment, now: Instant) -> CorridorWay | None:
        """Return the rest of a unit's way to its incident; None where none leads there."""
        incident = world.incidents[assignment.incident]
        left_at = assignment.en_route_at
        if left_at is None or not incident.place.located or assignment.unit not in world.units:
            return None
        route = await self._travel_times.way(assignment.unit, incident.place, at_ms=now)
        if route is None:
            return None
        seen_at = _seen_at(world, assignment.unit)
        seen = seen_at is not None and seen_at >= left_at
        since = seen_at if seen_at is not None and seen else left_at
        return CorridorWay(
            line=route.geometry,
            passages=tuple(
                Passage(each.point, since.plus(each.after_ms), each.street, each.onto) for each in route.junctions
            ),
            length_m=round(route.length_m, 1),
            there_at=since.plus(route.eta_ms - route.turnout_ms),
            since=since,
            seen=seen,
            now=now,
        )


def _seen_at(world: World, unit: str) -> Instant | None:
    """Return when a unit was where it counts from now; None where that is not its own word."""
    position = world.positions.get(unit)
    believed = None if position is None else position.believed
    if believed is None or spot_of(world, unit) != (believed.lon, believed.lat):
        return None
    return believed.at


def features(world: World, assignment: Assignment, way: CorridorWay) -> list[dict[str, Any]]:
    """Return a way as GeoJSON: the line, then the junctions ahead. Nothing says what the operation is about."""
    unit = world.units.get(assignment.unit)
    whose = {"corridor": assignment.id, "unit": assignment.unit}
    told = {
        **whose,
        "name": unit.name if unit is not None else assignment.unit,
        "mode": assignment.mode,
        "length_m": way.length_m,
        "eta_s": round(way.eta_s, 1),
        "arrives_at": to_text(way.there_at),
        "junctions": len(way.passages),
        "from": "position" if way.seen else "station",
        "since": to_text(way.since),
    }
    line = way.line if len(way.line) > 1 else way.line * 2  # a line has two ends
    points = [_junction(number, each, way.now, whose) for number, each in enumerate(way.passages, start=1)]
    return [_feature("LineString", [_spot(each) for each in line], told), *points]


def collection(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return features as one collection."""
    return {"type": "FeatureCollection", "features": found}


def standing(corridor: Corridor) -> dict[str, Any]:
    """Return what the console reads of a corridor beside its way."""
    return {
        "opened_at": to_text(corridor.opened_at),
        "valid_until": to_text(corridor.valid_until),
        "renewals": corridor.renewals,
        "failing_since": None if corridor.failing_since is None else to_text(corridor.failing_since),
    }


def _junction(number: int, passage: Passage, now: Instant, whose: dict[str, str]) -> dict[str, Any]:
    lon, lat = _spot(passage.spot)
    told = {
        **whose,
        "seq": number,
        "lon": lon,
        "lat": lat,
        "at": to_text(passage.at),
        "eta_s": round(max(0.0, (passage.at - now) / 1000), 1),
        "street": passage.street,
        "onto": passage.onto,
    }
    return _feature("Point", [lon, lat], told)


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _spot(point: Point) -> list[float]:
    return [round(point[0], 6), round(point[1], 6)]
