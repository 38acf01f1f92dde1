"""Plain grids of any size as arrays, without a road model: for measuring how searching grows."""

from __future__ import annotations

import math

import numpy as np

from routing.arrays import Int64s
from routing.compiled import UNUSABLE, ModeNetwork, Roads
from routing.responders import Posts
from routing.snap import Standing
from routing.view import OpenRoads, View

_MISSING = 0.15
_ONE_WAY = 0.1
_BLOCK_DEGREES = 1e-3


def grid_view(nodes: int, stations: int, seed: int) -> View:
    """Return a grid with missing streets and one-ways, and stations with a turnout of 45 to 77 s (示例)."""
    chance = np.random.default_rng(seed)
    side = math.isqrt(nodes)
    roads = _roads(side, chance)
    weight_ms = chance.integers(3_000, 20_000, roads.edge_count)
    weight_ms = np.minimum(weight_ms, weight_ms[roads.twins])
    weight_ms[chance.random(roads.edge_count) < _ONE_WAY] = UNUSABLE
    network = ModeNetwork(roads, "grid", weight_ms)
    anywhere = np.zeros(roads.edge_count, np.uint8)
    open_roads = OpenRoads.without_closures(network, Standing(anywhere, anywhere))
    edges = chance.choice(np.flatnonzero(open_roads.passable), stations)
    posts = Posts(
        generation=object(),
        numbers=np.arange(stations),
        edges=edges,
        fractions=chance.random(stations),
        access_ms=np.zeros(stations, np.int64),
        turnout_ms=1000 * chance.integers(45, 78, stations),
        spots=(),
        buildings={},
    )
    return View.of(open_roads, posts, None)


def _roads(side: int, chance: np.random.Generator) -> Roads:
    place = np.arange(side * side).reshape(side, side)
    tails = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
    heads = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
    kept = chance.random(tails.size) >= _MISSING
    tails, heads = tails[kept], heads[kept]
    along = np.zeros_like(tails)
    ends: Int64s = np.concatenate([np.column_stack((tails, heads, along)), np.column_stack((heads, tails, ~along))])
    lon = np.multiply(place % side, _BLOCK_DEGREES, dtype=np.float64).ravel()
    lat = np.multiply(place // side, _BLOCK_DEGREES, dtype=np.float64).ravel()
    return Roads.from_arrays(f"grid {side} x {side}", place.ravel(), lon, lat, ends)
