"""The table: for every node the 16 responders that arrive first, so that the common choice needs no search.

Filled forwards from all responders at once by settling labels (time, responder) in that order, at most 16 of
different responders per node. Filling takes seconds and is done beside the event loop; a lookup takes
microseconds. A lookup knows how far its rows reach, so it either answers exactly, under any mask, or says that
it cannot and the search must.
"""

from typing import NamedTuple

import numpy as np

from routing.arrays import Int32s, Int64s
from routing.kernels.compile import kernel
from routing.kernels.heap import NUMBER_BITS, NUMBER_MASK, with_room
from routing.kernels.search import FOUND, Asked, Ground, Hangs, Workspace

WIDTH = 16
"""Responders per node."""

NOBODY = -1
"""In place of a responder: this row holds everybody who can reach the node."""

UNLIMITED = 1 << 62
"""The horizon of rows that hold everybody."""

CANNOT_TELL = -1
"""In place of a number of arrivals: the rows do not reach far enough, the search must answer."""


class Departures(NamedTuple):
    """The roads of one mode at one moment by leaving edge; what is not passable has a negative time."""

    indptr: Int32s
    heads: Int32s
    weight_ms: Int64s


class Table(NamedTuple):
    """N rows of 16: who arrives at the node, and when, in order of (time, responder).

    Every time is lowered by `least_ms`.
    """

    responders: Int32s
    time_ms: Int64s
    least_ms: int

    @property
    def nbytes(self) -> int:
        """Memory of the rows in bytes."""
        return self.responders.nbytes + self.time_ms.nbytes


@kernel
def departures(indptr: Int32s, leaving: Int32s, heads: Int32s, ground: Ground) -> Departures:
    """Turn the roads of a search round, from arriving to leaving edges."""
    heads_leaving, weight_ms = np.empty(leaving.size, np.int32), np.empty(leaving.size, np.int64)
    for place in range(leaving.size):
        edge = leaving[place]
        heads_leaving[place] = heads[edge]
        weight_ms[place] = ground.weight_ms[edge] if ground.passable[edge] else -1
    return Departures(indptr, heads_leaving, weight_ms)


@kernel
def fill(departures: Departures, hangs: Hangs, least_ms: int) -> Table:
    """Settle up to 16 responders at every node. The offsets of `hangs` are lowered by `least_ms`."""
    node_count = departures.indptr.size - 1
    responders = np.full((node_count, WIDTH), NOBODY, np.int32)
    time_ms = np.zeros((node_count, WIDTH), np.int64)
    settled = np.zeros(node_count, np.int8)
    keys = np.empty(max(4096, hangs.nodes.size), np.int64)
    nodes = np.empty(keys.size, np.int64)
    size = 0
    for hang in range(hangs.nodes.size):
        key = (hangs.offset_ms[hang] << NUMBER_BITS) | hangs.responders[hang]
        size = _push(keys, nodes, size, key, hangs.nodes[hang])
    while size > 0:
        key, node = keys[0], nodes[0]
        size = _pop(keys, nodes, size)
        responder = key & NUMBER_MASK
        place = settled[node]
        if place == WIDTH or _stands_in(responders[node], place, responder):
            continue
        responders[node, place], time_ms[node, place] = responder, key >> NUMBER_BITS
        settled[node] += 1
        first, end = departures.indptr[node], departures.indptr[node + 1]
        keys, nodes = with_room(keys, size + end - first), with_room(nodes, size + end - first)
        for edge in range(first, end):
            head, weight = departures.heads[edge], departures.weight_ms[edge]
            if weight < 0 or settled[head] == WIDTH:
                continue
            if not _stands_in(responders[head], settled[head], responder):
                size = _push(keys, nodes, size, key + (weight << NUMBER_BITS), head)
    return Table(responders, time_ms, least_ms)


@kernel
def look_up(table: Table, least_ms: int, stale: Int64s, asked: Asked, work: Workspace) -> int:
    """Merge the rows of the start nodes into the first k eligible arrivals, in `work.found` and `found_ms`.

    Returns how many, or `CANNOT_TELL`. The times of responders in `asked`, and those found, are lowered by
    `least_ms`. `stale` are responders that have changed since the table was filled:
    where one of them is eligible, only the search can tell.

    A responder missing from a full row arrives there after the row's last. So whatever stands before the
    earliest such end over all full rows is exact, and nobody is missing before it.
    """
    work.counts[FOUND] = 0
    for place in range(stale.size):
        if asked.eligible[stale[place]]:
            return CANNOT_TELL
    node_count = table.responders.shape[0]
    horizon_ms, horizon = UNLIMITED, NOBODY
    for start in range(asked.starts.size):
        number, start_ms = asked.starts[start], asked.start_ms[start]
        if number >= node_count:
            _enter(number - node_count, start_ms, asked.k, work)
            continue
        start_ms += table.least_ms - least_ms
        for place in range(WIDTH):
            responder, arrival_ms = table.responders[number, place], start_ms + table.time_ms[number, place]
            if responder == NOBODY:
                break
            if asked.eligible[responder]:
                _enter(responder, arrival_ms, asked.k, work)
            if place == WIDTH - 1 and _before(arrival_ms, responder, horizon_ms, horizon):
                horizon_ms, horizon = arrival_ms, responder
    exact = 0
    while exact < work.counts[FOUND]:
        if _before(horizon_ms, horizon, work.found_ms[exact], work.found[exact]):
            break
        exact += 1
    return exact if horizon_ms == UNLIMITED or exact == asked.k else CANNOT_TELL


@kernel
def _before(time_ms: int, responder: int, than_ms: int, than: int) -> bool:
    return time_ms < than_ms or (time_ms == than_ms and responder < than)


@kernel
def _enter(responder: int, time_ms: int, k: int, work: Workspace) -> None:
    """Enter an arrival into the first k, which stay sorted, each responder once with its earliest."""
    found, found_ms, count = work.found, work.found_ms, work.counts[FOUND]
    place = 0
    while place < count and found[place] != responder:
        place += 1
    if place < count:
        if time_ms >= found_ms[place]:
            return
    elif count < k:
        work.counts[FOUND] += 1
    elif _before(time_ms, responder, found_ms[k - 1], found[k - 1]):
        place = k - 1
    else:
        return
    while place > 0 and _before(time_ms, responder, found_ms[place - 1], found[place - 1]):
        found[place], found_ms[place] = found[place - 1], found_ms[place - 1]
        place -= 1
    found[place], found_ms[place] = responder, time_ms


@kernel
def _stands_in(row: Int32s, count: int, responder: int) -> bool:
    for place in range(count):  # noqa: SIM110 - the compiler knows no generator inside any()
        if row[place] == responder:
            return True
    return False


@kernel
def _push(keys: Int64s, nodes: Int64s, size: int, key: int, node: int) -> int:
    """As `routing.kernels.heap.push`, with the node beside its key."""
    place = size
    while place > 0:
        parent = (place - 1) >> 2
        if keys[parent] <= key:
            break
        keys[place], nodes[place] = keys[parent], nodes[parent]
        place = parent
    keys[place], nodes[place] = key, node
    return size + 1


@kernel
def _pop(keys: Int64s, nodes: Int64s, size: int) -> int:
    """As `routing.kernels.heap.pop`, with the node beside its key."""
    size -= 1
    key, node, place, first = keys[size], nodes[size], 0, 1
    while first + 3 < size:
        left = first + (keys[first + 1] < keys[first])
        right = first + 2 + (keys[first + 3] < keys[first + 2])
        least = right if keys[right] < keys[left] else left
        keys[place], nodes[place] = keys[least], nodes[least]
        place, first = least, (least << 2) + 1
    if first < size:
        least = first
        for child in range(first + 1, size):
            if keys[child] < keys[least]:
                least = child
        keys[place], nodes[place] = keys[least], nodes[least]
        place = least
    return _push(keys, nodes, place, key, node) + size - place - 1
