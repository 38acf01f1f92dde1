"""Road files as servers, editors and people make them: in any order, with new and deleted objects, squares, cut off."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest

from routing.errors import UnreadableRoadsError
from routing.geojson import Meaning, read_geojson
from routing.osm import read_osm
from tests.field.roads.extracts import RESIDENTIAL, node, read, relation, spot, way, ways, write

NODES = (node(1, 0, 0), node(2, 100, 0), node(3, 200, 0))
WAY = way(10, [1, 2, 3], RESIDENTIAL)
SQUARE = (node(1, 0, 0), node(2, 100, 0), node(3, 100, 100), node(4, 0, 100), node(5, -100, 0))
STREET = way(20, [5, 1], RESIDENTIAL)
PEDESTRIAN = {"type": "multipolygon", "highway": "pedestrian", "name": "示例广场"}


def test_b7_a_square_drawn_as_a_relation_is_walked_like_a_closed_way(tmp_path: Path) -> None:
    closed = read(tmp_path, *SQUARE, STREET, way(30, [1, 2, 3, 4, 1], {"highway": "pedestrian", "area": "yes"}))
    outline = (way(31, [1, 2, 3]), way(32, [3, 4, 1]))
    drawn = read(
        tmp_path, *SQUARE, STREET, *outline, relation(40, [("way", 31, "outer"), ("way", 32, "outer")], PEDESTRIAN)
    )
    assert drawn.report.length_km == pytest.approx(closed.report.length_km)
    assert ways(drawn) == {"20", "relation/40"}
    assert {attrs["name"] for _, attrs in drawn.edges() if attrs["way"] == "relation/40"} == {"示例广场"}
    assert drawn.report.islands == 1


def test_b7_an_outline_that_is_a_way_of_its_own_is_not_read_twice(tmp_path: Path) -> None:
    outline = way(31, [1, 2, 3, 4, 1], {"highway": "footway"})
    network = read(tmp_path, *SQUARE, STREET, outline, relation(40, [("way", 31, "outer")], PEDESTRIAN))
    assert ways(network) == {"20", "31"}


def test_b7_a_square_in_an_extract_that_cut_its_outline_off_loses_nothing_else(tmp_path: Path) -> None:
    network = read(tmp_path, *SQUARE, STREET, relation(40, [("way", 99, "outer")], PEDESTRIAN))
    assert ways(network) == {"20"}


def test_b8_a_file_with_its_ways_before_their_nodes_says_the_same(tmp_path: Path) -> None:
    ordered, reverse = read(tmp_path, *NODES, WAY), read(tmp_path, WAY, *reversed(NODES))
    assert ordered.version == reverse.version
    relation_first = read(
        tmp_path, relation(40, [("way", 31, "outer")], PEDESTRIAN), STREET, way(31, [1, 2, 3, 4, 1]), *SQUARE
    )
    assert ways(relation_first) == {"20", "relation/40"}


def test_b8_new_objects_of_an_editor_are_read(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        node(-1, 0, 0, more=' action="modify"'),
        node(-2, 100, 0, {"barrier": "gate"}, more=' action="modify"'),
        node(3, 200, 0),
        way(-10, [-1, -2, 3], RESIDENTIAL, more=' action="modify"'),
    )
    assert ways(network) == {"-10", "node/-2"}
    assert network.report.barriers == {"gate": 1}
    assert network.report.length_km == pytest.approx(0.2, rel=1e-3)


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.gz"])
def test_b8_what_an_editor_marked_as_deleted_is_left_out_and_counted(tmp_path: Path, name: str) -> None:
    plain = write(
        tmp_path / "plain.osm",
        *NODES,
        node(4, 300, 0, more=' action="delete"'),
        WAY,
        way(11, [1, 3], RESIDENTIAL, more=" action='delete' visible='true'"),
        generator="JOSM",
    )
    path = tmp_path / name
    path.write_bytes(gzip.compress(plain.read_bytes()) if name.endswith("gz") else plain.read_bytes())
    network = read_osm(path)
    assert ways(network) == {"10"}
    assert network.report.dropped["way marked as deleted"] == 1
    assert network.report.where["way marked as deleted"] == ("11",)


def test_b8_objects_that_a_server_marks_as_gone_are_left_out(tmp_path: Path) -> None:
    network = read(tmp_path, *NODES, WAY, way(11, [1, 3], RESIDENTIAL, more=' visible="false"'))
    assert ways(network) == {"10"}


def test_b8_ways_that_hold_their_positions_themselves_need_no_nodes(tmp_path: Path) -> None:
    points = [spot(100 * each, 0) for each in range(3)]
    refs = "".join(
        f'<nd ref="{each}" lon="{at.lon:.7f}" lat="{at.lat:.7f}"/>' for each, at in enumerate(points, start=1)
    )
    network = read(tmp_path, f'<way id="10" version="1">{refs}<tag k="highway" v="residential"/></way>')
    assert network.report.length_km == pytest.approx(0.2, rel=1e-3)


def test_b8_an_editors_file_may_be_packed_any_way(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.osm", *NODES, WAY, way(11, [1, 3], RESIDENTIAL, more=' action="delete"'))
    packed = tmp_path / "roads.osm.bz2"
    packed.write_bytes(bz2.compress(plain.read_bytes()))
    assert ways(read_osm(packed)) == {"10"}


def test_b8_overpass_json_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "roads.json"
    path.write_text('{"version": 0.6, "elements": []}', encoding="utf-8")
    with pytest.raises(UnreadableRoadsError, match=r"Overpass.*out:xml"):
        read_geojson(path, Meaning())


def test_b8_ways_without_their_nodes_are_refused_with_the_cause_and_the_cure(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRoadsError, match=r"3 of the 3 positions .* not in the file.*out skel qt"):
        read(tmp_path, WAY)


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.gz", "roads.osm.pbf"])
def test_b11_a_file_that_was_cut_off_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    osmium = pytest.importorskip("osmium")
    many = write(
        tmp_path / "whole.osm",
        *(node(each, 10 * each, 0) for each in range(1, 400)),
        *(way(each, [each, each + 1], RESIDENTIAL) for each in range(1, 399)),
    )
    whole = tmp_path / f"whole-{name}"
    if name.endswith("pbf"):
        with osmium.SimpleWriter(str(whole)) as writer:
            for thing in osmium.FileProcessor(str(many)):
                writer.add(thing)
    else:
        whole.write_bytes(gzip.compress(many.read_bytes()) if name.endswith("gz") else many.read_bytes())
    assert read_osm(whole).report.pieces == 398
    cut = tmp_path / name
    cut.write_bytes(whole.read_bytes()[: len(whole.read_bytes()) * 3 // 4])
    with pytest.raises(UnreadableRoadsError, match="extract it again"):
        read_osm(cut)


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.gz"])
def test_b8_what_overpass_gave_up_is_refused(tmp_path: Path, name: str) -> None:
    remark = "<remark>runtime error: Query timed out in &quot;query&quot; at line 3 after 180 seconds.</remark>"
    whole = write(tmp_path / "whole.osm", node(1, 0, 0), node(2, 9, 0), way(10, [1, 2], RESIDENTIAL), remark)
    path = tmp_path / name
    path.write_bytes(gzip.compress(whole.read_bytes()) if name.endswith("gz") else whole.read_bytes())
    with pytest.raises(UnreadableRoadsError, match=r"gave up before the end.*\[timeout"):
        read_osm(path)


def test_b11_a_position_that_is_no_number_is_a_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRoadsError, match="extract it again"):
        read(tmp_path, '<node id="1" version="1" lon="106,1" lat="29,1"/>', node(2, 9, 0), way(10, [1, 2], RESIDENTIAL))


def test_b8_ways_that_end_at_one_place_in_two_nodes_are_named(tmp_path: Path) -> None:
    """Drawings that were converted have a node a way: nobody drives from one to the other, and nothing shows it."""
    streets = [way(10, [1, 2], RESIDENTIAL), way(11, [3, 4], RESIDENTIAL)]
    network = read(tmp_path, node(1, 0, 0), node(2, 100, 0), node(3, 100, 0), node(4, 200, 0), *streets)
    assert network.report.not_read == {"end at another node's place, which it is not joined to": 2}
    joined = read(tmp_path, node(1, 0, 0), node(2, 100, 0), node(4, 200, 0), streets[0], way(11, [2, 4], RESIDENTIAL))
    assert joined.report.not_read == {}
