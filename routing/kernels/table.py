"""The table: for every node the 16 responders that arrive first, so that the common choice needs no search.

Filled forwards from all responders at once by settling labels (time, responder) in that order, at most 16 of
different responders per node. Filling takes seconds and is done beside the event loop; a lookup takes
microseconds. A lookup knows how far its rows reach, so it either answers exactly, under any mask, or says that
it cannot and the search must.
"""

from typing import NamedTuple

import numpy as np

from routing.arrays import Flags, Int32s, Int64s
from routing.kernels.compile import kernel
from routing.kernels.heap import NUMBER_BITS, NUMBER_MASK, with_room
from routing.kernels.search import Asked, Ground, Hangs

WIDTH = 16
"""Responders per node."""

NOBODY = -1
"""In place of a responder: this row holds everybody who can reach the node."""

UNLIMITED = 1 << 62
"""The horizon of rows that hold everybody."""


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


def look_up(  # noqa: PLR0917 - a named tuple of the last two would be taken apart again
    table: Table, least_ms: int, stale: Int64s, asked: Asked, found: Int64s, found_ms: Int64s
) -> tuple[int, bool]:
    """Merge the rows of the start nodes into the first k eligible arrivals, in `found` and `found_ms`.

    Returns how many of them are certain, and whether they are everybody who can come: where they are neither k nor
    everybody, the search must answer. The times of responders in `asked`, and those found, are lowered by
    `least_ms`. `stale` are responders that have changed since the table was filled: where one of them is eligible,
    nothing is certain.
    """
    shift_ms = table.least_ms - least_ms
    return merge(
        table.responders,
        table.time_ms,
        shift_ms,
        stale,
        asked.eligible,
        asked.starts,
        asked.start_ms,
        asked.k,
        found,
        found_ms,
    )


@kernel
def merge(  # noqa: PLR0917 - see below
    responders: Int32s,
    time_ms: Int64s,
    shift_ms: int,
    stale: Int64s,
    eligible: Flags,
    starts: Int64s,
    start_ms: Int64s,
    k: int,
    found: Int64s,
    found_ms: Int64s,
) -> tuple[int, bool]:
    """Do the work of `look_up`, on flat arguments: unpacking named tuples would take the greater part of a call.

    A responder missing from a full row arrives there after the row's last. So whatever stands before the
    earliest such end over all full rows is exact, and nobody is missing before it.
    """
    for place in range(stale.size):
        if eligible[stale[place]]:
            return 0, False
    found, found_ms = found[:k], found_ms[:k]
    node_count = responders.shape[0]
    count, horizon_ms, horizon = 0, UNLIMITED, NOBODY
    for start in range(starts.size):
        number, begin_ms = starts[start], start_ms[start]
        if number >= node_count:
            count = _enter(number - node_count, begin_ms, count, found, found_ms)
            continue
        begin_ms += shift_ms
        for place in range(WIDTH):
            responder, arrival_ms = responders[number, place], begin_ms + time_ms[number, place]
            if responder == NOBODY:
                break
            if eligible[responder]:
                count = _enter(responder, arrival_ms, count, found, found_ms)
            if place == WIDTH - 1 and _before(arrival_ms, responder, horizon_ms, horizon):
                horizon_ms, horizon = arrival_ms, responder
    exact = 0
    while exact < count and not _before(horizon_ms, horizon, found_ms[exact], found[exact]):
        exact += 1
    return exact, horizon_ms == UNLIMITED


@kernel
def _before(time_ms: int, responder: int, than_ms: int, than: int) -> bool:
    return time_ms < than_ms or (time_ms == than_ms and responder < than)


@kernel
def _enter(responder: int, time_ms: int, count: int, found: Int64s, found_ms: Int64s) -> int:
    """Enter an arrival among the first, who stay sorted, each once with its earliest; return how many they are."""
    place = 0
    while place < count and found[place] != responder:
        place += 1
    if place < count:
        if time_ms >= found_ms[place]:
            return count
    elif count < found.size:
        count += 1
    elif _before(time_ms, responder, found_ms[count - 1], found[count - 1]):
        place = count - 1
    else:
        return count
    while place > 0 and _before(time_ms, responder, found_ms[place - 1], found[place - 1]):
        found[place], found_ms[place] = found[place - 1], found_ms[place - 1]
        place -= 1
    found[place], found_ms[place] = responder, time_ms
    return count


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
