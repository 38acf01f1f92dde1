"""Drills: planned, run, scored by what happened, signed off. Every one of these is an exercise.

Events of a drill that is not announced are addressed to nobody before it starts.
"""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from stations.drills.model import DrillPlan, Inject, Verdict


class DrillEvent(Event, frozen=True, kw_only=True):
    """An event of one drill."""

    drill: str
    exercise: bool = True


class DrillPlanned(DrillEvent, frozen=True, kw_only=True, tag="drill.planned"):
    """A drill is meant to take place, by itself at ``starts_at``, or when somebody starts it."""

    plan: DrillPlan
    starts_at: Instant | None = None


class DrillStarted(DrillEvent, frozen=True, kw_only=True, tag="drill.started"):
    """It goes on from here; its alarm follows in the same decision. The plan is repeated for those who hear now."""

    plan: DrillPlan
    fired_late_ms: int = 0


class DrillCued(DrillEvent, frozen=True, kw_only=True, tag="drill.cued"):
    """The milestone that an inject of the script waits for was reached; it is due at ``due_at``."""

    inject: str
    due_at: Instant


class DrillInjected(DrillEvent, frozen=True, kw_only=True, tag="drill.injected"):
    """Something happens in the drill. ``lane``: the id of the lane that is barred to this drill's crews from now on."""

    inject: Inject
    lane: str | None = None
    fired_late_ms: int = 0


class DrillRemarked(DrillEvent, frozen=True, kw_only=True, tag="drill.remarked"):
    """An observer wrote something down; about an objective with a verdict, of which the last one counts."""

    text: str
    objective: str | None = None
    verdict: Verdict | None = None
    station: str | None = None


class DrillAttended(DrillEvent, frozen=True, kw_only=True, tag="drill.attended"):
    """Who of a station took part, by pseudonymous member ids; a later list replaces an earlier one."""

    station: str
    members: tuple[str, ...]


class DrillBrokenOff(DrillEvent, frozen=True, kw_only=True, tag="drill.broken_off"):
    """It is over for ``station`` (None: for everybody); ``needed_in`` is the operation that needs its crews."""

    station: str | None = None
    needed_in: str | None = None
    reason: str | None = None
    because: Reason | None = None


class DrillEnded(DrillEvent, frozen=True, kw_only=True, tag="drill.ended"):
    """It is over; its incidents close in the same decision. It can still be remarked upon, until it is signed off."""

    reason: str | None = None
    because: Reason | None = None


class DrillCancelled(DrillEvent, frozen=True, kw_only=True, tag="drill.cancelled"):
    """It will not take place."""

    reason: str | None = None


class DrillSignedOff(DrillEvent, frozen=True, kw_only=True, tag="drill.signed_off"):
    """A commander put their name to it: nothing of it can change any more.

    ``score`` and ``head`` (``SEQ:HASH``) are what the signer saw, where they said so: the record says where its own
    count differs from them.
    """

    score: float | None = None
    head: str | None = None
    note: str | None = None


class DrillArchived(DrillEvent, frozen=True, kw_only=True, tag="drill.archived"):
    """24 h after it was signed off or cancelled it leaves the World; the log keeps it."""
