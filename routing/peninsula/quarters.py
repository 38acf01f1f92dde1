"""What the streets of a quarter are like: alleys and stairs through the old ones, paths in the parks."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from routing.assembly import Way
from routing.peninsula import shape

Place = tuple[float, float]

_ALLEYS_SHARE = 0.8
_STAIRS_SHARE = 0.4
_BEND_M = 22.0
_BECOME_PATHS = frozenset({"residential", "tertiary", "pedestrian"})


def alleys(
    columns: int, places: Mapping[int, Place], used: set[int], random: np.random.Generator
) -> tuple[list[Way], dict[int, Place]]:
    """Return alleys across the blocks of the old quarters, and the bends in them.

    ``columns``: of the grid whose crossings are numbered from 1, row by row. An alley joins two opposite crossings.
    """
    ways: list[Way] = []
    bends: dict[int, Place] = {}
    next_point = max(places) + 1
    for corner in sorted(used):
        block = (corner, corner + 1, corner + columns, corner + columns + 1)
        if corner % columns == 0 or not used.issuperset(block):
            continue
        centre = np.mean([places[each] for each in block], axis=0)
        quarter = shape.quarter_at(shape.OLD_QUARTERS, *centre.tolist())
        if quarter is None or random.random() > _ALLEYS_SHARE:
            continue
        begin, end = (block[0], block[3]) if random.random() < 0.5 else (block[1], block[2])  # noqa: PLR2004 - either
        off = random.uniform(-_BEND_M, _BEND_M, (2, 2))
        thirds = [np.array(places[begin]) * (1 - part) + np.array(places[end]) * part for part in (1 / 3, 2 / 3)]
        nodes = [begin]
        for third, aside in zip(thirds, off, strict=True):
            bends[next_point] = (float(third[0] + aside[0]), float(third[1] + aside[1]))
            nodes.append(next_point)
            next_point += 1
        number = len(ways) + 1
        if random.random() < _STAIRS_SHARE:
            tags = {"highway": "steps", "name": f"{quarter.name}{number}号梯坎", "incline": "up"}
        else:
            tags = {"highway": "footway", "name": f"{quarter.name}{number}巷"}
        ways.append(Way("", [*nodes, end], tags))
    return ways, bends


def park_paths(way: Way, places: Mapping[int, Place]) -> Iterator[Way]:
    """Yield the stretches of a way: small streets are paths where both ends of a link lie in a park."""
    if way.tags.get("highway") not in _BECOME_PATHS:
        yield way
        return
    stretch: list[int] = []
    within: shape.Quarter | None = None
    for tail, head in pairwise(way.nodes):
        park = _park(places[tail], places[head])
        if stretch and park == within:
            stretch.append(head)
            continue
        if stretch:
            yield _stretch(way, stretch, within)
        stretch, within = [tail, head], park
    yield _stretch(way, stretch, within)


def _park(tail: Place, head: Place) -> shape.Quarter | None:
    park = shape.quarter_at(shape.PARKS, *tail)
    return park if park is not None and park == shape.quarter_at(shape.PARKS, *head) else None


def _stretch(way: Way, nodes: list[int], park: shape.Quarter | None) -> Way:
    tags = way.tags if park is None else {"highway": "footway", "name": f"{park.name}步道"}
    return Way(way.id, nodes, tags)
