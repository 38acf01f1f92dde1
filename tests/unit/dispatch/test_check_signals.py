"""``onethree check`` names what the ways in cannot use: profiles, registers, mappings."""

from __future__ import annotations

from pathlib import Path

from dispatch.cli.check_signals import check_signals
from stations.chinese import in_chinese
from stations.district import check_district
from stations.problems import Problem
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_tables

REGISTERS = """\
[[gateway]]
id = "m1"
host = "192.0.2.10"
[[gateway.register]]
address = "P1"
at = 0
what = "pressure"
unit = "MPa"
"""


def problems(folder: Path, gateways: str, devices: str = "", registers: str | None = None) -> list[Problem]:
    write_folder(folder)
    write_tables(folder, gateways="id,protocol,profile\n" + gateways, devices="id,kind,gateway,address\n" + devices)
    if registers is not None:
        (folder / "modbus.toml").write_text(registers, encoding="utf-8")
    district = check_district(folder).district
    assert district is not None
    return check_signals(folder, district)


def test_what_goes_together_is_not_spoken_of(tmp_path: Path) -> None:
    gateways = "g1,gb26875,dahua\ng2,gb26875,\np1,push,ctwing\nq1,mqtt,anything\nm1,modbus,\n"
    assert problems(tmp_path, gateways, "d1,water_pressure,m1,P1\n", REGISTERS) == []


def test_a_profile_that_nobody_knows_is_named_with_the_one_that_is_meant(tmp_path: Path) -> None:
    found = problems(tmp_path, "g1,gb26875,dahau\np1,push,ctwng\n")
    assert [each.severity for each in found] == ["warning", "warning"]
    assert "did you mean dahua?" in found[0].message
    assert "did you mean ctwing?" in found[1].message
    assert "“g1”的厂商“dahau”" in in_chinese(found[0])


def test_a_gateway_without_registers_and_registers_without_one_are_named(tmp_path: Path) -> None:
    found = problems(tmp_path, "m2,modbus,\n", registers=REGISTERS)
    assert [(each.file, each.field) for each in found] == [
        ("gateways.csv", "id"),
        ("modbus.toml", "id"),
        ("modbus.toml", "address"),
    ]
    assert all(in_chinese(each) != str(each) for each in found)


def test_a_file_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "broken.toml").write_text("name = ", encoding="utf-8")
    found = problems(tmp_path, "m1,modbus,\n", registers="[[gateway]]\n")
    assert [(each.file, each.severity) for each in found] == [
        ("modbus.toml", "error"),
        ("mappings/broken.toml", "error"),
    ]
