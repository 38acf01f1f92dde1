"""What units can do is a vocabulary with figures; a word that nobody knows is named, never a silent shortfall."""

from __future__ import annotations

from pathlib import Path

import pytest

from stations.capabilities import (
    UNITS,
    known_capabilities,
    made_concrete,
    meets,
    read_needed,
    read_owned,
    vocabulary,
)
from stations.district import check_district, read_district
from stations.model import Unit
from tests.unit.stations.folders import write_folder

WORDS = vocabulary()
PLAN = '[[plans]]\nname = "示例"\nneeds = [{{ modes = ["{mode}"], capabilities = ["{asked}"] }}]\n'


def units_of(*capabilities: str) -> str:
    rows = [f"u{number},s1,示例{number},engine,6,{each}\n" for number, each in enumerate(capabilities, 1)]
    return "id,station,name,mode,crew,capabilities\n" + "".join(rows)


def found(folder: Path) -> dict[str, Unit]:
    return {unit.id: unit for unit in read_district(folder).units}


def said(folder: Path) -> list[str]:
    return [
        str(each) for each in check_district(folder).problems if "capabilit" in each.message or "plan “" in each.message
    ]


def test_every_word_is_called_something_in_both_languages_and_no_spelling_means_two() -> None:
    known = known_capabilities()
    assert all(word.zh and word.en for word in known)
    assert all(word.unit in ("", *UNITS) for word in known)
    spellings = [each.lower() for word in known for each in {word.id, word.zh, word.en.lower(), *word.also}]
    assert len(spellings) == len(set(spellings)), sorted({each for each in spellings if spellings.count(each) > 1})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("reach:54m", "reach:54m"),
        ("aerial:54m", "reach:54m"),
        ("reach=54", "reach:54m"),
        ("举高：54米", "reach:54m"),
        ("flow:3600L/min", "flow:60L/s"),
        ("水罐:6吨", "water:6000L"),
        ("payload:0.5t", "payload:500kg"),
        ("SCBA", "breathing_apparatus"),
        ("剪扩钳", "cutter_spreader"),
        ("foam", "foam"),
        ("foam:500L", "foam:500L"),
    ],
)
def test_what_a_unit_has_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert read_owned(written, WORDS) == (kept, "")
    assert read_owned(kept, WORDS) == (kept, "")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("breathing_aparatus", "did you mean breathing_apparatus"),
        ("rech:54m", "did you mean reach"),
        ("reach:54kg", "no figure in m"),
        ("reach:high", "no figure in m"),
        ("drone:3kg", "has no figure"),
        ("举糕:54m", "no known capability"),
    ],
)
def test_what_nobody_can_read_is_kept_and_named(written: str, why: str) -> None:
    kept, problem = read_owned(written, WORDS)
    assert kept == written
    assert why in problem


@pytest.mark.parametrize(
    ("needed", "owned", "enough"),
    [
        ("reach>=54m", "reach:54m", True),
        ("reach>=54m", "reach:53.9m", False),
        ("reach>=54m", "reach", False),
        ("reach", "reach:32m", True),
        ("reach", "foam", False),
        ("flow>=60L/s", "flow:60L/s", True),
        ("reach>=54m", "reach:high", False),
        ("foam", "foam:500L", True),
    ],
)
def test_a_figure_that_nobody_wrote_down_is_not_known_to_be_enough(needed: str, owned: str, *, enough: bool) -> None:
    assert meets((needed,), (owned,)) is enough


def test_every_part_of_a_need_is_needed_and_of_a_word_that_stands_twice_the_greater_counts() -> None:
    assert meets(("foam", "reach>=30m"), ("reach:20m", "foam", "reach:32m"))
    assert not meets(("foam", "reach>=30m"), ("reach:32m",))
    assert meets((), ())


def test_a_need_may_follow_from_the_building_and_its_floor() -> None:
    assert read_needed("reach>=building", WORDS).kept == "reach>=building"
    asked = ("reach>=floor", "reach>=building", "foam")
    high = made_concrete(asked, height_m=99.0, storeys=33, floor=10)
    assert high == ("reach>=30m", "reach>=99m", "foam")
    assert made_concrete(asked, height_m=99.0, storeys=33, floor=-2) == ("reach>=0m", "reach>=99m", "foam")
    assert made_concrete(asked, height_m=None, storeys=10, floor=None) == ("reach>=30m", "reach>=30m", "foam")
    assert made_concrete(asked, height_m=None, storeys=None, floor=None) == ("reach", "reach", "foam"), "no guess"


def test_a_units_words_are_read_in_either_language_from_its_table(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, units=units_of("aerial:54m 空气呼吸器", "流量:60L/s"))
    assert found(folder)["u1"].capabilities == ("reach:54m", "breathing_apparatus")
    assert found(folder)["u2"].capabilities == ("flow:60L/s",)


def test_an_unknown_word_of_a_unit_or_a_plan_is_named_with_what_was_meant(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path,
        toml=PLAN.format(mode="engine", asked="breathing_aparatus"),
        units=units_of("foam", "brething_apparatus"),
    )
    problems = said(folder)
    assert any(each.startswith("units.csv:3: capabilities: “brething_apparatus”") for each in problems)
    assert any(
        "district.toml:3: plans.needs.capabilities" in each or "did you mean breathing" in each for each in problems
    )
    assert check_district(folder).district is not None, "an old district with its own words is still read"


def test_a_need_that_no_unit_could_ever_meet_is_named(tmp_path: Path) -> None:
    asked = write_folder(tmp_path, toml=PLAN.format(mode="engine", asked="reach>=54m"), units=units_of("reach:32m"))
    assert "asks for reach>=54m, which no unit has" in said(asked)[0]
    relative = PLAN.format(mode="engine", asked="reach>=building")
    assert said(write_folder(tmp_path, toml=relative, units=units_of("reach:32m"))) == []


def test_a_districts_own_word_is_known(tmp_path: Path) -> None:
    own = '[[capabilities]]\nid = "mist"\nzh = "细水雾"\nen = "water mist"\nunit = "L/s"\n'
    toml = PLAN.format(mode="engine", asked="mist>=2L/s") + own
    folder = write_folder(tmp_path, toml=toml, units=units_of("细水雾:120L/min"))
    assert said(folder) == []
    assert found(folder)["u1"].capabilities == ("mist:2L/s",)


def test_a_vehicle_that_is_in_order_brings_its_unit_what_it_can_do(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, units=units_of("foam", "foam", "foam"))
    (folder / "vehicles.csv").write_text(
        "id,station,kind,unit,state,capabilities\n"
        "v1,s1,pumper,u1,ready,aerial:54m\nv2,s1,pumper,u2,defective,aerial:54m\nv3,s1,pumper,u3,,reach:32m\n",
        encoding="utf-8",
    )
    assert [unit.capabilities for unit in found(folder).values()] == [
        ("foam", "reach:54m"),
        ("foam",),
        ("foam", "reach:32m"),
    ]
