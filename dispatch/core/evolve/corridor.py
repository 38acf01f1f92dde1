"""Green corridors: open from the event that says so until it is withdrawn."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.corridor import Corridor
from dispatch.core.evolve.put import Rules
from dispatch.core.world import World


def _put(world: World, corridor: Corridor) -> World:
    return replace(world, corridors=world.corridors.insert(corridor.id, corridor))


def _opened(world: World, event: ev.CorridorOpened) -> World:
    corridor = Corridor(
        id=event.assignment,
        unit=event.unit,
        station=event.station,
        opened_at=event.at,
        junctions=event.junctions,
        length_m=event.length_m,
        eta_s=event.eta_s,
        valid_until=event.valid_until,
    )
    return _put(world, corridor)


def _renewed(world: World, event: ev.CorridorRenewed) -> World:
    before = world.corridors[event.assignment]
    renewed = replace(
        before,
        junctions=event.junctions,
        length_m=event.length_m,
        eta_s=event.eta_s,
        valid_until=event.valid_until,
        renewals=before.renewals + 1,
        renewed_at=event.at,
        failing_since=None,
    )
    return _put(world, renewed)


def _failed(world: World, event: ev.CorridorFailed) -> World:
    return _put(world, replace(world.corridors[event.assignment], failing_since=event.at))


def _withdrawn(world: World, event: ev.CorridorWithdrawn) -> World:
    return replace(world, corridors=world.corridors.discard(event.assignment))


RULES: Rules = {
    ev.CorridorOpened: _opened,
    ev.CorridorRenewed: _renewed,
    ev.CorridorFailed: _failed,
    ev.CorridorWithdrawn: _withdrawn,
}
