"""What goes on beside stations that have no order."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.world import Nearby, World


def _informed(world: World, event: ev.ZoneInformed) -> World:
    told = Nearby(
        id=event.incident,
        number=event.number,
        kind=event.kind,
        grade=event.grade,
        place=event.place,
        at=event.at,
        exercise=event.exercise,
        stations=event.stations,
    )
    return replace(world, beside=world.beside.insert(told.id, told))


def _cleared(world: World, event: ev.ZoneCleared) -> World:
    return replace(world, beside=world.beside.discard(event.incident))


RULES: Rules = {ev.ZoneInformed: _informed, ev.ZoneCleared: _cleared}
