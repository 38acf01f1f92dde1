"""The building file: read from tables as clerks write them, put together, and what a unit takes from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stations.district import check_district, read_district
from stations.registry.sites import STREET_HYDRANTS, sites_of
from stations.site import Site
from tests.unit.stations.registries import write_full_folder, write_tables

ENTRANCES = (
    "编号,建筑,经度,纬度,名称,通行对象\n"
    "e1,b1,106.5712,29.5512,东门,消防车\n"
    "e2,b1,106.5713,29.5513,南门,人员\n"
    "e3,b1,106.5714,29.5514,北门,\n"
)
GROUNDS = (
    "id,building,lon,lat,length_m,width_m,bearing_t,slope_percent,state\n"
    "g1,b1,106.5715,29.5515,15,10,30,2,\n"
    "g2,b1,106.5716,29.5516,20,10,40,3,故障\n"
)
ASSISTANCE = "id,building,floor,count\nx1,b1,12层,2\nx2,b1,-1,1\n"
STEPS = (
    "id,building,order,text,role\ns2,b1,2,通知疏散,控制室值班员\ns1,b1,1,核实火警,控制室值班员\ns3,b1,1,赶到起火层,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_full_folder(tmp_path)
    write_tables(folder, entrances=ENTRANCES, grounds=GROUNDS, assistance=ASSISTANCE, steps=STEPS)
    return folder


def site(folder: Path) -> Site:
    assert [str(each) for each in check_district(folder).problems if each.severity == "error"] == []
    (found,) = sites_of(read_district(folder))
    return found


@pytest.mark.parametrize(
    ("written", "floor"),
    [
        ("12F", 12), ("１２", 12), ("12.0", 12), ("三楼", 3), ("第三层", 3), ("120层", 120),
        ("B1", -1), ("b2层", -2), ("负一层", -1), ("地下2层", -2), ("-1F", -1),
    ],
)  # fmt: skip
def test_a_floor_is_read_as_clerks_write_it(folder: Path, written: str, floor: int) -> None:
    write_tables(folder, assistance=f"id,building,floor,count\nx1,b1,{written},2人\n")
    assert [each.floor for each in site(folder).assistance] == [floor]


@pytest.mark.parametrize("written", ["夹层", "B", "负", "3-5", "B1-B2", "十二", "B1.5", "-300", "屋顶"])
def test_what_is_no_single_floor_is_named(folder: Path, written: str) -> None:
    write_tables(folder, assistance=f"id,building,floor,count\nx1,b1,{written},2\n")
    assert [each.field for each in check_district(folder).problems if each.severity == "error"] == ["floor"]


def test_everything_that_tables_say_of_a_building_is_in_one_file(folder: Path) -> None:
    found = site(folder)
    assert (found.building, found.responsible, found.warden, found.lifts, found.fire_lifts) == (
        "b1", "示例物业", "W1", 6, 2,
    )  # fmt: skip
    assert [(each.floor, each.count) for each in found.assistance] == [(12, 2), (-1, 1)]
    assert [(each.role, each.order, each.text) for each in found.steps] == [
        ("controller", 1, "核实火警"),
        ("controller", 2, "通知疏散"),
        ("everybody", 1, "赶到起火层"),
    ]


def test_engines_and_people_go_in_where_they_are_let_in(folder: Path) -> None:
    found = site(folder)
    entrances = found.entrance_for("engine"), found.entrance_for("crew")
    assert [each.id if each else None for each in entrances] == ["e1", "e2"]
    nowhere = Site(building="b2")
    assert (nowhere.entrance_for("crew"), nowhere.ground(), nowhere.water()) == (None, None, None)


def test_an_aerial_stands_on_the_widest_ground_that_is_in_order(folder: Path) -> None:
    ground = site(folder).ground()
    assert ground is not None
    assert ground.id == "g1", "the larger one is out of order"


def test_water_is_taken_where_it_comes_and_passed_over_where_somebody_found_none(folder: Path) -> None:
    street = "".join(f"s{n},outdoor,106.57{n + 1},29.5511,,,,\n" for n in range(STREET_HYDRANTS + 2))
    hydrants = "id,kind,lon,lat,building,state,pressure_mpa,inspected\nh0,消防竖管,106.5711,29.5511,b1,完好,,\n"
    hydrants += "h1,outdoor,106.5711,29.5511,b1,故障,0.1,\nh2,outdoor,106.5711,29.5511,b1,ready,0.25,\n"
    write_tables(folder, hydrants=hydrants + street)
    found = site(folder)
    own = [each.id for each in found.hydrants[:3]]
    assert own == ["h0", "h1", "h2"]
    assert len(found.hydrants) <= 3 + STREET_HYDRANTS
    assert [each.id for each in (found.water(), found.water({"h1": True}), found.water({"h2": False})) if each] == [
        "h2",
        "h1",
        "s0",
    ]


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("entrances", "id,building,lon,lat,serves\ne1,b1,106.5712,29.5512,汽车\n", "serves: “汽车” is unknown"),
        ("entrances", "id,building,lon,lat\ne1,nowhere,106.5712,29.5512\n", "nowhere"),
        ("assistance", "id,building,floor,count\nx1,b1,顶楼,2\n", "floor"),
        ("assistance", "id,building,floor,count\nx1,b1,3,0\n", "count"),
        ("grounds", "id,building,lon,lat,width_m\ng1,b1,106.5712,29.5512,-4\n", "width_m"),
        ("steps", "id,building,order,text,role\ns1,b1,1,核实,厨师\n", "role"),
        ("steps", "id,building,order,text\ns1,b1,0,核实\n", "order"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_field(folder: Path, table: str, row: str, said: str) -> None:
    write_tables(folder, **{table: row})
    errors = [str(each) for each in check_district(folder).problems if each.severity == "error"]
    assert len(errors) == 1
    assert said in errors[0]
