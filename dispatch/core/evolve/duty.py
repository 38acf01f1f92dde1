"""Who is on post."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.world import World


def _duty_changed(world: World, event: ev.DutyChanged) -> World:
    off = world.off_duty.discard(event.unit) if event.on else world.off_duty.insert(event.unit, event.at)
    return replace(world, off_duty=off)


RULES: Rules = {
    ev.DutyChanged: _duty_changed,
}
