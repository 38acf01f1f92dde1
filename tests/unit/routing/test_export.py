import json
from pathlib import Path

import networkx as nx

from routing.export import write_geojson, write_graphml
from routing.synthetic import generated_network


def test_graphml_reads_back_with_every_edge_and_its_attributes(tmp_path: Path) -> None:
    network = generated_network(150, 2)
    write_graphml(network, tmp_path / "roads.graphml")
    back = nx.read_graphml(tmp_path / "roads.graphml", node_type=int, force_multigraph=True)
    assert back.number_of_nodes() == network.graph.number_of_nodes()
    assert back.number_of_edges() == network.graph.number_of_edges()
    assert back.graph["version"] == network.version
    _, attrs = next(iter(network.edges()))
    _, _, read = next(iter(back.edges(data=True)))
    assert read["length_m"] == attrs["length_m"]
    assert json.loads(read["tags"]) == dict(attrs["tags"])
    assert read["geometry"].startswith("LINESTRING (")


def test_geojson_has_each_piece_once_and_what_the_caller_adds(tmp_path: Path) -> None:
    network = generated_network(150, 2)
    path = tmp_path / "roads.geojson"
    write_geojson(network, path, lambda edge, _: {"key": edge[2]})
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert len(features) == network.graph.number_of_edges() // 2
    assert {feature["geometry"]["type"] for feature in features} == {"LineString"}
    assert min(feature["properties"]["key"] for feature in features) == 0
