"""How long one mode takes over one piece of a way at one time, or why it cannot use it.

The rules, in the order in which they refuse: what stops at a barrier; what is too high, wide or heavy (GB
50016's lanes are built for the mode's size, `maxheight` and its kin say where a road is not); what the
access tags forbid, from the general tag to the special one; what one-way signs forbid; which class the mode
cannot use at all. Then speed: the class's, the sign's, the district's overrides, the slope; stairs have
their own pace.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from routing import tags as osm
from routing.conditional import Conditional, Schedule, conditionals
from routing.model import Edge, EdgeAttrs, Network, NodeAttrs
from routing.modes import Mode
from routing.slope import slope_factor
from routing.speeds import SpeedRule

BARRIER = "barrier"
"""The `highway` of an edge that stands for a barrier."""

_STEPS = "steps"


class _WayRule(NamedTuple):
    """What the tags of a way mean for one mode at one time; the same for all its pieces in one direction."""

    refusal: str | None
    kmh: float
    pause_ms: int


class Traversal:
    """The rules of one mode at one time. The answer for a way's tags is worked out once and kept."""

    def __init__(self, mode: Mode, at: datetime | None = None, speed_rules: Iterable[SpeedRule] = ()) -> None:
        """Take the mode, the time on the district's clock (None: usable means at every hour) and the
        overrides."""
        self.mode = mode
        self.at = at
        self._speed_rules = tuple(rule for rule in speed_rules if rule.in_force(mode.name, at))
        # The mapping itself is kept beside the answer, so that its id cannot pass to another one.
        self._rules: dict[tuple[int, str, bool], tuple[Mapping[str, str], _WayRule]] = {}

    def time_ms(self, edge: EdgeAttrs, tail: NodeAttrs, head: NodeAttrs) -> int | None:
        """Return the milliseconds from one end of a directed edge to the other, None where it is not
        usable."""
        rule = self._rule(edge)
        if rule.refusal is not None:
            return None
        if edge["highway"] == BARRIER:
            # A barrier is an edge in and an edge out; its pause is made once, on the way in.
            return 0 if edge["reversed"] else rule.pause_ms
        length_m = edge["length_m"]
        if edge["highway"] == _STEPS and rule.kmh == 0.0:
            seconds = length_m * self._stairs_s_per_m(edge, tail, head)
        else:
            flat_ms = rule.kmh / 3.6
            seconds = length_m / flat_ms * self._slope(edge, tail, head, flat_ms)
        return max(1, round(seconds * 1000))

    def refusal(self, edge: EdgeAttrs) -> str | None:
        """Return why this mode cannot use the edge now, such as `maxheight 2.3 < 3.5`; None where it can."""
        return self._rule(edge).refusal

    def _rule(self, edge: EdgeAttrs) -> _WayRule:
        tags = edge["tags"]
        # Ways with the same tags share an answer, unless an override may name one of them.
        key = (id(tags), edge["way"] if self._speed_rules else "", edge["reversed"])
        kept = self._rules.get(key)
        if kept is None:
            kept = self._rules[key] = (tags, self._work_out(edge))
        return kept[1]

    def _work_out(self, edge: EdgeAttrs) -> _WayRule:
        tags = dict(edge["tags"])
        timed = dict(conditionals(tags))
        self._settle(tags, timed)
        if edge["highway"] == BARRIER:
            return self._barrier(tags)
        entry, let_in = self._access(tags)
        refusal = self._too_big(tags) or entry or self._against(tags, backwards=edge["reversed"])
        if refusal is not None:
            return _WayRule(refusal, 0.0, 0)
        return self._pace(edge, tags, let_in=let_in)

    def _settle(self, tags: dict[str, str], timed: Mapping[str, Conditional]) -> None:
        """Replace each conditional tag by the value it has now; `vehicle=yes @ (...)` says no outside its
        hours."""
        for key, rule in timed.items():
            value = rule.value(self.mode.size, self.at, strict=_restriction(key))
            if "@" not in tags.get(key, ""):
                if value is not None:
                    tags[key] = value
            elif value is not None:
                tags[key] = value
            elif rule.clauses and rule.clauses[0].value in osm.ALLOWING:
                tags[key] = "no"
            else:
                del tags[key]

    def _barrier(self, tags: Mapping[str, str]) -> _WayRule:
        kind = tags.get("barrier", "yes")
        pause_s = self.mode.barriers_s.get(kind)
        refusal, let_in = self._access(tags)
        refusal = self._too_big(tags) or refusal
        if refusal is None and pause_s is None and not let_in:
            refusal = f"barrier {kind}"
        locked = self.mode.locked_s if tags.get("locked") == "yes" else 0.0
        return _WayRule(refusal, 0.0, round(((pause_s or 0.0) + locked) * 1000))

    def _too_big(self, tags: Mapping[str, str]) -> str | None:
        mode = self.mode
        limits = (
            ("maxheight", osm.parse_metres, mode.height_m),
            ("maxwidth", osm.parse_metres, mode.width_m),
            ("width", osm.parse_metres, mode.width_m),
            ("maxweight", osm.parse_tonnes, mode.weight_t),
        )
        for key, read, own in limits:
            limit = read(tags[key]) if key in tags else None
            if limit is not None and limit < own:
                return f"{key} {limit:g} < {own:g}"
        return None

    def _access(self, tags: Mapping[str, str]) -> tuple[str | None, bool]:
        """Return the refusal, if any, and whether a tag about this mode alone lets it in."""
        refusal, let_in = None, False
        for place, key in enumerate(self.mode.access):
            value = tags.get(key)
            if value in osm.ALLOWING:
                refusal, let_in = None, place > 0
            elif value in self.mode.passes:
                refusal = None
            elif value in osm.FORBIDDING or value in osm.LIMITING:
                refusal, let_in = f"{key}={value}", False
        return refusal, let_in

    def _against(self, tags: Mapping[str, str], *, backwards: bool) -> str | None:
        own = tags.get(f"oneway:{self.mode.access[-1]}")
        if own is None and not self.mode.keeps_oneway:
            return None
        text = own or tags.get("oneway") or ("yes" if _implies_oneway(tags) else "no")
        direction = osm.ONEWAY.get(text, 0)
        return f"oneway={text}" if direction == (1 if backwards else -1) else None

    def _pace(self, edge: EdgeAttrs, tags: Mapping[str, str], *, let_in: bool) -> _WayRule:
        highway = edge["highway"]
        if highway == _STEPS and highway not in self.mode.speeds_kmh:
            return _WayRule("steps", 0.0, 0)
        if highway == _STEPS and self.mode.stairs_up_s_per_m is not None:
            return _WayRule(None, 0.0, 0)
        if self._shut_in(edge) and not let_in:
            return _WayRule(f"tunnel on {highway}", 0.0, 0)
        kmh = self.mode.speeds_kmh.get(highway)
        if kmh is None and let_in:
            kmh = self.mode.otherwise_kmh
        if kmh is None:
            return _WayRule(f"highway={highway}", 0.0, 0)
        sign = osm.parse_kmh(tags["maxspeed"]) if self.mode.keeps_maxspeed and "maxspeed" in tags else None
        if sign is not None:
            kmh = min(kmh, sign)
        for rule in self._speed_rules:
            if rule.covers(edge):
                kmh = rule.apply(kmh)
        return _WayRule(None, kmh, 0)

    def _shut_in(self, edge: EdgeAttrs) -> bool:
        passage = edge["tags"].get("tunnel") in osm.PASSAGES
        return edge["tunnel"] and not passage and edge["highway"] in self.mode.not_in_tunnels

    def _slope(self, edge: EdgeAttrs, tail: NodeAttrs, head: NodeAttrs, flat_ms: float) -> float:
        # An elevation model shows the water under a bridge and the hill above a tunnel.
        if edge["bridge"] or edge["tunnel"] or tail["ele_m"] is None or head["ele_m"] is None:
            return 1.0
        return slope_factor(self.mode, flat_ms, head["ele_m"] - tail["ele_m"], edge["length_m"])

    def _stairs_s_per_m(self, edge: EdgeAttrs, tail: NodeAttrs, head: NodeAttrs) -> float:
        """Return the pace on stairs by direction: the sign's, else the ground's, else the slower one."""
        up, down = self.mode.stairs_up_s_per_m or 0.0, self.mode.stairs_down_s_per_m or 0.0
        incline = edge["tags"].get("incline", "")
        rising = {"up": True, "down": False}.get(incline)
        if rising is not None:
            return up if rising != edge["reversed"] else down
        if tail["ele_m"] is None or head["ele_m"] is None:
            return max(up, down)
        return down if head["ele_m"] < tail["ele_m"] else up


def edge_time_ms(
    edge: EdgeAttrs, tail: NodeAttrs, head: NodeAttrs, mode: Mode, at: datetime | None = None
) -> int | None:
    """Return one edge's time in milliseconds, None where it is not usable; for many edges keep a
    `Traversal`."""
    return Traversal(mode, at).time_ms(edge, tail, head)


def timed_edges(network: Network, speed_rules: Iterable[SpeedRule] = ()) -> dict[Edge, tuple[Schedule, ...]]:
    """Return the edges whose time depends on the hour, with the hours: only these change their weight by
    themselves."""
    by_hour = [(rule, hours) for rule in speed_rules if (hours := rule.schedule) is not None]
    of_tags: dict[int, tuple[Schedule, ...]] = {}
    found: dict[Edge, tuple[Schedule, ...]] = {}
    for edge, attrs in network.edges():
        tags = attrs["tags"]
        schedules = of_tags.get(id(tags))
        if schedules is None:
            schedules = of_tags[id(tags)] = _schedules(tags)
        if by_hour:
            schedules += tuple(hours for rule, hours in by_hour if rule.covers(attrs))
        if schedules:
            found[edge] = schedules
    return found


def next_change(schedules: Iterable[Schedule], at: datetime) -> datetime | None:
    """Return the first instant after `at` at which any of the hours begins or ends, None for never."""
    changes = (hours.next_change(at) for hours in set(schedules))
    return min((change for change in changes if change is not None), default=None)


def _schedules(tags: Mapping[str, str]) -> tuple[Schedule, ...]:
    return tuple(hours for _, rule in conditionals(tags) for clause in rule.clauses for hours in clause.schedules)


def _implies_oneway(tags: Mapping[str, str]) -> bool:
    return tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"


def _restriction(key: str) -> Callable[[str], bool]:
    """Return whether a conditional value of this key takes something away; asked where the hour is not
    known."""
    if key.startswith("oneway"):
        return lambda value: osm.ONEWAY.get(value, 0) != 0
    return lambda value: value not in osm.ALLOWING
