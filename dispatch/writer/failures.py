"""What is said of rules that failed: how many, which one last, and whether it is still a matter for whoever looks."""

from __future__ import annotations

from typing import NamedTuple

from dispatch.core.instant import Instant
from dispatch.writer.wall import RuleFailure

FAILING_FOR_MS = 10 * 60 * 1000
"""So long after its last failure a rule counts as failing: who looks at a console now and then must see it."""


class LastFailure(NamedTuple):
    """The kind of the rule that failed last, and when."""

    kind: str
    at: Instant


class RuleFailures:
    """The failures since this hub started."""

    def __init__(self) -> None:
        self.count = 0
        self.last: LastFailure | None = None

    def note(self, failure: RuleFailure, now: Instant) -> None:
        """Take note of one."""
        self.count += 1
        self.last = LastFailure(failure.kind, now)

    def failing(self, now: Instant) -> bool:
        """Whether a rule failed a short while ago."""
        return self.last is not None and now - self.last.at < FAILING_FOR_MS
