"""The tables of gateways and devices: kinds in every spelling, what refers to what, and everything that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from dispatch.core.signal import Protocol
from dispatch.wire import vocabulary
from stations.chinese import in_chinese
from stations.device_kinds import DEVICE_KINDS
from stations.device_words import NAMES, WORDS, kind_in
from stations.devices import PROTOCOLS, Device, Gateway
from stations.district import check_district
from stations.model import Building
from stations.problems import Problem
from stations.registry.importing import carry_out, export, plan_import
from stations.registry.reading import read_tables
from stations.registry.synthetic_devices import synthetic_devices, synthetic_gateways
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_full_folder, write_tables

GATEWAYS = "id,protocol,address,profile,name,building,station,silent_after_s\n"
DEVICES = "id,kind,gateway,address,building,floor,name,mirror_of,low,high,hysteresis,silent_after_s\n"


def read(folder: Path, devices: str, gateways: str = "g1,gb26875,1001,,示例装置,b1,s1,180\n") -> list[Problem]:
    write_folder(folder)
    write_tables(folder, gateways=GATEWAYS + gateways, devices=DEVICES + devices)
    return [each for each in check_district(folder).problems if each.file in ("devices.csv", "gateways.csv")]


def word(kind: str) -> str:
    return vocabulary.word("device_kind", kind, "zh")


def devices_of(folder: Path) -> dict[str, Device]:
    return {each.id: each for each in read_tables(folder).records("devices")}


def test_a_row_is_a_device_with_its_place_and_limits(tmp_path: Path) -> None:
    problems = read(
        tmp_path, "d1,感烟,g1,1.1.2.10,b1,B1,示例走廊,,,,,\nd2,water_pressure,,,b1,3,,,0.15,1.2,0.02,10分钟\n"
    )
    assert [each.field for each in problems] == ["silent_after_s"], "a unit belongs into the heading"
    assert read(tmp_path, "d1,感烟,g1,1.1.2.10,b1,B1,示例走廊,,,,,\nd2,水压,,,b1,3层,,,0.15,1.2,0.02,600s\n") == []
    found = devices_of(tmp_path)
    assert found["d1"] == Device(
        id="d1", kind="smoke_detector", gateway="g1", address="1.1.2.10", building="b1", floor=-1, name="示例走廊"
    )
    assert (found["d2"].low, found["d2"].high, found["d2"].hysteresis) == (0.15, 1.2, 0.02)
    assert (found["d2"].floor, found["d2"].silent_after_s) == (3, 600)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("40", "smoke_detector"),
        ("23", "manual_call_point"),
        ("Smoke_Detector", "smoke_detector"),
        ("点型光电感烟火灾探测器", "smoke_photoelectric"),
        ("手报", "manual_call_point"),
        ("水流指示器", "flow_switch"),
    ],
)
def test_a_kind_is_a_word_of_either_language_or_its_number_in_table_5(tmp_path: Path, written: str, kind: str) -> None:
    assert read(tmp_path, f"d1,{written},,,,,,,,,,\n") == []
    assert devices_of(tmp_path)["d1"].kind == kind


def test_every_kind_is_called_in_tables_as_on_the_pages_and_every_word_means_a_kind() -> None:
    assert {kind: word(kind) for kind in DEVICE_KINDS} == NAMES
    assert {WORDS[name] for name in NAMES.values()} == set(DEVICE_KINDS)
    assert set(WORDS.values()) == set(DEVICE_KINDS)
    assert get_args(Protocol) == PROTOCOLS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3F 走廊烟感", "smoke_detector"),
        ("B1车库手动报警按钮", "manual_call_point"),
        ("排烟防火阀", "smoke_damper"),
        ("280℃排烟防火阀", "smoke_damper"),
        ("消火栓泵", "fire_pump"),
        ("消火栓按钮", "hydrant_button"),
        ("防火门监控器", "door_monitor"),
        ("消防泵房烟感", "smoke_detector"),
        ("烟感（空调机房）", "smoke_detector"),
        ("报警阀间 手报", "manual_call_point"),
        ("监控室感温探测器", "heat_detector"),
        ("烟感探测器", "smoke_detector"),
        ("走廊探测器", "fire_detector"),
        ("1回路3F走廊", None),
        ("消防泵房", None),
        ("某某", None),
    ],
)
def test_the_last_word_that_is_no_room_says_the_kind(text: str, kind: str | None) -> None:
    assert kind_in(text) == kind


@pytest.mark.parametrize(
    ("devices", "field", "told"),
    [
        ("d1,smok,,,,,,,,,,\n", "kind", "smoke"),
        ("d1,40,g9,,,,,,,,,\n", "gateway", "gateways.csv"),
        ("d1,40,,,b9,,,,,,,\n", "building", "buildings.csv"),
        ("d1,40,g1,1,,,,d9,,,,\n", "mirror_of", "devices.csv"),
        ("d1,40,g1,1,,,,d1,,,,\n", "mirror_of", "itself"),
        ("d1,40,g1,1,,,,d2,,,,\nd2,40,g1,2,,,,d3,,,,\nd3,40,g1,3,,,,,,,,\n", "mirror_of", "d3"),
        ("d1,40,g1,1,,,,,,,,\nd2,40,g1,1,,,,,,,,\n", "address", "line 2"),
        ("d1,水压,,,,,,,2,1,,\n", "low", "not below"),
        ("d1,水压,,,,,,,1,2,1,\n", "hysteresis", "never come back"),
        ("d1,水压,,,,,,,,,0.1,\n", "hysteresis", "no limit"),
        ("d1,40,,7,,,,,,,,\n", "gateway", "no gateway"),
        ("d1,40,g1,7,,999,,,,,,\n", "floor", "out of range"),
        (f"d1,40,g1,{'7' * 65},,,,,,,,\n", "address", "64"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_in_both_languages(tmp_path: Path, devices: str, field: str, told: str) -> None:
    (found,) = read(tmp_path, devices)
    assert (found.file, found.field) == ("devices.csv", field)
    assert told in found.message
    chinese = in_chinese(found)
    assert not any(word in chinese for word in (" the ", " is ", " correct ", " name ")), chinese


def test_two_gateways_of_one_protocol_cannot_bear_one_address(tmp_path: Path) -> None:
    rows = "g1,国标26875,1001,,,,,\ng2,gb26875,1001,,,,,\ng3,dc09,1001,,,,,\n"
    write_folder(tmp_path)
    write_tables(tmp_path, gateways=GATEWAYS + rows.replace("国标26875", "gb26875"))
    (found,) = [each for each in check_district(tmp_path).problems if each.file == "gateways.csv"]
    assert (found.line, found.field) == (3, "address")


def test_tables_that_are_absent_are_unknown(tmp_path: Path) -> None:
    write_folder(tmp_path)
    district = check_district(tmp_path).district
    assert district is not None
    assert district.registry.devices is None
    assert district.registry.gateways is None


def test_a_clerks_chinese_tables_are_imported_and_exported_unharmed(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "a")
    gateways = tmp_path / "传输装置-2026.csv"
    gateways.write_bytes("编号,协议,地址,厂家,静默时限(分钟)\nT1,国标26875,1001,示例厂,3\n".encode("gb18030"))
    devices = tmp_path / "消防设备.csv"
    devices.write_text(
        "设备编号,设备类型,网关,地址码,楼栋,楼层,安装位置,维保单位\n7,手报,T1,'1-2,b1,负一层,示例车库,示例维保\n",
        encoding="utf-8",
    )
    plan = plan_import(folder, [gateways, devices])
    assert plan.is_possible, plan.problems
    carry_out(plan)
    before = read_tables(folder)
    assert before.records("gateways") == (
        Gateway(id="T1", protocol="gb26875", address="1001", profile="示例厂", silent_after_s=180),
    )
    assert before.records("devices") == (
        Device(
            id="7",
            kind="manual_call_point",
            gateway="T1",
            address="1-2",
            building="b1",
            floor=-1,
            name="示例车库",
            owner="示例维保",
        ),
    )
    export(before, tmp_path / "out")
    again = write_full_folder(tmp_path / "b")
    carry_out(plan_import(again, [tmp_path / "out" / "gateways.csv", tmp_path / "out" / "devices.csv"]))
    assert read_tables(again).records("devices") == before.records("devices")


def test_invented_devices_are_of_every_family_labelled_and_bear_each_address_once() -> None:
    buildings = [Building(id=f"b{n}", name=f"示例{n}号楼", lon=106.5, lat=29.5, storeys=6) for n in range(80)]
    gateways = synthetic_gateways(buildings, ())
    devices = synthetic_devices(buildings, gateways)
    families = {DEVICE_KINDS[each.kind].family for each in devices}
    assert families >= {kind.family for kind in DEVICE_KINDS.values()} - {"gateway"}
    names = [each.name for each in gateways] + [each.name for each in devices]
    assert all("示例" in (name or "") for name in names)
    addresses = [(each.gateway, each.address) for each in devices]
    assert len(addresses) == len(set(addresses)) < 300
    assert devices == synthetic_devices(buildings, gateways)
    assert synthetic_devices((), synthetic_gateways((), ())) == ()
