"""Where units are, and where they are posted."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Id, Latitude, Longitude, Text
from dispatch.core.vocabulary import Flag


class UnitReportPosition(Command, frozen=True, kw_only=True, tag="unit.position"):
    """Say where a unit is; without a position, or at 0,0, that its receiver has no fix.

    ``accuracy_m`` is the radius within which the receiver believes itself to be. ``datum`` is what the position was
    sent in, before it became WGS-84; ``odd`` flags what could not be read.
    """

    unit: Id
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: str | None = None
    odd: tuple[Flag, ...] = ()
    accuracy_m: Annotated[float, msgspec.Meta(ge=0)] | None = None


class StandbyPost(Command, frozen=True, kw_only=True, tag="standby.post"):
    """Post a unit somewhere for a time (备勤): it counts from there ``from_at`` (now) ``until`` (ended by hand)."""

    unit: Id
    lon: Longitude | None = None
    lat: Latitude | None = None
    building: Id | None = None
    text: Text | None = None
    from_at: str | None = None
    until: str | None = None
    reason: Text | None = None


class StandbyEnd(Command, frozen=True, kw_only=True, tag="standby.end"):
    """End a unit's posting."""

    unit: Id
