"""``evolve(world, event) -> world``: what each event changes. Nothing is decided here and nothing can fail.

One function per event, found by its type, in a file per subject; the bookkeeping that follows from several events
(the indexes) stands once, in `put`.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve import (
    access,
    alarms,
    assignments,
    channels,
    checks,
    choice,
    clock,
    corridor,
    district,
    drills,
    duty,
    forwarding,
    hand_over,
    help as helping,
    incidents,
    neighbours,
    outage,
    outcome,
    scene,
    shelf,
    shift,
    signals,
    targets,
    whereabouts,
)
from dispatch.core.evolve.put import Rules
from dispatch.core.world import World

_RULES: Rules = {
    **alarms.RULES,
    **hand_over.RULES,
    **outcome.RULES,
    **incidents.RULES,
    **neighbours.RULES,
    **choice.RULES,
    **assignments.RULES,
    **targets.RULES,
    **channels.RULES,
    **corridor.RULES,
    **forwarding.RULES,
    **helping.RULES,
    **district.RULES,
    **duty.RULES,
    **checks.RULES,
    **drills.RULES,
    **access.RULES,
    **outage.RULES,
    **scene.RULES,
    **shelf.RULES,
    **shift.RULES,
    **signals.RULES,
    **whereabouts.RULES,
    **clock.RULES,
}


def evolve(world: World, event: ev.Event) -> World:
    """Return the World after ``event``, which must be the next one (its seq is the World's plus one)."""
    changed: World = _RULES[type(event)](world, event)
    return replace(changed, seq=event.seq, at=event.at)


def fold(events: Iterable[ev.Event], world: World | None = None) -> World:
    """Fold events, in order, onto a World (from nothing, where none is given)."""
    result = World() if world is None else world
    for event in events:
        result = evolve(result, event)
    return result
