"""The map of a real hub: what is drawn, cached and refused."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import Any

import orjson
import pytest

from dispatch.maps import tiles as maps
from loadtest.districts import make_yuzhong_district
from tests.hub import House, Json, OpenHub
from tests.shared_data import shared_data

PATHS = (
    "/api/v1/map",
    "/api/v1/map/roads",
    "/api/v1/map/buildings",
    "/api/v1/map/land",
    "/api/v1/map/ways?id=1",
    "/api/v1/map/tiles/14/0/0.mvt",
    "/api/v1/assignments/a-1/route",
    "/api/v1/coverage",
)


@pytest.fixture
def yuzhong_house(tmp_path: Path) -> House:
    """渝中区's real roads and buildings, with synthetic stations (示例)."""
    data = shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    return House(make_yuzhong_district(tmp_path / "district", data, stations=20, seed=1), tmp_path / "data")


def in_wgs84(coordinates: Any) -> bool:
    if isinstance(coordinates[0], float):
        return bool(-180 <= coordinates[0] <= 180 and -90 <= coordinates[1] <= 90)
    return all(in_wgs84(each) for each in coordinates)


def check_geojson(collection: Json) -> None:
    """RFC 7946: features of one geometry each, lines of two positions, rings closed."""
    assert collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        geometry = feature["geometry"]
        assert feature["type"] == "Feature"
        assert geometry["coordinates"] == [] or in_wgs84(geometry["coordinates"])
        if geometry["type"] == "LineString":
            assert len(geometry["coordinates"]) >= 2
        if geometry["type"] == "Polygon":
            assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in geometry["coordinates"])


async def test_nothing_of_the_map_is_for_strangers_or_devices(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in PATHS:
            assert (await hub.call("GET", path, role=None)).code == "unauthorized", path
            assert (await hub.call("GET", path, role="device")).code == "forbidden", path


async def test_the_roads_and_buildings_of_yuzhong(yuzhong_house: House) -> None:
    async with yuzhong_house.open() as hub:
        style = (await hub.call("GET", "/api/v1/map", role="station")).body
        assert style["roads"] == "geojson"
        assert style["segments"] > 6000
        assert "OpenStreetMap" in style["attribution"]
        west, south, east, north = style["bounds"]
        assert west < 106.55 < east
        assert south < 29.56 < north
        roads = (await hub.call("GET", "/api/v1/map/roads")).body
        check_geojson(roads)
        assert 3000 < len(roads["features"]) < 4500
        told = [each["properties"] for each in roads["features"]]
        assert {each["class"] for each in told} >= {"trunk", "primary", "secondary", "residential", "footway", "steps"}
        assert sum("name_en" in each for each in told) > 200
        assert {each["modes"] for each in told if each["class"] == "steps"} == {"foot"}
        assert any(each.get("level") == -4 and each.get("name") == "解放碑地下环道" for each in told)
        buildings = (await hub.call("GET", "/api/v1/map/buildings")).body
        check_geojson(buildings)
        told = [each["properties"] for each in buildings["features"]]
        assert len(told) > 2000
        assert sum("building" in each and not each["square"] for each in told) > 1990, "real outlines, not squares"
        assert sum("storeys" in each for each in told) > 700
        assert all("height_m" in each for each in told if "storeys" in each)
        land = (await hub.call("GET", "/api/v1/map/land")).body
        check_geojson(land)
        assert {each["properties"]["kind"] for each in land["features"]} >= {"green", "stop"}


async def test_a_generated_district_has_squares_for_buildings(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        buildings = (await hub.call("GET", "/api/v1/map/buildings")).body
        check_geojson(buildings)
        assert all(each["properties"]["square"] for each in buildings["features"])
        assert all(each["properties"]["height_m"] > 0 for each in buildings["features"])


async def test_what_has_not_changed_is_not_sent_again(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in ("/api/v1/map/roads", "/api/v1/map/buildings"):
            first = await hub.call("GET", path)
            again = await hub.call("GET", path, headers={"If-None-Match": first.headers["ETag"]})
            assert (first.status, again.status, again.body) == (200, 304, {})
            assert "no-cache" in first.headers["Cache-Control"]
        tag = first.headers["ETag"]
    async with sqlite_house.open() as hub:
        assert (await hub.call("GET", path, headers={"If-None-Match": tag})).status == 304, "over a restart"


async def test_an_address_with_the_networks_version_is_kept_for_a_day(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        version = (await hub.call("GET", "/api/v1/map")).body["network"]
        named = await hub.call("GET", f"/api/v1/map/roads?v={version}")
        assert "max-age=86400" in named.headers["Cache-Control"]
        assert "private" in named.headers["Cache-Control"]


async def test_bodies_are_compressed_for_those_who_take_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        token = {"Authorization": f"Bearer {sqlite_house.token('dispatcher')}"}
        url = f"{hub.url}/api/v1/map/roads"
        async with hub.session.get(url, headers={**token, "Accept-Encoding": "identity"}) as plain:
            assert "Content-Encoding" not in plain.headers
            whole = await plain.read()
        async with hub.session.get(url, headers={**token, "Accept-Encoding": "gzip"}) as packed:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert await packed.read() == whole
            assert int(packed.headers["Content-Length"]) == len(gzip.compress(whole, 6))


async def test_a_large_network_is_served_in_tiles(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "TILES_FROM_SEGMENTS", 1000)
    async with sqlite_house.open() as hub:
        style = (await hub.call("GET", "/api/v1/map")).body
        assert style["roads"] == "tiles"
        lon, lat = style["center"]
        x, y = int((lon + 180) / 360 * 2**10), 423
        tiles = [await hub.call("GET", f"/api/v1/map/tiles/10/{x}/{row}.mvt") for row in range(y - 3, y + 6)]
        assert any(int(each.headers["Content-Length"]) > 100 for each in tiles)
        assert {each.headers["Content-Type"] for each in tiles} == {"application/vnd.mapbox-vector-tile"}
        assert (await hub.call("GET", "/api/v1/map/tiles/10/1024/1.mvt")).code == "not_found"
        assert (await hub.call("GET", "/api/v1/map/tiles/10/x/1.mvt")).code == "not_found"
        assert -90 < lat < 90


async def way_at(hub: OpenHub, lon: float, lat: float) -> list[Json]:
    found: list[Json] = (await hub.call("GET", f"/api/v1/map/ways?lon={lon}&lat={lat}")).body["ways"]
    return found


async def test_a_way_that_is_found_can_be_closed_and_the_route_goes_round_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await hub.alarm()
        assert taken["assignments"]
        order = taken["assignments"][-1]
        path = f"/api/v1/assignments/{order['id']}/route"
        before = (await hub.call("GET", path)).body
        assert before["properties"]["reachable"]
        assert before["properties"]["length_m"] > 0
        line = before["geometry"]["coordinates"]
        assert in_wgs84(line)
        middle = line[len(line) // 2]
        (way,) = await way_at(hub, *middle)
        by_id = (await hub.call("GET", f"/api/v1/map/ways?id={way['id']}")).body["ways"]
        assert by_id == [way]
        assert way["id"] in {
            each["id"] for each in (await hub.call("GET", f"/api/v1/map/ways?name={way['name']}")).body["ways"]
        }
        closed = await hub.command("c-1", "road.close", closure="x-1", area={"way": way["id"]}, modes=[])
        assert closed.status == 200, closed
        after = (await hub.call("GET", path)).body
        assert after["geometry"] != before["geometry"]


async def test_a_route_is_for_those_who_share_the_incident(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await hub.alarm()
        path = f"/api/v1/assignments/{taken['assignments'][0]['id']}/route"
        stations = {each["station"] for each in taken["assignments"]}
        other = next(f"S{number:04}" for number in range(1, 12) if f"S{number:04}" not in stations)
        for station, status in ((next(iter(stations)), 200), (other, 403)):
            token = {"Authorization": f"Bearer {sqlite_house.token('station', station)}"}
            assert (await hub.call("GET", path, role=None, headers=token)).status == status
        assert (await hub.call("GET", "/api/v1/assignments/none/route")).code == "not_found"


async def test_coverage_counts_who_is_free(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        minute = (await hub.call("GET", "/api/v1/coverage?within=60")).body
        hour = (await hub.call("GET", "/api/v1/coverage?within=900&mode=engine")).body
        check_geojson(minute)
        roads, *buildings = minute["features"]
        assert roads["properties"] == {"what": "roads", "within_s": 60}
        assert minute["covered"] == sum(each["properties"]["reached"] for each in buildings)
        assert 0 < minute["covered"] < len(buildings)
        assert hour["covered"] > minute["covered"]
        assert {each["properties"].get("mode") for each in hour["features"][1:]} <= {"engine", None}
        for wrong in ("within=0", "within=x", "within=99999", "mode=boat"):
            assert (await hub.call("GET", f"/api/v1/coverage?{wrong}")).code == "unusable"
        assert (await hub.call("GET", "/api/v1/coverage", role="station")).code == "forbidden"


async def test_what_cannot_be_looked_for_is_said(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for wrong in ("", "?lon=1", "?id=a&name=b", "?lon=x&lat=1"):
            assert (await hub.call("GET", f"/api/v1/map/ways{wrong}")).code == "unusable", wrong
        assert orjson.loads(orjson.dumps(await way_at(hub, 0.0, random.Random(1).uniform(-1, 1)))) == []
