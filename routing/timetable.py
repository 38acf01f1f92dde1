"""Which times hold at which hour: a mode's weights change when an opening hour begins or ends, and only then.

The state of all hours at a moment, one bit each, names a *slice* of time. Weights are worked out once per slice
and only for the edges that depend on the hour; slices that come out equal for a mode share one array.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias

import numpy as np

from routing.arrays import Flags, Int32s, Int64s
from routing.compiled import ModeNetwork, Roads, weight
from routing.junctions import delayed
from routing.model import Edge, Network
from routing.modes import Mode
from routing.speeds import SpeedRule
from routing.traverse import Traversal, next_change, timed_edges

Slice: TypeAlias = tuple[bool, ...]
"""For each of the hours that matter, whether it holds."""


class Hours:
    """The hours that matter in one network, and the edges that depend on them. Times are on the district's clock."""

    def __init__(self, roads: Roads, network: Network, rules: Iterable[SpeedRule]) -> None:
        timed = timed_edges(network, rules)
        places = [place for place, (edge, _) in enumerate(network.edges()) if edge in timed]
        self.schedules = tuple({hours.text: hours for found in timed.values() for hours in found}.values())
        self.edges: Int32s = roads.drawn_index()[places]
        self.names: list[Edge] = [roads.edge(int(edge)) for edge in self.edges]
        self._last: tuple[datetime, datetime | None, Slice] | None = None

    def slice_at(self, at: datetime) -> Slice:
        """Return the slice that a moment lies in."""
        if not self.schedules:
            return ()
        instant = _comparable(at)
        last = self._last  # one assignment, so that threads see a whole answer
        if last is not None and last[0] <= instant and (last[1] is None or instant < last[1]):
            return last[2]
        now = tuple(hours.holds(at) for hours in self.schedules)
        self._last = (instant, self.next_change(at), now)
        return now

    def next_change(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` at which another slice may begin, None for never."""
        return next_change(self.schedules, at)


def _comparable(at: datetime) -> datetime:
    """Return the instant: moments of one zone compare as its clock shows them, which in autumn is an hour twice."""
    return at if at.tzinfo is None else at.astimezone(UTC)


class Timetable:
    """The weights of one mode in every slice asked for so far."""

    def __init__(self, roads: Roads, network: Network, mode: Mode, hours: Hours, rules: Iterable[SpeedRule]) -> None:
        self._network = network
        self._mode = mode
        self._hours = hours
        self._rules = tuple(rules)
        self._always = ModeNetwork.compile(roads, network, Traversal(mode, None, self._rules))
        self._junctions_ms = self._always.junctions_ms(mode.junction_s)[hours.edges]
        self._slices: dict[Slice, ModeNetwork] = {} if hours.edges.size else {(): self._always}
        self._by_times: dict[bytes, ModeNetwork] = {}

    @property
    def roads(self) -> Roads:
        """The roads that all modes share."""
        return self._always.roads

    @property
    def cautions(self) -> Flags:
        """Return for each edge whether a sign against the mode stands there that it passes at a cost at some hour."""
        rules = Traversal(self._mode)
        told = np.fromiter((rules.caution(attrs) is not None for _, attrs in self._network.edges()), np.bool_)
        flags: Flags = told[self.roads.drawn_order]
        return flags

    @property
    def at_some_hour(self) -> ModeNetwork:
        """The roads that are usable at some hour; the times are not meant to be read.

        Whatever depends on the hour counts as usable: what is never open costs a closer look, not an answer.
        """
        weight_ms = self._always.weight_ms.copy()
        weight_ms[self._hours.edges] = np.maximum(weight_ms[self._hours.edges], 1)
        return ModeNetwork(self._always.roads, self._mode.name, weight_ms)

    def find(self, at: datetime) -> ModeNetwork | None:
        """Return the roads at a moment, None where they are still to be worked out."""
        return self._slices.get(self._hours.slice_at(at))

    def at(self, at: datetime) -> ModeNetwork:
        """Return the roads at a moment, worked out now where they are new."""
        known = self.find(at)
        if known is None:
            known = self._slices[self._hours.slice_at(at)] = self._work_out(at)
        return known

    def _work_out(self, at: datetime) -> ModeNetwork:
        times = self._times_at(at)
        known = self._by_times.get(times.tobytes())
        if known is None:
            weight_ms = self._always.weight_ms.copy()
            weight_ms[self._hours.edges] = times
            known = ModeNetwork(self._always.roads, self._mode.name, weight_ms)
            self._by_times[times.tobytes()] = known
        return known

    def _times_at(self, at: datetime) -> Int64s:
        traversal = Traversal(self._mode, at, self._rules)
        node, edge = self._network.node, self._network.edge
        times = np.fromiter(
            (weight(traversal.time_ms(edge(name), node(name[0]), node(name[1]))) for name in self._hours.names),
            np.int64,
            len(self._hours.names),
        )
        return delayed(times, self._junctions_ms)
