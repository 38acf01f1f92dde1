"""Roads and hydrants."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id, Text
from dispatch.core.vocabulary import ClosureArea
from stations.model import TravelMode


class RoadClose(Command, frozen=True, kw_only=True, tag="road.close"):
    """Close a way, a circle or a polygon; exactly one of them in ``area``."""

    area: ClosureArea
    modes: tuple[TravelMode, ...] = ()
    until: str | None = None
    reason: str | None = None


class RoadOpen(Command, frozen=True, kw_only=True, tag="road.open"):
    """Open what was closed."""

    closure: Id


class HydrantSet(Command, frozen=True, kw_only=True, tag="hydrant.set"):
    """Say that a hydrant works, or gives no water; the next order takes the next one."""

    hydrant: Id
    works: bool
    reason: Text | None = None
