"""A district adds to the rules of grading, replaces them, leaves them out; what is wrong with them is named."""

from __future__ import annotations

from pathlib import Path

from stations.district import check_district, read_district
from stations.grading.reading import national_grading
from tests.unit.stations.folders import write_folder

OWN = """
[[grading.rules]]
id = "old_town"
grade = 3
of = "fire"
building_kinds = ["timber"]
zh = "老街"
en = "old town"
source = "示例区预案"
confidence = "A"
"""


def rules(folder: Path) -> dict[str, int]:
    return {rule.id: rule.grade for rule in read_district(folder).settings.grading.rules}


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_district(folder).problems if "grading" in problem.field]


def test_without_a_word_the_national_rules_apply(tmp_path: Path) -> None:
    assert read_district(write_folder(tmp_path, toml="")).settings.grading == national_grading()


def test_own_rules_come_to_the_national_ones(tmp_path: Path) -> None:
    found = rules(write_folder(tmp_path, toml=OWN))
    assert found["old_town"] == 3
    assert found["few_trapped"] == 2


def test_a_rule_of_the_same_id_replaces_the_national_one(tmp_path: Path) -> None:
    found = rules(write_folder(tmp_path, toml=OWN.replace("old_town", "few_trapped")))
    assert found["few_trapped"] == 3


def test_rules_can_be_left_out_one_by_one_or_all(tmp_path: Path) -> None:
    assert "asleep" not in rules(write_folder(tmp_path, toml='[grading]\nwithout = ["asleep"]'))
    assert rules(write_folder(tmp_path, toml='[grading]\nbase = "none"' + OWN)) == {"old_town": 3}


def test_a_district_calls_more_places_crowded(tmp_path: Path) -> None:
    settings = read_district(write_folder(tmp_path, toml='[grading.places]\ncrowded = ["tea_house"]')).settings
    crowded = [rule for rule in settings.grading.rules if "tea_house" in rule.building_kinds]
    assert {rule.id for rule in crowded} == {"crowded_place", "several_detectors_crowded"}
    assert all("mall" in rule.building_kinds for rule in crowded)


def test_what_is_wrong_is_named_with_what_was_probably_meant(tmp_path: Path) -> None:
    assert "did you mean asleep" in problems(write_folder(tmp_path, toml='[grading]\nwithout = ["aslep"]'))[0]
    assert "between 1 and 5" in problems(write_folder(tmp_path, toml=OWN.replace("grade = 3", "grade = 6")))[0]
    unknown = OWN.replace('building_kinds = ["timber"]', 'places = ["crowdd"]')
    assert "did you mean crowded" in problems(write_folder(tmp_path, toml=unknown))[0]
    hours = OWN + 'hours = "25:00-06:00"\n'
    assert "no span of the day" in problems(write_folder(tmp_path, toml=hours))[0]
    assert "source" in " ".join(problems(write_folder(tmp_path, toml=OWN.replace('source = "示例区预案"', ""))))
