import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from routing.arrays import Flags
from routing.geodesy import LocalPlane
from routing.model import Network, Spot
from routing.modes import ENGINE, FOOT
from routing.snap import OFF_LEVEL_M, RoadShapes, Snap, Snapper, connected
from routing.synthetic import generated_network
from tests.unit.routing.drawn import compiled, draw, spot

RESIDENTIAL = {"highway": "residential"}


def snapper_of(network: Network) -> tuple[Snapper, Flags]:
    times = compiled(network, ENGINE)
    return Snapper(RoadShapes(times.roads, network), 7.5), times.weight_ms >= 0


def snap(network: Network, place: Spot) -> Snap | None:
    snapper, usable = snapper_of(network)
    return snapper.snap(place, usable)


def test_a_place_snaps_to_a_point_on_the_street_and_not_to_its_end() -> None:
    network = draw({1: (0, 0), 2: (200, 0)}, [("w", [1, 2], RESIDENTIAL)])
    found = snap(network, spot(150, 30))
    assert found is not None
    assert found.access_m == pytest.approx(30, rel=1e-3)
    assert found.access_ms == pytest.approx(14_400, rel=1e-3)
    assert found.fraction == pytest.approx(0.75, abs=1e-3)


def test_the_fraction_runs_along_the_length_of_a_bent_street() -> None:
    network = draw({1: (0, 0), 2: (100, 0), 3: (100, 300)}, [("w", [1, 2, 3], RESIDENTIAL)])
    found = snap(network, spot(110, 100))
    assert found is not None
    assert found.fraction == pytest.approx(0.5, abs=1e-3)


def test_on_a_street_against_its_drawing_the_fraction_is_that_of_the_usable_edge() -> None:
    network = draw({1: (0, 0), 2: (200, 0)}, [("w", [1, 2], {**RESIDENTIAL, "oneway": "-1"})])
    times = compiled(network, ENGINE)
    found = snap(network, spot(150, 0))
    assert found is not None
    assert times.roads.edge(found.edge)[:2] == (2, 1)
    assert found.fraction == pytest.approx(0.25, abs=1e-3)


def test_a_place_beyond_the_limit_cannot_be_located() -> None:
    network = draw({1: (0, 0), 2: (200, 0)}, [("w", [1, 2], RESIDENTIAL)])
    assert snap(network, spot(100, 290)) is not None
    assert snap(network, spot(100, 310)) is None
    assert snap(network, spot(90_000, 0)) is None


def test_only_what_the_mode_can_use_counts() -> None:
    network = draw(
        {1: (0, 0), 2: (200, 0), 3: (0, 50), 4: (200, 50)},
        [("path", [1, 2], {"highway": "footway"}), ("road", [3, 4], RESIDENTIAL)],
    )
    found = snap(network, spot(100, 5))
    assert found is not None
    assert found.access_m == pytest.approx(45, rel=1e-3)


def test_the_street_beside_a_bridge_is_nearer_than_the_bridge_above() -> None:
    ways = [("bridge", [1, 2], {**RESIDENTIAL, "bridge": "yes"}), ("road", [3, 4], RESIDENTIAL)]
    network = draw({1: (0, 0), 2: (200, 0), 3: (0, 40), 4: (200, 40)}, ways)
    beside = snap(network, spot(100, 5))
    assert beside is not None
    assert beside.access_m == pytest.approx(35, rel=1e-3)
    out_on_the_water = draw({1: (0, 0), 2: (200, 0)}, ways[:1])
    on_it = snap(out_on_the_water, spot(100, 5))
    assert on_it is not None
    assert on_it.access_m == pytest.approx(5, rel=1e-3)


def test_a_fragment_of_the_map_is_left_out_and_a_large_part_is_not() -> None:
    nodes = {node: (100.0 * node, 0.0) for node in range(60)} | {100: (0.0, 50.0), 101: (100.0, 50.0)}
    ways = [("main", list(range(60)), RESIDENTIAL), ("yard", [100, 101], RESIDENTIAL)]
    ways += [(f"arm{node}", [node, 200 + node], RESIDENTIAL) for node in range(1, 59)]
    nodes |= {200 + node: (100.0 * node, -80.0) for node in range(1, 59)}
    network = draw(nodes, ways)
    times = compiled(network, FOOT)
    kept = connected(times)
    edges = [network.edge(times.roads.edge(int(index)))["way"] for index in np.flatnonzero(~kept)]
    assert edges == ["yard", "yard"]
    assert connected(times, smallest=2).all()


def brute_force_m(network: Network, usable_ways: set[str], place: Spot, plane: LocalPlane) -> float:
    """The least cost over every segment, one by one: metres, and the handicap of bridges and tunnels."""
    east, north = plane.to_m(np.array([place.lon]), np.array([place.lat]))[0]
    best = math.inf
    for (_, _, key), attrs in network.edges():
        if key < 0 or attrs["way"] not in usable_ways:
            continue
        line = plane.to_m(*np.array(attrs["geometry"]).T)
        for start, end in pairwise(line):
            run = end - start
            along = np.clip(np.dot((east, north) - start, run) / max(np.dot(run, run), 1e-12), 0, 1)
            metres = math.hypot(*(start + along * run - (east, north)))
            if metres <= 300:
                best = min(best, metres + OFF_LEVEL_M * (attrs["bridge"] or attrs["tunnel"]))
    return best


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), across=st.floats(-0.1, 1.1), down=st.floats(-0.1, 1.1))
def test_no_segment_is_nearer_than_the_one_found(seed: int, across: float, down: float) -> None:
    network = generated_network(120, seed % 5)
    times = compiled(network, ENGINE)
    usable = times.weight_ms >= 0
    shapes = RoadShapes(times.roads, network)
    lon, lat = times.roads.lon, times.roads.lat
    place = Spot(float(lon.min() + across * (lon.max() - lon.min())), float(lat.min() + down * (lat.max() - lat.min())))
    ways = {network.edge(times.roads.edge(int(edge)))["way"] for edge in np.flatnonzero(usable)}
    plane = LocalPlane(float(np.mean(lon)), float(np.mean(lat)))
    expected = brute_force_m(network, ways, place, plane)
    found = Snapper(shapes, 7.5).snap(place, usable)
    if found is None:
        assert expected == math.inf, f"seed {seed}"
        return
    attrs = network.edge(times.roads.edge(found.edge))
    cost = found.access_m + OFF_LEVEL_M * (attrs["bridge"] or attrs["tunnel"])
    assert cost == pytest.approx(expected, abs=0.01), f"seed {seed}"
