"""Post checks (查岗): called, answered, missed or excused; exactly one of the three."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import PostOutcome
from stations.duty.rules import PostAction


class CheckCalled(Event, frozen=True, kw_only=True, tag="check.called"):
    """The station is asked whether it is there; ``drawn`` is the day (local) for which the hub drew it by itself."""

    check: str
    station: str
    due_at: Instant
    shift: str = ""
    drawn: str | None = None
    reason: str | None = None


class CheckAnswered(Event, frozen=True, kw_only=True, tag="check.answered"):
    """Somebody answered after ``took_ms``; ``late_ms`` above 0: the check had been missed, and stays so."""

    check: str
    station: str
    took_ms: int
    late_ms: int
    strength: int | None = None
    note: str | None = None
    occurred_at: Instant | None = None


class CheckMissed(Event, frozen=True, kw_only=True, tag="check.missed"):
    """Nobody answered in time. ``fired_late_ms``: how late the hub itself noticed."""

    check: str
    station: str
    fired_late_ms: int = 0


class CheckExcused(Event, frozen=True, kw_only=True, tag="check.excused"):
    """The check does not count, and why; ``drawn`` where it was drawn for that day and never called."""

    check: str
    station: str
    reason: str
    drawn: str | None = None
    because: Reason | None = None


class CheckPostponed(Event, frozen=True, kw_only=True, tag="check.postponed"):
    """A drawn check waits until ``until``: a crew of the station has an order."""

    station: str
    drawn: str
    until: Instant
    reason: str
    because: Reason | None = None


class CheckClimbed(Event, frozen=True, kw_only=True, tag="check.climbed"):
    """A rung of the missed check's ladder acted; ``told`` is the responsible station where it was told."""

    check: str
    station: str
    rung: int
    action: PostAction
    outcome: PostOutcome
    told: str | None = None
    fired_late_ms: int = 0


class CheckEnded(Event, frozen=True, kw_only=True, tag="check.ended"):
    """A missed check is let go: nobody answered, or a real incident needs the crew."""

    check: str
    station: str
    reason: str
    because: Reason | None = None


class SeedDrawn(Event, frozen=True, kw_only=True, tag="seed.drawn"):
    """Chance from outside, for what is drawn by rule: with it in the record a replay draws the same."""

    purpose: str
    seed: str
