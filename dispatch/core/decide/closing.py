"""How assignments end when nobody of the crew said so, and what is said when the last one has ended."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.reasons import Reason, reason_fields
from dispatch.core.world import Incident

ANYBODY = "any"
"""The need of an incident that everybody left."""


def end_assignments(step: Step, incident: Incident, because: Reason) -> None:
    """Release those who arrived; call back those who have not."""
    for assignment in tuple(step.world.active_of(incident)):
        arrived = assignment.on_scene_at is not None or assignment.controlled_at is not None
        step.emit_of(assignment, ev.AssignmentReleased if arrived else ev.AssignmentRecalled, **reason_fields(because))


def flag_unattended(step: Step) -> None:
    """Name it where a decision leaves an open incident with no unit and nothing missing: it must not be forgotten.

    Whether it is over or needs somebody else is for a person to say. Tests need nobody.
    """
    for key in dict.fromkeys(event.incident for event in step.events):
        incident = step.world.incidents.get(key) if key is not None else None
        if incident is None or not incident.open or incident.test or incident.shortfalls:
            continue
        if step.world.unattended(incident):
            step.emit_in(incident.id, ev.DispatchShortfall, need=ANYBODY, missing=1, why="nobody_left")
