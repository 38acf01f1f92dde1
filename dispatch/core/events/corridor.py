"""Green corridors: what the traffic side was told of a vehicle's way. The way itself is not written down."""

from __future__ import annotations

from dispatch.core.corridor import CorridorDeed, CorridorEnd
from dispatch.core.events.base import AssignmentEvent
from dispatch.core.instant import Instant


class CorridorWayEvent(AssignmentEvent, frozen=True, kw_only=True):
    """What lies ahead: so many ``junctions`` on ``length_m`` metres, and ``eta_s`` seconds until the unit is there.

    The traffic side forgets it after ``valid_until`` unless it is told again.
    """

    junctions: int
    length_m: float
    eta_s: float
    valid_until: Instant


class CorridorOpened(CorridorWayEvent, frozen=True, kw_only=True, tag="corridor.opened"):
    """The traffic side is to hear of a way; that it could not is a `CorridorFailed`."""


class CorridorRenewed(CorridorWayEvent, frozen=True, kw_only=True, tag="corridor.renewed"):
    """It took the way anew: the unit has moved, or will be later or earlier than was said."""


class CorridorWithdrawn(AssignmentEvent, frozen=True, kw_only=True, tag="corridor.withdrawn"):
    """The way is not needed any more, and why; ``told`` False: nobody took that, the way lapsed by itself."""

    why: CorridorEnd
    renewals: int = 0
    told: bool = True


class CorridorFailed(AssignmentEvent, frozen=True, kw_only=True, tag="corridor.failed"):
    """The traffic side did not take it after so many tries; it is tried again, and not written down again."""

    deed: CorridorDeed
    tries: int
    error: str
