"""Draws a no-notice drill (不打招呼拉动): where, who, when, by a seed, so that nobody can foresee or choose it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from math import cos, hypot, radians

from stations.drills.model import DrillPlace, DrillPlan, Inject, Lane, Objective
from stations.model import MICRO_KINDS, Building, Station

LANE_M = 40.0
SECOND_FLOOR = 18
"""Where the script lights its second fire, in buildings that are high enough; one floor up in others."""

OBJECTIVES = (
    Objective(id="acknowledge", text="一分钟内签收", milestone_to="acknowledged", limit_s=60),
    Objective(id="depart", text="两分钟内出动", milestone_to="en_route", limit_s=120),
    Objective(id="first", text="三分钟内首支力量到场", milestone_to="on_scene", limit_s=180, of="first", weight=2.0),
    Objective(id="brigade", text="消防站五分钟内到场", milestone_to="on_scene", limit_s=300, kinds=("small", "fire")),
    Objective(id="gear", text="着装、器材齐全"),
    Objective(id="command", text="现场指挥、报告清楚"),
)
"""What a drawn turnout is to show: the districts' one-three-five in the clock's hands, the rest in the observers'."""


def draw(
    stations: Sequence[Station], buildings: Sequence[Building], *, seed: str | int, count: int, ends_after_s: int = 900
) -> DrillPlan:
    """Draw a building, a high one where there are any, and let the ``count`` nearest stations turn out.

    A fire station is among them where there is one. Raises ValueError where the district has no stations or no
    buildings.
    """
    if not stations or not buildings:
        raise ValueError("a drill is drawn from stations and buildings, and the district has none of one of them")
    rng = random.Random(f"{seed}/drill")
    high = [each for each in buildings if (each.storeys or 0) >= SECOND_FLOOR]
    building = rng.choice(sorted(high or buildings, key=lambda each: each.id))
    chosen = _nearest(stations, building, count)
    top = building.storeys or 1
    floor = rng.randint(1, top)
    second = SECOND_FLOOR if top >= SECOND_FLOOR else min(floor + 1, top)
    return DrillPlan(
        name=f"不打招呼拉动：{building.name}",
        kind="no_notice",
        place=DrillPlace(building=building.id, floor=floor),
        stations=tuple(sorted(each.id for each in chosen)),
        everybody=True,
        unannounced=True,
        objectives=OBJECTIVES,
        injects=(
            Inject(
                id="lane",
                after_s=60,
                effect="lane_blocked",
                text="消防车通道被占用",
                lane=Lane(lon=building.lon, lat=building.lat, radius_m=LANE_M, modes=("engine", "aerial")),
            ),
            Inject(
                id="second",
                upon="on_scene",
                after_s=10,
                effect="second_fire",
                text=f"{second} 层另有烟点",
                place=DrillPlace(building=building.id, floor=second),
            ),
            Inject(id="leader", after_s=150, effect="leader_out", station=chosen[0].id, text="由副站长接替指挥"),
        ),
        ends_after_s=ends_after_s,
    )


def draw_moment(day: date, hours: tuple[time, time], zone: tzinfo, *, seed: str | int) -> datetime:
    """Draw the second at which it starts, between two times of a day of the district's own clock."""
    first = datetime.combine(day, hours[0], zone)
    last = datetime.combine(day, hours[1], zone)
    span_s = max(1, int((last - first).total_seconds()))
    return first + timedelta(seconds=random.Random(f"{seed}/moment").randrange(span_s))


def _nearest(stations: Iterable[Station], building: Building, count: int) -> list[Station]:
    """Return the nearest stations as the crow flies; the last place is a fire station's, where none is near."""
    narrowing = cos(radians(building.lat))

    def away(station: Station) -> tuple[float, str]:
        return hypot((station.lon - building.lon) * narrowing, station.lat - building.lat), station.id

    near = sorted(stations, key=away)
    chosen = near[:count]
    brigade = next((each for each in near if each.kind not in MICRO_KINDS), None)
    if brigade is not None and brigade not in chosen:
        chosen[-1] = brigade
    return chosen
