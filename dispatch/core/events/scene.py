"""What crews saw."""

from __future__ import annotations

from dispatch.core.drill import BarredLane
from dispatch.core.events.base import IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.scene import Advice, Said


class SceneReported(IncidentEvent, frozen=True, kw_only=True, tag="scene.reported"):
    """A crew said what it saw. What follows from it (confirmed, more trapped, handled) are events of their own.

    ``report`` is its id; ``assignment``, ``unit`` and ``station`` say whose word it is, where that is known; the other
    fields are those of `dispatch.core.scene.Report`. ``bars``: a lane that it closes to the crews of its drill, and to
    nobody else.
    """

    report: str
    said: Said
    assignment: str | None = None
    unit: str | None = None
    station: str | None = None
    flags: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    advice: Advice | None = None
    occurred_at: Instant | None = None
    bars: BarredLane | None = None
