"""What rules ask of drills: who takes part, who may know of it, what its crews' roads and promises are."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core.drill import Drill
from dispatch.core.reach import Query
from dispatch.core.vocabulary import EVERY_STATION, ClosureArea, Place
from dispatch.core.world import Incident, World
from stations.drills.model import DrillPlace, Lane
from stations.rules import Target


def drill_of(world: World, incident: Incident) -> Drill | None:
    """Return the drill that an incident belongs to; None for operations and for exercises outside any drill."""
    return world.drills.get(incident.drill) if incident.drill is not None else None


def may_be_sent(world: World, incident: Incident, unit: str) -> bool:
    """Whether a unit may get an order of this incident by itself: in a drill only who takes part and has not left."""
    if incident.drill is None:
        return True
    drill = world.drills.get(incident.drill)
    return drill is not None and takes_part(world, drill, unit)


def takes_part(world: World, drill: Drill, unit: str) -> bool:
    """Whether a unit takes part in a running drill now."""
    known = world.units.get(unit)
    if not drill.running or known is None or known.station in drill.left:
        return False
    return drill.by_choice or known.station in drill.plan.stations or unit in drill.plan.units


def named_stations(world: World, drill: Drill) -> tuple[str, ...]:
    """Return the stations that the plan names, by themselves or by a unit."""
    of_units = (world.units[unit].station for unit in drill.plan.units if unit in world.units)
    return tuple(dict.fromkeys((*drill.plan.stations, *of_units)))


def involved_stations(world: World, drill: Drill) -> tuple[str, ...]:
    """Return who has to do with it: the stations that are named, and those that had an order of it."""
    return tuple(dict.fromkeys((*named_stations(world, drill), *drill.ordered)))


def audience(world: World, drill: Drill) -> tuple[str, ...]:
    """Return which stations hear of it now: of one that is not announced nobody before it starts."""
    if drill.started_at is not None:
        return involved_stations(world, drill)
    if drill.plan.unannounced:
        return ()
    return (EVERY_STATION,) if drill.by_choice else named_stations(world, drill)


def visible_to(world: World, drill: Drill, station: str) -> bool:
    """Whether a station may know of a drill now."""
    heard = audience(world, drill)
    return station in heard or EVERY_STATION in heard or station in drill.attended


def running_of(world: World, station: str) -> Iterator[Drill]:
    """Yield the running drills that a station is in and has not left."""
    for key in world.running_drills:
        drill = world.drills[key]
        if station not in drill.left and station in involved_stations(world, drill):
            yield drill


def query_for(world: World, incident: Incident, *, place: Place | None = None, unit: str | None = None) -> Query:
    """Return the question who is near an incident, on the roads that hold for it."""
    return query_in(drill_of(world, incident), place or incident.place, unit=unit)


def query_in(drill: Drill | None, place: Place, *, unit: str | None = None) -> Query:
    """Return the question who is near a place; in a drill with its barred lanes and lost lifts."""
    if drill is None:
        return Query(place=place, unit=unit)
    return Query(place=place, unit=unit, lanes=drill.lanes, lift_lost=drill.lift_lost)


def targets_for(world: World, incident: Incident) -> tuple[Target, ...]:
    """Return the promises that an order of this incident starts: a drill's own in place of the district's."""
    drill = drill_of(world, incident)
    if drill is None or not drill.plan.targets:
        return world.settings.targets
    own = {target.name for target in drill.plan.targets}
    return (*drill.plan.targets, *(target for target in world.settings.targets if target.name not in own))


def place_of(place: DrillPlace) -> Place:
    """Return a plan's place in the hub's own words."""
    return Place(lon=place.lon, lat=place.lat, building=place.building, floor=place.floor, text=place.text)


def area_of(lane: Lane) -> ClosureArea:
    """Return what an inject blocks in the hub's own words."""
    return ClosureArea(way=lane.way, lon=lane.lon, lat=lane.lat, radius_m=lane.radius_m)
