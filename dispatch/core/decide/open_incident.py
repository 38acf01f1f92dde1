"""An incident that is still going on, for what can be done to no other."""

from __future__ import annotations

from dispatch.core.decide.step import Step
from dispatch.core.errors import WrongState
from dispatch.core.world import Incident


def open_incident(step: Step, key: str) -> Incident:
    """Return the incident. Raises `NotFound`, and `WrongState` where it is closed."""
    incident = step.incident(key)
    if not incident.open:
        raise WrongState(f"incident {incident.number} is closed ({incident.close_reason}); reopen it first")
    return incident
