"""Green corridors: what came of telling the traffic side, written down as far as it is news."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.corridor import CorridorEnd
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach
from dispatch.core.world import Assignment, World
from stations.model import CrewKind, TravelMode

ENGINES: tuple[TravelMode, ...] = ("engine", "aerial")
BRIGADE: tuple[CrewKind, ...] = ("fire", "small")
ON_FOOT: TravelMode = "foot"


def is_for(world: World, assignment: Assignment) -> bool:
    """Whether an order's unit is one that gets a corridor: an engine, an aerial, any vehicle of the brigade."""
    vehicle = assignment.mode in world.settings.modes_for(ENGINES) or (
        assignment.station_kind in BRIGADE and assignment.mode != ON_FOOT
    )
    return vehicle and not assignment.exercise


def is_wanted(world: World, key: str) -> bool:
    """Whether a corridor is to be open for an assignment now."""
    assignment = world.assignments.get(key)
    if assignment is None or assignment.en_route_at is None or not is_for(world, assignment):
        return False
    return ended_by(world, key) is None


def ended_by(world: World, key: str) -> CorridorEnd | None:
    """Return why a corridor is not needed any more; None where nothing ended it."""
    assignment = world.assignments.get(key)
    incident = None if assignment is None else world.incidents.get(assignment.incident)
    if assignment is None or incident is None:
        return "incident_over"
    if assignment.on_scene_at is not None or assignment.controlled_at is not None:
        return "arrived"
    if assignment.ending is not None:
        return assignment.ending if incident.open else "incident_over"
    if not incident.open or incident.exercise or incident.test:
        return "incident_over"
    if not world.settings.corridor.url:
        return "switched_off"
    return None if incident.place.located else "no_way"


def note_way(step: Step, command: cmd.NoteCorridor, _reach: Reach) -> None:
    """A way is to be told, or was taken anew; of what is not wanted any more, or not open, it says nothing."""
    known = step.world.corridors.get(command.assignment)
    if known is None and not is_wanted(step.world, command.assignment):
        return
    step.emit_of(
        step.assignment(command.assignment),
        ev.CorridorOpened if known is None else ev.CorridorRenewed,
        junctions=command.junctions,
        length_m=command.length_m,
        eta_s=command.eta_s,
        valid_until=command.valid_until,
    )


def note_failed(step: Step, command: cmd.NoteCorridorFailed, _reach: Reach) -> None:
    """The traffic side did not take it. Said once, until it takes something again."""
    known = step.world.corridors.get(command.assignment)
    if known is None or known.failing_since is not None:
        return
    step.emit_of(
        step.assignment(known.id), ev.CorridorFailed, deed=command.deed, tries=command.tries, error=command.error
    )


def note_withdrawn(step: Step, command: cmd.NoteCorridorWithdrawn, _reach: Reach) -> None:
    """The traffic side heard that a way is not needed any more, or will not; ``no_way``: none leads there now."""
    known = step.world.corridors.get(command.assignment)
    if known is None:
        return
    no_way: CorridorEnd | None = "no_way" if command.no_way else None
    why = ended_by(step.world, known.id) or no_way
    if why is not None:
        step.emit_of(
            step.assignment(known.id), ev.CorridorWithdrawn, why=why, renewals=known.renewals, told=command.told
        )
