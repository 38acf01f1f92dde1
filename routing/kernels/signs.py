"""Whether a marked edge can lie on a responder's fastest way, read off the table without a search.

Where a responder stands in a node's row, it stands, at the time that is left, in the row of every node through which a
fastest way there leads: whoever came before it at the one would at the other. So following these times backwards finds
all fastest ways, whichever of several equal ones is told of in the end.
"""

from typing import NamedTuple

from routing.arrays import Flags, Int64s
from routing.kernels.compile import kernel
from routing.kernels.search import TOUCHED, Ground, Workspace, clear
from routing.kernels.table import NOBODY, WIDTH, Table

_MISSING = -1
"""Instead of a time: the responder is not in the row."""


class Arriving(NamedTuple):
    """A responder on its way: it would have to be at `nodes`, where ways to the place end, at `due_ms`.

    Times are lowered as the table's are.
    """

    responder: int
    nodes: Int64s
    due_ms: Int64s


@kernel
def may_pass(ground: Ground, table: Table, marked: Flags, arriving: Arriving, work: Workspace) -> bool:
    """Tell whether a marked edge lies on any fastest way of a responder to a place, or the rows cannot tell."""
    clear(work)
    waiting = _last_nodes(table, arriving, work)
    if waiting <= 0:
        return True
    while waiting > 0:
        waiting -= 1
        node = work.heap[waiting]
        time_ms = _time_at(table, node, arriving.responder)
        if waiting + ground.indptr[node + 1] - ground.indptr[node] > work.heap.size:
            return True
        for edge in range(ground.indptr[node], ground.indptr[node + 1]):
            tail, before_ms = ground.tails[edge], time_ms - ground.weight_ms[edge]
            if ground.passable[edge] and _time_at(table, tail, arriving.responder) == before_ms >= 0:
                if marked[edge]:
                    return True
                waiting = _visit(tail, waiting, work)
    return False


@kernel
def _last_nodes(table: Table, arriving: Arriving, work: Workspace) -> int:
    """Put the nodes at which fastest ways end on the stack; return how many, or -1 where the rows cannot tell."""
    waiting = 0
    for end in range(arriving.nodes.size):
        node, due_ms = arriving.nodes[end], arriving.due_ms[end]
        time_ms = _time_at(table, node, arriving.responder)
        beyond_row = table.responders[node, WIDTH - 1] != NOBODY and table.time_ms[node, WIDTH - 1] <= due_ms
        if time_ms == due_ms:
            waiting = _visit(node, waiting, work)
        elif beyond_row or 0 <= time_ms < due_ms:
            return -1
    return waiting


@kernel
def _time_at(table: Table, node: int, responder: int) -> int:
    for place in range(WIDTH):
        if table.responders[node, place] == responder:
            return int(table.time_ms[node, place])
    return _MISSING


@kernel
def _visit(node: int, waiting: int, work: Workspace) -> int:
    """Put a node that was not seen before on the stack; return its size."""
    if work.times[node] == 0:
        return waiting
    work.times[node] = 0
    work.touched[work.counts[TOUCHED]] = node
    work.counts[TOUCHED] += 1
    work.heap[waiting] = node
    return waiting + 1
