"""How long the way is from every post to every place, for speeds that are tried one after another.

The search is one Dijkstra from each post over the times of `ModeNetwork`; snapping is done once, as all speeds that
are tried here leave the same roads usable.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.arrays import Floats, Int64s
from routing.calibration.record import Record
from routing.compiled import ModeNetwork, Roads
from routing.junctions import delayed
from routing.mode_router import ModeRouter
from routing.model import Network, Spot
from routing.modes import Mode, override
from routing.snap import RoadShapes
from routing.timetable import Hours, Timetable
from routing.traverse import Traversal

_SHORTEST_S = 1e-6


class Ground:
    """The roads as arrays, shared by all speeds that are tried."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.roads = Roads.compile(network)
        self.shapes = RoadShapes(self.roads, network)
        self.hours = Hours(self.roads, network, ())


class Journeys:
    """The ways between posts (P) and the places of a record's trips (N), by modes that may use the same roads."""

    def __init__(self, ground: Ground, mode: Mode, record: Record) -> None:
        """Snap posts and places as the router does for this mode."""
        self._ground = ground
        router = ModeRouter(mode, Timetable(ground.roads, ground.network, mode, ground.hours, ()), ground.shapes)
        self._posts = _Snapped(router, record.posts)
        self._places = _Snapped(router, [trip.place for trip in record.trips])
        self._compiled: dict[str, ModeNetwork] = {}

    def seconds(self, mode: Mode) -> Floats:
        """Return the seconds from each post to each place (N, P), infinite where no road leads there."""
        times = self._times(mode)
        weights = delayed(times.weight_ms, times.junctions_ms(mode.junction_s)) / 1000
        weights[times.weight_ms < 0] = np.inf
        between = self._between(weights)
        s_per_m = 3.6 / mode.approach_kmh
        return between + s_per_m * (self._places.metres[:, None] + self._posts.metres[None, :])

    def _times(self, mode: Mode) -> ModeNetwork:
        """Return a mode's times without its junctions: modes that differ in nothing else share them."""
        key = repr(sorted(mode.speeds_kmh.items()))
        if key not in self._compiled:
            plain = override(mode, {"junction_s": 0.0})
            ground = self._ground
            self._compiled[key] = ModeNetwork.compile(ground.roads, ground.network, Traversal(plain))
        return self._compiled[key]

    def _between(self, weights: Floats) -> Floats:
        roads = self._ground.roads
        reached = _tree(roads, weights, self._posts)
        found = np.full((self._places.edges.size, self._posts.edges.size), np.inf)
        for edges, shares in self._places.both_ways(roads):
            usable = np.isfinite(weights[edges])
            on_edge = np.where(usable, weights[edges], 0.0)
            last = np.where(usable, on_edge * shares, np.inf)
            came = reached[:, roads.tails[edges]].T + last[:, None]
            np.minimum(found, came, out=found)
            for posts, begins in self._posts.both_ways(roads):
                for post in np.flatnonzero(np.isfinite(weights[posts])):
                    here = np.flatnonzero((edges == posts[post]) & (shares >= begins[post]))
                    along = on_edge[here] * (shares[here] - begins[post])
                    found[here, post] = np.minimum(found[here, post], along)
        found[~self._places.known, :] = np.inf
        found[:, ~self._posts.known] = np.inf
        return found


class _Snapped:
    """Spots on the roads: edge, share of it from its tail, and metres from the road; `known` where a road is near."""

    def __init__(self, router: ModeRouter, spots: Sequence[Spot]) -> None:
        snaps = [router.stand(spot) for spot in spots]
        self.known = np.array([snap is not None for snap in snaps], np.bool_)
        self.edges: Int64s = np.array([0 if snap is None else snap.edge for snap in snaps], np.int64)
        self.shares = np.array([0.0 if snap is None else snap.fraction for snap in snaps], np.float64)
        self.metres = np.array([0.0 if snap is None else snap.access_m for snap in snaps], np.float64)

    def both_ways(self, roads: Roads) -> tuple[tuple[Int64s, Floats], tuple[Int64s, Floats]]:
        """Return edges and shares along the snapped edge and along its opposite."""
        return (self.edges, self.shares), (roads.twins[self.edges].astype(np.int64), 1.0 - self.shares)


def _tree(roads: Roads, weights: Floats, posts: _Snapped) -> Floats:
    """Return the seconds from each post to every node (P, nodes); a post is a node of its own beside the roads."""
    usable = np.flatnonzero(np.isfinite(weights))
    own = (roads.node_count + np.arange(posts.edges.size)).astype(np.int32)
    parts = [(roads.tails[usable], roads.heads[usable], weights[usable])]
    for edges, shares in posts.both_ways(roads):
        open_now = np.flatnonzero(np.isfinite(weights[edges]) & posts.known)
        out = edges[open_now]
        parts.append((own[open_now], roads.heads[out], weights[out] * (1.0 - shares[open_now])))
    tails, heads, times = (np.concatenate(column) for column in zip(*parts, strict=True))
    # Of parallel edges the fastest counts; a sparse matrix would add them up.
    order = np.lexsort((times, heads, tails))
    first = np.ones(order.size, np.bool_)
    first[1:] = np.diff(tails[order]).astype(bool) | np.diff(heads[order]).astype(bool)
    best = order[first]
    nodes = roads.node_count + posts.edges.size
    # A way of no length would be no entry of the matrix at all.
    matrix = csr_array((np.maximum(times[best], _SHORTEST_S), (tails[best], heads[best])), shape=(nodes, nodes))
    reached: Floats = dijkstra(matrix, indices=own)[:, : roads.node_count]
    return reached
