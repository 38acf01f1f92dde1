"""An explanation as a value: what a screen shows and `dispatch.past.why.render_text` puts into words."""

from __future__ import annotations

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import By, Considered, Legs, Move, Place, Struct
from dispatch.past.help_lines import HelpLine


class Said(Struct, frozen=True, kw_only=True):
    """Something said once: when, by whom, why. ``what`` is the event's type, ``about`` what it was about."""

    at: Instant
    by: By
    what: str
    about: str | None = None
    reason: str | None = None
    because: Reason | None = None


class AlarmStory(Struct, frozen=True, kw_only=True):
    """One signal; ``joined`` is why it is part of this incident, None for the one that opened it.

    ``unread`` has the words of what nobody could use, by field; ``occurred_at`` is its own time.
    """

    alarm: str
    at: Instant
    source: str
    kind: str
    device: str | None
    place: Place
    flags: tuple[str, ...]
    joined: str | None
    left_for: str | None
    joined_because: Reason | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    occurred_at: Instant | None = None


class Choice(Struct, frozen=True, kw_only=True):
    """One choice: by which rule, for which needs, among whom, on which roads."""

    at: Instant
    by: By
    rule: str
    needs: tuple[str, ...]
    considered: tuple[Considered, ...]
    network: str
    closures: tuple[str, ...]
    because: Reason | None = None


class Promise(Struct, frozen=True, kw_only=True):
    """One promise of an order.

    ``outcome`` is ``kept``, ``late`` (reached, after the limit), ``missed`` (the limit passed, never reached),
    ``lapsed`` (the order ended before the limit) or ``open``. ``predicted_late_s`` is what was foreseen with the order.
    """

    name: str
    milestone: str
    limit_s: int
    outcome: str
    took_ms: int | None = None
    late_ms: int | None = None
    predicted_late_s: float | None = None


class Rung(Struct, frozen=True, kw_only=True):
    """One rung that acted."""

    at: Instant
    rung: int
    trigger: str
    action: str
    outcome: str


class Milestone(Struct, frozen=True, kw_only=True):
    """A milestone and when it was reached; ``occurred_at`` is the press's own time where it was sent late, and
    ``counts_from`` the same where it is believed: then it counts from there."""

    name: str
    at: Instant
    by: By
    occurred_at: Instant | None = None
    reason: str | None = None
    because: Reason | None = None
    counts_from: Instant | None = None


class Order(Struct, frozen=True, kw_only=True):
    """One unit sent: why, how far it was, what it was to keep, what became of it."""

    assignment: str
    unit: str
    station: str
    at: Instant
    by: By
    by_hand: bool
    reason: str
    eta_s: float | None
    legs: Legs | None
    promises: tuple[Promise, ...]
    milestones: tuple[Milestone, ...]
    rungs: tuple[Rung, ...]
    because: Reason | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """What was missing or asked for; ``why`` is the shortfall's, ``station`` and ``phone`` whom it was asked of."""

    at: Instant
    need: str
    missing: int
    why: str | None = None
    station: str | None = None
    phone: str | None = None


class MoveUp(Struct, frozen=True, kw_only=True):
    """A suggestion who could stand in for a zone."""

    at: Instant
    zone: str
    from_zone: str
    unit: str


class ProposalStory(Struct, frozen=True, kw_only=True):
    """A proposal to share units otherwise, and its end (``waiting`` where it has none)."""

    proposal: str
    at: Instant
    moves: tuple[Move, ...]
    gain_s: float
    outcome: str
    settled: Said | None


class Call(Struct, frozen=True, kw_only=True):
    """A message over other channels; ``outcomes`` say by channel ``sent``, the error, or ``waiting``."""

    at: Instant
    use: str
    assignment: str
    outcomes: dict[str, str]


class Explanation(Struct, frozen=True, kw_only=True):
    """Everything that one incident's record says about why.

    ``came_from`` are other incidents that were merged into this one, or that it was split from. ``verification`` is
    empty while it is only suspected.
    """

    incident: str
    number: str
    kind: str
    place: Place
    grade: int
    exercise: bool
    test: bool
    flags: tuple[str, ...]
    opened_at: Instant
    closed: Said | None
    archived_at: Instant | None
    alarms: tuple[AlarmStory, ...]
    came_from: tuple[Said, ...]
    verification: tuple[Said, ...]
    grades: tuple[Said, ...]
    choices: tuple[Choice, ...]
    orders: tuple[Order, ...]
    shortfalls: tuple[Asked, ...]
    asked: tuple[Asked, ...]
    forewarned: tuple[Said, ...]
    move_ups: tuple[MoveUp, ...]
    proposals: tuple[ProposalStory, ...]
    calls: tuple[Call, ...]
    overrides: tuple[Said, ...]
    hand_over: Said | None
    helpers: tuple[HelpLine, ...] = ()
