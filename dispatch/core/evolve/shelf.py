"""Sources of alarms that are set aside for a time."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.shelf import Shelf
from dispatch.core.world import World


def _shelved(world: World, event: ev.SourceShelved) -> World:
    shelf = Shelf(
        source=event.source,
        building=event.building,
        until=event.until,
        reason=event.reason,
        by=event.by,
        at=event.at,
    )
    return replace(world, shelved=world.shelved.insert(event.source, shelf))


def _unshelved(world: World, event: ev.SourceUnshelved) -> World:
    return replace(world, shelved=world.shelved.discard(event.source))


RULES: Rules = {
    ev.SourceShelved: _shelved,
    ev.SourceUnshelved: _unshelved,
}
