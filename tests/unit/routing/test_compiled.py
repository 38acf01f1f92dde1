import numpy as np
import pytest

from routing.compiled import UNUSABLE, ModeNetwork, Roads
from routing.errors import RoadsError
from routing.model import Network, twin
from routing.modes import ENGINE
from routing.synthetic import generated_network
from routing.traverse import Traversal
from tests.unit.routing.drawn import draw

CITY = generated_network(400, seed=1)
ROADS = Roads.compile(CITY)


def test_every_edge_of_the_model_has_one_place_and_knows_its_name() -> None:
    names = [ROADS.edge(edge) for edge in range(ROADS.edge_count)]
    assert sorted(names) == sorted(edge for edge, _ in CITY.edges())
    assert [names[edge] for edge in ROADS.drawn_index()] == [edge for edge, _ in CITY.edges()]


def test_the_twin_is_the_same_piece_in_the_other_direction() -> None:
    for edge in range(ROADS.edge_count):
        assert ROADS.edge(int(ROADS.twins[edge])) == twin(ROADS.edge(edge))


def test_edges_stand_among_those_that_arrive_and_those_that_leave() -> None:
    for node in range(ROADS.node_count):
        arriving = slice(ROADS.indptr[node], ROADS.indptr[node + 1])
        leaving = ROADS.leaving[ROADS.leaving_ptr[node] : ROADS.leaving_ptr[node + 1]]
        assert (ROADS.heads[arriving] == node).all()
        assert (ROADS.tails[leaving] == node).all()
    assert ROADS.indptr[-1] == ROADS.leaving_ptr[-1] == ROADS.edge_count


def test_a_weight_is_what_the_rules_say_at_least_one_millisecond() -> None:
    rules = Traversal(ENGINE)
    times = ModeNetwork.compile(ROADS, CITY, rules)
    for edge in range(ROADS.edge_count):
        tail, head, key = ROADS.edge(edge)
        ms = rules.time_ms(CITY.edge((tail, head, key)), CITY.node(tail), CITY.node(head))
        assert times.weight_ms[edge] == (UNUSABLE if ms is None else max(ms, 1))


def test_the_parts_of_an_edge_add_up_to_its_time() -> None:
    times = ModeNetwork.compile(ROADS, CITY, Traversal(ENGINE))
    edge = int(np.argmax(times.weight_ms))
    assert times.part_ms(edge, 0.0) == 0
    assert times.part_ms(edge, 1.0) == times.weight_ms[edge]


def test_self_loops_and_parallel_pieces_keep_apart() -> None:
    street = {"highway": "residential"}
    ways = [("loop", [1, 2, 3, 1], street), ("a", [1, 4], street), ("b", [1, 5, 4], street)]
    network = draw({1: (0, 0), 2: (50, 50), 3: (50, -50), 4: (-100, 0), 5: (-50, 50)}, ways)
    roads = Roads.compile(network)
    assert len({roads.edge(edge) for edge in range(roads.edge_count)}) == roads.edge_count == 6
    assert (roads.twins[roads.twins] == np.arange(6)).all()


def test_a_piece_without_its_opposite_is_refused() -> None:
    ends = np.array([[1, 2, 0]], np.int64)
    with pytest.raises(RoadsError, match="no opposite direction"):
        Roads.from_arrays("v", np.array([1, 2]), np.zeros(2), np.zeros(2), ends)


def test_an_empty_network_is_refused() -> None:
    empty = Network(CITY.graph.__class__(), CITY.report)
    with pytest.raises(RoadsError, match="the road network is empty"):
        Roads.compile(empty)
