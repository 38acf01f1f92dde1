"""Events of a drill for those who may know of it, and stations that leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.decide import neighbours
from dispatch.core.decide.closing import end_assignments
from dispatch.core.decide.help import end_help
from dispatch.core.decide.step import Step
from dispatch.core.drill import Drill
from dispatch.core.drill_queries import audience, named_stations, running_of
from dispatch.core.errors import NotFound
from dispatch.core.reasons import DrillDeserted, DrillOver, NeededInOperation, Reason, reason_fields
from dispatch.core.world import Incident


def find_drill(step: Step, key: str) -> Drill:
    """Return the drill. Raises `NotFound`."""
    found = step.world.drills.get(key)
    if found is None:
        raise NotFound(f"there is no drill {key}; list them with GET /api/v1/drills, old ones are in the ledger")
    return found


def emit_for_drill(
    step: Step, drill: Drill, kind: Callable[..., ev.DrillEvent], /, *, also: str | None = None, **fields: Any
) -> None:
    """Write down an event of a drill for those who may know of it: ``drill`` as it is, or will be after the event."""
    to = audience(step.world, drill)
    if also is not None and also not in to:
        to = (*to, also)
    step.emit(kind, to=to, drill=drill.id, **fields)


def withdraw_station(step: Step, station: str, operation: Incident) -> None:
    """Break running drills off for a station that an operation needs; its crews are free in the same decision."""
    for drill in tuple(running_of(step.world, station)):
        needed = NeededInOperation(number=operation.number, incident=operation.id)
        emit_for_drill(
            step,
            drill,
            ev.DrillBrokenOff,
            also=station,
            station=station,
            needed_in=operation.id,
            **reason_fields(needed),
        )
        release_from(step, drill, station, needed)
        end_if_all_left(step, drill.id)


def release_from(step: Step, drill: Drill, station: str, because: Reason) -> None:
    """Release every crew of a station from a drill."""
    for unit in step.world.units_of.get(station, ()):
        for assignment in step.world.active_of_unit(unit):
            incident = step.world.incidents[assignment.incident]
            if incident.drill == drill.id:
                step.emit_of(assignment, ev.AssignmentReleased, **reason_fields(because))


def end_if_all_left(step: Step, key: str) -> None:
    """End a drill that every station has left."""
    drill = step.world.drills[key]
    if not drill.by_choice and set(named_stations(step.world, drill)) <= set(drill.left):
        emit_for_drill(step, drill, ev.DrillBrokenOff, **reason_fields(DrillDeserted()))
        end_drill(step, step.world.drills[key], DrillDeserted())


def end_drill(step: Step, drill: Drill, because: Reason) -> None:
    """End a drill: its incidents close, everybody is released or called back."""
    emit_for_drill(step, drill, ev.DrillEnded, reason=because.text or None, because=because)
    for key in step.world.drills[drill.id].incidents:
        incident = step.world.incidents.get(key)
        if incident is not None and incident.open:
            over = DrillOver(drill=drill.id)
            step.emit_in(key, ev.IncidentClosed, reason="handled", note=over.text, because=over)
            end_help(step, incident, over)
            end_assignments(step, incident, over)
            neighbours.clear(step, key)


def started(step: Step, drill: Drill) -> Drill:
    """Return the drill as it is once it has started: from then on everybody who takes part hears of it."""
    return replace(drill, started_at=step.now)
