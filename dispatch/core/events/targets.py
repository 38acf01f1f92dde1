"""Running promises, and the ladder that acts when they are not kept."""

from __future__ import annotations

from typing import Literal

from dispatch.core.events.base import AssignmentEvent


class TargetEvent(AssignmentEvent, frozen=True, kw_only=True):
    """About one running promise; ``limit_s`` seconds until ``milestone``."""

    target: str
    milestone: str
    limit_s: int


class TargetSet(TargetEvent, frozen=True, kw_only=True, tag="target.set"):
    """A promise that did not come with the order begins now: ``start`` is what of the order is reached with that."""

    start: str


class TargetWarned(TargetEvent, frozen=True, kw_only=True, tag="target.warned"):
    """``percent`` of the time is gone (50, 80), or the prediction is beyond the limit (0, said with the order)."""

    percent: int
    predicted_late_s: float | None = None


class TargetMissed(TargetEvent, frozen=True, kw_only=True, tag="target.missed"):
    """The limit passed. ``fired_late_ms``: how late the hub itself noticed."""

    fired_late_ms: int


class TargetMet(TargetEvent, frozen=True, kw_only=True, tag="target.met"):
    """The milestone came after ``took_ms``; ``late_ms`` is 0 where it was in time.

    ``heard_late_ms``: so much later than it was reached the hub heard of it; the promise may have been called missed
    meanwhile.
    """

    took_ms: int
    late_ms: int
    heard_late_ms: int = 0


class LadderClimbed(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.climbed"):
    """A rung acted by itself. ``rung`` is its place in the ladder, from 0; ``outcome`` what came of it.

    ``look_first``: the fire station waits for those who look. ``fired_late_ms``: how late the hub itself noticed.
    """

    rung: int
    trigger: str
    action: str
    outcome: Literal["alerted", "called", "sent", "raised", "already_coming", "look_first", "nobody"]
    count: int = 1
    fired_late_ms: int = 0


class LadderHeld(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.held"):
    """A person stopped the ladder of this assignment."""

    reason: str | None = None


class LadderResumed(AssignmentEvent, frozen=True, kw_only=True, tag="ladder.resumed"):
    """A person let the ladder of this assignment act again: its rungs act ``ladder_ms`` later than they would have."""

    reason: str | None = None
    ladder_ms: int = 0
