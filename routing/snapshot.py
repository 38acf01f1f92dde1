"""One consistent state of roads, closures and responders, and the questions that it answers."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Self

import msgspec
import numpy as np

from routing.arrays import Flags
from routing.closures import Closures, Shutting
from routing.errors import ModeError, UnknownResponderError
from routing.kernels import search, table
from routing.kernels.search import OVER_BUDGET, Asked, Workspace
from routing.mode_router import ModeRouter, State
from routing.place import Place
from routing.responders import NO_POSTS, Roster
from routing.vertical import VerticalRules, storey_ms
from routing.view import Tabled, View

_NO_LIMIT = 1 << 60


class Legs(msgspec.Struct, frozen=True):
    """What an arrival consists of, in ms; `road_ms` includes the way from the post to the road."""

    turnout_ms: int
    road_ms: int
    entrance_ms: int
    storeys_ms: int


class Arrival(msgspec.Struct, frozen=True):
    """When a responder would be on scene, counted from the order; `eta_ms` is the sum of the legs."""

    responder: str
    eta_ms: int
    legs: Legs


class Nearest(msgspec.Struct, frozen=True):
    """The first arrivals, in order of (eta_ms, responder).

    `complete`: there are no other eligible responders who can reach the place. Where it is False there may be some:
    more are eligible than were asked for.
    """

    arrivals: tuple[Arrival, ...]
    complete: bool


class Workspaces:
    """Lends scratch memory to searches, one at a time to each; threads may share it."""

    def __init__(self, node_count: int) -> None:
        self._node_count = node_count
        self._idle: list[Workspace] = []

    @contextmanager
    def lend(self, responder_count: int) -> Iterator[Workspace]:
        """Lend a workspace with room for so many responders."""
        try:
            work = self._idle.pop()
        except IndexError:
            work = Workspace.make(self._node_count, responder_count)
        if work.found.size < responder_count:
            work = Workspace.make(self._node_count, 2 * responder_count)
        try:
            yield work
        finally:
            self._idle.append(work)


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """Roads, closures and responders as they were at one moment; may be asked from any thread."""

    version: str
    modes: Mapping[str, ModeRouter]
    closures: Closures
    roster: Roster
    tabled: Mapping[str, Tabled]
    zone: tzinfo
    vertical: VerticalRules
    workspaces: Workspaces

    def nearest(
        self,
        place: Place,
        k: int,
        *,
        mode: str,
        at: datetime,
        eligible: Flags | None = None,
        budget: int | None = None,
    ) -> Nearest | None:
        """Return the first k eligible responders of a mode to be on scene, exactly, ties by id.

        `eligible` is a mask over the roster's order, None for everybody. With a budget, None is returned where
        more than so many nodes would be settled or something would have to be worked out first: ask again
        without one, in a worker thread. Raises ModeError for an unknown mode.
        """
        approach = self.approach(place, mode=mode, at=at, may_wait=budget is None)
        return None if approach is None else approach.nearest(k, eligible=eligible, budget=budget)

    def approach(self, place: Place, *, mode: str, at: datetime, may_wait: bool = True) -> "Approach | None":
        """Return how a mode comes to a place at a moment, to be asked about any responders.

        None only where something would have to be worked out first that `may_wait` does not allow. Raises ModeError
        for an unknown mode.
        """
        view = self.view(mode, at) if may_wait else self.find_view(mode, at)
        if view is None:
            return None
        snap = self.modes[mode].snap(place.door, view)
        inside = view.crew_inside(place)
        storeys_ms = self.storeys_ms(place)
        entrance_ms = 0 if snap is None else snap.access_ms
        starts = view.starts(snap, inside, storeys_ms)
        return Approach(self.roster, self.workspaces, view, inside, entrance_ms, storeys_ms, starts)

    def without_tables(self) -> Self:
        """Return the same state, in which every answer is searched."""
        return msgspec.structs.replace(self, tabled={})

    def also_shut(self, shuttings: Iterable[Shutting]) -> Self:
        """Return the same state with more roads closed, for questions that nobody else asks; nothing is in force."""
        return msgspec.structs.replace(self, closures=self.closures.also(shuttings))

    def find_view(self, mode: str, at: datetime) -> View | None:
        """Return what a question about a mode sees, None where making it would hold up the caller."""
        return self.router(mode).find_view(at.astimezone(self.zone), self._state(mode))

    def view(self, mode: str, at: datetime) -> View:
        """Return what a question about a mode sees, worked out where that is needed. Raises ModeError."""
        return self.router(mode).view(at.astimezone(self.zone), self._state(mode))

    def router(self, mode: str) -> ModeRouter:
        """Return what is kept about a mode. Raises ModeError where it is unknown."""
        router = self.modes.get(mode)
        if router is None:
            raise ModeError(f"no mode {mode!r} on these roads; known are {', '.join(sorted(self.modes))}")
        return router

    def _state(self, mode: str) -> State:
        posts = self.roster.posts.get(mode, NO_POSTS)
        return State(self.closures.for_mode(mode), posts, self.tabled.get(mode))

    def storeys_ms(self, place: Place) -> int:
        """Return the time from the door to the storey."""
        building = place.building
        if building is None:
            return storey_ms(place.floor, rules=self.vertical)
        return storey_ms(
            place.floor,
            storeys=building.storeys,
            height_m=building.height_m,
            fire_lift=building.fire_lift,
            rules=self.vertical,
        )


class Approach(msgspec.Struct, frozen=True, eq=False):
    """How one mode comes to one place: worked out once, asked about as many responders as wanted."""

    roster: Roster
    workspaces: Workspaces
    view: View
    inside: tuple[int, ...]
    entrance_ms: int
    storeys_ms: int
    starts: dict[int, int]

    def nearest(self, k: int, *, eligible: Flags | None = None, budget: int | None = None) -> Nearest | None:
        """Return the first k eligible responders: see `Snapshot.nearest`."""
        view = self.view
        able = _able(view, self.roster, eligible)
        count_able = int(np.count_nonzero(able))
        asked = asked_about(view, self.starts, able, min(k, count_able), budget)
        with self.workspaces.lend(view.posts.size) as work:
            count = _answer(view, asked, work)
            if count == OVER_BUDGET:
                return None
            found, found_ms = work.found[:count].copy(), work.found_ms[:count].tolist()
        turnouts_ms, numbers = view.posts.turnout_ms[found].tolist(), view.posts.numbers[found].tolist()
        arrivals = tuple(
            self._arrival(number, time_ms + view.least_ms, turnout_ms, came_in=responder not in self.inside)
            for responder, number, time_ms, turnout_ms in zip(
                found.tolist(), numbers, found_ms, turnouts_ms, strict=True
            )
        )
        return Nearest(arrivals, complete=count < min(k, count_able) or count == count_able)

    def _arrival(self, number: int, eta_ms: int, turnout_ms: int, *, came_in: bool) -> Arrival:
        entrance_ms = self.entrance_ms if came_in else 0
        road_ms = eta_ms - turnout_ms - entrance_ms - self.storeys_ms
        legs = Legs(turnout_ms, road_ms, entrance_ms, self.storeys_ms)
        return Arrival(self.roster.responders[number].id, eta_ms, legs)


def _able(view: View, roster: Roster, eligible: Flags | None) -> Flags:
    """Return the part of a mask that is about the view's responders."""
    if eligible is None:
        return np.ones(view.posts.size, np.bool_)
    if len(eligible) != len(roster.responders):
        raise UnknownResponderError(
            f"a mask for {len(eligible)} responders was given for {len(roster.responders)}; "
            "take the order and the answer from the same snapshot"
        )
    able: Flags = np.asarray(eligible, np.bool_)[view.posts.numbers]
    return able


def asked_about(view: View, starts: dict[int, int], able: Flags, k: int, budget: int | None = None) -> Asked:
    """Return the question for the first k of the able, leaving out starts of those who are not."""
    first = view.roads.network.roads.node_count
    kept = {number: time for number, time in starts.items() if number < first or able[number - first]}
    numbers = np.fromiter(kept, np.int64, len(kept))
    return Asked(
        able, numbers, np.fromiter(kept.values(), np.int64, len(kept)), k, _NO_LIMIT if budget is None else budget
    )


def _answer(view: View, asked: Asked, work: Workspace) -> int:
    """Ask the table where it can tell, else search."""
    if asked.k == 0:
        return 0
    if view.table is not None and asked.k <= table.WIDTH:
        count = table.look_up(view.table, view.least_ms, view.stale, asked, work)
        if count != table.CANNOT_TELL:
            return count
    return search.explore(view.roads.ground, view.hangs, asked, work)
