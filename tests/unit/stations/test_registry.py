"""Stations, units and buildings: what is read, and what is said about every defect."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stations.district import check_district, read_district
from stations.model import Building, Station, Unit
from stations.problems import DistrictError
from stations.writing import write_buildings, write_stations, write_units
from tests.unit.stations.folders import BUILDINGS, STATIONS, UNITS, write_folder


def _said(folder: Path, severity: str = "error") -> list[str]:
    return [str(problem) for problem in check_district(folder).problems if problem.severity == severity]


def test_a_right_folder_is_read_whole_and_without_a_word(tmp_path: Path) -> None:
    reading = check_district(write_folder(tmp_path))
    assert reading.problems == ()
    district = reading.district
    assert district is not None
    assert district.stations[0] == Station(
        id="s1", name="示例甲站", kind="micro_unit", lon=106.57, lat=29.55, zone="z1"
    )
    assert district.units[1] == Unit(
        id="u2", station="s2", name="示例一号车", mode="engine", crew=6, capabilities=("pump", "water")
    )
    assert district.buildings[0].storeys == 32
    assert district.buildings[1] == Building(id="b2", name="示例平房", lon=106.572, lat=29.552)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    district = read_district(write_folder(tmp_path))
    rebuilt = tmp_path / "again"
    rebuilt.mkdir()
    write_folder(rebuilt, stations=None, units=None, buildings=None)
    stations = (*district.stations, Station(id="s3", name='引"号,站', kind="small", lon=106.5, lat=29.5))
    units = (*district.units, Unit(id="u3", station="s3", name="组", mode="foot", crew=2, turnout_s=30))
    buildings = (
        *district.buildings,
        Building(id="b3", name="楼", lon=106.0, lat=29.0, entrance_lon=106.1, entrance_lat=29.1, fire_lift=False),
    )
    write_stations(rebuilt, stations)
    write_units(rebuilt, units)
    write_buildings(rebuilt, buildings)
    again = read_district(rebuilt)
    assert (again.stations, again.units, again.buildings) == (stations, units, buildings)


@pytest.mark.parametrize("spoil", [lambda t: b"\xef\xbb\xbf" + t.encode(), lambda t: t.replace("\n", "\r\n").encode()])
def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path, spoil: Callable[[str], bytes]) -> None:
    assert check_district(write_folder(tmp_path, stations=spoil(STATIONS))).problems == ()


def test_buildings_may_be_missing(tmp_path: Path) -> None:
    assert read_district(write_folder(tmp_path, buildings=None)).buildings == ()


def test_every_problem_is_reported_at_once_with_file_line_and_column(tmp_path: Path) -> None:
    stations = "id,name,kind,lon,lat\ns 1,,micro,106.57,abc\n\ns2,乙,fire,106.58,29.56\ns2,丙,fire,106.58,29.56\n"
    units = "id,station,name,mode,crew\nu1,s9,组,flying,0\nu2,s2,组,engine,2.5\n"
    said = _said(write_folder(tmp_path, stations=stations, units=units, toml="name = \n"))
    assert [line.split(": ")[0:2] for line in said] == [
        ["district.toml", "is no TOML"],
        ["stations.csv:2", "id"],
        ["stations.csv:2", "lat"],
        ["stations.csv:2", "name"],
        ["stations.csv:2", "kind"],
        ["stations.csv:5", "id"],
        ["units.csv:2", "crew"],
        ["units.csv:2", "station"],
        ["units.csv:2", "mode"],
        ["units.csv:3", "crew"],
    ]


def test_the_error_carries_every_problem(tmp_path: Path) -> None:
    write_folder(tmp_path, stations="id,name,kind,lon,lat\n,,,,\nx,,micro_unit,1,2\n", units=None)
    with pytest.raises(DistrictError, match="2 errors") as caught:
        read_district(tmp_path)
    assert {problem.file for problem in caught.value.problems} == {"stations.csv", "units.csv"}


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ("29.55,106.57", "look swapped"),
        ("0,0", "unfilled position"),
        ("36360000.5,3270000", "projected metres"),
        ("190,100", "no position in WGS-84"),
        ("nan,29.5", "not a number"),
        ("106_5,29.5", "not a number"),
    ],
)
def test_an_impossible_position_is_named_for_what_it_is(tmp_path: Path, position: str, message: str) -> None:
    said = _said(write_folder(tmp_path, stations=STATIONS.replace("106.570,29.550", position)))
    assert len(said) == 1
    assert message in said[0]


def test_a_swap_that_both_hemispheres_allow_is_found_by_its_neighbours(tmp_path: Path) -> None:
    stations = "id,name,kind,lon,lat\n" + "".join(f"s{n},站,fire,2.{n},48.{n}\n" for n in range(1, 4))
    units = "id,station,name,mode,crew\n" + "".join(f"u{n},s{n},车,engine,4\n" for n in range(1, 5))
    said = _said(write_folder(tmp_path, stations=stations + "s4,站,fire,48.2,2.2\n", units=units, buildings=None))
    assert said == ["stations.csv:5: lon: lon and lat look swapped; exchange them"]


def test_a_position_far_from_all_others_is_only_a_warning(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, buildings=BUILDINGS.replace("106.572,", "116.572,"))
    assert check_district(folder).district is not None
    assert "km from the middle" in _said(folder, "warning")[0]


def test_a_station_without_units_is_a_warning(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, units=UNITS.replace("u1,s1", "u1,s2"))
    assert "“s1” has no unit" in _said(folder, "warning")[0]


def test_units_of_a_station_with_another_defect_are_not_reported_as_well(tmp_path: Path) -> None:
    said = _said(write_folder(tmp_path, stations=STATIONS.replace("micro_unit", "micro")))
    assert len(said) == 1


def test_an_unknown_column_is_a_warning_that_guesses(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, stations=STATIONS.replace("zone,phone", "zone,fone"))
    assert _said(folder, "warning") == ["stations.csv:1: fone: this column is not read; did you mean phone?"]


def test_a_missing_file_and_a_missing_column_say_what_to_write(tmp_path: Path) -> None:
    said = _said(write_folder(tmp_path, stations=STATIONS.replace("kind", "sort"), units=None, roads=None))
    assert "roads.osm.pbf: is missing" in said[0]
    assert said[1].startswith("stations.csv:1: lacks the columns kind (类型); not known are sort; ")
    assert "units.csv: is missing; write it with the columns id,station,name,mode,crew" in said[2]


def test_a_gb18030_file_is_named_as_such_and_still_checked(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, stations=STATIONS.replace(",fire,", ",fier,").encode("gb18030"))
    assert "is read as GB18030 (GBK): “示例甲站" in _said(folder, "warning")[0]
    assert "did you mean fire?" in _said(folder)[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (STATIONS.encode("utf-16")[:-1], "stations.csv:3: is not UTF-16"),
        (b"id,name\n\xff\xff\xff\n", "stations.csv:2: is neither UTF-8 nor common Chinese text"),
        (b"", "is empty; the first line names the columns"),
        (b'id,name,kind,lon,lat\ns1,"open', "is no CSV from here on"),
        (b"id,name,kind,lon,lat\ns1,a,b,fire,106,29\n", "the row has 6 cells, the header 5"),
        (b"id,id,name,kind,lon,lat\n", "id: this column is there twice"),
    ],
)
def test_what_spreadsheets_do_to_a_file_is_recognised(tmp_path: Path, content: bytes, message: str) -> None:
    assert message in "\n".join(_said(write_folder(tmp_path, stations=content)))


def test_a_line_break_inside_quotes_does_not_shift_the_line_numbers(tmp_path: Path) -> None:
    stations = STATIONS.replace("示例甲站", '"示例\n甲站"').replace(",fire,", ",fier,")
    assert _said(write_folder(tmp_path, stations=stations))[0].startswith("stations.csv:4: kind")


def test_a_path_that_is_no_folder_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    reading = check_district(tmp_path / "nowhere")
    assert reading.district is None
    assert "is not a folder" in str(reading.problems[0])


def test_a_station_stands_in_a_building_that_is_listed(tmp_path: Path) -> None:
    stations = "id,name,kind,lon,lat,building\ns1,甲,micro_unit,106.57,29.55,b1\ns2,乙,fire,106.58,29.56,b9\n"
    folder = write_folder(tmp_path, stations=stations)
    assert _said(folder) == [
        "stations.csv:3: building: “b9” is not in buildings.csv; add it there or leave the cell empty"
    ]
    (folder / "buildings.csv").unlink()
    assert len(_said(folder)) == 2
