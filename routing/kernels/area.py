"""Which road segments an area touches: exact plane geometry over many segments at once.

Segments are rows (east, north) of their starts and ends, in metres of a plane.
"""

import numpy as np

from routing.arrays import Flags, Floats
from routing.kernels.compile import kernel


@kernel
def touches_circle(starts: Floats, ends: Floats, centre: Floats, radius_m: float) -> Flags:
    """Tell for each segment whether a point of it lies within the circle or on its rim."""
    touched = np.zeros(starts.shape[0], np.bool_)
    for row in range(starts.shape[0]):
        east, north = starts[row, 0] - centre[0], starts[row, 1] - centre[1]
        run_east, run_north = ends[row, 0] - starts[row, 0], ends[row, 1] - starts[row, 1]
        square = run_east * run_east + run_north * run_north
        along = 0.0
        if square > 0.0:
            along = min(1.0, max(0.0, -(east * run_east + north * run_north) / square))
        east, north = east + along * run_east, north + along * run_north
        touched[row] = east * east + north * north <= radius_m * radius_m
    return touched


@kernel
def touches_polygon(starts: Floats, ends: Floats, corners: Floats) -> Flags:
    """Tell for each segment whether it begins inside the polygon or meets its outline."""
    touched = np.zeros(starts.shape[0], np.bool_)
    for row in range(starts.shape[0]):
        touched[row] = _inside(starts[row], corners) or _crosses(starts[row], ends[row], corners)
    return touched


@kernel
def _inside(point: Floats, corners: Floats) -> bool:
    """Even-odd rule (Shimrat 1962): count the sides that a ray to the east crosses."""
    inside = False
    last = corners.shape[0] - 1
    for corner in range(corners.shape[0]):
        a, b = corners[last], corners[corner]
        if (a[1] > point[1]) != (b[1] > point[1]):
            crossing = a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            if point[0] < crossing:
                inside = not inside
        last = corner
    return inside


@kernel
def _crosses(start: Floats, end: Floats, corners: Floats) -> bool:
    last = corners.shape[0] - 1
    for corner in range(corners.shape[0]):
        if _meet(start, end, corners[last], corners[corner]):
            return True
        last = corner
    return False


@kernel
def _meet(a: Floats, b: Floats, c: Floats, d: Floats) -> bool:
    """Tell whether two segments share a point: each one's ends lie on both sides of the other, or on it."""
    side_a, side_b = _side(c, d, a), _side(c, d, b)
    side_c, side_d = _side(a, b, c), _side(a, b, d)
    if side_a * side_b < 0.0 and side_c * side_d < 0.0:
        return True
    return (
        (side_a == 0.0 and _in_box(a, c, d))
        or (side_b == 0.0 and _in_box(b, c, d))
        or (side_c == 0.0 and _in_box(c, a, b))
        or (side_d == 0.0 and _in_box(d, a, b))
    )


@kernel
def _side(a: Floats, b: Floats, point: Floats) -> float:
    return float((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]))


@kernel
def _in_box(point: Floats, a: Floats, b: Floats) -> bool:
    return bool(min(a[0], b[0]) <= point[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= point[1] <= max(a[1], b[1]))
