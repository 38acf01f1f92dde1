import networkx as nx
import pytest

from routing.model import twin
from tests.unit.routing.drawn import draw, part

RESIDENTIAL = {"highway": "residential"}


def test_ways_meet_where_they_share_a_node_and_nowhere_else() -> None:
    crossing = draw(
        {1: (-50, 0), 2: (0, 0), 3: (50, 0), 4: (0, -50), 5: (0, 50)},
        [("a", [1, 2, 3], RESIDENTIAL), ("b", [4, 2, 5], RESIDENTIAL)],
    )
    bridge = draw(
        {1: (-50, 0), 3: (50, 0), 4: (0, -50), 5: (0, 50)},
        [("a", [1, 3], RESIDENTIAL), ("b", [4, 5], {**RESIDENTIAL, "bridge": "yes", "layer": "1"})],
    )
    assert nx.number_weakly_connected_components(crossing.graph) == 1
    assert crossing.report.pieces == 4
    assert nx.number_weakly_connected_components(bridge.graph) == 2
    assert bridge.report.islands == 2


def test_every_piece_stands_in_both_directions_under_twin_keys() -> None:
    network = draw({1: (0, 0), 2: (30, 40), 3: (60, 0)}, [("a", [1, 2, 3], RESIDENTIAL)])
    (edge, along), (_, against) = sorted(network.edges(), key=lambda item: item[1]["reversed"])
    assert twin(edge) == (3, 1, ~edge[2])
    assert network.edge(twin(edge)) is against
    assert along["geometry"] == against["geometry"][::-1]
    assert len(along["geometry"]) == 3
    assert along["length_m"] == pytest.approx(100, rel=1e-3)


def test_self_loops_and_parallel_pieces_are_kept_and_counted() -> None:
    network = draw(
        {1: (0, 0), 2: (100, 0), 3: (120, 20), 4: (120, -20), 5: (50, 30)},
        [("a", [1, 2], RESIDENTIAL), ("b", [1, 5, 2], RESIDENTIAL), ("loop", [2, 3, 4, 2], RESIDENTIAL)],
    )
    assert (network.report.self_loops, network.report.parallel_pieces) == (1, 1)
    assert network.graph.number_of_edges(2, 2) == 2
    assert network.graph.number_of_edges(1, 2) == 2


def test_a_barrier_at_a_crossing_parts_every_arm() -> None:
    network = draw(
        {1: (-50, 0), 2: (0, 0), 3: (50, 0), 4: (0, 50)},
        [("a", [1, 2, 3], RESIDENTIAL), ("b", [2, 4], RESIDENTIAL)],
        {2: {"barrier": "bollard"}},
    )
    streets_only = part(network, (edge for edge, attrs in network.edges() if attrs["highway"] != "barrier"))
    assert nx.number_weakly_connected_components(streets_only) == 3
    assert nx.number_weakly_connected_components(network.graph) == 1
    assert network.report.barriers == {"bollard": 1}


def test_a_barrier_at_the_end_of_a_street_parts_nothing() -> None:
    network = draw({1: (0, 0), 2: (50, 0)}, [("a", [1, 2], RESIDENTIAL)], {2: {"barrier": "gate"}})
    assert network.graph.number_of_edges() == 2


def test_the_version_follows_the_content_and_nothing_else() -> None:
    def version(**tags: str) -> str:
        return draw({1: (0, 0), 2: (50, 0)}, [("a", [1, 2], {**RESIDENTIAL, **tags})]).version

    assert version() == version()
    assert version() != version(maxheight="2.3")
    assert version(maxheight="2.3") != version(maxheight="2.4")


def test_bad_tags_are_counted_and_never_fatal() -> None:
    network = draw(
        {1: (0, 0), 2: (50, 0)},
        [("a", [1, 2], {**RESIDENTIAL, "maxheight": "low", "vehicle": "yes @ snow", "oneway": "reversible"})],
    )
    assert network.report.unreadable == {"maxheight=low": 1, "oneway=reversible": 1, "vehicle: yes @ snow": 1}
    assert any("reversible" in reason for reason in network.report.assumed)


def test_the_report_reads_as_sentences() -> None:
    lines = draw({1: (0, 0), 2: (50, 0)}, [("a", [1, 2], RESIDENTIAL)]).report.lines()
    assert "1 pieces between 2 nodes, 0.1 km" in lines
    assert "2 nodes without elevation" in lines
