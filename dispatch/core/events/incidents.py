"""What is happening, from the first word to the archive."""

from __future__ import annotations

import msgspec

from dispatch.core.events.base import IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import CloseReason, Place


class IncidentOpened(IncidentEvent, frozen=True, kw_only=True, tag="incident.opened"):
    """A new incident. ``number`` is short enough to say over a radio; ``drill`` is what it is a part of.

    ``unread`` has the words of what its first alarm said and nobody could use, by field; ``signal_at`` is that alarm's
    own time where it came late. ``because``: the rule that found the grade of the first call; None for grade 1.
    """

    number: str
    kind: str
    place: Place
    grade: int
    trapped: int | None = None
    test: bool = False
    flags: tuple[str, ...] = ()
    drill: str | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    signal_at: Instant | None = None
    because: Reason | None = None


class IncidentTaken(IncidentEvent, frozen=True, kw_only=True, tag="incident.taken"):
    """A dispatcher has it in hand. This is no lock."""


class IncidentUpdated(IncidentEvent, frozen=True, kw_only=True, tag="incident.updated"):
    """What is known changed; fields that are None stay as they were, ``flags`` come to those that there are."""

    place: Place | None = None
    kind: str | None = None
    trapped: int | None = None
    flags: tuple[str, ...] = ()


class IncidentConfirmed(IncidentEvent, frozen=True, kw_only=True, tag="incident.confirmed"):
    """Somebody or something made sure that it is real."""

    reason: str
    because: Reason | None = None


class IncidentGraded(IncidentEvent, frozen=True, kw_only=True, tag="incident.graded"):
    """The grade changed, 1 (lowest) to 5. ``because``: the rule that found it; None where a person or a rung did."""

    grade: int
    before: int
    reason: str | None = None
    because: Reason | None = None


class GradeProposed(IncidentEvent, frozen=True, kw_only=True, tag="incident.grade_proposed"):
    """A rule finds a higher ``grade`` than ``before``, which holds until a person decides."""

    grade: int
    before: int
    reason: str
    because: Reason


class IncidentNoted(IncidentEvent, frozen=True, kw_only=True, tag="incident.noted"):
    """A line for everyone who is assigned. ``occurred_at`` where it was written in a dead spot."""

    text: str
    occurred_at: Instant | None = None


class IncidentMerged(IncidentEvent, frozen=True, kw_only=True, tag="incident.merged"):
    """``incident`` went into ``into`` with its alarms and assignments."""

    into: str
    reason: str
    because: Reason | None = None


class IncidentClosed(IncidentEvent, frozen=True, kw_only=True, tag="incident.closed"):
    """It is over; why. ``not_handed_over`` has a person's words why the brigade was there and took nothing over."""

    reason: CloseReason
    note: str | None = None
    because: Reason | None = None
    not_handed_over: str | None = None


class IncidentReopened(IncidentEvent, frozen=True, kw_only=True, tag="incident.reopened"):
    """It was not over."""

    reason: str | None = None


class IncidentErased(IncidentEvent, frozen=True, kw_only=True, tag="incident.erased"):
    """What people said about it is destroyed, by law or by a term: its key is gone, the rest of the record stands.

    ``in_clear`` events of it were written by a hub that encrypted nothing: their words stay. ``setting`` names the term
    of the district that was over (``personal_days=30``); None where a person decided.
    """

    reason: str
    in_clear: int = 0
    setting: str | None = None


class IncidentArchived(IncidentEvent, frozen=True, kw_only=True, tag="incident.archived"):
    """24 h after closing it leaves the World; the log keeps it."""
