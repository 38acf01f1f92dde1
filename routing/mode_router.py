"""Everything the router keeps about one mode: its times by the hour, where places lie for it, its latest views."""

from datetime import datetime
from typing import NamedTuple, TypeAlias

import numpy as np

from routing.arrays import Int64s
from routing.closures import Shutting
from routing.compiled import ModeNetwork
from routing.model import Spot
from routing.modes import Mode
from routing.recent import Recent
from routing.responders import NOWHERE, Posts
from routing.snap import LIMIT_M, RoadShapes, Snap, Snapper, connected
from routing.timetable import Timetable
from routing.view import OpenRoads, Tabled, View

RESNAPS_AT_ONCE = 32
"""After a closure more responders than these are moved to other roads in a worker thread only (about 50 µs each)."""

_Roads: TypeAlias = tuple[ModeNetwork, frozenset[Shutting]]


class State(NamedTuple):
    """What changes about a mode from question to question: closures, responders, the last table filled."""

    shuttings: frozenset[Shutting]
    posts: Posts
    tabled: Tabled | None


class ModeRouter:
    """One mode on the roads. Its caches apart it never changes, and threads may share it."""

    def __init__(self, mode: Mode, timetable: Timetable, shapes: RoadShapes, limit_m: float = LIMIT_M) -> None:
        self.mode = mode
        self.timetable = timetable
        self._snapper = Snapper(shapes, mode.approach_kmh, limit_m)
        self._connected = connected(timetable.at_some_hour)
        self._free: Recent[ModeNetwork, OpenRoads] = Recent(4)
        self._closed: Recent[_Roads, OpenRoads] = Recent(4)
        self._settled: Recent[tuple[OpenRoads, Posts], Posts] = Recent(4)
        self._views: Recent[tuple[OpenRoads, Posts, Tabled | None], View] = Recent(4)
        self._latest: tuple[ModeNetwork, State, View] | None = None

    def stand(self, spot: Spot) -> Snap | None:
        """Return where a spot reaches roads that are open at some hour; None where there is none near."""
        return self._snapper.snap(spot, self._connected)

    def snap(self, spot: Spot, view: View) -> Snap | None:
        """Return where a spot reaches the roads that are open now; None where there is none near."""
        return self._snapper.snap(spot, view.roads.approachable)

    def find_view(self, at: datetime, state: State) -> View | None:
        """Return what a question at this moment sees, None where making it would hold up the caller."""
        network = self.timetable.find(at)
        if network is None:
            return None
        latest = self._latest  # one assignment, so that threads see a whole answer
        if latest is not None and latest[0] is network and _same(latest[1], state):
            return latest[2]
        roads = self._open(network, state.shuttings)
        settled = self._settled.get((roads, state.posts)) is not None
        if not settled and self._displaced(roads, state.posts).size > RESNAPS_AT_ONCE:
            return None
        view = self._view(roads, state)
        self._latest = network, state, view
        return view

    def view(self, at: datetime, state: State) -> View:
        """Return what a question at this moment sees, however long it takes to make it."""
        return self._view(self._open(self.timetable.at(at), state.shuttings), state)

    def _open(self, network: ModeNetwork, shuttings: frozenset[Shutting]) -> OpenRoads:
        free = self._free.get_or_make(network, lambda: OpenRoads.without_closures(network, self._connected))
        if not shuttings:
            return free
        return self._closed.get_or_make((network, shuttings), lambda: free.under(shuttings))

    def _view(self, roads: OpenRoads, state: State) -> View:
        posts = self._settled.get_or_make((roads, state.posts), lambda: self._settle(roads, state.posts))
        return self._views.get_or_make((roads, posts, state.tabled), lambda: View.of(roads, posts, state.tabled))

    def _displaced(self, roads: OpenRoads, posts: Posts) -> Int64s:
        """Return the responders whose edge is not open now."""
        edges = posts.edges
        open_now = roads.approachable[edges] | roads.approachable[roads.network.roads.twins[edges]]
        return np.flatnonzero((edges != NOWHERE) & ~open_now)

    def _settle(self, roads: OpenRoads, posts: Posts) -> Posts:
        """Return the posts with everybody on a road that is open now."""
        for place in self._displaced(roads, posts).tolist():
            posts = posts.standing_at(place, self._snapper.snap(posts.spots[place], roads.approachable))
        return posts


def _same(one: State, other: State) -> bool:
    return one.posts is other.posts and one.tabled is other.tabled and one.shuttings == other.shuttings
