"""A little district for rule tests: stations on a line, travel times by plain arithmetic, commands in, events out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any, TypeVar

from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.deadlines import next_due
from dispatch.core.decide import query
from dispatch.core.events import Event
from dispatch.core.instant import Instant, from_text
from dispatch.core.reach import Candidate, Closing, ModeReach, Query, Reach
from dispatch.core.vocabulary import HUB, By, Legs, Place
from dispatch.core.whereabouts import spot_of
from dispatch.core.world import DEFAULT_SETTINGS, Assignment, Incident, World
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import FIRST_LOOK, TravelQuery
from stations.model import TRAVEL_MODES, Building, DistrictSettings, Station, StationKind, TravelMode, Unit

E = TypeVar("E", bound=Event)

NOON = from_text("2026-11-22T12:00:00+08:00")
DISPATCHER = By(role="dispatcher", name="示例调度员")

LON, LAT = 106.57, 29.56
STEP_DEG = 0.01
"""Stations and buildings stand on a line, so far apart that no rule takes one for another."""

MS_PER_DEGREE = 6_000_000
"""Everybody travels alike: one step takes a minute."""


def at(steps: float, **more: Any) -> Place:
    """Return a place on the line."""
    return Place(lon=LON + steps * STEP_DEG, lat=LAT, **more)


class Town:
    """A district in the making: its World, the record that it stands on, and the clock.

    ``no_road`` are units that no road leads from now: how long they would take is unknown. ``closing`` is what any area
    would close; None: nobody can tell.
    """

    def __init__(self, settings: DistrictSettings = DEFAULT_SETTINGS) -> None:
        self.no_road: set[str] = set()
        self.closing: Closing | None = None
        self.world = World()
        self.now = NOON
        self.record: list[Event] = []
        self.do(cmd.ChangeRegistry(settings=settings))

    def station(
        self,
        key: str,
        steps: float,
        *,
        kind: StationKind = "micro_unit",
        mode: TravelMode = "foot",
        crews: int = 1,
        capabilities: tuple[str, ...] = (),
        **more: Any,
    ) -> Town:
        """Add a station with so many crews, called ``KEY-1``, ``KEY-2`` and so on."""
        station = Station(id=key, name=f"示例{key}", kind=kind, lon=LON + steps * STEP_DEG, lat=LAT, **more)
        units = tuple(
            Unit(id=f"{key}-{n}", station=key, name=f"示例{key}-{n}", mode=mode, crew=6, capabilities=capabilities)
            for n in range(1, crews + 1)
        )
        self.do(cmd.ChangeRegistry(stations=(station,), units=units))
        return self

    def engine(self, key: str, steps: float, **more: Any) -> Town:
        """Add a fire station with an engine."""
        return self.station(key, steps, kind="fire", mode="engine", **more)

    def building(self, key: str, steps: float, **more: Any) -> Town:
        """Add a building."""
        found = Building(id=key, name=f"示例楼{key}", lon=LON + steps * STEP_DEG, lat=LAT, **more)
        self.do(cmd.ChangeRegistry(buildings=(found,)))
        return self

    def set(self, **fields: Any) -> Town:
        """Change the district's settings."""
        self.do(cmd.ChangeRegistry(settings=replace(self.world.settings, **fields)))
        return self

    def do(self, command: cmd.Command, *, by: By = HUB) -> tuple[Event, ...]:
        """Decide a command with the travel times of this moment; return its events."""
        travel = TravelQuery(LineTimes(self.world, self.no_road, self.closing))
        decision = decide_with(self.world, command, now=self.now, by=by, travel=travel, cause=f"示例-{self.world.seq}")
        assert decision is not None, "a line is never searched for long"
        self.world = decision.world
        self.record.extend(decision.events)
        return decision.events

    def query(self, command: cmd.Command) -> Query:
        """Return the question that the decision of a command rests on."""
        asked = query(self.world, command, self.now)
        assert asked is not None
        return asked

    def alarm(self, place: Place, *, source: str = "detector", kind: str = "smoke", **more: Any) -> tuple[Event, ...]:
        """Raise an alarm."""
        return self.do(cmd.AlarmRaise(source=source, kind=kind, place=place, **more), by=DISPATCHER)

    def press(self, command: cmd.Command) -> tuple[Event, ...]:
        """Have a dispatcher do something."""
        return self.do(command, by=DISPATCHER)

    def wait(self, seconds: float) -> list[Event]:
        """Let time pass; return what happened by itself."""
        happened: list[Event] = []
        until = self.now.plus(round(seconds * 1000))
        while (due := next_due(self.world)) is not None and due.due_at <= until:
            self.now = max(self.now, due.due_at)
            happened.extend(self.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)))
        self.now = until
        return happened

    def incident(self) -> Incident:
        """Return the only open incident."""
        (found,) = (each for each in self.world.incidents.values() if each.open)
        return found

    def going(self, incident: Incident | None = None) -> list[str]:
        """Return the units with a standing order there, in the order of their orders."""
        of = incident or self.incident()
        return [each.unit for each in self.world.active_of(self.world.incidents[of.id])]

    def order(self, unit: str) -> Assignment:
        """Return a unit's only standing order."""
        (found,) = self.world.active_of_unit(unit)
        return found


class LineTimes:
    """Travel times on the line, of one World, by plain arithmetic; of a unit in ``no_road`` none."""

    def __init__(self, world: World, no_road: Set[str] = frozenset(), closing: Closing | None = None) -> None:
        self._world = world
        self._no_road = no_road
        self._closing = closing

    def follow(self, world: World, _events: Sequence[Event]) -> None:
        """Take over the World."""
        self._world = world

    async def search(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer the same as at once."""
        return self.find(query, wanted, at_ms=at_ms)

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer at once; time of day makes no difference on the line."""
        del at_ms
        everybody = [
            self.travel(unit, query.place) for key, unit in self._world.units.items() if key not in self._no_road
        ]
        if query.unit is not None:
            everybody = [each for each in everybody if each.unit == query.unit]
        everybody.sort(key=lambda each: each.sort_key)
        free = [each for each in everybody if self._is_free(each.unit)]
        by_mode = {mode: [each for each in free if self._world.units[each.unit].mode == mode] for mode in TRAVEL_MODES}
        return Reach(
            closing=self._closing,
            free={mode: _first(found, wanted.get(mode, FIRST_LOOK)) for mode, found in by_mode.items()},
            around=tuple(everybody[:16]),
            network="示例",
            closures=tuple(sorted((*self._world.closures, *(lane.id for lane in query.lanes)))),
        )

    def travel(self, unit: Unit, place: Place) -> Candidate:
        """Return how a unit would get to a place from where it counts."""
        station = self._world.stations[unit.station]
        lon, lat = spot_of(self._world, unit.id) or (station.lon, station.lat)
        away = abs((place.lon or 0) - lon) + abs((place.lat or 0) - lat)
        road_ms = round(away * MS_PER_DEGREE)
        legs = Legs(turnout_s=0.0, road_s=road_ms / 1000, entrance_s=0.0, storeys_s=0.0)
        return Candidate(unit=unit.id, eta_ms=road_ms, legs=legs)

    def _is_free(self, unit: str) -> bool:
        return not self._world.is_bound(unit) and unit not in self._world.off_duty


def _first(found: list[Candidate], count: int) -> ModeReach:
    return ModeReach(nearest=tuple(found[:count]), complete=len(found) <= count)


def only(events: Iterable[Event], kind: type[E]) -> E:
    """Return the only event of a kind."""
    (found,) = of_kind(events, kind)
    return found


def of_kind(events: Iterable[Event], kind: type[E]) -> list[E]:
    """Return the events of a kind."""
    return [event for event in events if isinstance(event, kind)]


def minutes(count: float) -> int:
    """Return so many minutes in milliseconds."""
    return round(count * 60_000)


def instant(text: str) -> Instant:
    """Read a time."""
    return from_text(text)
