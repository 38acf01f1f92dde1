"""Help that is asked for: who was asked in which way, and what came of it."""

from __future__ import annotations

from typing import Literal

from dispatch.core.events.base import IncidentEvent
from dispatch.core.help import AskedUpon, HelpEnding, Unanswered
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import PostOutcome
from stations.helpers import HelperKind, Means


class HelpEvent(IncidentEvent, frozen=True, kw_only=True):
    """An event of one request; ``kind`` is repeated so that a reader needs no look-up."""

    request: str
    kind: HelperKind


class AskEvent(HelpEvent, frozen=True, kw_only=True):
    """An event of one helper that was asked in one way; ``name`` is what it is called."""

    ask: str
    helper: str
    name: str
    means: Means


class HelpRequested(HelpEvent, frozen=True, kw_only=True, tag="help.requested"):
    """Somebody is needed who takes no orders; ``wanted`` is whom a person named.

    ``outside`` False: an exercise or a test, of which nothing leaves the house.
    """

    outside: bool = True
    wanted: str | None = None
    note: str | None = None
    reason: str = ""
    because: Reason | None = None


class HelpAsked(AskEvent, frozen=True, kw_only=True, tag="help.asked"):
    """A helper is asked. ``line`` is which of its telephones a person at the desk must call; ``upon`` says why now."""

    upon: AskedUpon
    line: int = 0
    fired_late_ms: int = 0


class HelpTold(AskEvent, frozen=True, kw_only=True, tag="help.told"):
    """Its gateway took the message, or it was spoken to; ``call_off``: the message that it is not needed any more."""

    call_off: bool = False
    tries: int = 1


class HelpNotTold(AskEvent, frozen=True, kw_only=True, tag="help.not_told"):
    """Its gateway did not take the message, or nobody picked up; ``error`` is what the gateway said."""

    call_off: bool = False
    tries: int = 1
    error: str = ""


class HelpAccepted(HelpEvent, frozen=True, kw_only=True, tag="help.accepted"):
    """``helper`` comes, in ``eta_s`` seconds where it said so; it is late after ``expected_at``."""

    helper: str
    name: str
    eta_s: int | None = None
    note: str | None = None
    expected_at: Instant | None = None


class HelpMilestone(HelpEvent, frozen=True, kw_only=True):
    """A milestone of who accepted; ``occurred_at`` is its own time where it was told late."""

    helper: str
    name: str
    occurred_at: Instant | None = None


class HelpEnRoute(HelpMilestone, frozen=True, kw_only=True, tag="help.en_route"):
    """It is on the way."""


class HelpOnScene(HelpMilestone, frozen=True, kw_only=True, tag="help.on_scene"):
    """It is there."""


class HelpDone(HelpMilestone, frozen=True, kw_only=True, tag="help.done"):
    """It did what it was asked for."""


class HelpRefused(HelpEvent, frozen=True, kw_only=True, tag="help.refused"):
    """``helper`` does not come, or not any more; why. The next one is asked."""

    helper: str
    name: str
    reason: str | None = None


class HelpUnanswered(HelpEvent, frozen=True, kw_only=True, tag="help.unanswered"):
    """Nobody is left to ask, and nobody comes: this help is missing."""

    why: Unanswered
    fired_late_ms: int = 0


class HelpClimbed(HelpEvent, frozen=True, kw_only=True, tag="help.climbed"):
    """Nobody has accepted: the duty officer is told, where there is a channel that does."""

    action: Literal["duty_officer"]
    outcome: PostOutcome
    fired_late_ms: int = 0


class HelpOverdue(HelpEvent, frozen=True, kw_only=True, tag="help.overdue"):
    """Who accepted is not there at the time that was to be expected."""

    helper: str
    name: str
    fired_late_ms: int = 0


class HelpCancelled(HelpEvent, frozen=True, kw_only=True, tag="help.cancelled"):
    """It is not needed any more; who was told of it needs to hear so."""

    ending: HelpEnding
    reason: str | None = None
    because: Reason | None = None
