"""The bundled demo district: right by its own checks, the same each time, and a river city that can be driven."""

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from dispatch.cli.demo_district import COMPLEXES, SUBDISTRICTS, build_demo
from routing.setup import RoadSetup, read_roads
from stations.district import check_district, read_district
from stations.model import Building, District, DistrictSettings, Station, Unit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def district(folder: Path) -> District:
    return read_district(folder)


@pytest.fixture(scope="module")
def roads(district: District) -> RoadSetup:
    return read_roads(district.roads, district.roads_settings)


def test_it_has_no_problem_of_any_kind(folder: Path) -> None:
    assert check_district(folder).problems == ()


def test_the_same_files_come_out_each_time(folder: Path, tmp_path: Path) -> None:
    again = build_demo(tmp_path)
    for path in sorted(folder.iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_it_is_of_the_size_that_was_asked_for(district: District) -> None:
    kinds = Counter(station.kind for station in district.stations)
    assert kinds["micro_unit"] + kinds["micro_community"] == 40
    assert kinds["fire"] == 3
    assert 100 <= len(district.units) <= 130
    assert len(district.buildings) == 400


def test_every_complex_has_a_station_of_its_own_and_every_subdistrict_a_building(district: District) -> None:
    manned = {station.building for station in district.stations}
    assert {f"C{number:02d}" for number in range(1, len(COMPLEXES) + 1)} <= manned
    assert set(SUBDISTRICTS) <= {building.zone for building in district.buildings}


def test_what_is_invented_says_so(district: District) -> None:
    named: tuple[Station | Unit | Building | DistrictSettings, ...]
    named = (*district.stations, *district.units, *district.buildings, district.settings)
    for each in named:
        assert "示例" in each.name
    assert not any(station.phone for station in district.stations)


def test_the_banks_hang_together_by_bridges_alone(roads: RoadSetup) -> None:
    graph = nx.Graph(roads.network.graph)
    assert nx.is_connected(graph)
    bridges = [
        (tail, head)
        for tail, head, piece in roads.network.graph.edges(data=True)
        if piece["bridge"] and "江" in piece["name"]
    ]
    graph.remove_edges_from(bridges)
    assert len({frozenset(bridge) for bridge in bridges}) == 7
    assert not nx.is_connected(graph)


def test_it_has_what_decides_who_is_fastest(roads: RoadSetup) -> None:
    report = roads.network.report
    assert report.classes["steps"] > 100
    assert report.barriers["bollard"] > 10
    heights = [node["ele_m"] for _, node in roads.network.graph.nodes(data=True)]
    assert max(heights) - min(heights) > 120
    low = [piece for _, _, piece in roads.network.graph.edges(data=True) if piece["tunnel"]]
    assert low
