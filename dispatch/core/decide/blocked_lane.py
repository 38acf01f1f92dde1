"""A lane that a crew found blocked: closed for everybody, or for who is wider than what is left, until its time ends.

A lane of a drill is closed to the drill's crews alone. One that lies in the river, far from the incident or nowhere is
kept as it was said, flagged, and closes nothing.
"""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.decide.district import is_beyond
from dispatch.core.decide.places import is_no_fix
from dispatch.core.decide.step import Step
from dispatch.core.drill import BarredLane
from dispatch.core.indexes import distance_m
from dispatch.core.instant import Instant
from dispatch.core.reach import Closing
from dispatch.core.scene import BlockedLane
from dispatch.core.vocabulary import EVERY_STATION, ClosureArea, Flag, Place
from dispatch.core.world import Closure, Incident, World
from stations.datum import is_on_earth
from stations.model import TravelMode

LANE_RADIUS_M = 15.0
"""What is closed around the spot where a crew stands: a telephone knows it to about so much."""

LANE_WITHIN_M = 2000
"""A lane further from its incident was meant to be elsewhere."""

LANE_FOR_S = 1800
"""How long a lane stays closed where the crew could not tell."""


def area_of(lane: BlockedLane) -> ClosureArea | None:
    """Return what a lane would close; None where it names no place on earth."""
    if lane.lon is None or lane.lat is None:
        return None if lane.way is None else ClosureArea(way=lane.way)
    if is_no_fix(lane.lon, lane.lat) or not is_on_earth(lane.lon, lane.lat):
        return None
    return ClosureArea(lon=lane.lon, lat=lane.lat, radius_m=LANE_RADIUS_M)


def wrong_with(incident: Incident, lane: BlockedLane, closing: Closing | None) -> Flag | None:
    """Return why a lane closes nothing; None where it does."""
    area = area_of(lane)
    if area is None:
        return "lane_nowhere"
    away_m = distance_m(incident.place, _nearest(area, closing, incident.place))
    if away_m is not None and away_m > LANE_WITHIN_M:
        return "lane_far"
    if closing is not None and (is_beyond(closing) or not closing.pieces):
        return "lane_off_road"
    return None


def _nearest(area: ClosureArea, closing: Closing | None, place: Place) -> Place:
    """Return where a lane comes nearest to a place; of a way only the roads can tell."""
    box = None if closing is None else closing.box
    if box is None or place.lon is None or place.lat is None:
        return Place(lon=area.lon, lat=area.lat)
    west, south, east, north = box
    return Place(lon=min(max(place.lon, west), east), lat=min(max(place.lat, south), north))


def barred_ahead(world: World, incident: Incident, lane: BlockedLane | None, now: Instant) -> tuple[BarredLane, ...]:
    """Return the lane as what bars the ways of the very decision that closes it, under the id that it will have there.

    In a drill the report itself bars it; else the closure is the decision's second event. Whom a narrowing stops is not
    known before the roads are asked.
    """
    area = None if lane is None else area_of(lane)
    if lane is None or area is None or lane.narrows_to_m is not None or wrong_with(incident, lane, None) is not None:
        return ()
    if incident.drill is not None:
        return (BarredLane(id=f"lane-{world.seq + 1}", area=area),)
    if incident.exercise or _is_closed(world, area, (), lane, now):
        return ()
    return (BarredLane(id=f"clo-{world.seq + 2}", area=area),)


def stopped(lane: BlockedLane, closing: Closing | None) -> tuple[TravelMode, ...] | None:
    """Return for whom a lane is closed, empty for everybody; None where everybody still gets through."""
    if lane.narrows_to_m is None:
        return ()
    return (closing.wider if closing is not None else ()) or None


def close_lane(step: Step, lane: BlockedLane, report: str, closing: Closing | None) -> None:
    """Close a lane that nothing is wrong with to operations, unless it is closed as far and as long already."""
    area, modes = area_of(lane), stopped(lane, closing)
    if area is None or modes is None:
        return
    if _is_closed(step.world, area, modes, lane, step.now):
        return
    step.emit(
        ev.RoadClosed,
        to=(EVERY_STATION,),
        closure=step.new_id("clo"),
        area=area,
        modes=modes,
        until=step.now.plus(_for_s(lane) * 1000),
        pieces=None if closing is None else closing.pieces,
        report=report,
        narrows_to_m=lane.narrows_to_m,
    )


def _for_s(lane: BlockedLane) -> int:
    return lane.for_s or LANE_FOR_S


def _is_closed(world: World, area: ClosureArea, modes: tuple[TravelMode, ...], lane: BlockedLane, now: Instant) -> bool:
    """Whether a closure holds there already, as far, and for half of the time at least: every crew that comes by says
    the same."""
    until = now.plus(_for_s(lane) * 500)
    return any(_covers(each, area, modes, until) for each in world.closures.values())


def _covers(closure: Closure, area: ClosureArea, modes: tuple[TravelMode, ...], until: Instant) -> bool:
    if closure.until is not None and closure.until < until:
        return False
    if closure.modes and (not modes or not set(modes) <= set(closure.modes)):
        return False
    if area.way is not None or closure.area.way is not None:
        return area.way == closure.area.way
    away_m = distance_m(Place(lon=area.lon, lat=area.lat), Place(lon=closure.area.lon, lat=closure.area.lat))
    return away_m is not None and away_m <= LANE_RADIUS_M
