"""Why a drill sent its crews, lost them, or ended."""

from __future__ import annotations

from dispatch.core.reasons.base import Because


class ByEverybody(Because, frozen=True, kw_only=True, tag="by_everybody"):
    """A drill in which every station turns out."""

    sentence = "every station of the drill turns out"


class NeededInOperation(Because, frozen=True, kw_only=True, tag="needed_in_operation"):
    """An operation takes a crew out of a drill; ``incident`` is None where an old record has its number alone."""

    sentence = "needed in operation {number}"
    number: str
    incident: str | None = None


class DrillOver(Because, frozen=True, kw_only=True, tag="drill_over"):
    """The drill that it belongs to is over."""

    sentence = "drill {drill} is over"
    drill: str


class DrillLeft(Because, frozen=True, kw_only=True, tag="drill_left"):
    """A person broke the drill off for this station."""

    sentence = "drill broken off for this station"


class DrillStopped(Because, frozen=True, kw_only=True, tag="drill_stopped"):
    """A person broke the drill off for everybody."""

    sentence = "broken off"


class DrillDeserted(Because, frozen=True, kw_only=True, tag="drill_deserted"):
    """Every station has left the drill."""

    sentence = "every station has left it"


class DrillTimeOver(Because, frozen=True, kw_only=True, tag="drill_time_over"):
    """The drill's time is over."""

    sentence = "its time is over"
