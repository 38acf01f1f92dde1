"""From the entrance to the storey: by fire lift or by the stairs, in gear.

Sources:
- Fire lift: from the ground to the top within 60 s, so its speed is the building's height over 60 s; required in
  residential buildings above 33 m and in tall public ones (GB 50016-2014, 2018 edition, 7.3). Recall and
  boarding take 30-60 s (planning figure), and crews leave the lift below the storey on fire.
- Stairs in gear: 15 s a storey up to the tenth, one second more for each storey above, no slower than 25 s
  (planning figures, to be calibrated by drills). For unloaded climbers: Halder and Kuklane (2016).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from routing.errors import ModeError


class VerticalRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers of the climb; a district may override each in `[roads.vertical]`.

    Storeys are counted as lifts count them: 1 is the ground floor, -1 the first basement.
    `stairs_steady_floors` climbs are made at `stairs_s_per_floor`; each one above takes `stairs_tiring_s`
    more, up to `stairs_slowest_s_per_floor`.
    """

    floor_m: float = 3.0
    stairs_s_per_floor: float = 15.0
    stairs_steady_floors: int = 10
    stairs_tiring_s: float = 1.0
    stairs_slowest_s_per_floor: float = 25.0
    stairs_down_s_per_floor: float = 12.0
    lift_boarding_s: float = 45.0
    lift_to_top_s: float = 60.0
    lift_stops_below: int = 2
    lift_required_above_m: float = 33.0


DEFAULT_VERTICAL = VerticalRules()

_REMEMBERED = 4096
"""Every mode asks about the same climb, and a building is asked about again and again."""


def vertical_from(table: Mapping[str, Any]) -> VerticalRules:
    """Read the district's `[roads.vertical]` table. Raises ModeError naming what is wrong."""
    try:
        rules = msgspec.convert(table, VerticalRules)
    except msgspec.ValidationError as error:
        raise ModeError(f"roads.vertical: {error}") from error
    negative = [name for name in rules.__struct_fields__ if getattr(rules, name) < 0]
    if negative or rules.floor_m == 0 or rules.lift_to_top_s == 0:
        raise ModeError(f"roads.vertical: {(negative or ['floor_m and lift_to_top_s'])[0]} must be above 0")
    return rules


@lru_cache(_REMEMBERED)
def storey_ms(
    floor: int | None,
    *,
    storeys: int | None = None,
    height_m: float | None = None,
    fire_lift: bool | None = None,
    rules: VerticalRules = DEFAULT_VERTICAL,
) -> int:
    """Return the milliseconds from the entrance to a storey, by the faster of stairs and fire lift.

    An unknown storey takes no time here: nothing is known to add. Where it is not known whether there is a
    fire lift, there is one exactly where the building's height requires it. Basements are reached by the
    stairs.
    """
    if floor is None or floor in {0, 1}:
        return 0
    if floor < 0:
        return round(-floor * rules.stairs_down_s_per_floor * 1000)
    climbs = floor - 1
    on_foot_s = stairs_s(climbs, rules)
    top = max(storeys or floor, floor)
    height = height_m or top * rules.floor_m
    if fire_lift is False or (fire_lift is None and height <= rules.lift_required_above_m):
        return round(on_foot_s * 1000)
    return round(min(on_foot_s, _lift_s(climbs, top, rules)) * 1000)


def stairs_s(climbs: int, rules: VerticalRules = DEFAULT_VERTICAL) -> float:
    """Return the seconds for a number of storeys climbed in gear."""
    tiring = max(0, climbs - rules.stairs_steady_floors)
    each = (
        min(rules.stairs_slowest_s_per_floor, rules.stairs_s_per_floor + rules.stairs_tiring_s * above)
        for above in range(1, tiring + 1)
    )
    return min(climbs, rules.stairs_steady_floors) * rules.stairs_s_per_floor + sum(each)


def halder_kuklane_m_s(vo2max: float, share: float) -> float:
    """Return the vertical speed in m/s that a climber without load sustains on stairs.

    `vo2max` in ml/min/kg, `share` of it in percent. Halder and Kuklane (2016):
    v (m/min) = -21.7727 + 0.4024 VO2max + 0.2658 %VO2max.
    """
    return (-21.7727 + 0.4024 * vo2max + 0.2658 * share) / 60.0


def _lift_s(climbs: int, storeys: int, rules: VerticalRules) -> float:
    """Return the seconds by lift to a few storeys below, and the rest on foot."""
    walked = min(climbs, rules.lift_stops_below)
    ride = (climbs - walked) / max(1, storeys - 1) * rules.lift_to_top_s
    return rules.lift_boarding_s + ride + stairs_s(walked, rules)
