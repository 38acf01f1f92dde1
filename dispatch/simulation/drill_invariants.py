"""What must always hold of drills: nothing of an exercise touches operations, and nobody hears of one too early."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.events import Event
from dispatch.core.world import World
from dispatch.simulation.broken import expect

_AFTERWARDS = (ev.DrillArchived, ev.IncidentArchived, ev.IncidentErased)
"""All that may still happen to a drill that was signed off: what was said may be erased, which scores nothing."""


def check_drills(before: World, world: World, events: Sequence[Event]) -> None:
    """Check everything about drills that a decision's events touched."""
    for event in events:
        _check_addressed(world, event)
        _check_signed(before, event)
        if isinstance(event, ev.DrillEvent):
            expect(event.exercise, f"{event.seq} of {event.drill} is no exercise")
        if isinstance(event, ev.ChannelCalled | ev.RoadClosed | ev.RoadOpened):
            expect(not event.exercise, f"{event.seq}: an exercise left the house or closed a road")
        if isinstance(event, ev.DispatchChosen) and not event.exercise:
            lanes = {lane.id for drill in world.drills.values() for lane in drill.lanes}
            expect(lanes.isdisjoint(event.closures), f"{event.seq} chose around a drill's lane")
        if isinstance(event, ev.AssignmentAssigned):
            _check_ordered(world, event)


def _check_ordered(world: World, event: ev.AssignmentAssigned) -> None:
    """An operation's order leaves no exercise to its unit; a drill's goes to nobody who has left it."""
    held = world.active_of_unit(event.unit)
    mixed = {each.exercise for each in held}
    expect(len(mixed) <= 1, f"{event.unit} has orders of an operation and of an exercise: {[each.id for each in held]}")
    for key in world.running_drills:
        drill = world.drills[key]
        for station in drill.left:
            units = world.units_of.get(station, ())
            bound = [each for unit in units for each in world.active_of_unit(unit) if each.incident in drill.incidents]
            expect(not bound, f"{station} has left {key} and still has {[each.id for each in bound]}")


def _check_addressed(world: World, event: Event) -> None:
    """No station hears of a drill that is not announced before it starts."""
    if not isinstance(event, ev.DrillEvent) or event.drill not in world.drills:
        return
    drill = world.drills[event.drill]
    if drill.plan.unannounced and drill.started_at is None:
        expect(event.to == (), f"{event.seq} gives {event.drill} away to {event.to}")


def _check_signed(before: World, event: Event) -> None:
    """What was signed off stays as it was."""
    incident = before.incidents.get(event.incident or "")
    key = event.drill if isinstance(event, ev.DrillEvent) else incident.drill if incident is not None else None
    drill = before.drills.get(key) if key is not None else None
    if drill is not None and drill.over_at is not None:
        expect(isinstance(event, _AFTERWARDS), f"{event.seq} changes {drill.id}, which is {drill.state}")
