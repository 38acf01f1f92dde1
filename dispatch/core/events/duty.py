"""Who is on post: duty of units, hand-over of shifts, presence at the alert client, what norms ask."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import PostOutcome
from stations.duty.rules import PostAction


class DutyChanged(Event, frozen=True, kw_only=True, tag="duty.changed"):
    """A unit went on or off duty; with how many people, and which, where that was said."""

    unit: str
    station: str
    on: bool
    members: tuple[str, ...] = ()
    strength: int | None = None


class DutyHandedOver(Event, frozen=True, kw_only=True, tag="duty.handed_over"):
    """A shift was handed over to ``members``, who must take over by ``due_at``.

    ``begins_at`` and ``ends_at`` are those of the rostered shift, None where no roster has it.
    """

    station: str
    shift: str
    members: tuple[str, ...]
    due_at: Instant
    begins_at: Instant | None = None
    ends_at: Instant | None = None
    note: str | None = None


class DutyTakenOver(Event, frozen=True, kw_only=True, tag="duty.taken_over"):
    """A shift was taken over by ``strength`` people, ``members`` as far as they are named."""

    station: str
    shift: str
    members: tuple[str, ...]
    strength: int
    begins_at: Instant | None = None
    ends_at: Instant | None = None
    note: str | None = None


class DutyOverdue(Event, frozen=True, kw_only=True, tag="duty.overdue"):
    """Nobody took over in time. ``fired_late_ms``: how late the hub itself noticed."""

    station: str
    shift: str
    due_at: Instant
    begins_at: Instant | None = None
    ends_at: Instant | None = None
    fired_late_ms: int = 0


class DutyUnwatched(Event, frozen=True, kw_only=True, tag="duty.unwatched"):
    """Rostered shifts of a station that began from ``since`` and were over at ``until``: the hub was away, or its clock
    wrong, and nobody can take them over any more. Said once for all of them."""

    station: str
    since: Instant
    until: Instant


class DutyClimbed(Event, frozen=True, kw_only=True, tag="duty.climbed"):
    """A rung of the hand-over's ladder acted; ``told`` is the responsible station where it was told."""

    station: str
    shift: str
    rung: int
    action: PostAction
    outcome: PostOutcome
    told: str | None = None
    fired_late_ms: int = 0


class PresenceChanged(Event, frozen=True, kw_only=True, tag="presence.changed"):
    """What is true of the station's alert clients has held long enough to be said.

    ``hidden``: every one is in the background; ``sound``: at least one may ring; ``battery``: of the best one, 0 to 1.
    """

    station: str
    present: bool
    hidden: bool = False
    sound: bool = True
    battery: float | None = None


class PostJudged(Event, frozen=True, kw_only=True, tag="post.judged"):
    """What the norms and the registry say of a station: how many must be on post, which equipment fails; None: unknown.

    A fault is ``EQUIPMENT:WHAT``, such as ``E-17:expired``. ``not_counted`` are members whose presence does not count
    towards the minimum, by the same rule as the norms: control-room officers of a large complex.
    """

    station: str
    minimum: int | None = None
    faults: tuple[str, ...] | None = None
    not_counted: tuple[str, ...] = ()
