"""W9: who is told of a missed post check: the station that the registry names, by default the street's office."""

from pathlib import Path

import pytest

from stations.district import check_district, read_district
from tests.unit.stations.folders import write_folder

HEAD = "id,name,kind,lon,lat,zone,responsible\n"
OFFICE = "w1,示例街道消防工作站,街道消防工作站,106.5,29.5,示例街道,\n"
NEAR_FIRE = "f1,示例救援站,fire,106.5701,29.5501,示例街道,\n"
UNITS = "id,station,name,mode,crew\nu1,c1,示例组,foot,3\n"


def told(folder: Path, *rows: str, zones: str | None = None, station: str = "c1") -> str:
    """Return who is responsible for a station once the folder is read."""
    write_folder(folder, stations=HEAD + "".join(rows), units=UNITS, buildings=None)
    if zones is not None:
        (folder / "zones.csv").write_text(zones, encoding="utf-8")
    return next(each.responsible for each in read_district(folder).stations if each.id == station)


def test_w9_whoever_the_registry_names_is_responsible(tmp_path: Path) -> None:
    named = "c1,示例社区站,micro_community,106.57,29.55,示例街道,c2\n"
    other = "c2,示例中心站,micro_community,106.6,29.6,,\n"
    assert told(tmp_path, named, other, OFFICE, NEAR_FIRE) == "c2"


def test_w9_by_default_the_office_of_its_street_is(tmp_path: Path) -> None:
    row = "c1,示例社区站,micro_community,106.57,29.55,示例街道,\n"
    assert told(tmp_path, row, NEAR_FIRE, OFFICE) == "w1"


def test_w9_a_zones_street_is_the_one_that_the_registry_says(tmp_path: Path) -> None:
    row = "c1,示例商圈站,micro_unit,106.57,29.55,示例商圈,\n"
    zones = "id,kind,lead,street\n示例商圈,综合体,,示例街道\n示例街道,街道,,\n"
    assert told(tmp_path, row, NEAR_FIRE, OFFICE, zones=zones) == "w1"


def test_w9_without_an_office_whoever_leads_the_street_is(tmp_path: Path) -> None:
    row = "c1,示例社区站,micro_community,106.57,29.55,示例街道,\n"
    lead = "c2,示例中心站,micro_community,106.6,29.6,示例街道,\n"
    zones = "id,kind,lead,street\n示例街道,街道,c2,\n"
    assert told(tmp_path, row, lead, NEAR_FIRE, zones=zones) == "c2"
    assert told(tmp_path, row, lead, NEAR_FIRE, zones=zones, station="c2") == "", "nobody is its own supervisor"


def test_w9_a_fire_station_is_never_responsible_because_it_is_near(tmp_path: Path) -> None:
    row = "c1,示例社区站,micro_community,106.57,29.55,,\n"
    assert told(tmp_path, row, NEAR_FIRE, OFFICE) == ""


@pytest.mark.parametrize("kind", ["fire", "small"])
def test_w9_the_brigades_stations_answer_to_no_street(tmp_path: Path, kind: str) -> None:
    row = f"c1,示例站,{kind},106.57,29.55,示例街道,\n"
    assert told(tmp_path, row, OFFICE) == ""


@pytest.mark.parametrize(
    ("row", "units", "said"),
    [
        ("c1,示例站,micro_unit,106.5,29.5,,c9\n", UNITS, "“c9” is not in stations.csv"),
        ("c1,示例站,micro_unit,106.5,29.5,,c1\n", UNITS, "c1 is responsible for itself"),
        ("c1,示例站,street_office,106.5,29.5,,\n", UNITS, "has no crews, but units.csv has u1 there"),
    ],
)
def test_w9_what_cannot_be_is_named(tmp_path: Path, row: str, units: str, said: str) -> None:
    write_folder(tmp_path, stations=HEAD + row, units=units, buildings=None)
    assert any(said in str(each) for each in check_district(tmp_path).problems)
