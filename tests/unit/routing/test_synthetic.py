from pathlib import Path

import networkx as nx
import pytest

from routing.assembly import assemble
from routing.compiled import ModeNetwork, Roads
from routing.modes import AERIAL, DEFAULT_MODES, ENGINE, FOOT, Mode
from routing.osm import read_osm
from routing.snap import RoadShapes, Snapper, connected
from routing.synthetic import generate, generated_network, write_osm
from routing.traverse import Traversal
from tests.unit.routing.drawn import part, passable
from tests.unit.routing.towns import NIGHT, NOON


def test_the_same_seed_gives_the_same_city_and_another_seed_another() -> None:
    assert generated_network(400, 1).version == generated_network(400, 1).version
    assert generated_network(400, 1).version != generated_network(400, 2).version


@pytest.mark.parametrize("nodes", [100, 1000, 5000])
def test_a_city_has_about_as_many_crossings_as_asked_for_and_nearly_all_hang_together(nodes: int) -> None:
    network = generated_network(nodes, 3)
    crossings = sum(degree > 2 for _, degree in network.graph.degree())
    assert 0.8 * nodes < crossings < 1.3 * nodes
    for mode in DEFAULT_MODES.values():
        usable = part(network, passable(network, mode))
        largest = max(nx.strongly_connected_components(usable), key=len)
        assert len(largest) > 0.8 * nodes, mode.name


def test_every_obstacle_of_a_real_city_is_there() -> None:
    network = generated_network(2000, 3)
    edges = [attrs for _, attrs in network.edges()]
    assert {"steps", "pedestrian", "primary", "tertiary", "residential"} <= set(network.report.classes)
    assert network.report.barriers["bollard"] > 0
    assert any(edge["bridge"] and edge["layer"] == 1 for edge in edges)
    assert any(edge["tags"].get("oneway") == "-1" for edge in edges)
    refusals = {Traversal(ENGINE).refusal(edge) for edge in edges}
    assert {"steps", "barrier bollard", "maxheight 2.3 < 3.5"} <= refusals
    assert len(passable(network, FOOT)) > len(passable(network, ENGINE))


@pytest.mark.parametrize("mode", [ENGINE, AERIAL], ids=lambda mode: mode.name)
def test_no_engine_fits_into_a_low_tunnel_at_any_hour(mode: Mode) -> None:
    low = [attrs for _, attrs in generated_network(2000, 3).edges() if attrs["tags"].get("maxheight") == "2.3"]
    assert low
    for at in (NOON, NIGHT, None):
        rules = Traversal(mode, at)
        assert {rules.refusal(attrs) for attrs in low} == {f"maxheight 2.3 < {mode.height_m:g}"}


def test_a_crew_takes_the_stairs_where_the_engine_drives_round() -> None:
    network = generated_network(2000, 3)
    on_foot, driven = (part(network, passable(network, mode)) for mode in (FOOT, ENGINE))
    stairs = [(edge[0], edge[1], attrs["length_m"]) for edge, attrs in network.edges() if attrs["highway"] == "steps"]
    assert len(stairs) > 50
    stairs = stairs[::3]
    for foot, head, length_m in stairs:
        assert nx.dijkstra_path_length(on_foot, foot, head, weight="length_m") <= length_m
    round_m = [
        nx.dijkstra_path_length(driven, foot, head, weight="length_m") / length_m
        for foot, head, length_m in stairs
        if foot in driven and head in driven and nx.has_path(driven, foot, head)
    ]
    assert len(round_m) > len(stairs) / 2
    assert min(round_m) > 1.5


@pytest.mark.parametrize("mode", [FOOT, ENGINE], ids=lambda mode: mode.name)
def test_nearly_every_block_can_be_located(mode: Mode) -> None:
    city = generate(2000, 3)
    network = assemble(city.source)
    times = ModeNetwork.compile(Roads.compile(network), network, Traversal(mode, NOON))
    snapper, usable = Snapper(RoadShapes(times.roads, network), mode.approach_kmh), connected(times)
    located = [snapper.snap(spot, usable) is not None for spot in city.blocks]
    assert sum(located) > 0.98 * len(located)


def test_everything_in_it_is_labelled_synthetic() -> None:
    assert all(way.tags["name"].startswith("示例") for way in generate(500, 1).source.ways)


def test_written_as_openstreetmap_it_reads_back_as_the_same_city(tmp_path: Path) -> None:
    city = generate(400, 5)
    write_osm(city.source, tmp_path / "roads.osm")
    assert read_osm(tmp_path / "roads.osm").version == assemble(city.source).version


def test_no_block_lies_in_the_river() -> None:
    city = generate(400, 5)
    assert len(city.blocks) == 18 * 19


def test_a_village_is_refused() -> None:
    with pytest.raises(ValueError, match="100 crossings"):
        generate(10, 1)
