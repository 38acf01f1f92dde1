"""What must hold of orders that people give: their words decide nothing, and what is not known wins nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.events import Event
from dispatch.core.reasons import ByLadder
from dispatch.core.world import World
from dispatch.simulation.broken import expect


def check_ladder_units(before: World, world: World, events: Sequence[Event]) -> None:
    """Of a decision only the orders of a choice that a rung made count as the ladder's, whatever anybody wrote."""
    sent: Counter[str] = Counter()
    rung = False
    for event in events:
        if isinstance(event, ev.DispatchChosen):
            rung = isinstance(event.because, ByLadder)
        elif isinstance(event, ev.AssignmentAssigned) and rung:
            sent[event.incident] += 1
    for key in dict.fromkeys(event.incident for event in events if event.incident in world.incidents):
        known = before.incidents.get(key or "")
        count = sent[key or ""] + (known.ladder_units if known is not None else 0)
        found = world.incidents[key or ""].ladder_units
        expect(found == count, f"the ladder sent {count} units to {key}, and {found} are counted")


def check_proposal(world: World, event: Event) -> None:
    """Nobody is turned around for a gain over a travel time that is not known."""
    if isinstance(event, ev.DispatchProposed):
        left = [world.assignments[move.assignment] for move in event.moves if move.assignment is not None]
        unknown = [each.id for each in left if each.eta_s is None]
        expect(not unknown, f"{event.proposal} would end {unknown}, of whom nobody knows how long they take")
