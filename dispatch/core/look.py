"""When a look ends: who was sent to look at a single detector has a limit to say what it is.

The limit (`stations.rules.Look`) runs from the first arrival: who is not there cannot say anything, and a clock from
the alarm would send the whole plan before anybody but the building's own crews could have looked. While nobody is there
it runs from when the first of those who answered was to be, by its promise or its travel time, whichever is earlier;
while nobody has answered, from the order. So silence always ends: NFPA 72 (positive alarm sequence) has the same two
steps, a short one to answer and a longer one to look.
"""

from __future__ import annotations

from dispatch.core.instant import Instant
from dispatch.core.scene import Said
from dispatch.core.world import Assignment, Incident, World


def look_ends_at(world: World, incident: Incident) -> Instant | None:
    """Return when the whole plan goes unless somebody says what it is; None where nobody is waited for."""
    since, limit_ms = incident.looking_since, world.settings.look.within_s * 1000
    if since is None or not limit_ms or not incident.open or incident.confirmed_at is not None:
        return None
    if incident.signal_at is not None or any(_tells(each.said) and each.at >= since for each in incident.reports):
        return None
    orders = world.assignments_of(incident)
    begins = [at for each in orders if (at := there_at(each)) is not None and at >= since]
    begins = begins or [_expected_at(each, since) for each in orders if each.active and _answered_at(each) is not None]
    ends = [each.ended_at for each in orders if each.ended_at is not None and _answered_at(each) is not None]
    due = min(begins).plus(limit_ms) if begins else max(since.plus(limit_ms), *ends, since)
    return _after_outages(world, incident, since, due)


def there_at(assignment: Assignment) -> Instant | None:
    """Return since when the hub knows an order's crew to be there; None where it is not."""
    return assignment.heard("on_scene") or assignment.heard("controlled")


def _answered_at(assignment: Assignment) -> Instant | None:
    return assignment.heard("acknowledged") or assignment.heard("en_route")


def _expected_at(assignment: Assignment, since: Instant) -> Instant:
    """Return when a crew that has answered is to be there: by its promise or its travel time, the earlier one."""
    promised = [each.due_at for each in assignment.targets if each.milestone == "on_scene" and each.due_at is not None]
    known = [*promised, *([assignment.foreseen_at] if assignment.foreseen_at is not None else ())]
    return max(min(known, default=since), _answered_at(assignment) or since, since)


def _tells(said: Said) -> bool:
    """Whether a report says what it is: trapped people or a blocked lane alone do not."""
    return said.saw is not None or said.under_control or said.out


def _after_outages(world: World, incident: Incident, since: Instant, due: Instant) -> Instant:
    """Let the end wait until people can be back, where the hub was away: nobody's word could have come in."""
    grace_ms = world.settings.outage.grace_s * 1000
    for away in incident.away:
        if since < away.until and away.away_from < due:
            due = max(due, away.until.plus(grace_ms))
    return due
