"""A drill as the World holds it: its plan, how far it is, who has left it, what was injected."""

from __future__ import annotations

from typing import Literal

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import ClosureArea, Struct
from stations.drills.model import DrillPlan
from stations.model import TravelMode

DrillState = Literal["planned", "running", "ended", "cancelled", "signed_off"]

BROKEN_OFF = "broken_off"
"""What a drill is called that was stopped for everybody, whatever its state: it was not held."""


class BarredLane(Struct, frozen=True, kw_only=True):
    """A lane that is closed to one drill's crews and to nobody else: operations never see it."""

    id: str
    area: ClosureArea
    modes: tuple[TravelMode, ...] = ()


class Drill(Struct, frozen=True, kw_only=True):
    """One drill.

    ``incidents`` are its exercise incidents, ``ordered`` the stations that had an order in one of them. ``cues`` say
    when each inject of the script is due, ``injected`` those that were. ``left`` are stations that a real alarm or a
    person took out of it. ``attended`` has each station's members, by pseudonymous ids. ``over_at``: cancelled or
    signed off, nothing can change any more.
    """

    id: str
    plan: DrillPlan
    planned_at: Instant
    state: DrillState = "planned"
    starts_at: Instant | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    over_at: Instant | None = None
    broken_off: bool = False
    incidents: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    cues: dict[str, Instant] = msgspec.field(default_factory=dict)
    injected: tuple[str, ...] = ()
    lanes: tuple[BarredLane, ...] = ()
    lift_lost: bool = False
    left: tuple[str, ...] = ()
    attended: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Whether it is going on."""
        return self.state == "running"

    @property
    def by_choice(self) -> bool:
        """Whether whoever the choice picks takes part."""
        return not self.plan.stations and not self.plan.units

    @property
    def ends_at(self) -> Instant | None:
        """When it ends by itself; None before it started."""
        return None if self.started_at is None else self.started_at.plus(self.plan.ends_after_s * 1000)
