"""Targets, ladder and plans as data, with the profiles that apply where a district writes none of its own.

The one-three profile is the district documents' "1分钟响应、3分钟处置": one minute to respond, three to handle. The
minute to arrive is the building's own crews' (渝中 2023 除险清患 附件1.4 二（五）: 人员1分钟到场就近, said of a
complex's own people); whoever comes from elsewhere has the three minutes of 公消〔2015〕301号. A fire station's five
minutes are GB 51080-2015, 4.1.3: the first engine arrives within five minutes of the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from stations.helpers import HelperKind
from stations.kinds import RESCUE_KINDS

Milestone = Literal["assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled", "released"]
"""The steps of an assignment that a target may stand between, in their usual order."""

Action = Literal[
    "alert_again",
    "other_channel",
    "next_unit",
    "zone_neighbours",
    "fire_station",
    "raise_grade",
    "duty_officer",
]
"""Ring the same crew again; call it over another channel; order the next nearest unit too; order the zone's other
stations too; order the nearest fire engine too; raise the grade by one; call the duty officer."""

MILESTONES: tuple[Milestone, ...] = get_args(Milestone)
Preference = Literal["nearest", "zone", "building"]
"""Who goes first: whoever arrives first, the building's zone, the building's own crew."""

Whose = Literal["own_building", "own_zone", "anybody"]
"""Whose building it is: the station's own, one of its zone (联防区域) or its own, or whosever. The narrowest first."""

WHOSE: tuple[Whose, ...] = get_args(Whose)
ACTIONS: tuple[Action, ...] = get_args(Action)
SENDING: tuple[Action, ...] = ("next_unit", "zone_neighbours", "fire_station", "raise_grade")
"""The actions that send somebody, or may."""

PREFERENCES: tuple[Preference, ...] = get_args(Preference)
MISSED = "missed_"
"""A trigger ``missed_NAME`` fires when the target NAME is missed."""
HAND_OVER = "hand_over"
"""The promise that no profile has and `hand_over_within_s` gives: the brigade takes over within a time."""
WAITING_TRIGGERS: tuple[str, ...] = ("undelivered", "unacknowledged")
"""Triggers that count from the moment the order was assigned."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A promise between two milestones, in seconds, for assignments of stations of these ``kinds``.

    ``plans`` narrows it to incidents under these plans, ``zones`` to stations of these zones (empty: all), ``whose`` to
    fires in the station's own building or zone. Of several of one name the narrowest counts (`narrowest`).
    """

    name: str
    milestone_from: Milestone
    milestone_to: Milestone
    kinds: tuple[str, ...]
    limit_s: int
    zones: tuple[str, ...] = ()
    whose: Whose = "anybody"
    plans: tuple[str, ...] = ()


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One rung of the ladder: when ``trigger`` has held for ``after_s`` seconds, ``action`` happens."""

    trigger: str
    after_s: int
    action: Action


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """``count`` units that fit.

    An empty ``station_kinds`` or ``modes`` means any; every one of ``capabilities`` is required. ``first`` puts the
    building's own crews, or those of its zone, before nearer ones. ``within_s``: a part that cannot arrive by then is
    asked for from elsewhere as well. ``prefers`` are capabilities of those who go before nearer ones, where any has
    them. Capabilities are spelt as `stations.capabilities` has it: ``breathing_apparatus``, ``reach>=54m``.
    """

    count: int
    station_kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    first: Preference = "nearest"
    within_s: int | None = None
    prefers: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an incident needs (调派方案): the first that applies counts, a building's own first, then its zone's.

    ``kinds`` are alarm kinds and ``building_kinds`` are kinds of ``buildings.csv``; empty applies to all; for a rescue
    a plan that names its kind comes before all that do not: what fits a fire fits no lift.
    ``grade_from``, ``height_from_m`` and ``floor_from`` are lower bounds, inclusive; what is not known meets none of
    them. ``hours`` is local time, ``22:00-06:00``. ``suspected`` is what goes while a single detector is all there is;
    empty: everything goes at once. ``helpers`` are asked for as soon as more than a look is due, those of
    every plan that applies.
    """

    name: str
    needs: tuple[Need, ...]
    suspected: tuple[Need, ...] = ()
    kinds: tuple[str, ...] = ()
    building_kinds: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    grade_from: int = 1
    height_from_m: float = 0.0
    floor_from: int | None = None
    hours: str = ""
    helpers: tuple[HelperKind, ...] = ()


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """When an alarm joins an open incident that is not its own device's: never by time alone.

    Same building: within ``building_s`` of that incident's last alarm. Near: within ``near_m`` metres and ``near_s``
    seconds, of a kind that goes with it, and not where the two name different buildings.
    """

    building_s: int = 1800
    near_m: int = 60
    near_s: int = 180


class Mirror(msgspec.Struct, frozen=True, kw_only=True):
    """Ways in that pass on the same detectors: ``devices`` are one detector's addresses, however they are written;
    ``sources`` are those whose equal addresses are one detector.
    """

    devices: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


WITNESSES: tuple[tuple[str, str], ...] = (
    ("detector", "detector"),
    ("detector", "call_point"),
    ("detector", "flow"),
    ("detector", "video"),
    ("video", "call_point"),
    ("video", "flow"),
    ("video", "video"),
    ("gas", "gas"),
)
"""Families of devices (`stations.device_kinds`) of which two, at different addresses, make a fire sure.

A panel only repeats what its detectors said, an electrical monitor warns of a line, water and linkage follow a fire or
a test: none of them is a witness.
"""


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of a signal.

    One whose own time is more than ``late_after_s`` before it came (0: never) is late: it gets a look and confirms
    nothing by number. A position further than ``believed_within_m`` from its known building is not used.
    ``witnesses`` are the pairs of families of which two devices confirm a fire. A condition (no fire) that is raised
    more than ``chatters_above`` times within an hour (0: never) chatters: it is held for an hour, recorded no more.
    """

    late_after_s: int = 900
    believed_within_m: int = 500
    mirrors: tuple[Mirror, ...] = ()
    witnesses: tuple[tuple[str, str], ...] = WITNESSES
    chatters_above: int = 6


class Positions(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of a unit's position.

    Older than ``stale_after_s`` (0: never) it is shown and not used; so is one whose receiver gives a radius above
    ``accurate_within_m``, and one that nobody could have reached at ``fastest_mps`` metres a second.
    """

    stale_after_s: int = 900
    accurate_within_m: int = 300
    fastest_mps: int = 60


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """What follows when the hub itself was away.

    Longer than ``after_s`` seconds is an outage; then nobody is judged for the next ``grace_s`` seconds: phones and
    people need them to come back.
    """

    after_s: int = 10
    grace_s: int = 30


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How long those who were sent to look have to say what it is (`dispatch.core.look`).

    ``within_s`` seconds; then the whole plan goes. 0: a look has no end of its own, as in records of before.
    """

    within_s: int = 0


LOOK = Look(within_s=60)
"""Where a district writes nothing. 公消〔2015〕301号 五（二） has the officer of the control room verify first."""


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """How incidents share units.

    ``hold_back`` micro crews stay free in every zone unless nobody else can come. A crew on its way to one incident is
    proposed for a worse one when that gains at least ``divert_gain_s`` seconds; the proposal acts after
    ``divert_after_s`` unless a dispatcher refuses it.
    """

    hold_back: int = 0
    divert_gain_s: int = 60
    divert_after_s: int = 10


_MICRO = ("micro_unit", "micro_community")
BRIGADE = ("small", "fire")
"""Kinds of stations of the fire-rescue service (消防救援)."""

_ALL = (*_MICRO, *BRIGADE)


def narrowest(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return of the targets that apply the one of each name that counts, in their order.

    A plan's goes before a zone's, and a zone's before the district's; of these the one for the own building before the
    one for the own zone, before the one for whosever. Of equals the first.
    """
    best: dict[str, Target] = {}
    for target in targets:
        if target.name not in best or _breadth(target) < _breadth(best[target.name]):
            best[target.name] = target
    return tuple(best.values())


def _breadth(target: Target) -> tuple[bool, bool, int]:
    return not target.plans, not target.zones, WHOSE.index(target.whose)


def _target(
    name: str, start: Milestone, end: Milestone, kinds: tuple[str, ...], limit_s: int, *, whose: Whose = "anybody"
) -> Target:
    return Target(name=name, milestone_from=start, milestone_to=end, kinds=kinds, limit_s=limit_s, whose=whose)


DEFAULT_PROFILE = "one-three"

TARGET_PROFILES: dict[str, tuple[Target, ...]] = {
    "one-three": (
        _target("respond", "assigned", "acknowledged", _ALL, 60),
        _target("arrive", "assigned", "on_scene", _MICRO, 60, whose="own_building"),
        _target("arrive", "assigned", "on_scene", _MICRO, 180),
        _target("arrive", "assigned", "on_scene", BRIGADE, 300),
        _target("handle", "assigned", "controlled", _MICRO, 180),
    ),
    # 1 minute to start, 3 on scene, 5 for joint action with the brigade.
    "one-three-five": (
        _target("respond", "assigned", "en_route", _ALL, 60),
        _target("arrive", "assigned", "on_scene", _MICRO, 180),
        _target("arrive", "assigned", "on_scene", BRIGADE, 300),
    ),
    # Echelons: the own station in 1 minute, its neighbours in 3, the brigade in 5.
    "echelon": (
        _target("respond", "assigned", "acknowledged", _ALL, 60),
        _target("arrive", "assigned", "on_scene", _MICRO, 60, whose="own_building"),
        _target("arrive", "assigned", "on_scene", _MICRO, 180),
        _target("arrive", "assigned", "on_scene", BRIGADE, 300),
    ),
}
"""Target profiles by name. In one-three-five the brigade's arrival in five minutes is the joint action."""

DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung(trigger="undelivered", after_s=3, action="next_unit"),
    Rung(trigger="unacknowledged", after_s=15, action="alert_again"),
    Rung(trigger="unacknowledged", after_s=30, action="next_unit"),
    Rung(trigger="missed_arrive", after_s=0, action="next_unit"),
    Rung(trigger="missed_arrive", after_s=0, action="fire_station"),
    Rung(trigger=f"{MISSED}{HAND_OVER}", after_s=0, action="alert_again"),
    Rung(trigger=f"{MISSED}{HAND_OVER}", after_s=120, action="duty_officer"),
)

DEFAULT_HAND_OVER_WITHIN_S = 180
"""From the brigade's first arrival to its word that it took over. An own planning value: no document gives one."""

DEFAULT_LADDER_MAX_UNITS = 8
"""So many units the ladder adds to one incident: a district whose crews are all silent is not emptied for one alarm."""

DEFAULT_PLAN = Plan(
    name="default",
    needs=(Need(count=2, station_kinds=_MICRO), Need(count=1, modes=("engine",))),
)
"""Without a plan that applies: the two nearest micro crews and the nearest fire engine."""


def _crews(micro: int, engines: int, aerials: int = 0, *, first: Preference = "nearest") -> tuple[Need, ...]:
    """Return the needs for so many micro crews, engines and aerials."""
    asked = (
        (micro, Need(count=micro, station_kinds=_MICRO, first=first)),
        (engines, Need(count=engines, modes=("engine",))),
        (aerials, Need(count=aerials, modes=("aerial",), prefers=("reach>=floor",))),
    )
    return tuple(need for count, need in asked if count)


def _rescue(kind: str, needs: tuple[Need, ...], *helpers: HelperKind) -> Plan:
    return Plan(name=kind.replace("_", " "), kinds=(kind,), needs=needs, helpers=helpers)


RESCUE_PLANS: tuple[Plan, ...] = (
    Plan(name="rescue, grade 4", kinds=RESCUE_KINDS, grade_from=4, needs=_crews(4, 5), helpers=("medical", "police")),
    Plan(name="rescue, grade 3", kinds=RESCUE_KINDS, grade_from=3, needs=_crews(3, 3), helpers=("medical",)),
    _rescue("lift", _crews(1, 1, first="building"), "lift"),
    _rescue("flood", _crews(2, 1, first="building")),
    _rescue("collapse", _crews(2, 2), "medical", "machinery"),
    _rescue("traffic", _crews(1, 1), "police", "medical"),
    _rescue("gas_leak", _crews(1, 2, first="building"), "gas"),
    _rescue("water_rescue", _crews(1, 1), "medical"),
    _rescue("hazmat", _crews(0, 2), "medical"),
    Plan(name="rescue", kinds=RESCUE_KINDS, needs=_crews(1, 1, first="building")),
)
"""What goes where it is no fire. Planning values: who is inside first, an engine's crew with its tools, more of both
where many people are trapped (grades 3 and 4), who else can help; a district with boats writes its own."""


def graded_plans(suspected: tuple[Need, ...] = ()) -> tuple[Plan, ...]:
    """Return what goes to a fire of a higher grade; ``suspected`` while a single detector is all there is.

    Planning values: each grade about doubles the engines of the one below, and a fire in a high building (24 m, GB
    50016) gets an aerial from grade 2 on.
    """
    high = 24.0
    return (
        Plan(name="grade 5", grade_from=5, needs=_crews(4, 8, 2), suspected=suspected),
        Plan(name="grade 4", grade_from=4, needs=_crews(4, 6, 2), suspected=suspected),
        Plan(name="grade 3", grade_from=3, needs=_crews(3, 4, 1), suspected=suspected),
        Plan(
            name="grade 2, high",
            grade_from=2,
            height_from_m=high,
            needs=_crews(2, 2, 1),
            suspected=suspected,
            helpers=("lift",),
        ),
        Plan(name="grade 2", grade_from=2, needs=_crews(2, 2), suspected=suspected),
    )


STANDARD_PLANS: tuple[Plan, ...] = (*RESCUE_PLANS, *graded_plans())
"""Plans that stand after the district's own and before the default one, unless another profile is named."""

DEFAULT_PLANS: tuple[Plan, ...] = (*STANDARD_PLANS, DEFAULT_PLAN)
"""What a district without plans of its own has."""

VERIFY_FIRST = "verify-first"

_LOOK = (Need(count=2, station_kinds=_MICRO, first="building"),)

PLAN_PROFILES: dict[str, tuple[Plan, ...]] = {
    # A fire in a high building needs people, water and vehicles that get up and in: 24 m is the limit of
    # 高层公共建筑 in GB 50016, above which an ordinary pumper's ladder does not reach.
    VERIFY_FIRST: (
        *RESCUE_PLANS,
        *graded_plans(_LOOK),
        Plan(
            name="high building",
            height_from_m=24.0,
            suspected=_LOOK,
            helpers=("lift",),
            needs=(
                *_LOOK,
                Need(count=1, modes=("engine",), within_s=300),
                Need(count=1, modes=("aerial",)),
                Need(count=1, capabilities=("breathing_apparatus",)),
            ),
        ),
        Plan(name="look first", suspected=_LOOK, needs=(*_LOOK, Need(count=1, modes=("engine",), within_s=300))),
    ),
}
"""Ready plans by name. In verify-first a single detector sends crews to look and forewarns the fire station."""

READY_PLANS: tuple[Plan, ...] = (*DEFAULT_PLANS, *(plan for ready in PLAN_PROFILES.values() for plan in ready))
"""Every plan that is no district's own."""

DEFAULT_TURNOUT_S: dict[str, int] = {"micro_unit": 45, "micro_community": 45, "small": 60, "fire": 60}
"""Seconds from order to departure by station kind. Planning values after the brigades' custom of 45 s by day
and 60 s by night; a district calibrates its own."""
