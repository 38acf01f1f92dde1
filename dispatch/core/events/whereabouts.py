"""Where units are, when they will be there, and where they are posted."""

from __future__ import annotations

from dispatch.core.events.base import AssignmentEvent, Event
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Place, PositionDoubt


class UnitPosition(Event, frozen=True, kw_only=True, tag="unit.position"):
    """Where a unit is, and when it was there.

    ``datum`` is what its position was sent in, before it became WGS-84; ``flags`` say what of it is in doubt.
    ``accuracy_m`` is the radius within which its phone believes itself to be; ``doubt`` says why the position is shown
    and not used.
    """

    unit: str
    lon: float
    lat: float
    occurred_at: Instant | None = None
    datum: str | None = None
    flags: tuple[str, ...] = ()
    accuracy_m: float | None = None
    doubt: PositionDoubt | None = None


class UnitPositionStale(Event, frozen=True, kw_only=True, tag="unit.position_stale"):
    """Nobody has heard of the unit for too long: it counts from where it is posted, or from its station."""

    unit: str


class ArrivalEstimated(AssignmentEvent, frozen=True, kw_only=True, tag="arrival.estimated"):
    """The arrival is foreseen anew, from where the crew is: ``eta_s`` seconds after its order. None: nobody knows."""

    eta_s: float | None


class StandbyPosted(Event, frozen=True, kw_only=True, tag="standby.posted"):
    """A unit is posted at ``place`` (备勤) from ``from_at`` until ``until_at`` (None: until somebody ends it)."""

    unit: str
    station: str
    place: Place
    from_at: Instant
    until_at: Instant | None = None
    reason: str | None = None


class StandbyBegun(Event, frozen=True, kw_only=True, tag="standby.begun"):
    """From now on the unit counts from where it is posted."""

    unit: str
    station: str
    fired_late_ms: int = 0


class StandbyEnded(Event, frozen=True, kw_only=True, tag="standby.ended"):
    """The posting is over: by its time (``over``), or since somebody ended it."""

    unit: str
    station: str
    over: bool = True
    fired_late_ms: int = 0
