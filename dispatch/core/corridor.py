"""Green corridors (绿波): the traffic side knows the way of a vehicle that is under way to an operation.

A corridor is its assignment's and bears its id. It is open from `corridor.opened`, which is on disk before anything is
sent, until `corridor.withdrawn`. Which ones must be opened or withdrawn follows from the World alone, so a hub that was
killed in between goes on where it was. 003 永川 §11（二）.
"""

from __future__ import annotations

from typing import Literal

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct

CorridorEnd = Literal["arrived", "released", "recalled", "declined", "incident_over", "no_way", "switched_off"]
"""Why a corridor is not needed any more: what became of its order, no way leads there (any more), or the district sends
none any more."""

CorridorDeed = Literal["open", "renew", "withdraw"]
"""What the traffic side is told."""


class Corridor(Struct, frozen=True, kw_only=True):
    """The way of assignment ``id`` as the traffic side was last told.

    ``junctions`` lie ahead on ``length_m``, ``eta_s`` until it is there. The traffic side forgets it by itself after
    ``valid_until``. ``failing_since``: it could not be told since then.
    """

    id: str
    unit: str
    station: str
    opened_at: Instant
    junctions: int
    length_m: float
    eta_s: float
    valid_until: Instant
    renewals: int = 0
    renewed_at: Instant | None = None
    failing_since: Instant | None = None
