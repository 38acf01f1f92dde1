import gzip
from pathlib import Path

import pytest

from routing.errors import RoadsError
from routing.osm import read_osm

EXTRACT = """<osm version="0.6">
<node id="1" version="1" lon="106.000" lat="29.000"/>
<node id="2" version="1" lon="106.001" lat="29.000"><tag k="barrier" v="bollard"/></node>
<node id="3" version="1" lon="106.002" lat="29.000"/>
<node id="5" version="1" lon="106.004" lat="29.000"/>
<node id="6" version="1" lon="106.005" lat="29.000"/>
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><nd ref="2"/><nd ref="3"/>
  <tag k="highway" v="residential"/><tag k="name" v="示例路"/><tag k="note" v="not kept"/></way>
<way id="11" version="1"><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="6"/><tag k="highway"
v="service"/></way> <way id="12" version="1"><nd ref="1"/><nd ref="3"/><tag k="highway"
v="construction"/></way> <way id="13" version="1"><nd ref="1"/><nd ref="3"/><tag k="waterway"
v="river"/></way> </osm>
"""


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.gz"])
def test_an_extract_is_read_and_what_is_missing_or_dropped_is_counted(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(EXTRACT.encode()) if name.endswith("gz") else EXTRACT.encode())
    network = read_osm(path)
    ways = {attrs["way"] for _, attrs in network.edges() if attrs["highway"] != "barrier"}
    assert ways == {"10", "11"}
    assert {attrs["name"] for _, attrs in network.edges() if attrs["way"] == "10"} == {"示例路"}
    assert not any("note" in attrs["tags"] for _, attrs in network.edges())
    assert (network.report.ways_read, network.report.pieces) == (3, 3)
    assert network.report.dropped == {
        "highway=construction": 1,
        "node outside the extract": 1,
        "node repeated": 1,
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("roads.osm", b"<osm><node id='1'"),
        ("roads.osm.pbf", b"no protocol buffer"),
        ("roads.osm", b'<osm version="0.6"></osm>'),
        ("roads.xyz", b""),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_clear_error(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RoadsError, match=name):
        read_osm(path)


def test_a_missing_file_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(RoadsError, match="put an OpenStreetMap extract there"):
        read_osm(tmp_path / "roads.osm.pbf")
