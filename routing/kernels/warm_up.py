"""Compile every kernel before it is needed: a first call takes seconds, or a tenth of one from the disk's cache."""

import numpy as np

from routing.kernels import area, closest, search, signs, table


def warm_up() -> None:
    """Run each kernel once over one node, one edge and one responder; for a worker thread."""
    one = np.zeros(1, np.int64)
    node, flag = one.astype(np.int32), np.ones(1, np.bool_)
    ground = search.Ground(np.array([0, 1], np.int32), node, one, flag)
    hangs = search.Hangs(flag, node, node, one)
    asked = search.Asked(flag, one, one, 1, 1)
    work = search.Workspace.make(1, 1)
    search.explore(ground, hangs, asked, work)
    filled = table.fill(table.departures(ground.indptr, node, node, ground), hangs, 0)
    table.look_up(filled, 0, one[:0], asked, work.found, work.found_ms)
    signs.may_pass(ground, filled, flag, signs.Arriving(0, one, one), work)
    corners = np.zeros((3, 2))
    grid = closest.Grid(one, 1, corners[:1], corners[:1], one, one, np.zeros(1))
    closest.closest(grid, flag.astype(np.uint8), (0.0, 0.0), (0, 0, 0, 0), 1.0)
    area.touches_circle(corners, corners, corners[0], 1.0)
    area.touches_polygon(corners, corners, corners)
