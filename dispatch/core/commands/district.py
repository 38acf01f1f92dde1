"""Roads and positions."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id, Latitude, Longitude
from dispatch.core.vocabulary import ClosureArea, Flag
from stations.model import TravelMode


class UnitReportPosition(Command, frozen=True, kw_only=True, tag="unit.position"):
    """Say where a unit is; without a position, or at 0,0, that its receiver has no fix.

    ``datum`` is what the position was sent in, before it became WGS-84; ``odd`` flags what could not be read.
    """

    unit: Id
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: str | None = None
    odd: tuple[Flag, ...] = ()


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
    reason: str | None = None
