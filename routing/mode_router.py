"""Everything the router keeps about one mode: its times by the hour, where places lie for it, its latest views."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypeAlias

import numpy as np

from routing.arrays import Int64s
from routing.closures import Shutting
from routing.compiled import ModeNetwork
from routing.model import Network, Spot
from routing.modes import Mode
from routing.recent import Recent
from routing.responders import NOWHERE, Posts
from routing.snap import LIMIT_M, RoadShapes, Snap, Snapper, standing
from routing.timetable import Timetable
from routing.view import OpenRoads, Tabled, View

_OF_MAIN = 1
"""The highest rank of an edge in the main part of the roads: see `routing.snap.Standing`."""

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
        self.cautions = timetable.cautions
        """For each edge whether a sign stands there that the mode passes at a cost at some hour."""
        self.has_cautions = bool(self.cautions.any())
        self._standing = standing(timetable.at_some_hour, shapes.stopped_at)
        self._free: Recent[ModeNetwork, OpenRoads] = Recent(4)
        self._closed: Recent[_Roads, OpenRoads] = Recent(4)
        self._settled: Recent[tuple[OpenRoads, Posts], Posts] = Recent(4)
        self._views: Recent[tuple[OpenRoads, Posts, Tabled | None], View] = Recent(4)
        self._latest: tuple[ModeNetwork, State, View] | None = None

    def stand(self, spot: Spot) -> Snap | None:
        """Return where a crew at a spot starts on roads that are open at some hour; None where there is none near."""
        return self._snapper.snap(spot, self._standing.starting)

    def approach(self, spot: Spot) -> Snap | None:
        """Return where a spot is arrived at on roads that are open at some hour; None where there is none near."""
        return self._snapper.snap(spot, self._standing.arriving)

    def snap(self, spot: Spot, view: View) -> Snap | None:
        """Return where a spot is arrived at on the roads that are open now; None where there is none near."""
        return self._snapper.snap(spot, view.roads.standing.arriving)

    def post(self, spot: Spot, view: View) -> Snap | None:
        """Return where a crew at a spot starts on the roads that are open now; None where there is none near."""
        return self._snapper.snap(spot, view.roads.standing.starting)

    def cautions_on(self, edges: Iterable[int]) -> list[int]:
        """Return those of some edges at which a sign against the mode stands that it passes at a cost."""
        return [edge for edge in edges if self.cautions[edge]] if self.has_cautions else []

    def can_leave(self, spot: Spot) -> bool | None:
        """Tell whether a crew at a spot comes to the main part of its roads and back; None where no road is near."""
        start, end = self.stand(spot), self.approach(spot)
        if start is None or end is None:
            return None
        starting, arriving = self._standing.starting[start.edge], self._standing.arriving[end.edge]
        return bool(max(starting, arriving) <= _OF_MAIN)

    def main_spot(self, network: Network) -> Spot | None:
        """Return a point in the middle of a segment of the main part; None where there is no such part."""
        main = np.flatnonzero((self._standing.starting == 0) & (self._standing.arriving == 0))
        if not main.size:
            return None
        line = network.edge(self.timetable.roads.edge(int(main[main.size // 2])))["geometry"]
        (west, south), (east, north) = line[0], line[1]
        return Spot((west + east) / 2, (south + north) / 2)

    def main_within(self, spot: Spot, limit_m: float) -> bool:
        """Tell whether a road that the main part reaches, at which one can stop, lies within so many metres."""
        found = self.approach(spot)
        return found is not None and found.access_m <= limit_m and self._standing.arriving[found.edge] == 0

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
        free = self._free.get_or_make(network, lambda: OpenRoads.without_closures(network, self._standing))
        if not shuttings:
            return free
        return self._closed.get_or_make((network, shuttings), lambda: free.under(shuttings))

    def _view(self, roads: OpenRoads, state: State) -> View:
        posts = self._settled.get_or_make((roads, state.posts), lambda: self._settle(roads, state.posts))
        return self._views.get_or_make((roads, posts, state.tabled), lambda: View.of(roads, posts, state.tabled))

    def _displaced(self, roads: OpenRoads, posts: Posts) -> Int64s:
        """Return the responders whose piece of road is not open now, or only in a direction that serves less well."""
        edges, twins = posts.edges, roads.network.roads.twins[posts.edges]
        now, then = roads.standing.starting, self._standing.starting
        worse = np.minimum(now[edges], now[twins]) > np.minimum(then[edges], then[twins])
        return np.flatnonzero((edges != NOWHERE) & worse)

    def _settle(self, roads: OpenRoads, posts: Posts) -> Posts:
        """Return the posts with everybody on a road that is open now."""
        for place in self._displaced(roads, posts).tolist():
            posts = posts.standing_at(place, self._snapper.snap(posts.spots[place], roads.standing.starting))
        return posts


def _same(one: State, other: State) -> bool:
    return one.posts is other.posts and one.tabled is other.tabled and one.shuttings == other.shuttings
