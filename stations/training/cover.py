"""The fewest sets that cover everything: exactly by integer programming, with a proven bound where that gives up.

Set cover falls apart into pieces that share nothing, and most of these are small. Each is reduced first (a set within
another is never needed), then given to HiGHS (`scipy.optimize.milp`) with a limit on its branching: unlike a limit on
its time that gives the same answer on every machine. Beyond the limit the greedy cover stands (Chvátal 1979), unless
HiGHS found a smaller one, and the bound is what HiGHS has proved until then.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

NODE_LIMIT = 2_000
"""How far HiGHS branches within one piece."""

_EPSILON = 1e-6


class Cover(NamedTuple):
    """``chosen`` sets by their index, in order. No cover has fewer than ``at_least``."""

    chosen: tuple[int, ...]
    at_least: int

    @property
    def proven(self) -> bool:
        """Whether no smaller cover exists."""
        return len(self.chosen) == self.at_least


def cover(sets: Sequence[frozenset[int]], n_items: int, *, node_limit: int = NODE_LIMIT) -> Cover:
    """Return the fewest sets that hold all items ``0 … n_items - 1``. Raises ValueError where an item is in no set."""
    missing = set(range(n_items)).difference(*sets) if sets else set(range(n_items))
    if missing:
        raise ValueError(f"nothing covers item {min(missing)}; give a set that holds it")
    chosen: list[int] = []
    at_least = 0
    for piece in _pieces(sets, n_items):
        found = _solve(_reduced(piece), node_limit)
        chosen += found.chosen
        at_least += found.at_least
    return Cover(tuple(sorted(chosen)), at_least)


def greedy(sets: Mapping[int, frozenset[int]]) -> tuple[int, ...]:
    """Return a cover that takes the set with most new items each time; of equals the first."""
    left = set().union(*sets.values())
    chosen = []
    while left:
        best = max(sets, key=lambda key: (len(sets[key] & left), -key))
        chosen.append(best)
        left -= sets[best]
    return tuple(chosen)


def _pieces(sets: Sequence[frozenset[int]], n_items: int) -> Iterator[dict[int, frozenset[int]]]:
    """Yield the sets in groups that share no item."""
    if n_items == 0:
        return
    rows = [item for each in sets for item in each]
    columns = [n_items + number for number, each in enumerate(sets) for _ in each]
    size = n_items + len(sets)
    _, labels = connected_components(csr_array((np.ones(len(rows)), (rows, columns)), (size, size)), directed=False)
    pieces: dict[int, dict[int, frozenset[int]]] = {}
    for number, each in enumerate(sets):
        if each:
            pieces.setdefault(int(labels[n_items + number]), {})[number] = each
    yield from pieces.values()


def _reduced(sets: dict[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """Leave out every set that lies within another; of equal ones the first stays."""
    holders: dict[int, set[int]] = {}
    for key, items in sets.items():
        for item in items:
            holders.setdefault(item, set()).add(key)
    kept = dict(sets)
    for key, items in sorted(sets.items(), key=lambda each: (len(each[1]), -each[0])):
        above = set.intersection(*(holders[item] for item in items))
        if len(above) > 1:
            del kept[key]
            for item in items:
                holders[item].discard(key)
    return kept


def _solve(sets: dict[int, frozenset[int]], node_limit: int) -> Cover:
    first = greedy(sets)
    if len(first) == 1:
        return Cover(first, 1)
    keys = list(sets)
    items = {item: row for row, item in enumerate(sorted(set().union(*sets.values())))}
    rows = [items[item] for key in keys for item in sets[key]]
    columns = [column for column, key in enumerate(keys) for _ in sets[key]]
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), (len(items), len(keys)))
    found: Any = milp(  # what it finds is None where it gave up first, which its stubs do not say
        np.ones(len(keys)),
        integrality=np.ones(len(keys), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, lb=1),
        options={"node_limit": node_limit},
    )
    bound = math.ceil((found.mip_dual_bound or 0.0) - _EPSILON)
    if found.x is None:
        return Cover(first, max(1, bound))
    exact = tuple(key for key, value in zip(keys, found.x, strict=True) if round(value))
    best = exact if len(exact) < len(first) or found.success else first
    return Cover(best, len(best) if found.success else max(1, bound))
