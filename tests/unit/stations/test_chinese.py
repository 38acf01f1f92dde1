"""Whatever is wrong with a table is said in Chinese, too."""

from pathlib import Path

import pytest

from stations.chinese import in_chinese, translate
from stations.district import check_district
from stations.problems import Problem
from stations.registry.importing import plan_import
from tests.unit.stations.registries import write_full_folder, write_tables

SPOILED: dict[str, str | bytes] = {
    "stations": "id,name,kind,lon,lat,fone\n01,甲,micro,106.57,29.55,\ns 2,乙,fire,abc,95\ns3,丙,fire,29.5,106.5,\n"
    "s4,丁,fire,0,0,\ns5,戊,fire,36360000,3270000,\ns6,己,fire,190,100,\n,,,,,\ns7,,fire,106.57,29.55,\n",
    "units": "id,station,name,mode,crew,capabilities\nu1,1,组,foot,2.5,a\nu2,01,组,flying,999,水\nu3,s9,组,foot,x,\n",
    "buildings": "id,name,lon,lat,fire_lift\nb1,楼,106.57,29.55,perhaps\nb1,楼,126.57,29.55,yes\n",
    "members": "id,station,role\nm1,s3,站长\nm1,s4,队员\nm2,s4,队长\n",
    "equipment": "id,station,kind,count,serial,made,expires\ne1,s3,hose,2,A,2026-02-30,46082\n"
    "e2,s3,helmit,1,1.2E+11,2026-05-01,2025-01-01\ne3,s3,hose,1,,####,1900-01-01\ne4,s3,hose,1,,3/1/26,\n",
    "vehicles": b"id,station,kind\nv1,s3,\xb3\xb5\n",
    "hydrants": "id;kind\n",
    "rooms": "id,station,area_m2,area_m2\n",
    "zones": b"\xff\xfei\x00d\x00",
    "building_files": b'building,plan\nb1,\xe6\xa5\xbc\xff\nb2,\xe6\xa5\xbc\xe6\xa5\xbc\nb1,"open\n',
    "nothing": "",
}


def test_every_defect_of_a_thoroughly_spoiled_district_has_its_chinese(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    problems = plan_import(folder, write_tables(tmp_path / "new", **SPOILED), partial=False).problems
    assert len(problems) > 40
    assert [problem.message for problem in problems if translate(problem.message) == problem.message] == []


def test_so_have_the_defects_of_norms_and_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(
        'base = 3\nwithout = ["nobody"]\nfoo = 1\n[[rules]]\nid = 5\nminimum = "x"\nsource = "s"\nadvised = 2\n'
        '[[equipment]]\nid = "e"\nzh = "e"\nen = "e"\nlife_years = 1.5\n'
    )
    problems = check_district(tmp_path).problems
    assert len(problems) > 12
    assert [problem.message for problem in problems if translate(problem.message) == problem.message] == []


def test_file_row_and_column_are_said_as_a_clerk_says_them() -> None:
    problem = Problem(
        file="人员.csv", line=7, field="station", message="“s9” is not in stations.csv; add it there or correct it"
    )
    assert in_chinese(problem) == "人员.csv 第 7 行 “station”列：“s9”不在 stations.csv 中；请在那里添加或在此更正"


@pytest.mark.parametrize("message", ["something new", "is empty", ""])
def test_a_sentence_without_chinese_is_shown_as_it_is(message: str) -> None:
    assert translate(message) == message
