"""Where units are, when they will be there, and where they are posted."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_assignment
from dispatch.core.world import Position, Sighting, Standby, World


def _position(world: World, event: ev.UnitPosition) -> World:
    """Keep what was heard last, and what is believed: the newest position that can be."""
    at = event.occurred_at or event.at
    before = world.positions.get(event.unit)
    if event.doubt is None:
        believed: Sighting | None = Sighting(lon=event.lon, lat=event.lat, at=at, accuracy_m=event.accuracy_m)
    else:
        believed = None if before is None else before.believed
    if event.doubt == "late" and before is not None:
        return world
    position = Position(
        lon=event.lon,
        lat=event.lat,
        at=at,
        heard_at=event.at,
        accuracy_m=event.accuracy_m,
        doubt=event.doubt,
        believed=believed,
    )
    return replace(world, positions=world.positions.insert(event.unit, position))


def _stale(world: World, event: ev.UnitPositionStale) -> World:
    position = world.positions.get(event.unit)
    if position is None:
        return world
    stale = replace(position, doubt="stale", believed=None)
    return replace(world, positions=world.positions.insert(event.unit, stale))


def _estimated(world: World, event: ev.ArrivalEstimated) -> World:
    order = world.assignments[event.assignment]
    return put_assignment(world, replace(order, eta_s=event.eta_s, estimated_at=event.at))


def _posted(world: World, event: ev.StandbyPosted) -> World:
    standby = Standby(
        unit=event.unit,
        lon=event.place.lon or 0.0,
        lat=event.place.lat or 0.0,
        place=event.place,
        from_at=event.from_at,
        until_at=event.until_at,
        by=event.by,
        reason=event.reason,
    )
    return replace(world, standbys=world.standbys.insert(event.unit, standby))


def _begun(world: World, event: ev.StandbyBegun) -> World:
    standby = world.standbys.get(event.unit)
    if standby is None:
        return world
    return replace(world, standbys=world.standbys.insert(event.unit, replace(standby, begun_at=event.at)))


def _ended(world: World, event: ev.StandbyEnded) -> World:
    return replace(world, standbys=world.standbys.discard(event.unit))


RULES: Rules = {
    ev.UnitPosition: _position,
    ev.UnitPositionStale: _stale,
    ev.ArrivalEstimated: _estimated,
    ev.StandbyPosted: _posted,
    ev.StandbyBegun: _begun,
    ev.StandbyEnded: _ended,
}
