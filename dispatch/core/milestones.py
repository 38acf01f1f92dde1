"""When a milestone was settled: reached, or at the latest must have been.

People in a hurry forget buttons. A missing milestone stays missing, but its promise is not broken by a crew that is on
scene: a later milestone says so too. Being released says nothing of those before it: a crew may be sent home halfway.
"""

from __future__ import annotations

from collections.abc import Callable

from dispatch.core.instant import Instant
from stations.rules import MILESTONES

REPORTED = tuple(milestone for milestone in MILESTONES if milestone != "released")
"""The milestones that lead to the aim, in their order."""


def settled(reached: Callable[[str], Instant | None]) -> dict[str, Instant | None]:
    """Return for each milestone when it, or one after it, was reached first; ``reached`` says when one was pressed."""
    found: dict[str, Instant | None] = {"released": reached("released")}
    earliest: Instant | None = None
    for milestone in reversed(REPORTED):
        at = reached(milestone)
        if at is not None and (earliest is None or at < earliest):
            earliest = at
        found[milestone] = earliest
    return found
