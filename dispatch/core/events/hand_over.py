"""The hand-over (移交) of an incident: offered to the brigade, taken by it, and in what state."""

from __future__ import annotations

from dispatch.core.events.base import IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HandOverFlag, SceneState


class IncidentHandOverOffered(IncidentEvent, frozen=True, kw_only=True, tag="incident.hand_over_offered"):
    """Somebody says to the brigade that it can take over: ``station`` offers, None where the centre does it.

    ``receiver`` says to whom, in words; ``state`` is what the scene is like; ``note`` what the next must know.
    """

    station: str | None = None
    receiver: str | None = None
    state: SceneState | None = None
    note: str | None = None
    flags: tuple[HandOverFlag, ...] = ()
    occurred_at: Instant | None = None


class IncidentHandedOver(IncidentEvent, frozen=True, kw_only=True, tag="incident.handed_over"):
    """The brigade took over; ``receiver`` says who. The micro crews stay in the picture until they are released.

    ``station`` and ``unit`` took it where one of them did, from the stations of ``givers``. ``offered_at`` is None
    where nobody had offered it; ``settles`` are the orders whose promise to take it over ends.
    """

    receiver: str
    note: str | None = None
    occurred_at: Instant | None = None
    station: str | None = None
    unit: str | None = None
    givers: tuple[str, ...] = ()
    state: SceneState | None = None
    offered_at: Instant | None = None
    flags: tuple[HandOverFlag, ...] = ()
    settles: tuple[str, ...] = ()
