"""The hub's own time: that it parts from the machine's clock, and that it is put right again."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach


def note_drift(step: Step, command: cmd.NoteDrift, _reach: Reach) -> None:
    """Write down that the wall clock went another way."""
    step.emit(ev.HubClockDrift, drift_ms=command.drift_ms)


def restate(step: Step, command: cmd.RestateClock, _reach: Reach) -> None:
    """Go on at the right time, which is this decision's own, where hub time is ahead of it."""
    if step.now < step.world.at:
        step.emit(ev.ClockRestated, before=step.world.at, month=command.month, last_number=command.last_number)
