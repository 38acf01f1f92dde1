"""What an operation ends at a post: a check that is running asks nothing of a crew that goes."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.decide.step import Step


def excuse_for(step: Step, station: str, reason: str) -> None:
    """Let a station's running check go in the same decision; a miss stays a miss, only its ladder ends."""
    key = step.world.checks_of.get(station)
    if key is None:
        return
    kind = ev.CheckExcused if step.world.checks[key].missed_at is None else ev.CheckEnded
    step.emit(kind, to=(station,), check=key, station=station, reason=reason)
