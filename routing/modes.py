"""Travel modes as data: size, speed by way class, slope, stairs, barriers. A district may override every
number.

Sources of the defaults; where none is named, the figure is a planning assumption to be calibrated by drills.

- Sizes: GB 1589-2016 limits a vehicle to 2.55 m by 4.0 m; a pumper of the heavy class weighs over 14 t and an
  aerial over 30 t (commentary to GB 51054), fire lanes are built for both (GB 50016, 4.0 m by 4.0 m).
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

from routing.conditional import Size
from routing.errors import ModeError


class Mode(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of crew moves.

    `access` lists the access tags that speak about this mode, from the general to the special one. A way
    class absent from `speeds_kmh` is not usable, unless its most special access tag lets the mode in: then
    `otherwise_kmh` holds. `passes` are the access values that a responding crew may ignore.
    `not_in_tunnels` are the classes whose tunnels the mode keeps out of, unless its own tag lets it in. A
    barrier absent from `barriers_s` stops the mode; `locked_s` is added where it is locked.
    `stairs_*_s_per_m` is per metre on the map; None means no stairs. `approach_kmh` is the pace from the
    road to the place itself.
    """

    name: str
    access: tuple[str, ...]
    width_m: float
    height_m: float
    weight_t: float
    speeds_kmh: Mapping[str, float]
    otherwise_kmh: float | None = None
    barriers_s: Mapping[str, float]
    locked_s: float = 0.0
    passes: frozenset[str] = frozenset()
    not_in_tunnels: frozenset[str] = frozenset()
    keeps_oneway: bool = True
    keeps_maxspeed: bool = True
    slope: Literal["none", "tobler", "power"] = "none"
    power_w_per_kg: float = 0.0
    stairs_up_s_per_m: float | None = None
    stairs_down_s_per_m: float | None = None
    approach_kmh: float = 7.5
    junction_s: float = 0.0
    """Delay at every node where three pieces of road or more meet; see `routing.junctions`."""

    @property
    def size(self) -> Size:
        """The size that conditional restrictions are compared with."""
        return Size(width=self.width_m, height=self.height_m, weight=self.weight_t)


_RESPONDERS_PASS = frozenset(
    {"private", "permit", "destination", "delivery", "customers", "residents", "employees", "discouraged"}
)
_GATES_S = {"gate": 10.0, "lift_gate": 5.0, "swing_gate": 10.0, "sliding_gate": 10.0, "toll_booth": 2.0}
_ALWAYS_OPEN_S = {"entrance": 0.0, "border_control": 0.0, "kerb": 0.0, "height_restrictor": 0.0, "no": 0.0}
_NARROW_S = {
    "bollard": 0.0,
    "block": 0.0,
    "cycle_barrier": 3.0,
    "planter": 0.0,
    "chain": 2.0,
    "jersey_barrier": 0.0,
}
_FOOT_ONLY_S = {"stile": 5.0, "turnstile": 5.0, "kissing_gate": 3.0, "full-height_turnstile": 5.0, "log": 0.0}
_KERB_S = {"bump_gate": 3.0, "rising_bollard": 10.0, "spikes": 0.0}

_ROADS_WITH_TRAFFIC = ("primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link")
_FOOT_CLASSES = (
    *(*_ROADS_WITH_TRAFFIC, "unclassified"),
    *("residential", "living_street", "service", "road", "track"),
    *("pedestrian", "footway", "path", "corridor", "cycleway", "bridleway", "steps"),
)
_ENGINE_KMH = {
    "motorway": 60.0,
    "motorway_link": 40.0,
    "trunk": 50.0,
    "trunk_link": 40.0,
    "primary": 45.0,
    "primary_link": 35.0,
    "secondary": 40.0,
    "secondary_link": 32.0,
    "tertiary": 35.0,
    "tertiary_link": 30.0,
    "unclassified": 28.0,
    "residential": 25.0,
    "road": 25.0,
    "living_street": 15.0,
    "service": 15.0,
    "track": 10.0,
    "busway": 40.0,
}
_MOTORCYCLE_KMH = {
    **dict.fromkeys(("trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"), 30.0),
    **dict.fromkeys(("tertiary", "tertiary_link", "unclassified", "residential", "road", "busway"), 30.0),
    "living_street": 20.0,
    "service": 20.0,
    "track": 15.0,
    "pedestrian": 10.0,
}

FOOT = Mode(
    name="foot",
    access=("access", "foot"),
    width_m=0.8,
    height_m=2.0,
    weight_t=0.12,
    speeds_kmh=dict.fromkeys(_FOOT_CLASSES, 7.5),
    otherwise_kmh=7.5,
    barriers_s={**_GATES_S, **_ALWAYS_OPEN_S, **_NARROW_S, **_FOOT_ONLY_S, **_KERB_S},
    locked_s=30.0,
    passes=_RESPONDERS_PASS | {"use_sidepath", "dismount"},
    not_in_tunnels=frozenset(_ROADS_WITH_TRAFFIC),
    keeps_oneway=False,
    keeps_maxspeed=False,
    slope="tobler",
    stairs_up_s_per_m=1.9,
    stairs_down_s_per_m=0.9,
    approach_kmh=7.5,
)
MOTORCYCLE = Mode(
    name="motorcycle",
    access=("access", "vehicle", "motor_vehicle", "motorcycle", "emergency"),
    width_m=1.0,
    height_m=2.0,
    weight_t=0.35,
    speeds_kmh=_MOTORCYCLE_KMH,
    otherwise_kmh=10.0,
    barriers_s={
        **_GATES_S,
        **_ALWAYS_OPEN_S,
        **_KERB_S,
        "bollard": 2.0,
        "block": 2.0,
        "planter": 2.0,
        "chain": 5.0,
    },
    locked_s=30.0,
    passes=_RESPONDERS_PASS,
    slope="power",
    power_w_per_kg=25.0,
)
ENGINE = Mode(
    name="engine",
    access=("access", "vehicle", "motor_vehicle", "emergency"),
    width_m=2.5,
    height_m=3.5,
    weight_t=16.0,
    speeds_kmh=_ENGINE_KMH,
    otherwise_kmh=10.0,
    barriers_s={**_GATES_S, **_ALWAYS_OPEN_S, **_KERB_S},
    locked_s=60.0,
    passes=_RESPONDERS_PASS,
    slope="power",
    power_w_per_kg=11.0,
)
AERIAL = Mode(
    name="aerial",
    access=ENGINE.access,
    width_m=2.55,
    height_m=4.0,
    weight_t=33.0,
    speeds_kmh={way: round(kmh * 0.9, 1) for way, kmh in _ENGINE_KMH.items() if way != "track"},
    otherwise_kmh=8.0,
    barriers_s=ENGINE.barriers_s,
    locked_s=60.0,
    passes=_RESPONDERS_PASS,
    slope="power",
    power_w_per_kg=8.0,
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
        fields[key] = _without_false(merged)
    try:
        mode = msgspec.convert(fields, Mode)
    except msgspec.ValidationError as error:
        raise ModeError(f"modes.{name}: {error}") from error
    _require_sense(mode)
    return mode


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
    if min(mode.barriers_s.values(), default=0.0) < 0 or mode.locked_s < 0:
        raise ModeError(f"modes.{mode.name}: barriers_s must not be negative; write false where it stops the mode")
    if mode.slope == "power" and mode.power_w_per_kg <= 0:
        raise ModeError(f"modes.{mode.name}: the slope rule 'power' needs power_w_per_kg above 0")
    if mode.junction_s < 0:
        raise ModeError(f"modes.{mode.name}: junction_s must not be negative")
