"""Giving an order: the assignment, the promises that start with it, and the miss that is foreseen already."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.decide.checks import excuse_for
from dispatch.core.decide.exercise import withdraw_station
from dispatch.core.decide.plans import plan_for
from dispatch.core.decide.stand import stand_of
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import targets_for
from dispatch.core.instant import Instant
from dispatch.core.reach import Candidate
from dispatch.core.reasons import NeededInOperation, OperationCalls, Reason, reason_fields
from dispatch.core.vocabulary import Call, TargetClock
from dispatch.core.world import Assignment, Incident, World
from stations.model import Station
from stations.rules import Whose, narrowest

LATEST = 64
"""So many of an incident's notes and reports stand in an order, the newest: no crew reads a thousand, no line carries
them. All are in the record and on the console."""

CALLS = 8
"""So many calls stand in an order; the rest are on the console."""


def assign(step: Step, incident_id: str, unit_id: str, travel: Candidate | None, *, because: Reason) -> str:
    """Give the order and start its clocks; a predicted miss is said with it. Returns the assignment's id."""
    incident = step.incident(incident_id)
    unit = step.world.units[unit_id]
    station = step.world.stations[unit.station]
    if not incident.exercise:
        step.attempt("drill", withdraw_station, unit.station, incident)
        step.attempt("drill", _leave_exercises, unit_id, incident)
        step.attempt("check", excuse_for, unit.station, OperationCalls(number=incident.number))
    key = step.new_id("asg")
    clocks = clocks_for(step.world, incident, station, step.now)
    step.emit_in(
        incident_id,
        ev.AssignmentAssigned,
        also=unit.station,
        assignment=key,
        unit=unit.id,
        station=unit.station,
        mode=unit.mode,
        eta_s=travel.eta_ms / 1000 if travel else None,
        legs=travel.legs if travel else None,
        **reason_fields(because),
        targets=clocks,
        number=incident.number,
        kind=incident.kind,
        place=incident.place,
        grade=incident.grade,
        trapped=incident.trapped,
        record=_record_so_far(step.world, incident),
        not_ready=step.not_ready(unit.station),
        stand=stand_of(step.world, incident.place.building, unit.mode),
        unit_name=unit.name,
    )
    if travel is not None:
        step.attempt("predicted_miss", _flag_predicted_miss, key, travel.eta_ms, clocks)
    return key


def _leave_exercises(step: Step, unit_id: str, incident: Incident) -> None:
    """An operation ends whatever the unit was drilling, so that nobody takes the one for the other."""
    for assignment in step.world.active_of_unit(unit_id):
        if assignment.exercise:
            needed = NeededInOperation(number=incident.number, incident=incident.id)
            step.emit_of(assignment, ev.AssignmentReleased, **reason_fields(needed))


def clocks_for(world: World, incident: Incident, station: Station, now: Instant) -> tuple[TargetClock, ...]:
    """Return the promises that an order to this station starts: of each name the narrowest that applies counts."""
    targets = [each for each in targets_for(world, incident) if station.kind in each.kinds]
    plan = plan_for(world, incident, now).name if any(each.plans for each in targets) else None
    applying = (
        target
        for target in targets
        if (not target.zones or station.zone in target.zones)
        and (not target.plans or plan in target.plans)
        and (target.whose == "anybody" or target.whose in _whose(world, incident, station))
    )
    return tuple(
        TargetClock(
            name=target.name,
            start=target.milestone_from,
            milestone=target.milestone_to,
            limit_s=target.limit_s,
            due_at=now.plus(target.limit_s * 1000) if target.milestone_from == "assigned" else None,
        )
        for target in narrowest(applying)
    )


def _whose(world: World, incident: Incident, station: Station) -> tuple[Whose, ...]:
    """Return whose the building is, seen from a station: its own is also one of its zone. Unknown is nobody's own."""
    key = incident.place.building
    if key is None:
        return ()
    if station.building == key:
        return ("own_building", "own_zone")
    building = world.buildings.get(key)
    return ("own_zone",) if building is not None and building.zone and building.zone == station.zone else ()


def _record_so_far(world: World, incident: Incident) -> ev.RecordSoFar:
    active = tuple(world.active_of(incident))
    building = incident.place.building
    return ev.RecordSoFar(
        alarms=incident.alarms,
        notes=incident.notes[-LATEST:],
        going=tuple(each.unit for each in active),
        opened_at=incident.opened_at,
        building=None if building is None else world.buildings.get(building),
        orders=tuple(_order_so_far(each) for each in active),
        flags=incident.flags,
        unread=incident.unread,
        signal_at=incident.signal_at,
        requests=tuple(replace(world.requests[key], note=None) for key in incident.requests),
        site=None if building is None else world.sites.get(building),
        reports=incident.reports[-LATEST:],
        offered_at=incident.offered_at,
        handed_over_at=incident.handed_over_at,
        calls=_calls(world, incident),
    )


def _calls(world: World, incident: Incident) -> tuple[Call, ...]:
    """Return what was said and by whom: the first call, and of the others the newest."""
    alarms = [world.alarms[key] for key in incident.alarms]
    said = [each for each in alarms if each.note or each.reporter]
    return tuple(
        Call(
            alarm=each.id,
            at=each.at,
            source=each.source,
            kind=each.kind,
            device=each.device,
            reporter=each.reporter,
            note=each.note,
        )
        for each in (said if len(said) <= CALLS else (said[0], *said[1 - CALLS :]))
    )


def _order_so_far(assignment: Assignment) -> ev.OrderSoFar:
    return ev.OrderSoFar(
        assignment=assignment.id,
        unit=assignment.unit,
        station=assignment.station,
        station_kind=assignment.station_kind,
        mode=assignment.mode,
        assigned_at=assignment.assigned_at,
        eta_s=assignment.eta_s,
        acknowledged_at=assignment.acknowledged_at,
        en_route_at=assignment.en_route_at,
        on_scene_at=assignment.on_scene_at,
        controlled_at=assignment.controlled_at,
        unit_name=assignment.unit_name,
    )


def _flag_predicted_miss(step: Step, key: str, eta_ms: int, clocks: tuple[TargetClock, ...]) -> None:
    """Say a miss that is foreseen. The earliest were sent already, so more orders would bring no arrival forward."""
    assignment = step.assignment(key)
    for clock in clocks:
        late_ms = eta_ms - clock.limit_s * 1000
        if clock.milestone == "on_scene" and clock.start == "assigned" and late_ms > 0:
            step.emit_of(
                assignment,
                ev.TargetWarned,
                target=clock.name,
                milestone=clock.milestone,
                limit_s=clock.limit_s,
                percent=0,
                predicted_late_s=late_ms / 1000,
            )
