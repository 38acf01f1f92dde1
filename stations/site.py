"""The building file (一楼一策) as crews and commanders need it: everything that is known of one building, in one value.

What is not known is None or empty, never a guess. People are counted, never named: ``warden`` is a pseudonym,
``assistance`` says how many people on a floor cannot walk down by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from stations.registry.model import Assistance, Entrance, Ground, Hydrant, PlanStep, Serves, State

CREW_MODES = frozenset({"foot", "motorcycle"})
"""Modes that come in where people do; everything else is a vehicle."""

AERIAL = "aerial"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One building's file. ``hydrants`` are its own and the nearest in the street, which follow them."""

    building: str
    responsible: str = ""
    warden: str = ""
    control_room: str = ""
    control_room_phone: str = ""
    keys: str = ""
    pump_room: str = ""
    entrance: str = ""
    lifts: int | None = None
    fire_lifts: int | None = None
    hazards: tuple[str, ...] = ()
    plan: str = ""
    reviewed: date | None = None
    entrances: tuple[Entrance, ...] = ()
    grounds: tuple[Ground, ...] = ()
    hydrants: tuple[Hydrant, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    steps: tuple[PlanStep, ...] = ()

    def entrance_for(self, serves: Serves) -> Entrance | None:
        """Return the entrance that people or engines take: the first that is theirs; None where none is known to be."""
        return next((each for each in self.entrances if serves in each.serves), None)

    def ground(self) -> Ground | None:
        """Return where an aerial stands: the widest ground that is not out of order; None where there is none."""
        usable = [each for each in self.grounds if each.state in USABLE]
        return max(usable, key=lambda each: ((each.width_m or 0.0) * (each.length_m or 0.0), each.id), default=None)

    def door(self, mode: str) -> Entrance | Ground | None:
        """Return where a unit of one of `TRAVEL_MODES` ends its way: an aerial on its ground, others at an entrance."""
        entrance = self.entrance_for("crew" if mode in CREW_MODES else "engine")
        return (self.ground() if mode == AERIAL else None) or entrance

    def water(self, found: Mapping[str, bool] = MappingProxyType({})) -> Hydrant | None:
        """Return where an engine takes water: the first place outside that works.

        ``found`` says of some whether they do, since the table was written.
        """
        outside = (each for each in self.hydrants if each.kind in OUTSIDE)
        return next((each for each in outside if found.get(each.id, each.state in USABLE)), None)


USABLE: tuple[State | None, ...] = ("ready", None)
"""States of what may be used: in order, or nobody said otherwise."""

OUTSIDE = ("outdoor", "intake", "tank")
"""Kinds of hydrants that an engine draws from; an adapter is where it pumps in."""


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit goes. ``ground`` and ``hydrant`` are for vehicles alone."""

    entrance: Entrance | None = None
    ground: Ground | None = None
    hydrant: Hydrant | None = None
