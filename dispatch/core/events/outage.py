"""The hub was away, or its time leapt: what of people fell due meanwhile waits until they can be back."""

from __future__ import annotations

from dispatch.core.events.base import Event, IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import AwayReason, Struct


class OrderWait(Struct, frozen=True, kw_only=True):
    """An order of which something fell due: the rungs of its ladder act ``ladder_ms`` later than they would have."""

    assignment: str
    ladder_ms: int


class PostWait(Struct, frozen=True, kw_only=True):
    """A post of which something fell due; ``due_at`` is the new time of the shift that waits to be taken over."""

    station: str
    due_at: Instant | None = None


class CheckWait(Struct, frozen=True, kw_only=True):
    """A check of which something fell due; ``due_at`` is its new time."""

    check: str
    due_at: Instant


class HubReturned(Event, frozen=True, kw_only=True, tag="hub.returned"):
    """The hub was away from ``away_from`` until this event; nobody is judged before ``wait_until``."""

    away_from: Instant
    wait_until: Instant
    reason: AwayReason = "stopped"
    posts: tuple[PostWait, ...] = ()
    checks: tuple[CheckWait, ...] = ()


class IncidentHubAway(IncidentEvent, frozen=True, kw_only=True, tag="incident.hub_away"):
    """The hub was away from ``away_from`` until this event while the incident was open.

    ``orders`` are those of which something fell due: it acts at ``wait_until``, their next rungs as long after the
    first one as the ladder says. ``requests`` for help of which something fell due wait until then as well.
    """

    away_from: Instant
    wait_until: Instant
    reason: AwayReason = "stopped"
    orders: tuple[OrderWait, ...] = ()
    requests: tuple[str, ...] = ()
