"""Who goes: the plan's needs, filled by earliest arrival from those who are free, on duty and able.

Everyone who was near is written down with what became of them, so that "why" has an answer without a new search.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.instant import Instant
from dispatch.core.reach import Candidate, Reach
from dispatch.core.vocabulary import Considered, Legs, TargetClock, Verdict
from dispatch.core.world import Incident, World
from stations.model import TRAVEL_MODES, Station, TravelMode, Unit
from stations.rules import DEFAULT_PLAN, Need, Plan

CONSIDERED_AT_MOST = 16
"""How many units a choice writes down."""

NO_LEGS = Legs(turnout_s=0, road_s=0, entrance_s=0, storeys_s=0)


def plan_for(world: World, incident: Incident) -> Plan:
    """Return the first plan that applies to the incident's kind, grade and building; else the default."""
    building = world.buildings.get(incident.place.building) if incident.place.building else None
    kind = building.kind if building else ""
    height_m = (building.height_m if building else None) or 0.0
    for plan in world.settings.plans:
        if plan.kinds and incident.kind not in plan.kinds:
            continue
        if plan.building_kinds and kind not in plan.building_kinds:
            continue
        if incident.grade >= plan.grade_from and height_m >= plan.height_from_m:
            return plan
    return DEFAULT_PLAN


def fits(world: World, unit: Unit, need: Need) -> bool:
    """Whether the unit is of the kind of station, mode and capabilities that the need names."""
    station = world.stations.get(unit.station)
    return (
        station is not None
        and (not need.station_kinds or station.kind in need.station_kinds)
        and (not need.modes or unit.mode in need.modes)
        and set(need.capabilities) <= set(unit.capabilities)
    )


def need_name(need: Need) -> str:
    """Return the words for a need: kinds of station, modes, capabilities."""
    return "+".join((*need.station_kinds, *need.modes, *need.capabilities)) or "any"


def choose(step: Step, incident_id: str, needs: Sequence[Need], reach: Reach, *, rule: str) -> list[str]:
    """Send the earliest free units that fill the needs; name what stays missing. Returns the new assignments' ids.

    Units that this incident has been given already are passed over. Raises `NeedMore`.
    """
    incident = step.incident(incident_id)
    tried = {each.unit for each in step.world.assignments_of(incident)}
    picked: dict[str, tuple[Candidate, Need]] = {}
    missing: list[tuple[Need, int]] = []
    for need in needs:
        found = _earliest(step.world, need, reach, tried | picked.keys())
        picked.update((candidate.unit, (candidate, need)) for candidate in found)
        if len(found) < need.count:
            missing.append((need, need.count - len(found)))
    step.emit_in(
        incident_id,
        ev.DispatchChosen,
        rule=rule,
        needs=tuple(need_name(need) for need in needs),
        considered=_considered(step.world, reach, picked, tried),
        network=reach.network,
        closures=reach.closures,
    )
    for need, count in missing:
        step.emit_in(
            incident_id, ev.DispatchShortfall, need=need_name(need), missing=count, why=_why_missing(incident, reach)
        )
    ordered = sorted((candidate for candidate, _ in picked.values()), key=lambda each: each.order)
    return [assign(step, incident_id, each.unit, each, reason=rule) for each in ordered]


def assign(step: Step, incident_id: str, unit_id: str, travel: Candidate | None, *, reason: str) -> str:
    """Give the order and start its clocks; a predicted miss is said with it. Returns the assignment's id."""
    incident = step.incident(incident_id)
    unit = step.world.units[unit_id]
    station = step.world.stations[unit.station]
    key = step.new_id("asg")
    clocks = clocks_for(step.world, station, step.now)
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
        reason=reason,
        targets=clocks,
        number=incident.number,
        kind=incident.kind,
        place=incident.place,
        grade=incident.grade,
        trapped=incident.trapped,
        record=_record_so_far(step.world, incident),
    )
    if travel is not None:
        _flag_predicted_miss(step, key, travel.eta_ms, clocks)
    return key


def clocks_for(world: World, station: Station, now: Instant) -> tuple[TargetClock, ...]:
    """Return the promises that an order to this station starts."""
    return tuple(
        TargetClock(
            name=target.name,
            start=target.milestone_from,
            milestone=target.milestone_to,
            limit_s=target.limit_s,
            due_at=now.plus(target.limit_s * 1000) if target.milestone_from == "assigned" else None,
        )
        for target in world.settings.targets
        if station.kind in target.kinds
    )


def is_free(world: World, unit_id: str) -> bool:
    """Whether the unit is known, on duty and bound by no assignment."""
    return unit_id in world.units and unit_id not in world.active_by_unit and unit_id not in world.off_duty


def _earliest(world: World, need: Need, reach: Reach, taken: set[str]) -> list[Candidate]:
    modes: tuple[TravelMode, ...] = tuple(mode for mode in TRAVEL_MODES if not need.modes or mode in need.modes)
    fitting = (
        candidate
        for candidate in reach.in_order(modes)
        if candidate.unit not in taken
        and is_free(world, candidate.unit)
        and fits(world, world.units[candidate.unit], need)
    )
    return list(islice(fitting, need.count))


def _considered(
    world: World, reach: Reach, picked: dict[str, tuple[Candidate, Need]], tried: set[str]
) -> tuple[Considered, ...]:
    seen = {each.unit: each for each in reach.around}
    seen.update((unit, candidate) for unit, (candidate, _) in picked.items())
    nearest = sorted(seen.values(), key=lambda each: (each.unit not in picked, *each.order))[:CONSIDERED_AT_MOST]
    return tuple(
        Considered(
            unit=each.unit,
            station=world.units[each.unit].station,
            eta_s=each.eta_ms / 1000,
            legs=each.legs,
            verdict=_verdict(world, each.unit, picked=each.unit in picked, tried=each.unit in tried),
        )
        for each in sorted(nearest, key=lambda each: each.order)
    )


def _verdict(world: World, unit: str, *, picked: bool, tried: bool) -> Verdict:
    if picked:
        return "chosen"
    if tried:
        return "tried"
    if unit in world.off_duty:
        return "off_duty"
    held = world.active_of_unit(unit)
    if any(each.no_answer_at is not None for each in held):
        return "no_answer"
    return "busy" if held else "not_needed"


def _why_missing(incident: Incident, reach: Reach) -> str:
    if not incident.place.located:
        return "unlocated"
    return "nobody_eligible" if reach.on_network else "off_network"


def _record_so_far(world: World, incident: Incident) -> ev.RecordSoFar:
    return ev.RecordSoFar(
        alarms=incident.alarms,
        notes=incident.notes,
        going=tuple(each.unit for each in world.active_of(incident)),
    )


def _flag_predicted_miss(step: Step, key: str, eta_ms: int, clocks: tuple[TargetClock, ...]) -> None:
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
