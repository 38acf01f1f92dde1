"""Point lists of fire panels as clerks export them: what is read, what is not and by which row, what would change."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from dispatch.intake.fields.floors import read_floor
from stations.chinese import in_chinese
from stations.devices import Device
from stations.points.addresses import read_address
from stations.points.importing import AS_USUAL, PointsPlan, Way, gateway_in, plan_points
from stations.registry.importing import carry_out
from stations.registry.reading import read_tables
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_tables

BUILDINGS = """\
id,name,lon,lat,storeys
b1,示例花园1号楼,106.571,29.551,18
b3,示例花园3号楼,106.572,29.552,33
b13,示例花园13号楼,106.572,29.552,6
x2,示例大厦2号楼,106.573,29.553,6
"""
GATEWAYS = "id,protocol,building\ng1,gb26875,b1\nm1,mqtt,b1\n"
PRESENT = "id,kind,gateway,address,building,floor,name,camera,owner\nold,感烟,g1,1.1.1.1,b1,2,旧名称,http://c.invalid/1,示例维保\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "district"
    where.mkdir()
    write_folder(where, buildings=BUILDINGS)
    write_tables(where, gateways=GATEWAYS, devices=PRESENT)
    return where


def plan(
    folder: Path, rows: str | bytes, gateway: str = "g1", way: Way = AS_USUAL, name: str = "点表.csv"
) -> PointsPlan:
    file = folder.parent / name
    file.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
    return plan_points(folder, file, gateway, lambda words: read_floor(words).value, way)


def added(found: PointsPlan) -> dict[str | None, Device]:
    assert found.table is not None
    return {each.after.address: each.after for table in found.table.changes for each in table.changes if each.after}


def told(found: PointsPlan) -> list[tuple[str, int | None, str]]:
    return [(each.severity, each.line, each.field) for each in found.problems]


@pytest.mark.parametrize(
    ("written", "under"),
    [
        ("1回路23号", "1.1.1.23"),
        ("第2回路 第023号", "1.1.2.23"),
        ("2号机1回路23号", "1.2.1.23"),
        ("3#机1回路-23", "1.3.1.23"),
        ("1-23", "1.1.1.23"),
        ("01/023", "1.1.1.23"),
        ("2-1-23", "1.2.1.23"),
        ("N2L1D23", "1.2.1.23"),
        ("l1-m7", "1.1.1.7"),
        ("１－２３", "1.1.1.23"),
        ("23", "1.1.0.23"),
        ("65537", "1.1.1.1"),
    ],
)
def test_an_address_is_read_as_panels_and_clerks_write_it(written: str, under: str) -> None:
    found = read_address(written)
    assert found is not None
    assert found.under("loop-first", 1) == under


@pytest.mark.parametrize("written", ["", "x", "1回路", "1-2-3-4", "1-99999", "999号机1回路1号", "一二三"])
def test_what_is_no_address_is_none(written: str) -> None:
    assert read_address(written) is None


def test_digits_are_cut_only_as_somebody_says() -> None:
    found = read_address("2012034", "ULLLPPP")
    assert found is not None
    assert found.under("loop-first", 1) == "1.2.12.34"
    assert found.under("point-first", 11) == "11.2.34.12"
    assert found.under("as-written", 1) == "2012034"
    short = read_address("12034", "ULLLPPP")
    assert short is not None
    assert short.is_uncut, "of another length: it is one number, and that is said"


@pytest.mark.parametrize(
    "rows",
    [
        "回路,点号,类型,安装位置\n1,23,点型光电感烟,3F走廊\n",
        "回路号;地址;设备名称;注释\n1回路;23号;点型光电感烟;3F走廊\n",
        "一次码\t二次码\t类型\t描述\n1-23\t030123\t点型光电感烟\t3F走廊\n",
        "示例大厦点表,,,\n序号,地址,类型,安装位置\n1,1回路23号,42,三层走廊\n",
        "编码,名称,楼层\nL1D23,点型光电感烟,3\n",
    ],
)
def test_the_columns_of_a_list_are_known_by_their_headings(folder: Path, rows: str) -> None:
    found = plan(folder, rows)
    assert found.is_possible, found.problems
    device = added(found)["1.1.1.23"]
    assert (device.id, device.kind, device.floor) == ("g1-1-1-23", "smoke_photoelectric", 3)
    assert (device.building, device.gateway) == ("b1", "g1")


def test_kind_and_floor_are_read_out_of_the_words_of_the_place(folder: Path) -> None:
    found = plan(
        folder,
        "地址,描述\n1-1,3F 走廊烟感\n1-2,B1车库手报\n1-3,5楼办公室温感\n"
        "1-4,负二层泵房喷淋泵\n1-5,屋顶风机\n1-6,车库负2层烟感\n",
    )
    devices = added(found)
    assert {key: (each.kind, each.floor) for key, each in devices.items()} == {
        "1.1.1.1": ("smoke_detector", 3),
        "1.1.1.2": ("manual_call_point", -1),
        "1.1.1.3": ("heat_detector", 5),
        "1.1.1.4": ("sprinkler_pump", -2),
        "1.1.1.5": ("smoke_fan", None),
        "1.1.1.6": ("smoke_detector", -2),
    }
    assert told(found) == [("warning", 6, "floor")]


def test_a_tower_is_one_beside_the_gateways_own_and_never_the_same_number_elsewhere(folder: Path) -> None:
    rows = "地址,类型,楼栋,位置\n1-1,烟感,,3号楼2层\n1-2,烟感,,2号楼2层\n1-3,烟感,,1号楼2层\n"
    found = plan(folder, f"{rows}1-4,烟感,示例大厦2号楼,2层\n1-5,烟感,,走廊2层\n")
    buildings = {key: each.building for key, each in added(found).items()}
    assert buildings == {"1.1.1.1": "b3", "1.1.1.2": None, "1.1.1.3": "b1", "1.1.1.4": "x2", "1.1.1.5": "b1"}
    assert told(found) == [("warning", 3, "building")]


def test_what_is_not_read_is_named_by_its_row_and_does_not_hinder_the_rest(folder: Path) -> None:
    rows = "回路,点号,类型,安装位置\n1,1,感烟,2层\n1,x,感烟,2层\n1,2,备用,\n1,1,感温,2层\n1,3,某物,2层\n1,4,感烟,40层\n"
    found = plan(folder, rows)
    assert (found.read, found.spare, found.unread) == (3, 1, 2)
    assert found.is_possible
    assert told(found) == [
        ("error", 3, "point"),
        ("error", 5, "address"),
        ("warning", 6, "kind"),
        ("warning", 7, "floor"),
    ]
    assert added(found)["1.1.1.3"].kind == "general"
    for problem in found.problems:
        assert not any(word in in_chinese(problem) for word in (" the ", " is ", " taken ")), in_chinese(problem)


def test_what_the_table_would_refuse_is_told_at_its_line_of_the_list_and_hinders_nobody(folder: Path) -> None:
    rows = '地址,类型,位置,分区\n1-1,感烟,"2层\n走廊",一区\n1-2,感烟,2层,1E+05\n1-3,感烟,400层,一区\n'
    found = plan(folder, rows)
    assert found.is_possible, found.table
    assert told(found) == [("error", 4, "zone"), ("warning", 5, "floor")]
    assert {key: each.floor for key, each in added(found).items()} == {"1.1.1.1": 2, "1.1.1.3": None}
    assert added(found)["1.1.1.1"].name == "2层 走廊"


def test_a_device_that_is_known_keeps_its_id_and_what_the_list_does_not_say(folder: Path) -> None:
    found = plan(folder, "地址,类型,位置\n1-1,感温,5层机房\n1-9,手报,1层\n")
    assert added(found)["1.1.1.1"] == Device(
        id="old",
        kind="heat_detector",
        gateway="g1",
        address="1.1.1.1",
        building="b1",
        floor=5,
        name="5层机房",
        camera="http://c.invalid/1",
        owner="示例维保",
    )
    assert found.table is not None
    carry_out(found.table)
    assert [each.id for each in read_tables(folder).records("devices")] == ["old", "g1-1-1-9"]
    again = plan(folder, "地址,类型,位置\n1-1,感温,5层机房\n1-9,手报,1层\n")
    assert added(again) == {}, "the same list a second time changes nothing"


def test_devices_that_the_list_lacks_stay_unless_they_are_to_go_by_their_number(folder: Path) -> None:
    rows = "地址,类型,位置\n1-9,手报,1层\n"
    found = plan(folder, rows)
    assert [each.id for each in found.missing] == ["old"]
    assert found.table is not None
    assert found.table.removed == 0
    found = plan(folder, rows, way=Way(replace=True))
    assert found.table is not None
    assert found.table.removed == 1


def test_a_list_of_another_protocol_keeps_its_addresses_as_they_are_written(folder: Path) -> None:
    found = plan(folder, "设备地址,类型,位置\n0A-17,感烟,1层\n17,感烟,1层\n", gateway="m1")
    assert told(found) == [("error", 2, "address")]
    assert list(added(found)) == ["17"]


def test_a_workbook_with_merged_loops_and_gb18030_are_read(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("回路", "点号", "类型", "安装位置"),
        (1, 1, "感烟", "2层"),
        (None, 2, "手报", "2层"),
        (2, 1, "感烟", "3层"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    target = io.BytesIO()
    book.save(target)
    found = plan(folder, target.getvalue(), name="点表.xlsx")
    assert sorted(added(found), key=str) == ["1.1.1.1", "1.1.1.2", "1.1.2.1"]
    found = plan(folder, "回路,点号,类型,安装位置\n1,2,感烟,二层走廊\n".encode("gb18030"))
    assert added(found)["1.1.1.2"].floor == 2


@pytest.mark.parametrize(
    ("rows", "gateway", "way", "told_"),
    [
        ("a,b\n1,2\n", "g1", AS_USUAL, "lacks the columns"),
        ("地址,类型\n1-1,感烟\n", "g9", AS_USUAL, "gateways.csv"),
        ("地址,类型\n1-1,感烟\n", "g1", Way(layout="XX"), "cuts no digits"),
        ("", "g1", AS_USUAL, "empty"),
        ("地址,类型\n2026-01-23 00:00:00,感烟\n", "g1", AS_USUAL, "1-23"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(folder: Path, rows: str, gateway: str, way: Way, told_: str) -> None:
    found = plan(folder, rows, gateway=gateway, way=way)
    assert not found.is_possible
    assert any(told_ in each.message for each in found.problems), found.problems


def test_digits_taken_as_one_number_are_warned_of_once(folder: Path) -> None:
    found = plan(folder, "二次码,类型,位置\n030123,感烟,1层\n030124,感烟,1层\n")
    assert told(found) == [("warning", 2, "address")]


def test_a_file_is_a_point_list_of_a_gateway_by_its_name() -> None:
    assert gateway_in("点表-G-C01.xlsx") == "G-C01"
    assert gateway_in("points_g1.csv") == "g1"
    assert gateway_in("点位表（g1）.csv") == "g1"
    assert gateway_in("点表.csv") == ""
    assert gateway_in("devices.csv") is None
