"""Whether a polygon's corners go round an area: an outline that crosses itself closes something else than was meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TypeAlias

from dispatch.core.errors import Unusable

Corner: TypeAlias = tuple[float, float]

CORNERS_AT_MOST = 200
"""Every side is held against every other one."""


def check_outline(polygon: Sequence[Corner]) -> None:
    """Raise `Unusable` where the outline crosses itself, goes back over itself, or has too many corners."""
    corners = [corner for corner, following in pairwise([*polygon, polygon[0]]) if corner != following]
    if len(corners) > CORNERS_AT_MOST:
        raise Unusable(f"polygon has {len(corners)} corners; draw it with at most {CORNERS_AT_MOST}")
    sides = list(pairwise([*corners, corners[0]]))
    for (one, (a, b)), (other, (c, d)) in combinations(enumerate(sides), 2):
        neighbours = other - one == 1 or (one == 0 and other == len(sides) - 1)
        if not neighbours and _meet(a, b, c, d):
            raise Unusable(
                f"polygon crosses itself: the side from corner {one + 1} meets that from corner {other + 1}; give the "
                "corners in the order in which they go round"
            )
    if not _twice_the_area(corners):
        raise Unusable("polygon has no area: its corners lie on one line; give corners that go round one")


def _twice_the_area(corners: Sequence[Corner]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*corners, corners[0]]))


def _meet(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    """Tell whether two sides have a point in common."""
    return (
        _side(a, b, c) * _side(a, b, d) <= 0
        and _side(c, d, a) * _side(c, d, b) <= 0
        and max(min(a[0], b[0]), min(c[0], d[0])) <= min(max(a[0], b[0]), max(c[0], d[0]))
        and max(min(a[1], b[1]), min(c[1], d[1])) <= min(max(a[1], b[1]), max(c[1], d[1]))
    )


def _side(a: Corner, b: Corner, point: Corner) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
