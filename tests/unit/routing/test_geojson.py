import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from routing.errors import RoadsError
from routing.geojson import Meaning, read_geojson
from routing.model import Network

MEANING = Meaning(
    fields={"id": "row", "class": "kind", "name": "label", "oneway": "dir", "speed": "limit"},
    classes={"1": "primary", "5": "residential"},
    oneways={"F": "yes", "T": "-1"},
)


def line(*points: tuple[float, float], **properties: Any) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": [list(point) for point in points]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def read(tmp_path: Path, *features: object, meaning: Meaning = MEANING, **more: object) -> Network:
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return read_geojson(path, meaning)


def test_attributes_mean_what_the_district_says(tmp_path: Path) -> None:
    network = read(
        tmp_path,
        line((106, 29), (106.001, 29), row=7, kind=1.0, label="示例路", dir="F", limit=40),
        line((106.001, 29), (106.002, 29), row=8, kind=5),
    )
    edge = next(attrs for _, attrs in network.edges() if attrs["way"] == "7")
    assert (edge["highway"], edge["name"]) == ("primary", "示例路")
    assert (edge["tags"]["oneway"], edge["tags"]["maxspeed"]) == ("yes", "40")
    assert network.report.largest_island == 3


def test_lines_meet_at_their_ends_only(tmp_path: Path) -> None:
    crossing = line((106, 29), (106.001, 29.001), (106.002, 29.002), row=1, kind=5)
    over_it = line((106.002, 29), (106.001, 29.001), (106, 29.002), row=2, kind=5)
    assert nx.number_weakly_connected_components(read(tmp_path, crossing, over_it).graph) == 2


def test_named_junctions_join_lines_whose_ends_do_not_quite_touch(tmp_path: Path) -> None:
    meaning = Meaning(fields={"from": "u", "to": "v"})
    lines = line((106, 29), (106.001, 29), u=1, v=2), line((106.0011, 29), (106.002, 29), u=2, v=3)
    assert read(tmp_path, *lines, meaning=meaning).report.islands == 1
    assert read(tmp_path, *lines, meaning=Meaning()).report.islands == 2


def test_what_cannot_be_used_is_counted_and_what_is_unknown_is_assumed(tmp_path: Path) -> None:
    multi = {"type": "MultiLineString", "coordinates": [[[106, 29.1], [106.1, 29.1]], [[106, 29.2], [106.1, 29.2]]]}
    network = read(
        tmp_path,
        line((106, 29), (106.001, 29), kind=9),
        line((106, 29)),
        line((106, 29), (106, 29)),
        {"type": "Feature", "geometry": None, "properties": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [106, 29]}, "properties": {}},
        "not a feature",
        {"type": "Feature", "geometry": multi, "properties": {"kind": 5}},
    )
    assert network.report.pieces == 3
    assert network.report.dropped == {"feature without a line": 3, "line without two readable positions": 2}
    assert network.report.assumed["class '9' taken for residential"] == 1


def test_an_old_style_coordinate_system_is_projected(tmp_path: Path) -> None:
    utm = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32648"}}
    network = read(tmp_path, line((643560, 3272280), (643660, 3272280), kind=5), crs=utm)
    edge = next(attrs for _, attrs in network.edges())
    assert edge["length_m"] == pytest.approx(100, rel=2e-3)
    assert edge["geometry"][0] == pytest.approx((106.48, 29.57), abs=0.02)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type":"FeatureCollection","features":[]}', '{"features":7}'])
def test_a_file_that_cannot_be_used_gives_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "streets.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RoadsError, match=r"streets\.geojson"):
        read_geojson(path, MEANING)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "kind", "row"]), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    geometry=st.fixed_dictionaries(
        {"type": st.sampled_from(["LineString", "MultiLineString", "Point", None]), "coordinates": JSON}
    )
    | JSON,
    properties=JSON,
)
def test_no_feature_however_wrong_is_fatal(tmp_path: Path, geometry: object, properties: object) -> None:
    odd = {"type": "Feature", "geometry": geometry, "properties": properties}
    network = read(tmp_path, odd, line((106, 29), (106.001, 29), row="sound", kind=5))
    assert "sound" in {attrs["way"] for _, attrs in network.edges()}


def test_a_field_of_ones_own_invention_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoadsError, match="colour"):
        read(tmp_path, line((106, 29), (107, 29)), meaning=Meaning(fields={"colour": "x"}))
