"""The nearest point on a usable road segment, from segments sorted by grid cell."""

from typing import NamedTuple

import numpy as np

from routing.arrays import Floats, Int64s, Ranks
from routing.kernels.compile import kernel


class Grid(NamedTuple):
    """Segments by cell: `cells` sorted, and in the same order each segment's start, run, edges and handicap.

    `edge` is the piece along its drawing, `twin` the one against it; `width` is the number of cells in a line of them.
    """

    cells: Int64s
    width: int
    start: Floats
    run: Floats
    edge: Int64s
    twin: Int64s
    handicap: Floats


UNUSABLE_RANK = 3
"""The rank of an edge that nothing may be taken to lie on; those below it are preferred from 0 up."""


@kernel
def closest(
    grid: Grid, ranks: Ranks, here: tuple[float, float], square: tuple[int, int, int, int], limit_m: float
) -> tuple[int, float, int, float, float]:
    """Return (rank, cost, row, along, metres) of the nearest point in a square of cells; row -1 where there is none.

    `square` is the first and last column and the first and last line. A piece has the better rank of its directions;
    the lowest rank wins at any distance, then the lowest cost, which is the distance and the handicap; of equal ones
    the lowest edge wins, everywhere.
    """
    east, north = here
    best_rank = UNUSABLE_RANK
    best_cost, best_row, best_along, best_m = np.inf, -1, 0.0, 0.0
    first, last, low, high = square
    for line in range(low, high + 1):
        begin = np.searchsorted(grid.cells, line * grid.width + first)
        end = np.searchsorted(grid.cells, line * grid.width + last + 1)
        for row in range(begin, end):
            rank = min(ranks[grid.edge[row]], ranks[grid.twin[row]])
            if rank >= UNUSABLE_RANK or rank > best_rank:
                continue
            run_east, run_north = grid.run[row, 0], grid.run[row, 1]
            to_east, to_north = east - grid.start[row, 0], north - grid.start[row, 1]
            length = run_east * run_east + run_north * run_north
            along = 0.0
            if length > 0.0:
                along = min(1.0, max(0.0, (to_east * run_east + to_north * run_north) / length))
            metres = np.hypot(to_east - along * run_east, to_north - along * run_north)
            cost = metres + grid.handicap[row]
            if metres > limit_m:
                continue
            nearer = cost < best_cost or (cost == best_cost and grid.edge[row] < grid.edge[best_row])
            if rank < best_rank or nearer:
                best_rank = rank
                best_cost, best_row, best_along, best_m = cost, row, along, metres
    return best_rank, best_cost, best_row, best_along, best_m
