"""Travel modes as data: size, speed by way class, slope, stairs, barriers. A district may override every
number.

Sources of the defaults; where none is named, the figure is a planning assumption to be calibrated by drills.

- Sizes: GB 1589-2016 limits a vehicle to 2.55 m by 4.0 m; a pumper of the heavy class weighs over 14 t and an
  aerial over 30 t (commentary to GB 51054), fire lanes are built for both (GB 50016, 4.0 m by 4.0 m).
- Speeds, barriers and access: the table `brigade.toml`, with its reasons.
- Speeds: an engine 30-35 km/h in dense streets, up to 50 km/h; a motorcycle 30 km/h on streets and 20-25 km/h
  inside compounds; a crew jogging in kit 2.0-2.5 m/s (the planning figures of the fire districts).
- Stairs: a climber at 80 % of a VO2max of 40 ml/min/kg rises 0.26 m/s (Halder and Kuklane 2016); an outdoor
  stair rises about 1 in 2, so 1.9 s for each metre on the map. People go down at about 0.54 of their pace on
  the level (Fruin 1971); of 2.1 m/s that is 0.9 s for each metre.
- Slope on foot: Tobler's hiking function (1993). Slope for vehicles: the power that climbs (see
`routing.slope`).
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from routing import brigade
from routing.brigade import Column
from routing.conditional import Size
from routing.errors import ModeError


class Mode(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of crew moves.

    `access` lists the access tags that speak about this mode, from the general to the special one; what their
    values do is said by the table of `routing.brigade` in `column`. `passes` are further values that let the
    mode in. A way class absent from `speeds_kmh` is not usable, unless a tag about the mode lets it in: then
    `otherwise_kmh` holds. `against_sign_factor` is how many times as long a way with a sign against the mode
    takes (`motor_vehicle=no`), 0 where a sign forbids. `brigade` False is for those whom `access=emergency`
    keeps out. `not_in_tunnels` are the classes whose tunnels the mode keeps out of, unless its own tag or a
    sidewalk lets it in. A barrier that is None in `barriers_s` stops the mode, one absent from it counts as
    `*`; `locked_s` is added where it is locked. `stairs_*_s_per_m` is per metre on the map; None means no
    stairs. `approach_kmh` is the pace from the road to the place itself.
    """

    name: str
    column: Column
    access: tuple[str, ...]
    width_m: float
    height_m: float
    weight_t: float
    speeds_kmh: Mapping[str, float]
    otherwise_kmh: float | None = None
    barriers_s: Mapping[str, float | None]
    locked_s: float = 0.0
    passes: frozenset[str] = frozenset()
    against_sign_factor: float = 4.0
    brigade: bool = True
    not_in_tunnels: frozenset[str] = frozenset()
    keeps_oneway: bool = True
    keeps_maxspeed: bool = True
    slope: Literal["none", "tobler", "power"] = "none"
    power_w_per_kg: float = 0.0
    stairs_up_s_per_m: float | None = None
    stairs_down_s_per_m: float | None = None
    approach_kmh: float = 7.5
    lane_m: float = 0.0
    """A lane for it is so wide and high by the norm; a lesser one that it fits through is said. 0: there is no norm."""
    junction_s: float = 0.0
    """Delay at every node where three pieces of road or more meet; see `routing.junctions`."""

    @property
    def size(self) -> Size:
        """The size that conditional restrictions are compared with."""
        return Size(width=self.width_m, height=self.height_m, weight=self.weight_t)


FIRE_LANE_M = 4.0
"""A fire lane is at least so wide and so high: GB 50016-2014 7.1.8; 渝中府办〔2023〕9号 二（四）."""

_ROADS_WITH_TRAFFIC = ("primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link")

FOOT = Mode(
    name="foot",
    column="foot",
    access=("access", "foot", "emergency"),
    width_m=0.8,
    height_m=2.0,
    weight_t=0.12,
    speeds_kmh={**brigade.speeds_kmh("foot"), "steps": 7.5},
    otherwise_kmh=7.5,
    barriers_s=brigade.barriers_s("foot"),
    locked_s=30.0,
    not_in_tunnels=frozenset({*_ROADS_WITH_TRAFFIC, "trunk", "trunk_link"}),
    keeps_oneway=False,
    keeps_maxspeed=False,
    slope="tobler",
    stairs_up_s_per_m=1.9,
    stairs_down_s_per_m=0.9,
    approach_kmh=7.5,
)
MOTORCYCLE = Mode(
    name="motorcycle",
    column="motorcycle",
    access=("access", "vehicle", "motor_vehicle", "motorcycle", "emergency"),
    width_m=1.0,
    height_m=2.0,
    weight_t=0.35,
    speeds_kmh=brigade.speeds_kmh("motorcycle"),
    otherwise_kmh=10.0,
    barriers_s=brigade.barriers_s("motorcycle"),
    locked_s=30.0,
    slope="power",
    power_w_per_kg=25.0,
)
ENGINE = Mode(
    name="engine",
    column="engine",
    access=("access", "vehicle", "motor_vehicle", "emergency"),
    width_m=2.5,
    height_m=3.5,
    weight_t=16.0,
    speeds_kmh=brigade.speeds_kmh("engine"),
    otherwise_kmh=10.0,
    barriers_s=brigade.barriers_s("engine"),
    locked_s=60.0,
    slope="power",
    power_w_per_kg=11.0,
    lane_m=FIRE_LANE_M,
)
AERIAL = Mode(
    name="aerial",
    column="aerial",
    access=ENGINE.access,
    width_m=2.55,
    height_m=4.0,
    weight_t=33.0,
    speeds_kmh=brigade.speeds_kmh("aerial"),
    otherwise_kmh=8.0,
    barriers_s=brigade.barriers_s("aerial"),
    locked_s=60.0,
    slope="power",
    power_w_per_kg=8.0,
    lane_m=FIRE_LANE_M,
)

DEFAULT_MODES: Mapping[str, Mode] = {mode.name: mode for mode in (FOOT, MOTORCYCLE, ENGINE, AERIAL)}


def modes_from(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Mode]:
    """Return the default modes with a district's tables laid over them.

    A table `[modes.NAME]` changes the mode of that name, or makes a new one on the mode that its `base`
    names (a unit with its own vehicle). Tables of speeds and barriers are merged entry by entry; `false`
    removes one. Raises ModeError naming the mode and the field.
    """
    modes = dict(DEFAULT_MODES)
    for name, table in tables.items():
        base = modes.get(str(table.get("base", name)))
        if base is None:
            known = ", ".join(sorted(modes))
            raise ModeError(f"modes.{name}: no mode to start from; add base = one of {known}")
        modes[name] = override(base, {**table, "name": name})
    return modes


def override(base: Mode, changes: Mapping[str, Any]) -> Mode:
    """Return a mode with some fields replaced. Raises ModeError where a field is unknown or of a wrong
    kind."""
    fields: dict[str, Any] = msgspec.to_builtins(base)
    given = {key: value for key, value in changes.items() if key != "base"}
    name = given.get("name", base.name)
    unknown = sorted(given.keys() - fields.keys())
    if unknown:
        raise ModeError(f"modes.{name}: unknown field {unknown[0]!r}; known are {', '.join(sorted(fields))}")
    for key, value in given.items():
        merged = {**fields[key], **value} if isinstance(value, Mapping) and isinstance(fields[key], dict) else value
        fields[key] = _stopped_by_false(merged) if key == "barriers_s" else _without_false(merged)
    try:
        mode = msgspec.convert(fields, Mode)
    except msgspec.ValidationError as error:
        raise ModeError(f"modes.{name}: {error}") from error
    _require_sense(mode)
    return mode


def _stopped_by_false(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: None if entry is False else entry for key, entry in value.items()}
    return value


def _without_false(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: entry for key, entry in value.items() if entry is not False}
    return value


def _require_sense(mode: Mode) -> None:
    slow = [way for way, kmh in mode.speeds_kmh.items() if kmh <= 0]
    if slow:
        raise ModeError(f"modes.{mode.name}: speeds_kmh.{slow[0]} must be above 0; write false to forbid the class")
    if min(mode.width_m, mode.height_m, mode.weight_t, mode.approach_kmh) <= 0:
        raise ModeError(f"modes.{mode.name}: sizes and approach_kmh must be above 0")
    if min((pause for pause in mode.barriers_s.values() if pause is not None), default=0.0) < 0 or mode.locked_s < 0:
        raise ModeError(f"modes.{mode.name}: barriers_s must not be negative; write false where it stops the mode")
    if mode.against_sign_factor != 0 and mode.against_sign_factor < 1:
        raise ModeError(f"modes.{mode.name}: against_sign_factor must be 1 or more, or 0 where a sign forbids")
    if mode.slope == "power" and mode.power_w_per_kg <= 0:
        raise ModeError(f"modes.{mode.name}: the slope rule 'power' needs power_w_per_kg above 0")
    if mode.junction_s < 0:
        raise ModeError(f"modes.{mode.name}: junction_s must not be negative")
