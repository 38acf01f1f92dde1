"""A drill's plan, as frozen values: the same struct is read from a file, sent in a command and kept in the record.

The kinds are those that the districts' documents name: 值守拉动 (duty turnout), 不打招呼拉动 (no-notice turnout),
疏散演练 (evacuation), 灭火演练 (fire attack), 联勤联训 (joint with the brigade). Positions are WGS-84 degrees.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

from stations.model import TravelMode
from stations.rules import Milestone, Target

DrillKind = Literal["duty_turnout", "no_notice", "evacuation", "fire_attack", "joint"]
DRILL_KINDS: tuple[DrillKind, ...] = get_args(DrillKind)

Effect = Literal["lane_blocked", "second_fire", "leader_out", "lift_lost", "told", "trapped_more"]
"""What an inject (情况设置) brings about.

``lane_blocked`` bars a lane to this drill's crews alone · ``second_fire`` is a further exercise alarm · ``leader_out``
tells a station that its leader is out of action · ``lift_lost``: crews of this drill take the stairs from now on ·
``told`` is words only · ``trapped_more``: so many more people are trapped at the drill's first fire, and what that
asks for goes.
"""

Of = Literal["every", "first"]
"""Whether each order must keep an objective, or the first one to get there does it for all."""

Verdict = Literal["met", "partly", "missed"]
"""An observer's judgement of an objective."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Words = Annotated[str, msgspec.Meta(max_length=1000)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Floor = Annotated[int, msgspec.Meta(ge=-100, le=1000)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=86_400)]

LONGEST_S = 12 * 3600
"""A drill that nobody ends is over after this at the latest."""


class _Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the values here."""


class DrillPlace(_Struct, frozen=True, kw_only=True):
    """Where: degrees, or a known building's id with a floor, or words."""

    lon: Longitude | None = None
    lat: Latitude | None = None
    building: Id | None = None
    floor: Floor | None = None
    text: Words | None = None


class Lane(_Struct, frozen=True, kw_only=True):
    """What an inject blocks: a way by its id, or a circle of at most 2 km; for ``modes``, empty for all."""

    way: Words | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    radius_m: Annotated[float, msgspec.Meta(gt=0, le=2000)] | None = None
    modes: tuple[TravelMode, ...] = ()


class Inject(_Struct, frozen=True, kw_only=True):
    """Something that happens in the drill, ``after_s`` seconds after it starts, or after ``upon`` is first reached."""

    id: Id
    effect: Effect = "told"
    after_s: Seconds = 0
    upon: Milestone | None = None
    text: Words = ""
    lane: Lane | None = None
    place: DrillPlace | None = None
    kind: Words = "smoke"
    station: Id | None = None
    trapped: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None


class Objective(_Struct, frozen=True, kw_only=True):
    """What is to be shown. Timed where it names milestones and a limit; else observers judge it.

    A timed one holds for the orders of stations of these ``kinds`` (empty: all of them), of ``every`` order or of the
    ``first`` to get there. ``weight`` is its share of the score.
    """

    id: Id
    text: Words = ""
    milestone_from: Milestone = "assigned"
    milestone_to: Milestone | None = None
    limit_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] | None = None
    of: Of = "every"
    kinds: tuple[str, ...] = ()
    weight: Annotated[float, msgspec.Meta(gt=0, le=100)] = 1.0

    @property
    def timed(self) -> bool:
        """Whether the clock judges it."""
        return self.milestone_to is not None and self.limit_s is not None


class DrillAlarm(_Struct, frozen=True, kw_only=True):
    """The signal that the drill begins with, as a real one would come in."""

    source: Words = "person"
    kind: Words = "smoke"
    note: Words | None = None
    trapped: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None


class DrillPlan(_Struct, frozen=True, kw_only=True):
    """A drill as it is meant to go.

    ``stations`` and ``units`` take part; with both empty whoever the choice picks. ``everybody``: each of those named
    gets an order as it starts, whether the choice needs it or not (拉动). ``unannounced``: stations hear of
    it when it starts, not before. ``targets`` replace the district's of the same name for its orders. Without
    ``objectives`` the targets are the objectives. It ends by itself ``ends_after_s`` after its start.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kind: DrillKind = "duty_turnout"
    place: DrillPlace
    alarm: DrillAlarm = DrillAlarm()
    stations: tuple[Id, ...] = ()
    units: tuple[Id, ...] = ()
    everybody: bool = False
    unannounced: bool = False
    objectives: Annotated[tuple[Objective, ...], msgspec.Meta(max_length=100)] = ()
    targets: Annotated[tuple[Target, ...], msgspec.Meta(max_length=20)] = ()
    injects: Annotated[tuple[Inject, ...], msgspec.Meta(max_length=100)] = ()
    ends_after_s: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_S)] = 3600
