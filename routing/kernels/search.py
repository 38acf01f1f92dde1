"""The bounded search: from the place in need backwards along the roads until k eligible responders are settled.

Dijkstra's algorithm (1959) on reversed edges. A responder is a node of its own behind the node it hangs off,
with its offset (turnout, way to the road, rest of the edge) as the edge between. So responders leave the same
heap as the nodes, in exact order of (time, number), and the k-th one to leave ends the search. The caller lowers
every offset by the least one, which changes no order and spares settling the ground covered during the turnout.
"""

from typing import NamedTuple

import numpy as np

from routing.arrays import Flags, Int32s, Int64s
from routing.kernels.compile import kernel
from routing.kernels.heap import NEVER, NUMBER_BITS, NUMBER_MASK, pop, push, with_room

OVER_BUDGET = -1
"""In place of a number of arrivals: the search would have settled more nodes than it may."""

IN_HEAP, TOUCHED, SETTLED, FOUND = range(4)
"""What the entries of `Workspace.counts` count."""


class Ground(NamedTuple):
    """The roads of one mode at one moment, by arriving edge: see `routing.compiled.Roads`."""

    indptr: Int32s
    tails: Int32s
    weight_ms: Int64s
    passable: Flags


class Hangs(NamedTuple):
    """Where responders hang off the nodes: responder `responders[i]` reaches node `nodes[i]` at `offset_ms[i]`.

    `nodes` is sorted; `at_node[n]` tells whether node n is among them.
    """

    at_node: Flags
    nodes: Int32s
    responders: Int32s
    offset_ms: Int64s


class Asked(NamedTuple):
    """One question: the first `k` responders that are `eligible`, settling at most `budget` nodes.

    It starts at `starts`, nodes or N + responder for one that needs no road, each at its time in `start_ms`.
    """

    eligible: Flags
    starts: Int64s
    start_ms: Int64s
    k: int
    budget: int


class Workspace(NamedTuple):
    """Scratch memory of one search at a time; every entry of `times` that is not `touched` is `NEVER`."""

    times: Int64s
    touched: Int32s
    heap: Int64s
    counts: Int64s
    found: Int64s
    found_ms: Int64s

    @classmethod
    def make(cls, node_count: int, responder_count: int) -> "Workspace":
        """Return scratch memory for so many nodes and responders."""
        numbers = node_count + responder_count
        return cls(
            times=np.full(numbers, NEVER, np.int64),
            touched=np.empty(numbers, np.int32),
            heap=np.empty(4096, np.int64),
            counts=np.zeros(4, np.int64),
            found=np.empty(responder_count, np.int64),
            found_ms=np.empty(responder_count, np.int64),
        )


@kernel
def explore(ground: Ground, hangs: Hangs, asked: Asked, work: Workspace) -> int:
    """Settle nodes and responders backwards until k eligible responders are settled, or nothing is left.

    Writes them to `work.found` and `found_ms` in order of (time, number) and returns how many, or
    `OVER_BUDGET`. Times of touched nodes stay in `work` to be read until the next search clears them.
    """
    clear(work)
    node_count = ground.indptr.size - 1
    heap = with_room(work.heap, asked.starts.size)
    for start in range(asked.starts.size):
        _reach(asked.starts[start], asked.start_ms[start], heap, work)
    while work.counts[IN_HEAP] > 0:
        key = heap[0]
        work.counts[IN_HEAP] = pop(heap, work.counts[IN_HEAP])
        number, time = key & NUMBER_MASK, key >> NUMBER_BITS
        if time > work.times[number]:
            continue  # an older, later time of a number that was reached again
        if number >= node_count:
            count = work.counts[FOUND]
            work.found[count], work.found_ms[count] = number - node_count, time
            work.counts[FOUND] += 1
            if count + 1 == asked.k:
                break
            continue
        work.counts[SETTLED] += 1
        if work.counts[SETTLED] > asked.budget:
            return OVER_BUDGET
        room = work.counts[IN_HEAP] + ground.indptr[number + 1] - ground.indptr[number]
        heap = with_room(heap, room + (hangs.nodes.size if hangs.at_node[number] else 0))
        if hangs.at_node[number]:
            _reach_responders(hangs, asked.eligible, key, heap, work)
        _reach_neighbours(ground, key, heap, work)
    return int(work.counts[FOUND])


@kernel
def clear(work: Workspace) -> None:
    """Make every time `NEVER` again."""
    for place in range(work.counts[TOUCHED]):
        work.times[work.touched[place]] = NEVER
    work.counts[:] = 0


@kernel
def _reach(number: int, time: int, heap: Int64s, work: Workspace) -> None:
    known = work.times[number]
    if time >= known:
        return
    if known == NEVER:
        work.touched[work.counts[TOUCHED]] = number
        work.counts[TOUCHED] += 1
    work.times[number] = time
    work.counts[IN_HEAP] = push(heap, work.counts[IN_HEAP], time, number)


@kernel
def _reach_neighbours(ground: Ground, key: int, heap: Int64s, work: Workspace) -> None:
    node, time = key & NUMBER_MASK, key >> NUMBER_BITS
    for edge in range(ground.indptr[node], ground.indptr[node + 1]):
        if ground.passable[edge]:
            _reach(ground.tails[edge], time + ground.weight_ms[edge], heap, work)


@kernel
def _reach_responders(hangs: Hangs, eligible: Flags, key: int, heap: Int64s, work: Workspace) -> None:
    node, time = key & NUMBER_MASK, key >> NUMBER_BITS
    hang = np.searchsorted(hangs.nodes, node)
    while hang < hangs.nodes.size and hangs.nodes[hang] == node:
        responder = hangs.responders[hang]
        if eligible[responder]:
            _reach(hangs.at_node.size + responder, time + hangs.offset_ms[hang], heap, work)
        hang += 1
