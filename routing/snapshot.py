"""One consistent state of roads, closures and responders, and the questions that it answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Self

import msgspec

from routing.access import Access
from routing.approach import Approach, Nearest, Workspaces, access_to, with_first
from routing.arrays import Flags
from routing.closures import Closures, Shutting
from routing.errors import ModeError
from routing.mode_router import ModeRouter, State
from routing.place import Place
from routing.responders import NO_POSTS, Roster
from routing.vertical import VerticalRules, storey_ms
from routing.view import Tabled, View


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
        view = self.view(mode, at) if budget is None else self.find_view(mode, at)
        if view is None:
            return None
        access = access_to(view, self.modes[mode].snap(place.door_for(mode), view), view.crew_inside(place))
        approach = Approach(self.roster, self.workspaces, view, access, self.storeys_ms(place))
        return approach.nearest(k, eligible=eligible, budget=budget)

    def approach(self, place: Place, *, mode: str, at: datetime, may_wait: bool = True) -> Approach | None:
        """Return how a mode comes to a place at a moment, to be asked about any responders; what it rests on is kept.

        None only where something would have to be worked out first that `may_wait` does not allow. Raises ModeError
        for an unknown mode.
        """
        view = self.view(mode, at) if may_wait else self.find_view(mode, at)
        if view is None:
            return None
        return Approach(self.roster, self.workspaces, view, self._access(place, mode, view), self.storeys_ms(place))

    def _access(self, place: Place, mode: str, view: View) -> Access:
        door, inside = place.door_for(mode), view.crew_inside(place)

        def work_out() -> Access:
            access = access_to(view, self.modes[mode].snap(door, view), inside)
            return with_first(access, view)

        return view.accesses.get_or_make((door.lon, door.lat, inside), work_out)

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
