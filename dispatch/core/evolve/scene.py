"""What crews saw."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_incident
from dispatch.core.scene import CONTRADICTED, Report
from dispatch.core.world import World


def _scene_reported(world: World, event: ev.SceneReported) -> World:
    incident = world.incidents[event.incident]
    report = Report(
        id=event.report,
        at=event.at,
        by=event.by,
        said=event.said,
        assignment=event.assignment,
        unit=event.unit,
        flags=event.flags,
        contradicts=event.contradicts,
        advice=event.advice,
        occurred_at=event.occurred_at,
    )
    flags = incident.flags
    if CONTRADICTED in event.flags and CONTRADICTED not in flags:
        flags = (*flags, CONTRADICTED)
    world = put_incident(world, replace(incident, reports=(*incident.reports, report), flags=flags))
    drill = world.drills.get(incident.drill) if incident.drill is not None else None
    if event.bars is None or drill is None:
        return world
    return replace(world, drills=world.drills.insert(drill.id, replace(drill, lanes=(*drill.lanes, event.bars))))


RULES: Rules = {ev.SceneReported: _scene_reported}
