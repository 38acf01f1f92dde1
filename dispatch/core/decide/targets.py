"""Running promises: reminded of, missed, kept."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.deadline_keys import Meet
from dispatch.core.deadlines import settled_at, settled_milestones, target_due
from dispatch.core.decide.step import Step
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import TargetClock
from dispatch.core.world import Assignment


def warn(step: Step, assignment: Assignment, name: str, percent: int) -> None:
    """Say that so much of the time of a promise is gone."""
    clock = _clock(assignment, name)
    step.emit_of(
        assignment,
        ev.TargetWarned,
        target=name,
        milestone=clock.milestone,
        limit_s=clock.limit_s,
        percent=percent,
    )


def miss(step: Step, assignment: Assignment, name: str) -> None:
    """Say that a promise was not kept; of the first one, that nobody answers."""
    clock = _clock(assignment, name)
    due_at = target_due(assignment, clock)
    step.emit_of(
        assignment,
        ev.TargetMissed,
        target=name,
        milestone=clock.milestone,
        limit_s=clock.limit_s,
        fired_late_ms=0 if due_at is None else step.now - due_at,
    )
    if clock.milestone == "acknowledged" and settled_at(assignment, "acknowledged") is None:
        step.emit_of(assignment, ev.AssignmentNoAnswer)


def settle(step: Step, key: str, before: Assignment | None = None) -> None:
    """Write down each promise that the newest milestone kept, or kept late; each once.

    Once more where that came late and shows a promise to have been kept sooner than was known ``before``.
    """
    assignment = step.assignment(key)
    settled = settled_milestones(assignment)
    known = {} if before is None else settled_milestones(before)
    for clock in assignment.targets:
        reached, due = settled[clock.milestone], target_due(assignment, clock)
        if reached is None or due is None:
            continue
        if Meet(clock.name).text in assignment.fired and reached >= (known.get(clock.milestone) or reached):
            continue
        step.emit_of(
            assignment,
            ev.TargetMet,
            target=clock.name,
            milestone=clock.milestone,
            limit_s=clock.limit_s,
            took_ms=reached - due + clock.limit_s * 1000,
            late_ms=max(0, reached - due),
            heard_late_ms=_heard_late_ms(assignment, reached),
        )


def _heard_late_ms(assignment: Assignment, reached: Instant) -> int:
    """Return how much later than a milestone was reached the hub heard of it; of several pressed at once the first."""
    late = (each.at for each in assignment.reported_late if assignment.reached(each.milestone) == reached)
    return min(late, default=reached) - reached


def _clock(assignment: Assignment, name: str) -> TargetClock:
    return next(each for each in assignment.targets if each.name == name)
