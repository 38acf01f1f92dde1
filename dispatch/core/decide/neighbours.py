"""Stations of one complex keep each other informed (同一区域互通信息): from the first minute, without an order."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import drill_of, involved_stations
from dispatch.core.indexes import in_building_key, zone_key
from dispatch.core.personal import without_text
from dispatch.core.world import Incident, World


def inform(step: Step, incident_id: str) -> None:
    """Tell the other stations of the building and its zone, once; of an exercise only who takes part in its drill."""
    incident = step.incident(incident_id)
    building = step.world.buildings.get(incident.place.building or "")
    if building is None or incident.test or incident.id in step.world.beside:
        return
    sent = step.involved(incident)
    near = (*_in(step.world, in_building_key(building.id)), *_in(step.world, zone_key(building.zone)))
    others = tuple(key for key in dict.fromkeys(near) if key not in sent and _may_hear(step.world, incident, key))
    if others:
        step.emit(
            ev.ZoneInformed,
            to=others,
            incident=incident.id,
            exercise=incident.exercise,
            stations=others,
            zone=building.zone,
            number=incident.number,
            kind=incident.kind,
            grade=incident.grade,
            place=without_text(incident.place),
        )


def clear(step: Step, incident_id: str) -> None:
    """Tell those who were told that it is over."""
    told = step.world.beside.get(incident_id)
    if told is not None:
        step.emit(
            ev.ZoneCleared, to=told.stations, incident=incident_id, exercise=told.exercise, stations=told.stations
        )


def _in(world: World, key: str) -> Iterator[str]:
    yield from world.stations_by.get(key, ())


def _may_hear(world: World, incident: Incident, station: str) -> bool:
    if not incident.exercise:
        return True
    drill = drill_of(world, incident)
    return drill is not None and station not in drill.left and station in involved_stations(world, drill)
