"""The end of a look: silence, or a word that tells nothing, sends the whole plan."""

from __future__ import annotations

from dispatch.core.decide.plans import is_suspected, plan_for
from dispatch.core.decide.response import confirm
from dispatch.core.decide.step import Step
from dispatch.core.instant import Instant
from dispatch.core.look import there_at
from dispatch.core.reach import Reach
from dispatch.core.reasons import CannotTell, NobodyLooked, NothingSaid, Reason
from dispatch.core.world import Incident, World


def end(step: Step, incident_id: str, reach: Reach) -> None:
    """Nobody said in time what it is: it is taken for a fire."""
    incident = step.incident(incident_id)
    confirm(step, incident_id, _why(step.world, incident, step.now), reach)


def cannot_tell(step: Step, incident_id: str, reach: Reach, *, who: str) -> None:
    """A crew looked and cannot tell: it is taken for a fire, unless another one has said that there is none."""
    if leaves_open(step.world, step.incident(incident_id), step.now):
        confirm(step, incident_id, CannotTell(who=who), reach)


def leaves_open(world: World, incident: Incident, now: Instant) -> bool:
    """Whether nobody has found out yet what a single detector means, so that only a look has gone."""
    denied = any(each.said.saw == "no_fire" for each in incident.reports)
    return not denied and not incident.test and is_suspected(incident, plan_for(world, incident, now))


def _why(world: World, incident: Incident, now: Instant) -> Reason:
    since = incident.looking_since or incident.opened_at
    arrived = ((at, each.unit) for each in world.assignments_of(incident) if (at := there_at(each)) and at >= since)
    first = min(arrived, default=None)
    if first is None:
        return NobodyLooked(seconds=(now - since) // 1000)
    return NothingSaid(unit=first[1], seconds=(now - first[0]) // 1000)
