"""How long one mode takes over one piece of a way at one time, or why it cannot use it.

The rules, in the order in which they refuse: what stops at a barrier; what is too high, wide or heavy (GB
50016's lanes are built for the mode's size, `maxheight` and its kin say where a road is not); what the
access tags forbid, from the general tag to the special one; what one-way signs forbid; which class the mode
cannot use at all. Then speed: the class's, the sign's, the district's overrides, the slope; stairs have
their own pace. What each value does is said by the table of `routing.brigade`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from routing import brigade, tags as osm
from routing.conditional import Conditional, Schedule, conditionals
from routing.model import Edge, EdgeAttrs, Network, NodeAttrs
from routing.modes import Mode
from routing.slope import slope_factor
from routing.speeds import SpeedRule

_SERVICE = "service"
_BRIGADES_OWN = frozenset({"emergency", _SERVICE, *osm.FITTING_KEYS})
_TAKEN_OUT = "bollard=removable"
_CONVEYING = {"forward": "yes", "backward": "-1"}

BARRIER = "barrier"
"""The `highway` of an edge that stands for a barrier."""

_STEPS = "steps"
_PEDESTRIAN = "pedestrian"


class _WayRule(NamedTuple):
    """What the tags of a way mean for one mode at one time; the same for all its pieces in one direction."""

    refusal: str | None
    kmh: float
    pause_ms: int
    caution: str | None = None
    factor: float = 1.0


class _Entry(NamedTuple):
    """What the access tags say: a refusal, a sign that costs dearly, and whether a tag about this mode lets it in."""

    refusal: str | None
    dear: str | None
    let_in: bool


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
        # The same by what the tags say: most ways of a city differ by their names alone, which no rule asks for.
        self._said: dict[tuple[frozenset[tuple[str, str]], str, bool, str, bool], _WayRule] = {}

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
        return max(1, round(seconds * rule.factor * 1000))

    def caution(self, edge: EdgeAttrs) -> str | None:
        """Return what makes the edge dear to this mode now, such as `motor_vehicle=no`, else what makes it less than a
        lane for it ought to be, such as `width 2.6 < 4`; None where nothing does."""
        return self._rule(edge).caution

    def narrow(self, edge: EdgeAttrs) -> str | None:
        """Return what of the edge is narrower or lower than this mode's lanes ought to be; None where nothing is."""
        return self._narrow(edge["tags"], backwards=edge["reversed"]) if edge["highway"] != BARRIER else None

    def refusal(self, edge: EdgeAttrs) -> str | None:
        """Return why this mode cannot use the edge now, such as `maxheight 2.3 < 3.5`; None where it can."""
        return self._rule(edge).refusal

    def _rule(self, edge: EdgeAttrs) -> _WayRule:
        tags = edge["tags"]
        # Ways with the same tags share an answer, unless an override may name one of them.
        way = edge["way"] if self._speed_rules else ""
        key = (id(tags), way, edge["reversed"])
        kept = self._rules.get(key)
        if kept is None:
            kept = self._rules[key] = (tags, self._rule_of_tags(edge, way))
        return kept[1]

    def _rule_of_tags(self, edge: EdgeAttrs, way: str) -> _WayRule:
        said = frozenset(tag for tag in edge["tags"].items() if tag[0] not in osm.NAMES)
        key = (said, edge["highway"], edge["tunnel"], way, edge["reversed"])
        rule = self._said.get(key)
        if rule is None:
            rule = self._said[key] = self._work_out(edge)
        return rule

    def _work_out(self, edge: EdgeAttrs) -> _WayRule:
        tags = dict(edge["tags"])
        timed = dict(conditionals(tags))
        self._settle(tags, timed)
        if edge["highway"] == BARRIER:
            return self._barrier(tags)
        backwards = edge["reversed"]
        entry = self._access(tags, backwards=backwards)
        refusal = self._too_big(tags, backwards=backwards) or entry.refusal or self._against(tags, backwards=backwards)
        if refusal is not None:
            return _WayRule(refusal, 0.0, 0)
        return self._pace(edge, tags, entry)

    def _settle(self, tags: dict[str, str], timed: Mapping[str, Conditional]) -> None:
        """Replace each conditional tag by the value it has now; outside its hours `vehicle=yes @ (...)` is shut."""
        for key, rule in timed.items():
            value = rule.value(self.mode.size, self.at, strict=partial(osm.takes_away, key))
            if "@" not in tags.get(key, ""):
                if value is not None:
                    tags[key] = value
            elif value is not None:
                tags[key] = value
            elif rule.clauses and rule.clauses[0].value in osm.ALLOWING and not rule.clauses[0].unread:
                tags[key] = osm.SHUT
            else:
                del tags[key]

    def _barrier(self, tags: Mapping[str, str]) -> _WayRule:
        entry = self._access(tags, backwards=None)
        refusal = self._too_big(tags, backwards=None) or entry.refusal
        pauses = [self._pause_s(names) for names in osm.barrier_names(tags)]
        if refusal is None and None in pauses and not entry.let_in:
            refusal = f"barrier {tags['barrier']}"
        pause_s = max((pause or 0.0 for pause in pauses), default=0.0)
        if None in pauses:  # what a tag lets the brigade through is taken out of the way first
            pause_s = max(pause_s, self.mode.barriers_s.get(_TAKEN_OUT) or 0.0)
        if tags.get("locked") == "yes" or entry.dear is not None:
            pause_s += self.mode.locked_s
        return _WayRule(refusal, 0.0, round(pause_s * 1000), entry.dear)

    def _pause_s(self, names: Iterable[str]) -> float | None:
        known = (name for name in names if name in self.mode.barriers_s)
        return self.mode.barriers_s.get(next(known, brigade.ANY))

    def _too_big(self, tags: Mapping[str, str], *, backwards: bool | None) -> str | None:
        mode = self.mode
        sizes = ((osm.HEIGHT_KEYS, mode.height_m), (osm.WIDTH_KEYS, mode.width_m), (osm.WEIGHT_KEYS, mode.weight_t))
        return self._below(tags, sizes, backwards=backwards)

    @staticmethod
    def _below(
        tags: Mapping[str, str], sizes: Iterable[tuple[tuple[str, ...], float]], *, backwards: bool | None
    ) -> str | None:
        """Return the first limit that is less than what stands beside its keys."""
        for keys, own in sizes:
            found = osm.limit(tags, keys, backwards=backwards)
            if found is not None and found[1] < own:
                return f"{found[0]} {found[1]:g} < {own:g}"
        return None

    def _access(self, tags: Mapping[str, str], *, backwards: bool | None) -> _Entry:
        """Go through the tags that speak about this mode, from the general one to the special one.

        What a tag of one direction forbids is a one-way street: no tag for both directions lifts it.
        """
        entry, against = _Entry(None, None, let_in=False), None
        for key in self._heeded():
            entry = self._after(entry, key, tags.get(key))
            if backwards is not None and self._heeds_direction(key):
                spelt = key + osm.direction_of(backwards=backwards)
                verdict = self._verdict(key, tags.get(spelt))
                if verdict in {"in", "opens"}:
                    entry, against = self._after(entry, key, tags[spelt]), None
                elif verdict is not None:
                    against = f"{spelt}={tags[spelt]}"
        return entry._replace(refusal=entry.refusal or against)

    def _heeded(self) -> tuple[str, ...]:
        """Return the keys of access that bear on this mode: what lets a lorry in, ``emergency=no`` may shut again."""
        own = tuple(key for key in self.mode.access if key != "emergency")
        return (*own, *osm.FITTING_KEYS, *(key for key in self.mode.access if key == "emergency"), _SERVICE)

    def _after(self, entry: _Entry, key: str, value: str | None) -> _Entry:
        match self._verdict(key, value):
            case "in":
                return _Entry(None, None, let_in=True)
            case "opens":
                return _Entry(None, None, let_in=entry.let_in)
            case "dear" if self.mode.against_sign_factor and self.mode.brigade:
                return _Entry(entry.refusal, entry.dear or f"{key}={value}", let_in=False)
            case "dear" | "no":
                return _Entry(f"{key}={value}", None, let_in=False)
        return entry

    def _verdict(self, key: str, value: str | None) -> brigade.Access | None:
        """Return what a value does to this mode, of a list what its best entry does; None where it says nothing."""
        if value is None or (key in _BRIGADES_OWN and not self.mode.brigade):
            return None
        told = brigade.access(self.mode.column)
        found: list[brigade.Access] = []
        for each in osm.values(value):
            if each in self.mode.passes:
                found.append("opens" if key == "access" else "in")
            elif not self.mode.brigade and each in brigade.EMERGENCY_VALUES:
                found.append("no")
            elif (key, each) in told:
                found.append(told[key, each])
        return min(found, key=brigade.TOLD.index, default=None)

    def _heeds_direction(self, key: str) -> bool:
        return self.mode.keeps_oneway or key in self._own_keys()[:1]

    def _own_keys(self) -> tuple[str, ...]:
        """Return the keys of access about this mode, the most special one first; on foot that is not `emergency`."""
        keys = self.mode.access[:0:-1] or self.mode.access
        return tuple(key for key in keys if key != "emergency") if self._walks else keys

    @property
    def _walks(self) -> bool:
        return "foot" in self.mode.access

    def _against(self, tags: Mapping[str, str], *, backwards: bool) -> str | None:
        sign = self._oneway(tags)
        if sign is None:
            return None
        key, text = sign
        return f"{key}={text}" if osm.ONEWAY.get(text, 0) == (1 if backwards else -1) else None

    def _oneway(self, tags: Mapping[str, str]) -> tuple[str, str] | None:
        """Return the one-way sign that binds this mode, the most special one; None where none does."""
        own = self._own_keys()
        for key in own if self.mode.keeps_oneway else own[:1]:
            if f"oneway:{key}" in tags:
                return f"oneway:{key}", tags[f"oneway:{key}"]
        if self._walks and tags.get("conveying") in _CONVEYING:
            return "conveying", _CONVEYING[tags["conveying"]]
        if not self.mode.keeps_oneway:
            return None
        return "oneway", tags.get("oneway") or ("yes" if _implies_oneway(tags) else "no")

    def _pace(self, edge: EdgeAttrs, tags: Mapping[str, str], entry: _Entry) -> _WayRule:
        highway, mode = edge["highway"], self.mode
        if highway == _STEPS and highway not in mode.speeds_kmh:
            return _WayRule("steps", 0.0, 0)
        if highway == _STEPS and mode.stairs_up_s_per_m is not None:
            return _WayRule(None, 0.0, 0)
        let_in = entry.let_in or (self._walks and osm.has_sidewalk(tags) and not highway.startswith("motorway"))
        if self._shut_in(edge) and not let_in:
            return _WayRule(f"tunnel on {highway}", 0.0, 0)
        kmh = mode.speeds_kmh.get(highway)
        if let_in and (kmh is None or highway == _PEDESTRIAN):
            kmh = max(kmh or 0.0, mode.otherwise_kmh or 0.0) or None
        if kmh is None:
            return _WayRule(f"highway={highway}", 0.0, 0)
        if mode.keeps_maxspeed:
            kmh = min([kmh, *self._signs_kmh(tags, backwards=edge["reversed"])])
        for rule in self._speed_rules:
            if rule.covers(edge):
                kmh = rule.apply(kmh)
        factor = 1.0 if entry.dear is None else mode.against_sign_factor
        return _WayRule(None, kmh, 0, entry.dear or self._narrow(tags, backwards=edge["reversed"]), factor)

    def _narrow(self, tags: Mapping[str, str], *, backwards: bool) -> str | None:
        """Return what is narrower or lower than a lane for this mode ought to be, though it fits: `width 2.6 < 4`."""
        if not self.mode.lane_m:
            return None
        sizes = ((osm.WIDTH_KEYS, self.mode.lane_m), (osm.HEIGHT_KEYS, self.mode.lane_m))
        return self._below(tags, sizes, backwards=backwards)

    def _signs_kmh(self, tags: Mapping[str, str], *, backwards: bool) -> list[float]:
        keys = ("maxspeed", "maxspeed" + osm.direction_of(backwards=backwards))
        signs = (osm.parse_kmh(tags[key]) for key in keys if key in tags)
        return [sign for sign in signs if sign is not None]

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
