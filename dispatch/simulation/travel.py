"""Invented travel times: straight lines with a detour, in whole seconds so that ties happen.

It answers the core's `Query` as the roads would, fast enough that a day's searches do not count.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import cos, radians

import numpy as np
import numpy.typing as npt

from dispatch.core import events as ev
from dispatch.core.drill import BarredLane
from dispatch.core.events import Event
from dispatch.core.reach import Candidate, ModeReach, Query, Reach
from dispatch.core.vocabulary import ClosureArea, Legs, Place
from dispatch.core.whereabouts import spot_of
from dispatch.core.world import Closure, World
from dispatch.simulation.dice import happens
from dispatch.travel.port import FIRST_LOOK
from stations.model import TRAVEL_MODES, TravelMode, Unit

AROUND = 16
METRES_PER_DEGREE = 111_320.0
DETOUR = 1.4
SPEED_MS: dict[TravelMode, float] = {"foot": 2.2, "motorcycle": 9.0, "engine": 7.5, "aerial": 6.5}
SECONDS_A_STOREY = 8.0
NO_ROAD_BEYOND_M = 8_000.0
"""No road leads further than that: a unit beyond it cannot get there, and a place beyond it for all is off the
network."""

SLOW_SEARCHES = 0.02
"""The share of searches that go to a worker thread, so that other commands pass theirs."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class StraightLines:
    """Travel times of a World's units as the crow flies; the answers drawn as slow come from `search` only."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._rng = rng
        self._place_units(world)

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Take over what the events changed; ``world`` is the one after them."""
        self._world = world
        for event in events:
            match event:
                case ev.AssignmentEvent() | ev.DutyChanged():
                    self._mark(world, event.unit)
                case ev.UnitPosition() | ev.UnitPositionStale() | ev.StandbyBegun() | ev.StandbyEnded() if (
                    event.unit in self._index
                ):
                    number = self._index[event.unit]
                    self._lon[number], self._lat[number] = _spot(world, world.units[event.unit])
                case ev.RegistryChanged():
                    self._place_units(world)
                case _:
                    continue

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach | None:
        """Answer at once, or None where it is drawn as slow. Time of day makes no difference here."""
        del at_ms
        if query.closing is not None:  # here are no pieces of road
            return Reach()
        return None if happens(self._rng, SLOW_SEARCHES) else self._answer(query, wanted)

    async def search(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer; nothing here has to be waited for."""
        del at_ms
        return self._answer(query, wanted)

    def _answer(self, query: Query, wanted: dict[TravelMode, int]) -> Reach:
        metres = self._metres_to(query.place)
        eta_s = self._eta_s(query, metres)
        reachable = np.isfinite(eta_s) & (metres <= NO_ROAD_BEYOND_M)
        if query.unit is not None:
            only = np.zeros_like(reachable)
            if query.unit in self._index:
                only[self._index[query.unit]] = True
            reachable &= only
        order = np.lexsort((self._by_id, eta_s))
        order = order[reachable[order]]
        free: dict[TravelMode, ModeReach] = {}
        if query.unit is None:
            free = {mode: self._nearest(order, mode, wanted.get(mode, FIRST_LOOK), eta_s) for mode in self._modes}
        return Reach(
            free=free,
            around=tuple(self._candidate(int(number), eta_s) for number in order[:AROUND]),
            network="straight-lines",
            closures=tuple(sorted((*self._world.closures, *(lane.id for lane in query.lanes)))),
            on_network=bool(reachable.any()),
        )

    def _nearest(self, order: npt.NDArray[np.int64], mode: TravelMode, k: int, eta_s: Floats) -> ModeReach:
        eligible = order[(self._free & self._of_mode[mode])[order]]
        found = tuple(self._candidate(int(number), eta_s) for number in eligible[:k])
        return ModeReach(nearest=found, complete=len(eligible) <= k)

    def _candidate(self, number: int, eta_s: Floats) -> Candidate:
        unit, seconds = self._units[number], float(eta_s[number])
        turnout_s = float(self._turnout_s[number])
        legs = Legs(turnout_s=turnout_s, road_s=seconds - turnout_s, entrance_s=0.0, storeys_s=0.0)
        return Candidate(unit=unit.id, eta_ms=round(seconds * 1000), legs=legs)

    def _metres_to(self, place: Place) -> Floats:
        lon, lat = place.lon or 0.0, place.lat or 0.0
        east = (self._lon - lon) * METRES_PER_DEGREE * cos(radians(lat))
        north = (self._lat - lat) * METRES_PER_DEGREE
        metres: Floats = np.hypot(east, north)
        return metres

    def _eta_s(self, query: Query, metres: Floats) -> Floats:
        """Return whole seconds to the place for every unit; infinite where a closure bars its mode."""
        place = query.place
        eta: Floats = np.ceil(
            self._turnout_s + metres * DETOUR / self._speed + abs(place.floor or 0) * SECONDS_A_STOREY
        )
        shut: tuple[Closure | BarredLane, ...] = (*self._world.closures.values(), *query.lanes)
        for closure in shut:
            if _covers(closure.area, place):
                eta[self._barred(closure)] = np.inf
        return eta

    def _barred(self, closure: Closure | BarredLane) -> Flags:
        """Return who cannot pass; people on foot always can."""
        barred = np.zeros(len(self._units), np.bool_)
        for mode in closure.modes or self._modes:
            if mode != "foot" and mode in self._of_mode:
                barred |= self._of_mode[mode]
        return barred

    def _place_units(self, world: World) -> None:
        self._world = world
        units = sorted((unit for unit in world.units.values() if unit.station in world.stations), key=_id)
        self._units: list[Unit] = units
        self._index = {unit.id: number for number, unit in enumerate(units)}
        self._by_id = np.arange(len(units))
        spots = [_spot(world, unit) for unit in units]
        self._lon: Floats = np.array([lon for lon, _ in spots], np.float64)
        self._lat: Floats = np.array([lat for _, lat in spots], np.float64)
        self._turnout_s: Floats = np.array([_turnout_s(world, unit) for unit in units], np.float64)
        self._speed: Floats = np.array([SPEED_MS.get(unit.mode, SPEED_MS["engine"]) for unit in units], np.float64)
        present = dict.fromkeys(unit.mode for unit in units)
        self._modes: tuple[TravelMode, ...] = (
            *(mode for mode in TRAVEL_MODES if mode in present),
            *(mode for mode in present if mode not in TRAVEL_MODES),
        )
        self._of_mode: dict[TravelMode, Flags] = {
            mode: np.array([unit.mode == mode for unit in units], np.bool_) for mode in self._modes
        }
        self._free: Flags = np.zeros(len(units), np.bool_)
        for unit in units:
            self._mark(world, unit.id)

    def _mark(self, world: World, unit: str) -> None:
        if unit in self._index:
            self._free[self._index[unit]] = not world.is_bound(unit) and unit not in world.off_duty


def _id(unit: Unit) -> str:
    return unit.id


def _spot(world: World, unit: Unit) -> tuple[float, float]:
    station = world.stations[unit.station]
    return spot_of(world, unit.id) or (station.lon, station.lat)


def _turnout_s(world: World, unit: Unit) -> float:
    kind = world.stations[unit.station].kind
    return float(world.settings.turnout_s.get(kind, 0) if unit.turnout_s is None else unit.turnout_s)


def _covers(area: ClosureArea, place: Place) -> bool:
    """Whether a circle covers the place; ways and polygons bar nobody here."""
    if area.lon is None or area.lat is None or area.radius_m is None or place.lon is None or place.lat is None:
        return False
    east = (area.lon - place.lon) * METRES_PER_DEGREE * cos(radians(place.lat))
    north = (area.lat - place.lat) * METRES_PER_DEGREE
    return bool(np.hypot(east, north) <= area.radius_m)
