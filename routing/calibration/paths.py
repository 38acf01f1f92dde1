"""The way each recorded trip most likely took: seconds by way class along the fastest route of a mode."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.arrays import Flags
from routing.calibration.trips import Trip
from routing.compiled import ModeNetwork, Roads
from routing.model import Network, Spot
from routing.modes import Mode
from routing.snap import RoadShapes, Snap, Snapper, connected
from routing.traverse import Traversal

ACCESS = "access"
"""The class under which the way between a place and the road is counted."""


class TripPaths:
    """Routes trips over one road model; plain Dijkstra from each origin, as this is no hot path."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._roads = Roads.compile(network)
        self._shapes = RoadShapes(self._roads, network)
        drawn = np.array([attrs["highway"] for _, attrs in network.edges()], dtype=object)
        self._highway = drawn[self._roads.drawn_order]

    def seconds(self, trips: Sequence[Trip], mode: Mode) -> list[dict[str, float] | None]:
        """Return for each trip its seconds by way class; None where no route joins its two ends."""
        times = ModeNetwork.compile(self._roads, self._network, Traversal(mode))
        usable = connected(times)
        snapper = Snapper(self._shapes, mode.approach_kmh)
        by_origin: dict[Spot, list[int]] = defaultdict(list)
        for place, trip in enumerate(trips):
            by_origin[trip.origin].append(place)
        found: list[dict[str, float] | None] = [None] * len(trips)
        for origin, places in by_origin.items():
            start = snapper.snap(origin, usable)
            if start is None:
                continue
            tree = _Tree(times, usable, start)
            for place in places:
                end = snapper.snap(trips[place].place, usable)
                found[place] = None if end is None else self._along(tree, start, end)
        return found

    def _along(self, tree: "_Tree", start: Snap, end: Snap) -> dict[str, float] | None:
        edges = tree.edges_to(end)
        if edges is None:
            return None
        seconds: dict[str, float] = defaultdict(float)
        for edge, share in edges:
            seconds[self._highway[edge]] += tree.weight_ms[edge] * share / 1000
        seconds[ACCESS] += (start.access_ms + end.access_ms) / 1000
        return dict(seconds)


class _Tree:
    """The fastest routes from one snapped origin to everywhere."""

    def __init__(self, times: ModeNetwork, usable: Flags, start: Snap) -> None:
        self.weight_ms = times.weight_ms
        self._roads = times.roads
        self._usable = usable
        self._start = start
        kept = np.flatnonzero(usable)
        tails, heads, weights = self._roads.tails[kept], self._roads.heads[kept], times.weight_ms[kept]
        # Of parallel edges the fastest counts; a sparse matrix would add them up.
        order = np.lexsort((weights, heads, tails))
        first = np.ones(order.size, bool)
        first[1:] = np.diff(tails[order]).astype(bool) | np.diff(heads[order]).astype(bool)
        best = order[first]
        nodes = self._roads.node_count
        matrix = csr_array((weights[best].astype(np.float64), (tails[best], heads[best])), shape=(nodes, nodes))
        self._edge_of = {
            (int(tail), int(head)): int(edge)
            for tail, head, edge in zip(tails[best], heads[best], kept[best], strict=True)
        }
        self._exits = {int(self._roads.heads[edge]): (edge, share) for edge, share in self._parts(start, leaving=True)}
        exits = list(self._exits)
        self._reached_ms, self._before = dijkstra(matrix, indices=exits, return_predecessors=True)

    def edges_to(self, end: Snap) -> list[tuple[int, float]] | None:
        """Return the edges of the fastest route with the share of each that is used, None where there is
        none."""
        best: tuple[float, list[tuple[int, float]]] | None = self._on_the_same_edge(end)
        for row, (exit_node, (first, first_share)) in enumerate(self._exits.items()):
            for last, last_share in self._parts(end, leaving=False):
                node = int(self._roads.tails[last])
                cost = float(self._reached_ms[row, node])
                cost += float(self.weight_ms[first]) * first_share + float(self.weight_ms[last]) * last_share
                if np.isfinite(cost) and (best is None or cost < best[0]):
                    middle = self._walk_back(row, exit_node, node)
                    best = cost, [(first, first_share), *middle, (last, last_share)]
        return None if best is None else best[1]

    def _parts(self, snap: Snap, *, leaving: bool) -> list[tuple[int, float]]:
        """Return the usable directions of a snapped edge with the share between the point and its far
        (near) end."""
        twin = int(self._roads.twins[snap.edge])
        shares = ((snap.edge, snap.fraction), (twin, 1.0 - snap.fraction))
        return [(edge, 1.0 - share if leaving else share) for edge, share in shares if self._usable[edge]]

    def _on_the_same_edge(self, end: Snap) -> tuple[float, list[tuple[int, float]]] | None:
        starts = dict(self._parts(self._start, leaving=True))
        options = [
            (float(self.weight_ms[edge]) * (share - (1.0 - starts[edge])), [(edge, share - (1.0 - starts[edge]))])
            for edge, share in self._parts(end, leaving=False)
            if edge in starts and share >= 1.0 - starts[edge]
        ]
        return min(options, default=None)

    def _walk_back(self, row: int, exit_node: int, node: int) -> list[tuple[int, float]]:
        edges: list[tuple[int, float]] = []
        while node != exit_node:
            before = int(self._before[row, node])
            edges.append((self._edge_of[before, node], 1.0))
            node = before
        return edges[::-1]
