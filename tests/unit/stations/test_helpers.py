"""The table of helpers: who there is, how they are asked, and everything that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from stations.district import check_district
from stations.helpers import HELPER_KINDS, Helper, HelpRules
from stations.registry.importing import carry_out, export, plan_import
from stations.registry.reading import read_tables
from stations.registry.rows import HELPER_WORDS
from stations.registry.synthetic import helpers
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_full_folder, write_tables

HEAD = "id,kind,name,zone,phones,webhook,cap,languages\n"


def read(folder: Path, rows: str, toml: str = 'name = "示例区"\n') -> tuple[tuple[Helper, ...], list[str]]:
    write_folder(folder)
    (folder / "district.toml").write_text(toml, encoding="utf-8")
    write_tables(folder, helpers=HEAD + rows)
    problems = [str(each) for each in check_district(folder).problems if "helpers" in str(each)]
    return read_tables(folder).records("helpers"), problems


def test_a_row_says_who_where_and_how(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path, "g1,供气,示例燃气,z1,000-60000001、000-60000002,https://a.invalid,http://b.invalid,中文 en\n"
    )
    assert problems == []
    (gas,) = found
    assert (gas.kind, gas.zone, gas.languages) == ("gas", "z1", ("zh", "en"))
    assert gas.ways == (("cap", 0), ("webhook", 0), ("phone", 0), ("phone", 1))


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("000-60000001、000-60000002", ("000-60000001", "000-60000002")),
        ("000-60000001/000-60000002", ("000-60000001", "000-60000002")),
        ("000-60000001 000-60000002", ("000-60000001", "000-60000002")),
        ("000 6000 0001", ("00060000001",)),
        ("+00 00 6000 0001；119", ("+000060000001", "119")),
        ("110 119", ("110", "119")),
        ("０００－６００００００１", ("000-60000001",)),
        ("", ()),
    ],
)
def test_telephones_are_read_in_their_order_however_they_are_parted(
    tmp_path: Path, cell: str, phones: tuple[str, ...]
) -> None:
    found, _ = read(tmp_path, f"p1,police,示例,,{cell},http://a.invalid,,\n")
    assert found[0].phones == phones


def test_a_telephone_may_be_a_label_of_the_districts_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    toml = 'name = "示例区"\n[phones]\ngas = "000-60000001"\n'
    _, problems = read(tmp_path, "g1,gas,示例,,gas,,,\ng2,gas,示例,,gaz,,,\n", toml)
    assert len(problems) == 1
    assert "gaz" in problems[0]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path,
        "g1,gass,示例,,000-1,,,\ng2,gas,示例,,,ftp://x,,\ng3,gas,示例,,,,,fr\ng4,gas,示例,,,,,\n,gas,示例,,1,,,\n",
    )
    assert {each.id for each in found} == {"g4"}
    told = "\n".join(problems)
    for word in ("gass", "ftp://x", "“fr”", "nobody can ask this helper", "is empty"):
        assert word in told


def test_a_plan_that_asks_for_a_kind_of_which_nobody_is_there_is_warned_of(tmp_path: Path) -> None:
    toml = 'name = "示例区"\n[[plans]]\nname = "leak"\nhelpers = ["gas", "lift"]\nneeds = [{ count = 1 }]\n'
    _, problems = read(tmp_path, "g1,gas,示例,,000-1,,,\n", toml)
    assert [each for each in problems if "lift" in each]
    assert not [each for each in problems if "asks for gas" in each]


def test_an_unknown_kind_in_a_plan_and_a_wrong_setting_are_errors(tmp_path: Path) -> None:
    toml = '[helpers]\nsender = "a b"\naccept_within_s = 0\n'
    toml += '[[plans]]\nname = "x"\nhelpers = ["gaz"]\nneeds = [{ count = 1 }]\n'
    write_folder(tmp_path)
    (tmp_path / "district.toml").write_text(toml, encoding="utf-8")
    reading = check_district(tmp_path)
    assert reading.district is None
    told = "\n".join(map(str, reading.problems))
    for word in ("a b", "accept_within_s", "gaz"):
        assert word in told


def test_what_is_exported_is_read_back_the_same(tmp_path: Path) -> None:
    write_full_folder(tmp_path / "a")
    write_tables(tmp_path / "a", helpers=HEAD + "g1,gas,=示例,z1,000-60000001 110,https://a.invalid,,zh en\n")
    before = read_tables(tmp_path / "a")
    export(before, tmp_path / "out")
    write_full_folder(tmp_path / "b")
    plan = plan_import(tmp_path / "b", [tmp_path / "out" / "helpers.csv"])
    carry_out(plan)
    assert read_tables(tmp_path / "b").records("helpers") == before.records("helpers")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("交巡警", "police"),
        ("交警", "police"),
        ("电力", "power"),
        ("自来水", "water"),
        ("急救", "medical"),
        ("电梯", "lift"),
    ],
)
def test_a_clerks_chinese_table_is_known_by_its_name_and_headings(tmp_path: Path, written: str, kind: str) -> None:
    write_full_folder(tmp_path / "a")
    file = tmp_path / "协同力量-2026.csv"
    row = f"g1,{written},示例大队,,000-60000001,中文"
    file.write_text(f"编号,类型,名称,服务区域,联系电话,语言\n{row}\n", encoding="utf-8")
    plan = plan_import(tmp_path / "a", [file])
    assert plan.is_possible, plan.problems
    carry_out(plan)
    (found,) = read_tables(tmp_path / "a").records("helpers")
    assert (found.kind, found.phones) == (kind, ("000-60000001",))


def test_every_kind_has_a_chinese_word_and_the_synthetic_district_has_it() -> None:
    assert set(HELPER_WORDS.values()) == set(HELPER_KINDS) == {each.kind for each in helpers()}
    assert all("示例" in each.name and each.phones[0].startswith("000-") for each in helpers())


def test_the_defaults_chase_within_minutes() -> None:
    assert HelpRules().accept_within_s < HelpRules().officer_after_s < HelpRules().arrive_within_s
