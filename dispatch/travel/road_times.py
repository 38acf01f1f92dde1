"""Between the World and the road network: units become responders, closures become closed edges, needs become searches.

`routing` knows no unit and no incident; this module maps one to the other and answers the core's `Query`. What it
holds follows the World event by event, in the same step; `load` builds the same from a World at start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.decide.places import is_no_fix
from dispatch.core.drill import BarredLane
from dispatch.core.events import Event
from dispatch.core.reach import Closing, Query, Reach
from dispatch.core.vocabulary import ClosureArea, Place as Where
from dispatch.core.whereabouts import spot_of
from dispatch.core.world import World
from dispatch.travel.ask import Ask
from routing.arrays import Flags
from routing.closures import Closure, Shutting
from routing.errors import ClosureError
from routing.geodesy import Box, metres_outside
from routing.geometry import Route, find_route
from routing.model import Spot
from routing.place import BuildingAccess, Place
from routing.responders import Responder
from routing.router import Router
from routing.snapshot import Snapshot
from stations.model import TRAVEL_MODES, Building, TravelMode, Unit
from stations.site import Site

IN_LOOP_BUDGET = 20_000
"""Settled nodes after which a search leaves the event loop: about two milliseconds of compiled search."""


class RoadTravelTimes:
    """Travel times of a district's units on its roads."""

    def __init__(self, router: Router, world: World) -> None:
        self.router = router
        self._world = world
        self._modes: tuple[TravelMode, ...] = ()
        self._free: Flags = np.zeros(0, np.bool_)
        self._of_mode: dict[TravelMode, Flags] = {}
        self._moved_in = False
        self._lanes: dict[str, Shutting] = {}
        self._at_station: frozenset[str] = frozenset()  # who says to be where no road leads from
        self._asks: dict[Query, Ask] = {}  # what one decision asked so far: it may want to look further
        self._asked_on: tuple[Snapshot, int] | None = None  # the roads and the moment of these
        self._place_units(world)
        for closure in world.closures.values():
            router.close(_closure(closure.id, closure.area, closure.modes))

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Take over what the events changed; ``world`` is the one after them."""
        self._world = world
        self._asks.clear()
        for event in events:
            match event:
                case ev.AssignmentEvent() | ev.DutyChanged():
                    self._mark(world, event.unit)
                case ev.RoadClosed():
                    self.router.close(_closure(event.closure, event.area, event.modes))
                case ev.RoadOpened():
                    self.router.open(event.closure)
                case ev.UnitPosition() | ev.UnitPositionStale() | ev.StandbyBegun() | ev.StandbyEnded() if self._placed(
                    world, event.unit
                ):
                    self.router.move(event.unit, self._spot(world, world.units[event.unit]))
                case ev.RegistryChanged():
                    self._moved_in = True
                case _:
                    continue

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach | None:
        """Answer at once, or None where the search would hold up the loop."""
        if query.closing is not None:
            closing = replace(find_closing(self.router, query.closing), wider=self._wider(query.wider_than_m))
            return Reach(network=self.router.version, closing=closing)
        return self._asked_again(query, wanted, at_ms).reach()

    async def search(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer from a worker thread, on the state of this moment."""
        ask = self._ask(query, dict(wanted), at_ms, free=self._free.copy(), budget=None)
        found = await asyncio.to_thread(ask.reach)
        if found is None:
            raise RuntimeError("a search without a budget gave up")  # cannot be: only a budget ends one
        return found

    async def everybody(self, where: Where, *, at_ms: int) -> Reach:
        """Return every unit that can reach a place, in order, busy or not, as the answer's ``around``."""
        ask = self._ask(Query(place=where), {}, at_ms, free=self._free.copy(), budget=None)
        return await asyncio.to_thread(ask.everybody)

    async def way(self, unit: str, where: Where, *, at_ms: int) -> Route | None:
        """Return the way that a unit's travel time rests on, from a worker thread; None where it cannot get there."""
        self.settle()
        roads, at = self.router.snapshot, datetime.fromtimestamp(at_ms / 1000, UTC)
        return await asyncio.to_thread(find_route, roads, self.router.network, unit, _place(self._world, where), at)

    def now(self) -> tuple[Snapshot, Flags]:
        """Return the roads with everybody on them and, in the roster's order, who is free: for a worker thread."""
        self.settle()
        return self.router.snapshot, self._free.copy()

    def settle(self) -> None:
        """Place the units that a change of the registry brought; it comes in pieces, and one placing is enough."""
        if self._moved_in:
            self._place_units(self._world)

    def _asked_again(self, query: Query, wanted: dict[TravelMode, int], at_ms: int) -> Ask:
        """Return the question as it was asked before, where nothing has changed that it rests on; else a new one."""
        self.settle()
        if self._asked_on != (self.router.snapshot, at_ms):
            self._asked_on = (self.router.snapshot, at_ms)
            self._asks.clear()
        ask = self._asks.get(query)
        if ask is None:
            ask = self._asks[query] = self._ask(query, wanted, at_ms, free=self._free, budget=IN_LOOP_BUDGET)
        ask.wanted = wanted
        return ask

    def _ask(self, query: Query, wanted: dict[TravelMode, int], at_ms: int, *, free: Flags, budget: int | None) -> Ask:
        self.settle()
        barred = [self._barred(lane) for lane in query.lanes]
        return Ask(
            roads=self.router.snapshot.also_shut(barred) if barred else self.router.snapshot,
            network=self.router.network,
            closures=tuple(sorted((*self.router.closed, *(lane.id for lane in query.lanes)))),
            place=_place(self._world, query.place, lift_lost=query.lift_lost),
            at=datetime.fromtimestamp(at_ms / 1000, self.router.snapshot.zone),
            modes=self._modes,
            of_mode=self._of_mode,
            free=free,
            wanted=wanted,
            only=None if query.unit is None else (query.unit, self._world.units[query.unit].mode),
            budget=budget,
            at_station=self._at_station,
        )

    def _wider(self, metres: float | None) -> tuple[TravelMode, ...]:
        """Return the modes whose vehicles a way of so many metres does not let through."""
        of_mode = self.router.snapshot.modes
        return tuple(mode for mode in self._modes if metres is not None and of_mode[mode].mode.width_m > metres)

    def _barred(self, lane: BarredLane) -> Shutting:
        """Return what a drill's lane closes: in force for nobody, resolved once while any drill has it."""
        found = self._lanes.get(lane.id)
        if found is None:
            known = {each.id for drill in self._world.drills.values() for each in drill.lanes}
            self._lanes = {key: shutting for key, shutting in self._lanes.items() if key in known}
            found = self._lanes[lane.id] = self.router.shut(_closure(lane.id, lane.area, lane.modes))
        return found

    def _place_units(self, world: World) -> None:
        self._moved_in = False
        units = [unit for unit in world.units.values() if self._has_ways(world, unit)]
        self._at_station = frozenset()
        self.router.set_responders(_responder(world, unit, self._spot(world, unit)) for unit in units)
        size = len(units)
        self._free = np.zeros(size, np.bool_)
        present = {unit.mode for unit in units}
        self._modes = (*(mode for mode in TRAVEL_MODES if mode in present), *sorted(present.difference(TRAVEL_MODES)))
        self._of_mode = {mode: np.zeros(size, np.bool_) for mode in self._modes}
        for unit in units:
            self._of_mode[unit.mode][self.router.index(unit.id)] = True
            self._mark(world, unit.id)

    def _spot(self, world: World, unit: Unit) -> Spot:
        """Return where a unit starts from: where it is believed to be or posted; its station, where no road leads from
        there."""
        station, found = world.stations[unit.station], spot_of(world, unit.id)
        home = Spot(station.lon, station.lat)
        if found is None:
            self._at_station -= {unit.id}
            return home
        own = Spot(*found)
        if not is_no_fix(own.lon, own.lat) and self.router.stands(unit.mode, own):
            self._at_station -= {unit.id}
            return own
        self._at_station |= {unit.id}
        return home

    def _mark(self, world: World, unit: str) -> None:
        if self._placed(world, unit):
            self._free[self.router.index(unit)] = not world.is_bound(unit) and unit not in world.off_duty

    def _placed(self, world: World, unit: str) -> bool:
        """Whether the unit stands on the roads; where units are about to be placed anew, all of it is done then."""
        return not self._moved_in and unit in world.units and self._has_ways(world, world.units[unit])

    def _has_ways(self, world: World, unit: Unit) -> bool:
        """Whether a unit has a place to start from and a mode of these roads: a district may have dropped its own."""
        return unit.station in world.stations and unit.mode in self.router.snapshot.modes


def access_of(
    building: Building, site: Site | None = None, own_modes: Mapping[str, TravelMode] = MappingProxyType({})
) -> BuildingAccess:
    """Return what the roads need to know of a building: its entrances and how one gets up.

    An aerial goes to its standing ground, every other vehicle to an entrance for engines, people to one of their own;
    a district's own mode where the one goes that it is based on.
    """
    entrance = None
    if building.entrance_lon is not None and building.entrance_lat is not None:
        entrance = Spot(building.entrance_lon, building.entrance_lat)
    doors = () if site is None else tuple(_doors(site, own_modes))
    return BuildingAccess(building.id, entrance, building.storeys, building.height_m, building.fire_lift, doors)


def _doors(site: Site, own_modes: Mapping[str, TravelMode]) -> Iterator[tuple[TravelMode, Spot]]:
    based_on = {**{mode: mode for mode in TRAVEL_MODES}, **own_modes}
    for mode, base in based_on.items():
        if (door := site.door(base)) is not None:
            yield mode, Spot(door.lon, door.lat)


def _place(world: World, where: Where, *, lift_lost: bool = False) -> Place:
    building = world.buildings.get(where.building) if where.building else None
    spot = Spot(where.lon or 0.0, where.lat or 0.0)
    access = None if building is None else access_of(building, world.sites.get(building.id), world.settings.modes)
    if lift_lost:
        access = BuildingAccess("", None, fire_lift=False) if access is None else replace(access, fire_lift=False)
    return Place(spot, where.floor, access)


def _responder(world: World, unit: Unit, spot: Spot) -> Responder:
    station = world.stations[unit.station]
    turnout_s = world.settings.turnout_s.get(station.kind, 0) if unit.turnout_s is None else unit.turnout_s
    return Responder(
        id=unit.id, mode=unit.mode, spot=spot, turnout_ms=turnout_s * 1000, building=station.building or None
    )


def _closure(key: str, area: ClosureArea, modes: tuple[TravelMode, ...]) -> Closure:
    """Return the closure as the roads know it; when it ends is the World's business."""
    spot = Spot(area.lon, area.lat) if area.lon is not None and area.lat is not None else None
    return Closure(
        id=key,
        modes=frozenset(modes) or None,
        way=area.way,
        near=None if area.way is None else spot,
        centre=spot if area.way is None else None,
        radius_m=area.radius_m,
        polygon=tuple(Spot(lon, lat) for lon, lat in area.polygon) if area.polygon else None,
        ground_only=area.levels == "ground",
    )


def find_closing(router: Router, area: ClosureArea) -> Closing:
    """Return what an area would close on these roads; an area that is none closes nothing."""
    if area.way is not None:
        shut = router.shut(_closure("asked", area, ()))
        return Closing(pieces=shut.edges.size // 2, box=router.box(shut))
    pieces = _pieces_closed(router, area)
    if pieces:
        return Closing(pieces=pieces)
    return Closing(
        pieces=0,
        far_km=_metres_away(router.extent, area) / 1000,
        swapped=_pieces_closed(router, _exchanged(area)),
    )


def _pieces_closed(router: Router, area: ClosureArea) -> int:
    try:
        return router.shut(_closure("asked", area, ())).edges.size // 2
    except ClosureError:
        return 0


def _exchanged(area: ClosureArea) -> ClosureArea:
    polygon = None if area.polygon is None else tuple((lat, lon) for lon, lat in area.polygon)
    return replace(area, lon=area.lat, lat=area.lon, polygon=polygon)


def _metres_away(box: Box, area: ClosureArea) -> float:
    if area.lon is not None and area.lat is not None:
        return max(0.0, metres_outside(box, area.lon, area.lat) - (area.radius_m or 0.0))
    return min((metres_outside(box, lon, lat) for lon, lat in area.polygon or ()), default=0.0)
