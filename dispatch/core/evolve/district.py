"""Roads, hydrants and the registry."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.duty import post_of, put_post
from dispatch.core.evolve.put import Rules, nothing
from dispatch.core.evolve.signals import with_tables
from dispatch.core.indexes import moved, station_keys
from dispatch.core.world import Closure, HydrantNow, World
from stations.model import Unit


def _road_closed(world: World, event: ev.RoadClosed) -> World:
    closure = Closure(
        id=event.closure,
        area=event.area,
        modes=event.modes,
        until=event.until,
        by=event.by,
        at=event.at,
        reason=event.reason,
        report=event.report,
        narrows_to_m=event.narrows_to_m,
    )
    return replace(world, closures=world.closures.insert(closure.id, closure))


def _road_opened(world: World, event: ev.RoadOpened) -> World:
    return replace(world, closures=world.closures.remove(event.closure))


def _hydrant_changed(world: World, event: ev.HydrantChanged) -> World:
    now = HydrantNow(works=event.works, at=event.at, by=event.by, incident=event.incident)
    return replace(world, hydrants=world.hydrants.insert(event.hydrant, now))


def _registry_changed(world: World, event: ev.RegistryChanged) -> World:
    stations, index, buildings = world.stations, world.stations_by, world.buildings
    for station in event.stations:
        index = moved(index, station.id, station_keys(stations.get(station.id)), station_keys(station))
        stations = stations.insert(station.id, station)
    for building in event.buildings:
        buildings = buildings.insert(building.id, building)
    for key in event.dropped_stations:
        index = moved(index, key, station_keys(stations.get(key)), set())
        stations = stations.discard(key)
    for key in event.dropped_buildings:
        buildings = buildings.discard(key)
    helpers = world.helpers
    for helper in event.helpers:
        helpers = helpers.insert(helper.id, helper)
    for key in event.dropped_helpers:
        helpers = helpers.discard(key)
    sites = world.sites
    for site in event.sites:
        sites = sites.insert(site.building, site)
    for key in (*event.dropped_sites, *event.dropped_buildings):
        sites = sites.discard(key)
    settings = world.settings if event.settings is None else event.settings
    world = replace(
        world,
        settings=settings,
        stations=stations,
        stations_by=index,
        buildings=buildings,
        helpers=helpers,
        sites=sites,
    )
    world = with_tables(world, event)
    return _put_units(_put_rosters(world, event), event.units, event.dropped_units)


def _put_rosters(world: World, event: ev.RegistryChanged) -> World:
    """Replace rosters; a shift is expected of a new one only from then on, and a dropped station has no post."""
    rosters = world.rosters
    for roster in event.rosters:
        rosters = rosters.insert(roster.station, roster)
        settled_at = max(event.at, post_of(world, roster.station).settled_at)
        world = put_post(world, roster.station, settled_at=settled_at)
    for key in (*event.dropped_rosters, *event.dropped_stations):
        rosters = rosters.discard(key)
    posts = world.posts
    for key in event.dropped_stations:
        posts = posts.discard(key)
    return replace(world, rosters=rosters, posts=posts)


def _put_units(world: World, put: Iterable[Unit], dropped: Iterable[str]) -> World:
    """Replace units and keep the index of units by station true."""
    units, by_station = world.units, world.units_of
    for key in (*(unit.id for unit in put), *dropped):
        before = units.get(key)
        if before is not None:
            units = units.remove(key)
            rest = tuple(other for other in by_station[before.station] if other != key)
            by_station = by_station.insert(before.station, rest) if rest else by_station.remove(before.station)
    for unit in put:
        units = units.insert(unit.id, unit)
        by_station = by_station.insert(unit.station, tuple(sorted((*by_station.get(unit.station, ()), unit.id))))
    return replace(world, units=units, units_of=by_station)


RULES: Rules = {
    ev.RoadClosed: _road_closed,
    ev.RoadOpened: _road_opened,
    ev.HydrantChanged: _hydrant_changed,
    ev.RegistryChanged: _registry_changed,
    ev.HubClockDrift: nothing,
    ev.RecordLost: nothing,
}
