"""`onethree check` opens the roads, the hub says once what they lack, and the district's page can show it."""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from tests.field.roads.extracts import RESIDENTIAL, node, relation, spot, way, write
from tests.hub import House
from tests.shared_data import shared_data

STATIONS = "id,name,kind,lon,lat\n"
UNITS = "id,station,mode,name,crew\n"
BUILDINGS = "id,name,lon,lat\n"


def make_district(folder: Path, *roads: str, stations: dict[str, tuple[float, float]] | None = None) -> Path:
    """A district of two streets with one station, unless others are given by their metres from the origin."""
    folder.mkdir(exist_ok=True)
    write(
        folder / "roads.osm",
        *(node(1, 0, 0), node(2, 300, 0), node(3, 300, 300), node(4, 0, 300)),
        way(10, [1, 2, 3, 4, 1], RESIDENTIAL),
        *roads,
    )
    placed = stations or {"S1": (10.0, 5.0)}
    rows = [f"{key},示例站,micro_community,{spot(*at).lon:.6f},{spot(*at).lat:.6f}\n" for key, at in placed.items()]
    (folder / "stations.csv").write_text(STATIONS + "".join(rows), encoding="utf-8")
    (folder / "units.csv").write_text(
        UNITS + "".join(f"U-{key},{key},engine,示例,4\n" for key in placed), encoding="utf-8"
    )
    (folder / "buildings.csv").write_text(
        BUILDINGS + f"B1,示例楼,{spot(20, 5).lon:.6f},{spot(20, 5).lat:.6f}\n", encoding="utf-8"
    )
    return folder


def check(folder: Path, lang: str = "en") -> tuple[int, str]:
    """The exit status and everything printed, as one line."""
    result = CliRunner().invoke(build(["check"]), ["check", str(folder), "--lang", lang], catch_exceptions=False)
    return result.exit_code, re.sub(r"\s+", " ", result.output)


def test_b9_check_prints_what_was_not_read_by_kind_and_way(tmp_path: Path) -> None:
    folder = make_district(
        tmp_path / "district",
        way(11, [1, 3], {**RESIDENTIAL, "maxheight": "low", "access:conditional": "no @ (snow)"}),
        relation(
            7,
            [("way", 10, "from"), ("node", 1, "via"), ("way", 11, "to")],
            {"type": "restriction", "restriction": "no_left_turn"},
        ),
        way(12, [2, 99], RESIDENTIAL),
    )
    status, said = check(folder)
    assert status == 0
    assert "unreadable, ignored: maxheight=low × 1 (way 11)" in said
    assert "unreadable, ignored: access: no @ (snow) × 1 (way 11)" in said
    assert "not read: turn restriction no_left_turn × 1 (way 10 by relation/7)" in said
    assert "dropped: node outside the extract × 1 (way 12)" in said
    in_chinese = check(folder, "zh")[1]
    assert "无法读取，已忽略：maxheight=low × 1 (way 11)" in in_chinese
    assert "未读取：转向限制 no_left_turn" in in_chinese


def test_b11_check_prints_the_share_of_street_places_that_each_mode_cannot_reach(tmp_path: Path) -> None:
    status, said = check(make_district(tmp_path / "district"))
    assert status == 0
    for mode in ("foot", "motorcycle", "engine", "aerial"):
        assert re.search(rf"{mode}: \d+ of \d+ street places \(\d+\.\d%\) are reached by nobody", said), mode
    assert "无人能到达" in check(tmp_path / "district", "zh")[1]


def test_b11_stations_units_and_buildings_that_the_roads_do_not_serve_are_named(tmp_path: Path) -> None:
    stub = (node(5, 300, 900), node(6, 300, 1400), way(11, [5, 6], {**RESIDENTIAL, "oneway": "yes"}))
    folder = make_district(
        tmp_path / "district",
        *stub,
        stations={"S1": (10.0, 5.0), "FAR": (5000.0, 0.0), "STUB": (305.0, 1300.0)},
    )
    with (folder / "buildings.csv").open("a", encoding="utf-8") as file:
        file.write(f"B2,示例楼,{spot(0, 4000).lon:.6f},{spot(0, 4000).lat:.6f}\n")
    status, said = check(folder)
    assert status == 0
    assert "station “FAR” lies further than 300 m from every road" in said
    assert "unit “U-FAR” (engine) has no road in 300 m that it can use" in said
    assert "unit “U-STUB” (engine) stands on roads that are not connected with the others" in said
    assert "1 of 2 buildings lie further than 300 m from every road (B2)" in said
    assert "消防站“FAR”距任何道路超过 300 米" in check(folder, "zh")[1]


def test_b11_another_citys_roads_are_refused_by_their_distance(tmp_path: Path) -> None:
    status, said = check(make_district(tmp_path / "district", stations={"S1": (60_000.0, 0.0)}))
    assert status == 1
    assert re.search(r"none of the 1 stations lies on these roads, which begin \d+\.\d km away", said)
    assert "put an extract of this district here" in said
    assert "请放入本辖区的道路数据" in check(tmp_path / "district", "zh")[1]


def test_b11_a_road_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    folder = make_district(tmp_path / "district")
    whole = (folder / "roads.osm").read_bytes()
    (folder / "roads.osm").write_bytes(whole[: len(whole) // 2])
    result = CliRunner().invoke(build(["check"]), ["check", str(folder)])
    assert result.exit_code != 0
    assert "extract it again" in f"{result.output}{result.exception}"


async def test_b9_the_hub_says_once_what_its_roads_lack_and_answers_with_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_district(
        tmp_path / "district",
        way(11, [1, 3], {**RESIDENTIAL, "maxheight": "low"}),
        stations={"S1": (10.0, 5.0), "FAR": (5000.0, 0.0)},
    )
    with caplog.at_level(logging.WARNING, logger="dispatch.app"):
        async with House(folder, tmp_path / "data").open() as hub:
            told = (await hub.call("GET", "/api/v1/roads", role="commander")).body
            again = (await hub.call("GET", "/api/v1/roads")).body
    said = [record.getMessage() for record in caplog.records]
    assert sum("maxheight=low × 1 (way 11)" in line for line in said) == 1
    assert sum("station “FAR” lies further than 300 m" in line for line in said) == 1
    assert told == again
    assert told["usable"]
    assert any("消防站“FAR”" in each["zh"] for each in told["problems"])
    assert any("maxheight=low" in each["en"] for each in told["not_read"])
    assert {each["mode"] for each in told["shares"]} == {"foot", "motorcycle", "engine", "aerial"}


def test_b12_check_on_yuzhong_reaches_all_but_a_two_hundredth_near_a_usable_street(tmp_path: Path) -> None:
    roads = shared_data("yuzhong-osm", "yuzhong.osm.pbf")
    folder = tmp_path / "district"
    folder.mkdir()
    shutil.copy(roads, folder / "roads.osm.pbf")
    (folder / "stations.csv").write_text(STATIONS + "S1,示例站,fire,106.5629,29.5563\n", encoding="utf-8")
    (folder / "units.csv").write_text(UNITS + "U1,S1,engine,示例,4\n", encoding="utf-8")
    status, said = check(folder)
    print(said)
    assert status == 0
    found = re.search(
        r"engine: \d+ of \d+ street places \([\d.]+%\) are reached by nobody; "
        r"of (\d+) within 50 m of a usable street (\d+)",
        said,
    )
    assert found is not None
    assert int(found[2]) <= 0.005 * int(found[1])
