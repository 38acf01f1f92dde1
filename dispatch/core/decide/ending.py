"""How assignments end when nobody of the crew said so."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.world import Incident


def end_assignments(step: Step, incident: Incident, reason: str) -> None:
    """Release those who arrived; call back those who have not."""
    for assignment in tuple(step.world.active_of(incident)):
        arrived = assignment.on_scene_at is not None or assignment.controlled_at is not None
        step.emit_of(assignment, ev.AssignmentReleased if arrived else ev.AssignmentRecalled, reason=reason)
