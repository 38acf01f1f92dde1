"""The bundled demo district: right by its own checks, the same each time, and a river city that can be driven."""

import math
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from dispatch.cli.demo_district import COMPLEXES, SUBDISTRICTS, build_demo
from dispatch.maps.building_features import building_features, inside
from routing.map.footprints import read_footprints
from routing.map.land import Land, read_land
from routing.peninsula.shape import OLD_QUARTERS, PARKS
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
    files = district.registry.building_files or ()
    phones = [station.phone for station in district.stations] + [each.control_room_phone for each in files]
    assert all(phone.startswith("000-") for phone in phones if phone), "a number that nobody has"
    assert all(station.phone for station in district.stations)


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


@pytest.fixture(scope="module")
def land(folder: Path) -> dict[str, list[Land]]:
    found: dict[str, list[Land]] = {}
    for each in read_land(folder / "roads.osm"):
        found.setdefault(each.kind, []).append(each)
    return found


def test_a_newcomer_sees_a_city(land: dict[str, list[Land]], roads: RoadSetup) -> None:
    assert [river.name for river in land["water"]] == ["示例江"]
    assert {park.name for park in PARKS} <= {each.name for each in land["green"]}
    (metro,) = land["rail"]
    assert metro.below
    assert len(land["stop"]) == 7
    assert all(stop.lines[0][0] in metro.lines[0] for stop in land["stop"]), "a station lies on its line"
    names = {str(piece["name"]) for _, _, piece in roads.network.graph.edges(data=True)}
    for quarter in OLD_QUARTERS:
        assert sum(name.startswith(quarter.name) for name in names) > 10, "alleys and stairs of its own"
    assert all(any(name == f"{park.name}步道" for name in names) for park in PARKS)


def test_nobody_lives_in_the_river_or_in_a_park(land: dict[str, list[Land]], district: District) -> None:
    parks = [each for each in land["green"] if each.name]
    placed: tuple[Building | Station, ...] = (*district.buildings, *district.stations)
    for each in placed:
        for area in (*land["water"], *parks):
            assert not inside(each.lon, each.lat, area.lines), f"{each.name} in {area.name}"


def test_every_registered_building_has_its_own_outline(folder: Path, district: District) -> None:
    told = [each["properties"] for each in building_features(district.buildings, read_footprints(folder / "roads.osm"))]
    registered = [each for each in told if "building" in each]
    assert len(registered) == len(district.buildings)
    assert not any(each["square"] for each in registered)
    assert len(told) > 3 * len(registered), "and houses around them that nobody registered"


def test_streets_bend(roads: RoadSetup) -> None:
    """No direction holds more than a tenth of all pieces of road, within five degrees."""
    places = roads.network.graph.nodes
    turns = [
        math.degrees(math.atan2(places[head]["lat"] - places[tail]["lat"], places[head]["lon"] - places[tail]["lon"]))
        for tail, head in roads.network.graph.edges()
    ]
    counted = Counter(round(turn % 180 / 5) for turn in turns)
    assert max(counted.values()) < 0.1 * len(turns)
