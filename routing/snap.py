"""From a place to the nearest point on a road that one mode can use.

The pieces are cut into segments no longer than a grid cell and sorted by cell. A query looks at a square of
cells that certainly holds everything within the distance found, so the answer is exact in the local plane.
"""

import math
from typing import Literal, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from routing.arrays import Flags, Ranks
from routing.compiled import ModeNetwork, Roads
from routing.geodesy import Floats, LocalPlane
from routing.kernels.closest import UNUSABLE_RANK, Grid, closest
from routing.model import EdgeAttrs, Network, Point, Spot
from routing.tags import PASSAGES, is_passed_only
from routing.traverse import BARRIER

Ints: TypeAlias = npt.NDArray[np.int64]

LIMIT_M = 300.0
"""A place further than this from every road that the mode can use cannot be located for it."""

SMALL_ISLAND_NODES = 50
"""A part of a mode's roads with fewer nodes is a fragment of the map (a yard behind a missing gate, a car
park): a place in it is approached from the connected roads around it."""

OFF_LEVEL_M = 60.0
"""Handicap of bridges and tunnels: a place beside one on the map is above or below it more often than on
it."""

_CELL_M = 64.0
_SQUARES = (1, 2, 5)
"""How many cells the search looks to each side; the last one covers the limit."""


class Snap(msgspec.Struct, frozen=True):
    """A point on a directed edge: `fraction` of its length from its tail, and the way there from the place.

    Where the opposite edge is usable too it is `roads.twins[edge]`, at `1 - fraction`.
    """

    edge: int
    fraction: float
    access_m: float
    access_ms: int


class RoadShapes:
    """Where the pieces lie, shared by all modes: segments in metres, sorted by grid cell."""

    def __init__(self, roads: Roads, network: Network) -> None:
        """Cut up the geometry of every piece of the model that `roads` was compiled from."""
        self.roads = roads
        self.plane = LocalPlane(float(np.mean(roads.lon)), float(np.mean(roads.lat)))
        edges, geometries, handicaps = _pieces(roads, network)
        self.stopped_at = ~_passed_only(roads, network)
        """For each edge whether one can stop there: not on motorways, motorroads and their links."""
        starts, ends, owners, begins, shares = _segments(geometries, self.plane)
        starts, ends, owners, begins, shares = _shorten(starts, ends, owners, begins, shares)
        low = np.floor(np.minimum(starts, ends) / _CELL_M).astype(np.int64)
        high = np.floor(np.maximum(starts, ends) / _CELL_M).astype(np.int64)
        self._corner = low.min(axis=0, initial=0) - 1
        self._width = int(high[:, 0].max(initial=0) - self._corner[0]) + 2
        cells, rows = _cells(low - self._corner, high - self._corner, self._width)
        self._cells = cells
        self._start, self._run = starts[rows], (ends - starts)[rows]
        self._edge = edges[owners[rows]]
        self._twin = roads.twins[self._edge].astype(np.int64)
        self._begin, self._share = begins[rows], shares[rows]
        self._grid = Grid(
            cells,
            self._width,
            self._start,
            self._run,
            self._edge,
            self._twin,
            handicaps[owners[rows]].astype(np.float64),
        )

    def nearest(self, spot: Spot, ranks: Ranks, limit_m: float) -> tuple[int, float, float] | None:
        """Return (edge, fraction, metres) of the nearest point on the pieces of the best rank in reach.

        Bridges and tunnels stand back by `OFF_LEVEL_M`. None where nothing usable lies within `limit_m`.
        """
        east, north = self.plane.point_to_m(spot.lon, spot.lat)
        column = math.floor(east / _CELL_M) - int(self._corner[0])
        line = math.floor(north / _CELL_M) - int(self._corner[1])
        row, along, metres = -1, 0.0, 0.0
        for reach in _SQUARES:
            square = (max(0, column - reach), min(self._width - 1, column + reach), line - reach, line + reach)
            rank, cost, row, along, metres = closest(self._grid, ranks, (east, north), square, limit_m)
            if rank == 0 and cost <= min(reach * _CELL_M, limit_m):
                break
        if row < 0:
            return None
        edge, twin = int(self._edge[row]), int(self._twin[row])
        fraction = min(1.0, float(self._begin[row] + along * self._share[row]))
        return (edge, fraction, metres) if ranks[edge] <= ranks[twin] else (twin, 1.0 - fraction, metres)

    def segments_in(self, low_m: Floats, high_m: Floats) -> tuple[Ints, Floats, Floats]:
        """Return (edges, starts, ends) of every segment whose cell touches a box of `plane`, in metres.

        A segment may stand there more than once; its edge is the one along the drawing.
        """
        low = np.maximum(np.floor(low_m / _CELL_M).astype(np.int64) - self._corner, 0)
        high = np.floor(high_m / _CELL_M).astype(np.int64) - self._corner
        high = np.minimum(high, [self._width - 1, int(self._cells[-1]) // self._width if self._cells.size else -1])
        if (low > high).any():
            rows = np.empty(0, np.int64)
        else:
            lines = np.arange(low[1], high[1] + 1) * self._width
            rows = self._runs(lines + low[0], lines + high[0])
        return self._edge[rows], self._start[rows], self._start[rows] + self._run[rows]

    def _runs(self, first: Ints, last: Ints) -> Ints:
        """Return the segments in runs of cells, both ends included."""
        begins = np.searchsorted(self._cells, first, side="left")
        ends = np.searchsorted(self._cells, last, side="right")
        return np.concatenate([np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)])


class Snapper:
    """Snaps places for one mode. Ranks are kept as given: closures may narrow them from query to query."""

    def __init__(self, shapes: RoadShapes, approach_kmh: float, limit_m: float = LIMIT_M) -> None:
        """Take the pace from the road to the place, and the limit (at most 300 m: the grid looks no
        further)."""
        self._shapes = shapes
        self._ms_per_m = 3600.0 / approach_kmh
        self._limit_m = min(limit_m, LIMIT_M)

    def snap(self, spot: Spot, ranks: Ranks | Flags) -> Snap | None:
        """Return the nearest point on an edge of the best rank in reach, None where none lies within the limit.

        Flags are ranks too: all edges that are set are alike, and the others are not usable.
        """
        ranked: Ranks = ranks.astype(np.uint8, copy=False)
        if ranks.dtype == np.bool_:
            ranked = np.where(ranks, 0, UNUSABLE_RANK).astype(np.uint8)
        found = self._shapes.nearest(spot, ranked, self._limit_m)
        if found is None:
            return None
        edge, fraction, metres = found
        return Snap(edge, fraction, metres, round(metres * self._ms_per_m))


def connected(network: ModeNetwork, smallest: int = SMALL_ISLAND_NODES) -> Flags:
    """Return for each edge whether it is usable and no mere fragment: part of `smallest` nodes or of the
    largest part.

    Work it out for the open roads, once per mode: a closed street must not turn its neighbours into
    fragments.
    """
    part, sizes = _parts(network, "weak")
    usable: Flags = network.weight_ms >= 0
    kept: Flags = usable & (sizes[part[network.roads.tails]] >= min(smallest, int(sizes.max(initial=0))))
    return kept


class Standing(NamedTuple):
    """How well each edge serves a place that is arrived at, and a crew that starts, as `closest` wants it.

    0 is a road at which one can stop, reached from the main part (or from which that is reached); 1 a motorway of
    them, 2 any other road that is no fragment of the map.
    """

    arriving: Ranks
    starting: Ranks

    def kept(self, usable: Flags) -> "Standing":
        """Return the same where only some edges are usable."""
        return Standing(*(np.where(usable, ranks, UNUSABLE_RANK).astype(np.uint8) for ranks in self))


def standing(network: ModeNetwork, stopped_at: Flags) -> Standing:
    """Rank the edges by what the main part reaches: the largest part in which every node reaches every other.

    What only leads into it (one-way stubs where the extract is cut) cannot be arrived at, what only leads out of it
    cannot be started from. Work it out for the open roads, once per mode.
    """
    part, sizes = _parts(network, "strong")
    roads, usable = network.roads, network.weight_ms >= 0
    others = np.where(connected(network), UNUSABLE_RANK - 1, UNUSABLE_RANK).astype(np.uint8)
    somewhere = int(np.flatnonzero(part == sizes.argmax())[0])
    links = _links(network)
    reached, reaching = _reached(links, somewhere), _reached(links.T.tocsr(), somewhere)
    serves = np.where(stopped_at, 0, 1).astype(np.uint8)
    return Standing(
        arriving=np.where(usable & reached[roads.tails], serves, others),
        starting=np.where(usable & reaching[roads.heads], serves, others),
    )


def _reached(links: "csr_array[np.int8]", node: int) -> Flags:
    """Return for each node whether one comes to it from a node."""
    found = np.zeros(links.shape[0], np.bool_)
    found[breadth_first_order(links, node, directed=True, return_predecessors=False)] = True
    return found


def _links(network: ModeNetwork) -> "csr_array[np.int8]":
    """Return the usable roads as a matrix, tail by head."""
    usable = network.weight_ms >= 0
    roads = network.roads
    tails, heads = roads.tails[usable], roads.heads[usable]
    return csr_array((np.ones(tails.size, np.int8), (tails, heads)), shape=(roads.node_count,) * 2)


def _parts(network: ModeNetwork, connection: Literal["weak", "strong"]) -> tuple[Ints, Ints]:
    """Return the number of each node's part of the usable roads, and each part's size in nodes."""
    _, part = connected_components(_links(network), directed=True, connection=connection)
    return part.astype(np.int64), np.bincount(part)


def _passed_only(roads: Roads, network: Network) -> Flags:
    """Return for each edge whether nobody stops there: motorways, motorroads, and the links that lead onto them."""
    told = np.array([(is_passed_only(a["tags"]), a["highway"].endswith("_link")) for _, a in network.edges()], np.bool_)
    passed, link = told.reshape(-1, 2)[roads.drawn_order].T
    onto = np.zeros(roads.node_count, np.bool_)
    onto[roads.heads[passed & ~link]] = onto[roads.tails[passed & ~link]] = True
    found: Flags = passed | (link & (onto[roads.tails] | onto[roads.heads]))
    return found


def _pieces(roads: Roads, network: Network) -> tuple[Ints, list[tuple[Point, ...]], Floats]:
    """Return the edges that stand for their piece (those along the drawing), their lines and handicaps."""
    numbers: list[int] = []
    geometries: list[tuple[Point, ...]] = []
    handicaps: list[float] = []
    for number, ((_, _, key), attrs) in enumerate(network.edges()):
        if key >= 0 and attrs["highway"] != BARRIER:
            numbers.append(number)
            geometries.append(attrs["geometry"])
            handicaps.append(OFF_LEVEL_M if _off_level(attrs) else 0.0)
    return roads.drawn_index()[numbers].astype(np.int64), geometries, np.array(handicaps)


def _off_level(attrs: EdgeAttrs) -> bool:
    return attrs["bridge"] or (attrs["tunnel"] and attrs["tags"].get("tunnel") not in PASSAGES)


def _segments(geometries: list[tuple[Point, ...]], plane: LocalPlane) -> tuple[Floats, Floats, Ints, Floats, Floats]:
    """Return each segment's two ends, its piece, and where on the piece it begins and how much of it it
    is."""
    counts = np.array([len(line) for line in geometries], dtype=np.int64)
    flat = np.array([point for line in geometries for point in line], dtype=np.float64).reshape(-1, 2)
    points = plane.to_m(flat[:, 0], flat[:, 1])
    piece = np.repeat(np.arange(counts.size), counts)
    inside = np.flatnonzero(piece[:-1] == piece[1:])
    starts, ends, owners = points[inside], points[inside + 1], piece[inside]
    lengths = np.hypot(*(ends - starts).T)
    totals = np.bincount(owners, weights=lengths, minlength=counts.size)
    run = np.concatenate(([0.0], np.cumsum(lengths)))[:-1]
    first = np.searchsorted(owners, np.arange(counts.size))
    whole = np.where(totals > 0, totals, 1.0)[owners]
    return starts, ends, owners, (run - run[first[owners]]) / whole, lengths / whole


def _shorten(
    starts: Floats, ends: Floats, owners: Ints, begins: Floats, shares: Floats
) -> tuple[Floats, Floats, Ints, Floats, Floats]:
    """Split segments longer than a cell into equal parts, so that each lies in four cells at most."""
    parts = np.maximum(1, np.ceil(np.hypot(*(ends - starts).T) / _CELL_M)).astype(np.int64)
    row = np.repeat(np.arange(parts.size), parts)
    place = np.arange(row.size) - np.repeat(np.cumsum(parts) - parts, parts)
    step = ((ends - starts) / parts[:, None])[row]
    share = (shares / parts)[row]
    cut_starts = starts[row] + step * place[:, None]
    return cut_starts, cut_starts + step, owners[row], begins[row] + share * place, share


def _cells(low: Ints, high: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the sorted cells and the segment in each; a segment stands in every cell that its box
    touches."""
    cells, rows = [], []
    for right in (0, 1):
        for up in (0, 1):
            there = np.flatnonzero((high[:, 0] - low[:, 0] >= right) & (high[:, 1] - low[:, 1] >= up))
            cells.append((low[there, 1] + up) * width + low[there, 0] + right)
            rows.append(there)
    cell, row = np.concatenate(cells), np.concatenate(rows)
    order = np.argsort(cell, kind="stable")
    return cell[order], row[order]
