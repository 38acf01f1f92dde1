import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from routing.arrays import Floats
from routing.closures import Closure, ClosureFinder, Closures
from routing.compiled import Roads
from routing.errors import ClosureError
from routing.kernels.area import touches_circle, touches_polygon
from routing.model import Edge, Network, Spot
from routing.snap import RoadShapes
from tests.unit.routing.drawn import draw, spot

RESIDENTIAL = {"highway": "residential"}
CROSS = draw(
    {1: (-500, 0), 2: (0, 0), 3: (500, 0), 4: (0, -500), 5: (0, 500)},
    [("east", [1, 2, 3], RESIDENTIAL), ("north", [4, 2, 5], RESIDENTIAL)],
)


def closed_by(closure: Closure, network: Network = CROSS) -> set[frozenset[int]]:
    """The closed pieces by their two ends; every closure closes both directions."""
    roads = Roads.compile(network)
    finder = ClosureFinder(roads, network, RoadShapes(roads, network))
    edges: list[Edge] = [roads.edge(int(edge)) for edge in finder.edges(closure)]
    assert {(head, tail, ~key) for tail, head, key in edges} == set(edges)
    return {frozenset(edge[:2]) for edge in edges}


def square(east_m: float, north_m: float, half_m: float) -> tuple[Spot, ...]:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(spot(east_m + half_m * east, north_m + half_m * north) for east, north in corners)


def test_a_way_is_closed_with_all_its_pieces_in_both_directions() -> None:
    assert closed_by(Closure(id="c", way="east")) == {frozenset({1, 2}), frozenset({2, 3})}


def test_of_a_way_only_the_piece_nearest_to_a_spot_is_closed_where_one_is_named() -> None:
    assert closed_by(Closure(id="c", way="east", near=spot(200, 5))) == {frozenset({2, 3})}
    assert closed_by(Closure(id="c", way="east", near=spot(-3, 100))) == {frozenset({1, 2})}
    assert closed_by(Closure(id="c", way="north", near=spot(200, 5))) == {frozenset({2, 5})}


def test_a_spot_far_from_its_way_closes_all_of_it() -> None:
    assert len(closed_by(Closure(id="c", way="east", near=spot(0, 5000)))) == 2


def test_a_way_that_is_not_on_these_roads_closes_nothing() -> None:
    assert closed_by(Closure(id="c", way="elsewhere")) == set()


def test_a_circle_closes_what_it_touches_and_nothing_beside_it() -> None:
    assert closed_by(Closure(id="c", centre=spot(200, 30), radius_m=31)) == {frozenset({2, 3})}
    assert closed_by(Closure(id="c", centre=spot(200, 30), radius_m=29)) == set()


def test_a_polygon_closes_what_crosses_it_without_a_corner_inside() -> None:
    assert closed_by(Closure(id="c", polygon=square(250, 0, 10))) == {frozenset({2, 3})}


def test_a_polygon_closes_what_lies_wholly_inside_it() -> None:
    assert len(closed_by(Closure(id="c", polygon=square(0, 0, 5000)))) == 4


def test_a_polygon_beside_the_roads_closes_nothing() -> None:
    assert closed_by(Closure(id="c", polygon=square(250, 250, 200))) == set()


def test_an_area_far_outside_the_map_closes_nothing() -> None:
    for east_m, north_m in ((9e4, 0), (-9e4, 0), (0, 9e4), (0, -9e4)):
        assert closed_by(Closure(id="c", centre=spot(east_m, north_m), radius_m=100)) == set()


@pytest.mark.parametrize(
    "area",
    [
        {},
        {"way": "east", "centre": spot(0, 0), "radius_m": 10.0},
        {"centre": spot(0, 0)},
        {"centre": spot(0, 0), "radius_m": 0.0},
        {"centre": spot(0, 0), "radius_m": math.nan},
        {"polygon": (spot(0, 0), spot(1, 0))},
        {"polygon": (spot(0, 0), spot(1, 0), spot(0, 0))},
    ],
)
def test_a_closure_without_one_clear_area_is_refused(area: dict[str, object]) -> None:
    with pytest.raises(ClosureError, match="closure c: "):
        Closure(id="c", **area)  # type: ignore[arg-type]  # what an operator may get wrong


def test_lifting_a_closure_that_is_not_in_force_says_which_are() -> None:
    closures = Closures().with_closure(Closure(id="a", way="east"), np.array([1]))
    with pytest.raises(ClosureError, match=r"closure b is not in force; in force are \['a'\]"):
        closures.without("b")


def test_a_closure_for_one_mode_is_none_for_another() -> None:
    engines_only = Closure(id="c", way="east", modes=frozenset({"engine"}))
    closures = Closures().with_closure(engines_only, np.array([1]))
    assert len(closures.for_mode("engine")) == 1
    assert not closures.for_mode("foot")


points = st.tuples(st.integers(-6, 6), st.integers(-6, 6)).map(lambda point: np.array(point, float))


@given(points, points, st.lists(points, min_size=3, max_size=6, unique_by=tuple))
@settings(max_examples=300, deadline=None)
def test_a_segment_touches_a_polygon_exactly_when_one_of_its_points_lies_in_it(
    start: Floats, end: Floats, corners: list[Floats]
) -> None:
    polygon = np.array(corners)
    touched = bool(touches_polygon(start[None], end[None], polygon)[0])
    along = np.linspace(start, end, 241)
    if any(inside(point, polygon) for point in along):
        assert touched
    if touched:
        nearest_m = min(distance(point, polygon) for point in along)
        assert nearest_m < 0.05 or any(inside(point, polygon) for point in along)


@given(points, points, points, st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_a_segment_touches_a_circle_exactly_when_its_nearest_point_does(
    start: Floats, end: Floats, centre: Floats, radius_m: int
) -> None:
    touched = bool(touches_circle(start[None], end[None], centre, float(radius_m))[0])
    nearest_m = float(np.hypot(*(np.linspace(start, end, 1201) - centre).T).min())
    assert touched == (nearest_m <= radius_m) or abs(nearest_m - radius_m) < 0.02


def inside(point: Floats, polygon: Floats) -> bool:
    """By the winding of the angles seen from the point, an odd number of turns."""
    seen = polygon - point
    if (np.hypot(*seen.T) < 1e-9).any():
        return False
    angles = np.arctan2(seen[:, 1], seen[:, 0])
    turns = np.diff(np.append(angles, angles[0]))
    turns = (turns + np.pi) % (2 * np.pi) - np.pi
    if np.isclose(np.abs(turns), np.pi).any():
        return False  # on the outline
    return round(float(turns.sum()) / (2 * np.pi)) % 2 == 1


def distance(point: Floats, polygon: Floats) -> float:
    """From a point to the outline."""
    starts, ends = polygon, np.roll(polygon, -1, axis=0)
    run = ends - starts
    along = np.clip(np.einsum("ij,ij->i", point - starts, run) / np.einsum("ij,ij->i", run, run), 0, 1)
    return float(np.hypot(*(starts + along[:, None] * run - point).T).min())
