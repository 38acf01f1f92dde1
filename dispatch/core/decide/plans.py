"""What an incident needs: the plan that applies, and what of it is still to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from dispatch.core.decide.hours import covers
from dispatch.core.instant import Instant
from dispatch.core.world import Incident, World
from stations.capabilities import is_relative, made_concrete, meets
from stations.helpers import HelperKind
from stations.kinds import is_rescue
from stations.model import MICRO_KINDS, Building, Unit
from stations.rules import DEFAULT_PLAN, Need, Plan


def plan_for(world: World, incident: Incident, now: Instant) -> Plan:
    """Return the plan that applies: the building's own (一楼一策), else its zone's, else the district's or default.

    For a rescue only those that name its kind, where there are any.
    """
    building = world.buildings.get(incident.place.building) if incident.place.building else None
    applying = _applying(world.settings.plans, world, incident, building, now)
    named = [plan for plan in applying if plan.kinds] if is_rescue(incident.kind) else None
    return _concrete(min(named or applying, key=_breadth, default=DEFAULT_PLAN), incident, building)


def _concrete(plan: Plan, incident: Incident, building: Building | None) -> Plan:
    """Return the plan with the figures of the incident's place where it asks for a reach to its building or floor."""
    if not any(map(_is_relative, (*plan.needs, *plan.suspected))):
        return plan
    height_m, storeys = (building.height_m, building.storeys) if building is not None else (None, None)
    at = partial(made_concrete, height_m=height_m, storeys=storeys, floor=incident.place.floor)

    def here(need: Need) -> Need:
        return replace(need, capabilities=at(need.capabilities), prefers=at(need.prefers))

    return replace(plan, needs=tuple(map(here, plan.needs)), suspected=tuple(map(here, plan.suspected)))


def _is_relative(need: Need) -> bool:
    return any(map(is_relative, need.capabilities)) or any(map(is_relative, need.prefers))


def helpers_for(world: World, incident: Incident, now: Instant) -> dict[HelperKind, str]:
    """Return the help that is due by plan, each kind with the plan that names it.

    Of needs the first plan that applies counts; of helpers each does: who shuts the gas is wanted at any grade.
    """
    building = world.buildings.get(incident.place.building) if incident.place.building else None
    rescue, found = is_rescue(incident.kind), dict[HelperKind, str]()
    asking = [plan for plan in world.settings.plans if plan.helpers and (plan.kinds or not rescue)]
    for plan in _applying(asking, world, incident, building, now):
        found |= {kind: plan.name for kind in plan.helpers if kind not in found}
    return found


def is_suspected(incident: Incident, plan: Plan) -> bool:
    """Whether only a look is due for now: one detector is all there is, or all that came is late.

    Who says that people are trapped has seen them.
    """
    suspected = bool(plan.suspected) and not incident.trapped
    return incident.confirmed_at is None and (suspected or incident.signal_at is not None)


def open_needs(world: World, incident: Incident, plan: Plan) -> list[Need]:
    """Return what the plan asks for now, less what has a standing order already."""
    wanted = _look(incident, plan) if is_suspected(incident, plan) else plan.needs
    free = [world.units[each.unit] for each in world.active_of(incident) if each.unit in world.units]
    missing: list[Need] = []
    for need in wanted:
        serving = [unit for unit in free if fits(world, unit, need)][: need.count]
        free = [unit for unit in free if unit not in serving]
        if len(serving) < need.count:
            missing.append(replace(need, count=need.count - len(serving)))
    return missing


LATE_LOOK = Need(count=1, station_kinds=MICRO_KINDS, first="building")
"""Who looks after a late signal: a gateway that brings yesterday's states at once must not take every crew."""


def _look(incident: Incident, plan: Plan) -> tuple[Need, ...]:
    return plan.suspected if incident.signal_at is None else (LATE_LOOK,)


def fits(world: World, unit: Unit, need: Need) -> bool:
    """Whether the unit is of the kind of station, mode and capabilities that the need names."""
    station = world.stations.get(unit.station)
    return (
        station is not None
        and (not need.station_kinds or station.kind in need.station_kinds)
        and (not need.modes or unit.mode in need.modes or world.settings.modes.get(unit.mode) in need.modes)
        and (not need.capabilities or meets(need.capabilities, unit.capabilities))
    )


def need_name(need: Need) -> str:
    """Return the words for a need: kinds of station, modes, capabilities."""
    return "+".join((*need.station_kinds, *need.modes, *need.capabilities)) or "any"


def _applying(
    plans: Iterable[Plan], world: World, incident: Incident, building: Building | None, now: Instant
) -> list[Plan]:
    """Return which of the plans apply, in their order."""
    kind, grade = incident.kind, incident.grade
    return [
        plan
        for plan in plans
        if grade >= plan.grade_from  # most plans fall out here, without a call
        and (not plan.kinds or kind in plan.kinds)
        and _fits_place(world, plan, incident, building, now)
    ]


def _fits_place(world: World, plan: Plan, incident: Incident, building: Building | None, now: Instant) -> bool:
    height_m = (building.height_m if building else None) or 0.0
    floor = incident.place.floor
    return (
        (not plan.building_kinds or (building is not None and building.kind in plan.building_kinds))
        and (not plan.buildings or (building is not None and building.id in plan.buildings))
        and (not plan.zones or (building is not None and building.zone in plan.zones))
        and height_m >= plan.height_from_m
        and (plan.floor_from is None or (floor is not None and floor >= plan.floor_from))
        and covers(plan.hours, now, world.settings.timezone)
    )


def _breadth(plan: Plan) -> int:
    """Rank a plan: for single buildings, for zones, for all. Of equals the first counts."""
    return 0 if plan.buildings else 1 if plan.zones else 2
