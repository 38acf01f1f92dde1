"""Targets, ladder and plans as data, with the profiles that apply where a district writes none of its own.

The one-three profile is the district documents' "1分钟响应、3分钟处置": one minute to respond and to arrive,
three to handle. A fire station's five minutes are GB 51080-2015, 4.1.3: the first engine arrives within five
minutes of the order.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Milestone = Literal["assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled", "released"]
"""The steps of an assignment that a target may stand between, in their usual order."""

Action = Literal["alert_again", "next_unit", "fire_station"]
"""Ring the same crew again; order the next nearest unit too; order the nearest fire engine too."""

MILESTONES: tuple[Milestone, ...] = get_args(Milestone)
ACTIONS: tuple[Action, ...] = get_args(Action)
MISSED = "missed_"
"""A trigger ``missed_NAME`` fires when the target NAME is missed."""
WAITING_TRIGGERS: tuple[str, ...] = ("undelivered", "unacknowledged")
"""Triggers that count from the moment the order was assigned."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A promise between two milestones, in seconds, for assignments of stations of these ``kinds``."""

    name: str
    milestone_from: Milestone
    milestone_to: Milestone
    kinds: tuple[str, ...]
    limit_s: int


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One rung of the ladder: when ``trigger`` has held for ``after_s`` seconds, ``action`` happens."""

    trigger: str
    after_s: int
    action: Action


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """``count`` units that fit.

    An empty ``station_kinds`` or ``modes`` means any; every one of ``capabilities`` is required.
    """

    count: int
    station_kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an incident needs (调派方案); the first plan that applies counts.

    ``kinds`` are alarm kinds and ``building_kinds`` are kinds of ``buildings.csv``; empty applies to all.
    ``grade_from`` and ``height_from_m`` are lower bounds, inclusive. A building of unknown height meets no
    ``height_from_m`` above 0.
    """

    name: str
    needs: tuple[Need, ...]
    kinds: tuple[str, ...] = ()
    building_kinds: tuple[str, ...] = ()
    grade_from: int = 1
    height_from_m: float = 0.0


_MICRO = ("micro_unit", "micro_community")
_BRIGADE = ("small", "fire")
_ALL = (*_MICRO, *_BRIGADE)


def _target(name: str, start: Milestone, end: Milestone, kinds: tuple[str, ...], limit_s: int) -> Target:
    return Target(name=name, milestone_from=start, milestone_to=end, kinds=kinds, limit_s=limit_s)


DEFAULT_PROFILE = "one-three"

TARGET_PROFILES: dict[str, tuple[Target, ...]] = {
    "one-three": (
        _target("respond", "assigned", "acknowledged", _ALL, 60),
        _target("arrive", "assigned", "on_scene", _MICRO, 60),
        _target("arrive", "assigned", "on_scene", _BRIGADE, 300),
        _target("handle", "assigned", "controlled", _MICRO, 180),
    ),
    # 1 minute to start, 3 on scene, 5 for joint action with the brigade.
    "one-three-five": (
        _target("respond", "assigned", "en_route", _ALL, 60),
        _target("arrive", "assigned", "on_scene", _MICRO, 180),
        _target("arrive", "assigned", "on_scene", _BRIGADE, 300),
    ),
}
"""Target profiles by name. In one-three-five the brigade's arrival in five minutes is the joint action."""

DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung(trigger="undelivered", after_s=3, action="next_unit"),
    Rung(trigger="unacknowledged", after_s=15, action="alert_again"),
    Rung(trigger="unacknowledged", after_s=30, action="next_unit"),
    Rung(trigger="missed_arrive", after_s=0, action="next_unit"),
    Rung(trigger="missed_arrive", after_s=0, action="fire_station"),
)

DEFAULT_PLAN = Plan(
    name="default",
    needs=(Need(count=2, station_kinds=_MICRO), Need(count=1, modes=("engine",))),
)
"""Without a plan that applies: the two nearest micro crews and the nearest fire engine."""

DEFAULT_TURNOUT_S: dict[str, int] = {"micro_unit": 45, "micro_community": 45, "small": 60, "fire": 60}
"""Seconds from order to departure by station kind. Planning values after the brigades' custom of 45 s by day
and 60 s by night; a district calibrates its own."""
