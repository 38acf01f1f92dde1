"""A press that came late: made where there was no line, and sent when there was one again.

A promise is judged by the thumb, not by the line: such a press counts from when it was made, as far as the hub can hold
that to be true (`counts_from`). What the hub *does* counts from when it heard of it: nobody is chased for what nobody
could know. Pure.
"""

from __future__ import annotations

from dispatch.core.instant import Instant
from dispatch.core.milestones import REPORTED
from dispatch.core.world import Assignment

LATE_MS = 2_000
"""A press that is younger came as fast as lines are, and counts from when it came."""

OLDEST_MS = 30 * 60_000
"""A press that is older counts from when it came: what a telephone says of an hour ago, it may say of anything."""

SYNC_MS = 2_000
"""So far may a page's clock be off the hub's: a press that seems to be that much too early was made at the bound."""

GRACE_MS = 10_000
"""A promise that begins with a press that came late is not broken sooner: the next press may follow it."""


def counts_from(assignment: Assignment, milestone: str, pressed_at: Instant | None, now: Instant) -> Instant | None:
    """Return from when a press of a milestone counts, where that is before it came; None where it counts from ``now``.

    Nobody presses for an order before it was shown, nor a milestone before those that come before it: who says so by
    more than clocks err gains nothing.
    """
    if pressed_at is None or not LATE_MS <= now - pressed_at <= OLDEST_MS:
        return None
    before = (assignment.reached(each) for each in REPORTED[: REPORTED.index(milestone)])
    bound = max((at for at in before if at is not None), default=assignment.assigned_at)
    return None if pressed_at < bound - SYNC_MS else max(pressed_at, bound)
