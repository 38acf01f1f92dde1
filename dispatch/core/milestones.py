"""When a milestone was settled: reached, or at the latest must have been.

People in a hurry forget buttons. A missing milestone stays missing, but its promise is not broken by a crew that is on
scene: a later milestone says so too. Being released says nothing of those before it: a crew may be sent home halfway.
Nor does a hand-over: it may be taken on the way.
"""

from __future__ import annotations

from collections.abc import Callable

from dispatch.core.instant import Instant
from stations.rules import MILESTONES

OWED, HANDED_OVER = "owed", "handed_over"
"""Beside the milestones, of the brigade's crew that answers for it: from when, and when the incident was taken over."""

REPORTED = tuple(milestone for milestone in MILESTONES if milestone != "released")
"""The milestones that lead to the aim, in their order."""


def settled(reached: Callable[[str], Instant | None]) -> dict[str, Instant | None]:
    """Return for each milestone when it, or one after it, was reached first; ``reached`` says when one was pressed."""
    found: dict[str, Instant | None] = {"released": reached("released"), HANDED_OVER: reached(HANDED_OVER)}
    earliest: Instant | None = None
    for milestone in reversed(REPORTED):
        at = reached(milestone)
        if at is not None and (earliest is None or at < earliest):
            earliest = at
        found[milestone] = earliest
    return found
