"""One question to the roads: who of a district's units is near a place, free or not, and how soon each would be there.

Answers are plain numbers until the end: a `Candidate` is made for whom the answer names, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress, repeat
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import numpy as np
from msgspec.structs import replace

from dispatch.core.reach import Candidate, ModeReach, Reach
from dispatch.core.vocabulary import Legs
from dispatch.travel.port import FIRST_LOOK
from routing import straight_line
from routing.approach import Approach, Legs as Milliseconds, Times
from routing.arrays import Flags
from routing.cautions import may_meet_signs
from routing.geometry import find_cautions
from routing.model import Network, Spot
from routing.place import Place
from routing.snapshot import Snapshot
from stations.model import TravelMode

AROUND = 16
"""How many of the nearest units of all a choice is told of, free or not."""

AROUND_OF_A_MODE = 8
"""How many of them can be of one mode."""

CAUTIONED = 1
"""The signs that they pass are looked up for so many of the nearest free units of each mode."""

_Row: TypeAlias = tuple[int, int, Approach]
"""Milliseconds to arrival, the unit's number in the roster, and how it comes; the roster's order is that of the ids."""

_BY_ARRIVAL = itemgetter(0, 1)


class _OfMode(NamedTuple):
    """What was found of one mode: its nearest units of all, and so many ``wanted`` free ones."""

    wanted: int
    free: ModeReach
    around: tuple[_Row, ...]


@dataclass(slots=True)
class Ask:
    """One question, with everything it rests on: it can be answered in any thread, by one at a time.

    A further look asks it again with more ``wanted`` of a mode; what it knows of the others stays.
    """

    roads: Snapshot
    network: Network
    closures: tuple[str, ...]
    place: Place
    at: datetime
    modes: tuple[TravelMode, ...]
    of_mode: dict[TravelMode, Flags]
    free: Flags
    wanted: dict[TravelMode, int]
    only: tuple[str, TravelMode] | None
    budget: int | None
    at_station: frozenset[str]
    _approaches: dict[TravelMode, Approach] = field(default_factory=dict, init=False)
    _known: dict[TravelMode, _OfMode] = field(default_factory=dict, init=False)
    _made: dict[int, Candidate] = field(default_factory=dict, init=False)

    def reach(self) -> Reach | None:
        """Search every mode that the district has; None as soon as one search exceeds the budget."""
        found = self._reach() if self.only is None else self._reach_of_one(*self.only)
        if found is None:
            return None
        return self._with_cautions(found) if found.on_network else self._by_straight_line(found)

    def everybody(self) -> Reach:
        """Search every mode for all its units."""
        rows: list[_Row] = []
        for mode in self.modes:
            rows += self._look(mode, len(self.free), None) or ()
        found = self._answer(self._candidates(sorted(rows, key=_BY_ARRIVAL), {}), {})
        return found if found.on_network else self._by_straight_line(found)

    def _with_cautions(self, found: Reach) -> Reach:
        """Return the same, in which the nearest free units of each mode say which signs against them they pass."""
        said = {
            each.unit: cautions
            for mode, reach in found.free.items()
            if self.roads.modes[mode].has_cautions
            for each in reach.nearest[:CAUTIONED]
            if (cautions := self._cautions(mode, each))
        }
        if not said:
            return found

        def told(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
            return tuple(replace(each, cautions=said.get(each.unit, ())) for each in candidates)

        free = {mode: replace(reach, nearest=told(reach.nearest)) for mode, reach in found.free.items()}
        return replace(found, free=free, around=told(found.around))

    def _cautions(self, mode: TravelMode, candidate: Candidate) -> tuple[str, ...]:
        approach, number = self._approach(mode), self.roads.roster.number(candidate.unit)
        if approach is not None and not may_meet_signs(self.roads.modes[mode], approach, number, candidate.eta_ms):
            return ()
        return find_cautions(self.roads, self.network, candidate.unit, self.place, self.at, budget=self.budget)

    def _reach(self) -> Reach | None:
        free: dict[TravelMode, ModeReach] = {}
        around: list[_Row] = []
        is_free = self.free.tobytes()
        for mode in self.modes:
            wanted, known = self.wanted.get(mode, FIRST_LOOK), self._known.get(mode)
            if known is None or known.wanted != wanted:
                known = self._look_around(mode, wanted, is_free)
            if known is None:
                return None
            self._known[mode] = known
            free[mode] = known.free
            around += known.around
        around.sort(key=_BY_ARRIVAL)
        return self._answer(self._candidates(around[:AROUND], self._made), free)

    def _look_around(self, mode: TravelMode, wanted: int, is_free: bytes) -> _OfMode | None:
        """Return who of a mode is nearest, free or not; None where a search exceeds the budget."""
        approach = self._approach(mode)
        everybody = None if approach is None else approach.times(AROUND_OF_A_MODE, budget=self.budget)
        if approach is None or everybody is None:
            return None
        found = _those_among(everybody, is_free, wanted)
        if found is None:
            found = approach.times(wanted, eligible=self.free, budget=self.budget)
        if found is None:
            return None
        nearest = self._candidates(_rows(found, approach), self._made)
        return _OfMode(wanted, ModeReach(nearest=nearest, complete=found.complete), tuple(_rows(everybody, approach)))

    def _reach_of_one(self, unit: str, mode: TravelMode) -> Reach | None:
        only = np.zeros(len(self.free), np.bool_)
        only[self.roads.roster.number(unit)] = True
        found = self._look(mode, 1, only)
        return None if found is None else self._answer(self._candidates(found, {}), {})

    def _look(self, mode: TravelMode, k: int, eligible: Flags | None) -> list[_Row] | None:
        approach = self._approach(mode)
        found = None if approach is None else approach.times(k, eligible=eligible, budget=self.budget)
        return None if approach is None or found is None else list(_rows(found, approach))

    def _approach(self, mode: TravelMode) -> Approach | None:
        found = self._approaches.get(mode)
        if found is None:
            found = self._come_by(mode)
            if found is not None:
                self._approaches[mode] = found
        return found

    def _come_by(self, mode: TravelMode) -> Approach | None:
        return self.roads.approach(self.place, mode=mode, at=self.at, may_wait=self.budget is None)

    def _candidates(self, rows: Iterable[_Row], made: dict[int, Candidate]) -> tuple[Candidate, ...]:
        """Return arrivals as the rules know them; ``made`` holds those of the same question that were made before."""
        responders, rows = self.roads.roster.responders, list(rows)
        for eta_ms, number, approach in rows:
            if number not in made:
                unit = responders[number].id
                made[number] = self._candidate(unit, eta_ms, approach.legs(number, eta_ms))
        return tuple([made[number] for _, number, _ in rows])

    def _candidate(self, unit: str, eta_ms: int, legs: Milliseconds) -> Candidate:
        return Candidate(
            unit=unit,
            eta_ms=eta_ms,
            legs=Legs(
                turnout_s=legs.turnout_ms / 1000,
                road_s=legs.road_ms / 1000,
                entrance_s=legs.entrance_ms / 1000,
                storeys_s=legs.storeys_ms / 1000,
            ),
            at_station=unit in self.at_station,
        )

    def _answer(self, around: tuple[Candidate, ...], free: dict[TravelMode, ModeReach]) -> Reach:
        return Reach(
            free=free,
            around=around,
            network=self.roads.version,
            closures=self.closures,
            on_network=bool(around) or self._near_a_road(),
        )

    def _by_straight_line(self, found: Reach) -> Reach:
        """Return the same answer about a place that no road leads near, with who is nearest as the crow flies."""
        number = self.roads.roster.number
        arrivals = {number(each.responder): each for each in straight_line.arrivals(self.roads, self.place)}
        if self.only is not None:
            only = number(self.only[0])
            arrivals = {only: arrivals[only]} if only in arrivals else {}
        told = {key: self._candidate(each.responder, each.eta_ms, each.legs) for key, each in arrivals.items()}
        free = {
            mode: ModeReach(
                nearest=tuple(each for key, each in told.items() if self.free[key] and self.of_mode[mode][key])
            )
            for mode in (self.modes if self.only is None else ())
        }
        return replace(found, free=free, around=tuple(told.values())[:AROUND], swapped=self._swapped())

    def _swapped(self) -> bool:
        """Whether the place would lie on the roads with longitude and latitude exchanged."""
        spot = self.place.door
        return any(self.roads.modes[mode].approach(Spot(spot.lat, spot.lon)) is not None for mode in self.modes)

    def _near_a_road(self) -> bool:
        return any(self.roads.modes[mode].approach(self.place.door_for(mode)) is not None for mode in self.modes)


def _rows(found: Times, approach: Approach) -> Iterable[_Row]:
    return zip(found.eta_ms, found.numbers, repeat(approach))


def _those_among(everybody: Times, is_free: bytes, wanted: int) -> Times | None:
    """Return the free units of a look at everybody, where it shows as many as are wanted."""
    free = [is_free[number] for number in everybody.numbers]
    if not everybody.complete and sum(free) < wanted:
        return None
    return Times(list(compress(everybody.numbers, free)), list(compress(everybody.eta_ms, free)), everybody.complete)
