from pathlib import Path

import pytest

from routing.errors import RoadsError
from routing.setup import read_roads
from routing.synthetic import generate, write_osm


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    write_osm(generate(200, 1).source, folder / "roads.osm")
    (folder / "dem.asc").write_text(
        "ncols 2\nnrows 2\nxllcorner 105\nyllcorner 28\ncellsize 1\n200 200\n200 200\n", encoding="ascii"
    )
    return folder / "roads.osm"


def test_a_district_says_how_its_roads_are_to_be_used(roads: Path) -> None:
    setup = read_roads(
        roads,
        {
            "file": "roads.osm",
            "elevation": "dem.asc",
            "modes": {"engine": {"height_m": 3.2}},
            "speeds": [{"classes": ["primary"], "hours": "Mo-Fr 07:30-09:00", "factor": 0.6}],
            "vertical": {"floor_m": 3.3},
        },
    )
    assert setup.network.report.without_elevation == 0
    assert setup.modes["engine"].height_m == 3.2
    assert setup.speed_rules[0].factor == 0.6
    assert setup.vertical.floor_m == 3.3


def test_without_a_table_the_defaults_apply(roads: Path) -> None:
    setup = read_roads(roads, {})
    assert set(setup.modes) == {"foot", "motorcycle", "engine", "aerial"}
    assert setup.network.report.without_elevation == setup.network.report.nodes


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"colour": "red"}, r"roads\.colour"),
        ({"modes": "fast"}, r"roads\.modes"),
        ({"modes": {"engine": 3}}, r"roads\.modes"),
        ({"speeds": [{"factor": 0}]}, "table 1"),
        ({"speeds": [{}, {"hours": "whenever"}]}, "table 2.*whenever"),
        ({"speeds": [{"street": "x"}]}, "table 1.*street"),
        ({"elevation": "missing.tif"}, r"missing\.tif"),
        ({"elevation": "dem.asc", "elevation_ground_cells": 4}, "odd"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(roads: Path, table: dict[str, object], message: str) -> None:
    with pytest.raises(RoadsError, match=message):
        read_roads(roads, table)
