"""What cannot be right in a drill's plan, said so that its author can put it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from stations.drills.model import DrillPlan, Inject, Lane, Objective
from stations.rules import MILESTONES


def faults(plan: DrillPlan) -> tuple[str, ...]:
    """Return every fault of a plan as a sentence; none where it can be carried out."""
    return tuple(_faults(plan))


def inject_faults(inject: Inject) -> Iterator[str]:
    """Yield the faults of one inject."""
    if inject.effect == "lane_blocked" and not _names_a_lane(inject.lane):
        yield f"inject {inject.id}: lane_blocked needs lane with way, or with lon, lat and radius_m"
    if inject.effect == "second_fire" and inject.place is None:
        yield f"inject {inject.id}: second_fire needs place"
    if inject.effect == "leader_out" and inject.station is None:
        yield f"inject {inject.id}: leader_out needs station"
    if inject.effect == "trapped_more" and inject.trapped is None:
        yield f"inject {inject.id}: trapped_more needs trapped"
    if inject.effect == "told" and not inject.text:
        yield f"inject {inject.id}: told needs text"


def _faults(plan: DrillPlan) -> Iterator[str]:
    place = plan.place
    if place.building is None and place.text is None and (place.lon is None or place.lat is None):
        yield "place: give a building, or lon and lat, or at least text"
    yield from _twice("inject", (each.id for each in plan.injects))
    yield from _twice("objective", (each.id for each in plan.objectives))
    for inject in plan.injects:
        yield from inject_faults(inject)
    for objective in plan.objectives:
        yield from _objective_faults(objective)
    for target in plan.targets:
        if MILESTONES.index(target.milestone_from) >= MILESTONES.index(target.milestone_to):
            yield f"target {target.name}: {target.milestone_to} does not come after {target.milestone_from}"


def _objective_faults(objective: Objective) -> Iterator[str]:
    end = objective.milestone_to
    if (end is None) != (objective.limit_s is None):
        yield f"objective {objective.id}: a timed one has both milestone_to and limit_s; a judged one has neither"
    elif end is None and not objective.text:
        yield f"objective {objective.id}: what observers are to judge needs text"
    elif end is not None and MILESTONES.index(objective.milestone_from) >= MILESTONES.index(end):
        yield f"objective {objective.id}: {end} does not come after {objective.milestone_from}"


def _names_a_lane(lane: Lane | None) -> bool:
    if lane is None:
        return False
    circle = lane.lon is not None and lane.lat is not None and lane.radius_m is not None
    return (lane.way is not None) != circle


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    for key, count in Counter(ids).items():
        if count > 1:
            yield f"{what} {key} comes {count} times; give each an id of its own"
