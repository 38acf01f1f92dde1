"""The road model as arrays: what the compiled kernels run on, derived from the model and never edited.

One set of arrays describes where the roads go (`Roads`); each mode adds a time per directed edge
(`ModeNetwork`). An edge's index is its place among the edges *arriving* at its head, because every search
runs backwards from the place in need. Nodes stand in the order of a Z-curve over the map, so that neighbours
on the ground are neighbours in memory.
"""

from typing import Self

import msgspec
import numpy as np
import numpy.typing as npt

from routing.arrays import Floats, Int32s, Int64s
from routing.errors import RoadsError
from routing.junctions import delayed, junction_delays_ms
from routing.model import Edge, Network
from routing.traverse import Traversal

UNUSABLE = -1
"""Instead of a time: this mode may not use this edge now."""

MAX_NODES = 2**24 - 2**16
"""A search packs a time and a node or responder into one 64-bit key, of which 24 bits name the node."""


class Roads(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Where the roads go, for every mode: N nodes and E directed edges as arrays.

    `indptr[n]:indptr[n + 1]` are the edges arriving at node n; those leaving it have the indices
    `leaving[leaving_ptr[n]:leaving_ptr[n + 1]]`. `twins[e]` is the same piece in the other direction.
    """

    version: str
    node_ids: Int64s
    lon: Floats
    lat: Floats
    indptr: Int32s
    tails: Int32s
    heads: Int32s
    keys: Int64s
    twins: Int32s
    leaving_ptr: Int32s
    leaving: Int32s
    drawn_order: Int32s
    """For each edge its position in `Network.edges()`, so that a mode's times are read in one pass."""

    @classmethod
    def compile(cls, network: Network) -> Self:
        """Lay a road model out as arrays. Raises RoadsError where it is empty or too large to be searched."""
        graph = network.graph
        if not graph.number_of_nodes():
            raise RoadsError("the road network is empty: give a road file that covers the district")
        node_ids = np.fromiter(graph.nodes, np.int64, graph.number_of_nodes())
        lon = np.fromiter((at for _, at in graph.nodes(data="lon")), np.float64, node_ids.size)
        lat = np.fromiter((at for _, at in graph.nodes(data="lat")), np.float64, node_ids.size)
        ends = np.fromiter(
            (number for edge in graph.edges(keys=True) for number in edge),
            np.int64,
            3 * graph.number_of_edges(),
        ).reshape(-1, 3)
        return cls.from_arrays(network.version, node_ids, lon, lat, ends)

    @classmethod
    def from_arrays(cls, version: str, node_ids: Int64s, lon: Floats, lat: Floats, ends: Int64s) -> Self:
        """Lay out nodes, and edges given as rows (tail id, head id, key) with twins (head, tail, ~key).

        Raises RoadsError where there are more nodes than a search can name or an edge has no twin.
        """
        if node_ids.size > MAX_NODES:
            raise RoadsError(
                f"{node_ids.size} nodes are more than the {MAX_NODES} that a search can name: clip the roads"
            )
        along_curve = np.argsort(_z_curve(lon, lat), kind="stable")
        node_ids, lon, lat = node_ids[along_curve], lon[along_curve], lat[along_curve]
        by_id = np.argsort(node_ids)
        tails = by_id[np.searchsorted(node_ids, ends[:, 0], sorter=by_id)].astype(np.int32)
        heads = by_id[np.searchsorted(node_ids, ends[:, 1], sorter=by_id)].astype(np.int32)
        order = np.lexsort((ends[:, 2], tails, heads))
        tails, heads, keys = tails[order], heads[order], ends[order, 2]
        leaving = np.lexsort((keys, heads, tails))
        return cls(
            version=version,
            node_ids=node_ids,
            lon=lon,
            lat=lat,
            indptr=_offsets(heads, node_ids.size),
            tails=tails,
            heads=heads,
            keys=keys,
            twins=_twins(tails, heads, keys),
            leaving_ptr=_offsets(tails, node_ids.size),
            leaving=leaving.astype(np.int32),
            drawn_order=order.astype(np.int32),
        )

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return self.node_ids.size

    @property
    def edge_count(self) -> int:
        """How many directed edges there are; each piece of road counts twice."""
        return self.tails.size

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return sum(getattr(self, name).nbytes for name in self.__struct_fields__ if name != "version")

    def edge(self, index: int) -> Edge:
        """Return the model's name of an edge: (tail, head, key)."""
        tail, head = self.node_ids[self.tails[index]], self.node_ids[self.heads[index]]
        return int(tail), int(head), int(self.keys[index])

    def drawn_index(self) -> Int32s:
        """Return the edge index of each edge in the order of `Network.edges()`."""
        index = np.empty(self.edge_count, np.int32)
        index[self.drawn_order] = np.arange(self.edge_count, dtype=np.int32)
        return index


class ModeNetwork(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The roads as one mode finds them at one time of day.

    `weight_ms[e]` is the time over edge e, at least 1 ms so that no way round is free, or `UNUSABLE`.
    """

    roads: Roads
    mode: str
    weight_ms: Int64s

    @classmethod
    def compile(cls, roads: Roads, network: Network, traversal: Traversal) -> Self:
        """Ask for the time over every edge of the model that `roads` was compiled from."""
        nodes = {node: network.node(node) for node in network.graph.nodes}
        times = (
            weight(traversal.time_ms(attrs, nodes[tail], nodes[head])) for (tail, head, _), attrs in network.edges()
        )
        drawn = np.fromiter(times, np.int64, roads.edge_count)
        open_roads = cls(roads=roads, mode=traversal.mode.name, weight_ms=drawn[roads.drawn_order])
        delay_ms = open_roads.junctions_ms(traversal.mode.junction_s)
        return cls(roads=roads, mode=traversal.mode.name, weight_ms=delayed(open_roads.weight_ms, delay_ms))

    def junctions_ms(self, junction_s: float) -> Int64s:
        """Return each edge's part of the delays at junctions of what is usable here: see `routing.junctions`."""
        usable = self.weight_ms >= 0
        roads = self.roads
        return junction_delays_ms((roads.tails, roads.heads), usable | usable[roads.twins], junction_s)

    def part_ms(self, edge: int, fraction: float) -> int:
        """Return the time from the tail of an edge to a point on it; the rest takes the rest of its time."""
        return round(int(self.weight_ms[edge]) * fraction)


def weight(time_ms: int | None) -> int:
    """Return what stands in `ModeNetwork.weight_ms` for a time."""
    return UNUSABLE if time_ms is None else max(time_ms, 1)


def _offsets(nodes: Int32s, node_count: int) -> Int32s:
    """Return where each node's edges begin among edges sorted by node, with the end of the last one."""
    offsets = np.zeros(node_count + 1, np.int32)
    np.cumsum(np.bincount(nodes, minlength=node_count), out=offsets[1:])
    return offsets


def _twins(tails: Int32s, heads: Int32s, keys: Int64s) -> Int32s:
    """Find each edge's twin: sorting by (head, tail, key) and by (tail, head, ~key) lines the two up."""
    here = np.lexsort((keys, tails, heads))
    there = np.lexsort((~keys, heads, tails))
    matched = (heads[here] == tails[there]) & (tails[here] == heads[there]) & (keys[here] == ~keys[there])
    if not matched.all():
        at = int(here[np.flatnonzero(~matched)[0]])
        raise RoadsError(f"road piece with key {keys[at]} has no opposite direction: import the roads again")
    twins = np.empty(tails.size, np.int32)
    twins[here] = there
    return twins


def _z_curve(lon: Floats, lat: Floats) -> npt.NDArray[np.uint64]:
    """Return places on a Z-curve: the bits of a 16-bit column and a row, interleaved (Morton, 1966)."""
    return _spread(_grid(lon)) | (_spread(_grid(lat)) << np.uint64(1))


def _grid(degrees: Floats) -> npt.NDArray[np.uint64]:
    span = float(np.ptp(degrees)) or 1.0
    cells: npt.NDArray[np.uint64] = ((degrees - degrees.min()) / span * 65535).astype(np.uint64)
    return cells


def _spread(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Put a zero bit before each of the lower 16 bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
