"""What must hold of orders that people give: their words decide nothing, and what is not known wins nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.events import Event
from dispatch.core.instant import Instant
from dispatch.core.reasons import ByLadder
from dispatch.core.world import World
from dispatch.simulation.broken import expect
from stations.rules import WAITING_TRIGGERS


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


class Graces:
    """Holds the hub to what it said when it came back: nobody is judged before the grace is over, and a ladder goes on
    rung by rung.

    The distance of rungs is that of the moments for which they were due. They may act late and together: a rule
    failed, a start took seconds. `Invariants.fired` sees to it that nothing else is late.
    """

    def __init__(self) -> None:
        self._until: dict[str, Instant] = {}  # by order: until when it waits
        self._climbed: dict[str, tuple[int, Instant]] = {}  # by order that waited: its last rung's seconds, when due

    def see(self, world: World, event: Event) -> None:
        """Look at the next event; ``world`` is the one after its decision."""
        match event:
            case ev.IncidentHubAway():
                for each in event.orders:
                    self._until[each.assignment] = event.wait_until
                    self._climbed.pop(each.assignment, None)
            case ev.TargetMissed() | ev.LadderClimbed() if event.assignment in self._until:
                until = self._until[event.assignment]
                expect(event.at >= until, f"{event.seq} judges {event.assignment}, which waits until {until}")
                if isinstance(event, ev.LadderClimbed) and event.trigger in WAITING_TRIGGERS:
                    self._climb(world, event, until)
            case ev.AssignmentReleased() | ev.AssignmentRecalled() | ev.AssignmentDeclined():
                self._until.pop(event.assignment, None)
                self._climbed.pop(event.assignment, None)
            case _:
                return

    def _climb(self, world: World, event: ev.LadderClimbed, until: Instant) -> None:
        after_s, due_at = world.settings.ladder[event.rung].after_s, event.at.plus(-event.fired_late_ms)
        expect(due_at >= until, f"{event.seq} was due before {until}, until when {event.assignment} waits")
        before = self._climbed.get(event.assignment)
        self._climbed[event.assignment] = (after_s, due_at)
        if before is not None:
            gap_ms = 1000 * (after_s - before[0])
            expect(due_at - before[1] >= gap_ms, f"{event.seq} comes too soon after the rung before it")
