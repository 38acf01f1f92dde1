"""district.toml: targets, ladder and plans as data, with defaults."""

from pathlib import Path

import pytest

from stations.district import check_district, read_district
from stations.rules import (
    DEFAULT_LADDER,
    DEFAULT_PLANS,
    DEFAULT_TURNOUT_S,
    TARGET_PROFILES,
    Need,
    Rung,
    Target,
)
from tests.unit.stations.folders import write_folder


def _said(folder: Path, severity: str = "error") -> list[str]:
    return [str(problem) for problem in check_district(folder).problems if problem.severity == severity]


def _limits(targets: tuple[Target, ...], whose: str = "anybody") -> dict[tuple[str, str], int]:
    return {(target.name, kind): target.limit_s for target in targets for kind in target.kinds if target.whose == whose}


def test_without_district_toml_the_defaults_apply_and_it_is_said(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, toml=None)
    settings = read_district(folder).settings
    assert (settings.name, settings.timezone) == (tmp_path.name, "Asia/Shanghai")
    assert settings.targets == TARGET_PROFILES["one-three"]
    assert settings.ladder == DEFAULT_LADDER
    assert settings.plans == DEFAULT_PLANS
    assert settings.turnout_s == DEFAULT_TURNOUT_S
    assert _said(folder, "warning")[0].startswith("district.toml: is missing")


def test_w1_one_three_is_a_minute_for_the_buildings_own_crews_and_three_for_neighbours() -> None:
    own, limits = (_limits(TARGET_PROFILES["one-three"], whose) for whose in ("own_building", "anybody"))
    assert own == {("arrive", "micro_unit"): 60, ("arrive", "micro_community"): 60}
    assert limits["respond", "micro_unit"] == limits["respond", "fire"] == 60
    assert limits["arrive", "micro_unit"] == limits["arrive", "micro_community"] == 180
    assert limits["handle", "micro_unit"] == 180
    assert limits["arrive", "small"] == limits["arrive", "fire"] == 300
    assert ("handle", "fire") not in limits


def test_w1_the_echelon_is_one_for_its_own_three_for_neighbours_five_for_the_brigade() -> None:
    own, others = (_limits(TARGET_PROFILES["echelon"], whose) for whose in ("own_building", "anybody"))
    assert own["arrive", "micro_unit"] == 60
    assert (others["arrive", "micro_unit"], others["arrive", "fire"]) == (180, 300)


def test_the_default_ladder_is_the_first_hubs_and_reminds_of_the_hand_over() -> None:
    assert [(rung.trigger, rung.after_s, rung.action) for rung in DEFAULT_LADDER] == [
        ("undelivered", 3, "next_unit"),
        ("unacknowledged", 15, "alert_again"),
        ("unacknowledged", 30, "next_unit"),
        ("missed_arrive", 0, "next_unit"),
        ("missed_arrive", 0, "fire_station"),
        ("missed_hand_over", 0, "alert_again"),
        ("missed_hand_over", 120, "duty_officer"),
    ]


def test_an_own_target_replaces_the_profiles_for_the_kinds_it_names(tmp_path: Path) -> None:
    toml = """
    [[targets]]
    name = "arrive"
    to = "on_scene"
    kinds = ["micro_community"]
    limit_s = 120
    """
    targets = read_district(write_folder(tmp_path, toml=toml)).settings.targets
    assert _limits(targets)["arrive", "micro_community"] == 120
    assert _limits(targets)["arrive", "micro_unit"] == 180
    assert _limits(targets)["arrive", "fire"] == 300
    assert _limits(targets, "own_building") == {("arrive", "micro_unit"): 60}, "whosever building it is: also its own"


def test_w1_an_own_target_for_whose_building_it_is_leaves_the_broader_ones(tmp_path: Path) -> None:
    toml = """
    [[targets]]
    name = "arrive"
    to = "on_scene"
    kinds = ["micro_unit"]
    whose = "own_zone"
    limit_s = 90
    [[targets]]
    name = "arrive"
    to = "on_scene"
    kinds = ["micro_unit"]
    plans = ["default"]
    limit_s = 100
    """
    targets = read_district(write_folder(tmp_path, toml=toml)).settings.targets
    assert _limits(targets, "own_zone") == {("arrive", "micro_unit"): 90}
    assert _limits(targets, "own_building") == {("arrive", "micro_community"): 60}
    assert [each.limit_s for each in targets if each.name == "arrive" and "micro_unit" in each.kinds] == [180, 90, 100]


def test_w1_a_target_of_an_unknown_plan_or_for_an_unknown_whose_is_named(tmp_path: Path) -> None:
    toml = """\
[[targets]]
name = "arrive"
to = "on_scene"
limit_s = 90
whose = "own building"
plans = ["tower"]
"""
    said = _said(write_folder(tmp_path, toml=toml))
    assert [line.split(": ")[0:2] for line in said] == [
        ["district.toml:5", "targets.whose"],
        ["district.toml:6", "targets.plans"],
    ]


def test_everything_that_a_district_may_write(tmp_path: Path) -> None:
    toml = """
    name = "示例区"
    timezone = "Europe/Paris"
    profile = "one-three-five"
    [phones]
    centre = "示例"
    [turnout]
    fire = 80
    [[ladder]]
    trigger = "missed_respond"
    after_s = 5
    action = "fire_station"
    [[plans]]
    name = "高层"
    kinds = ["smoke", "flame"]
    height_from_m = 24
    needs = [{ count = 3, station_kinds = ["micro_unit"] }, { modes = ["aerial"], capabilities = ["ladder"] }]
    [roads]
    file = "streets.geojson"
    class = "class_code"
    """
    district = read_district(write_folder(tmp_path, toml=toml, roads="streets.geojson"))
    settings = district.settings
    assert (settings.name, settings.timezone, settings.phones) == (
        "示例区",
        "Europe/Paris",
        {"centre": "示例"},
    )
    assert settings.targets == TARGET_PROFILES["one-three-five"]
    assert settings.turnout_s["fire"] == 80
    assert settings.ladder == (Rung(trigger="missed_respond", after_s=5, action="fire_station"),)
    assert settings.plans[0].name == "高层"
    assert settings.plans[1:] == DEFAULT_PLANS
    assert settings.plans[0].needs == (
        Need(count=3, station_kinds=("micro_unit",)),
        Need(count=1, modes=("aerial",), capabilities=("ladder",)),
    )
    assert district.roads == tmp_path / "streets.geojson"
    assert district.roads_settings["class"] == "class_code"


def test_every_problem_of_the_settings_has_its_line(tmp_path: Path) -> None:
    toml = """\
name = 7
timezone = "Mars/Olympus"
profile = "one-four"
[turnout]
fire = "fast"
[[targets]]
name = "arrive"
from = "on_scene"
to = "assigned"
limit_s = 0
[[ladder]]
trigger = "missed_tea"
after_s = -1
action = "shout"
[[plans]]
name = "default"
needs = [{ count = 0, modes = ["horse"] }]
[roads]
file = "gone.osm"
"""
    said = _said(write_folder(tmp_path, toml=toml))
    places = sorted((int(line.split(":")[1]), line.split(": ")[1]) for line in said if "roads" not in line)
    assert places == [
        (1, "name"),
        (2, "timezone"),
        (3, "profile"),
        (5, "turnout.fire"),
        (9, "targets.to"),
        (10, "targets.limit_s"),
        (12, "ladder.trigger"),
        (13, "ladder.after_s"),
        (14, "ladder.action"),
        (16, "plans.name"),
        (17, "plans.needs.count"),
        (17, "plans.needs.modes"),
    ]
    assert "district.toml: roads.file: 'gone.osm' is not a file in this folder; correct its name" in said


@pytest.mark.parametrize(
    ("toml", "warning"),
    [
        ('nam = "x"', "district.toml:1: nam: this key is not read; did you mean name?"),
        ("[turnout]\nmicro = 3", "district.toml:2: turnout.micro: this key is not read"),
        (
            "[[ladder]]\ntrigger='undelivered'\nafter_s=1\naction='next_unit'\nwhy=1",
            "district.toml:5: ladder.why",
        ),
    ],
)
def test_an_unknown_key_is_a_warning(tmp_path: Path, toml: str, warning: str) -> None:
    assert _said(write_folder(tmp_path, toml=toml), "warning")[0].startswith(warning)


def test_two_targets_of_one_name_may_not_share_a_kind(tmp_path: Path) -> None:
    entry = '[[targets]]\nname = "arrive"\nto = "on_scene"\nkinds = ["fire"]\nlimit_s = 9\n'
    assert "names one of these kinds already" in _said(write_folder(tmp_path, toml=entry * 2))[0]


@pytest.mark.parametrize("toml", ["targets = 3", "ladder = [1]", "phones = 'x'", "[[plans]]\nname = 'p'"])
def test_a_key_of_the_wrong_shape_is_an_error_not_an_exception(tmp_path: Path, toml: str) -> None:
    assert _said(write_folder(tmp_path, toml=toml))


def test_the_first_of_several_road_files_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    folder = write_folder(write_folder(tmp_path), roads="roads.osm.pbf")
    assert read_district(folder).roads.name == "roads.osm.pbf"
    assert "roads.osm is not read" in _said(folder, "warning")[0]


def test_a_district_says_how_many_units_its_ladder_may_add(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, toml="ladder_max_units = 3\n")
    assert read_district(folder).settings.ladder_max_units == 3


def test_a_corridor_needs_an_address_and_nothing_else(tmp_path: Path) -> None:
    assert read_district(write_folder(tmp_path)).settings.corridor.url == ""
    toml = '[corridor]\nurl = "https://traffic.invalid/"\n'
    rules = read_district(write_folder(tmp_path, toml=toml)).settings.corridor
    assert (rules.url, rules.renew_every_s, rules.min_change_s) == ("https://traffic.invalid/", 15, 5)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[corridor]\nurl = "traffic.invalid"\n', "is no web address"),
        ('[corridor]\nurl = "http://traffic.invalid"\nrenew_every_s = 0\n', "renew_every_s"),
    ],
)
def test_a_corridor_that_cannot_be_is_named(tmp_path: Path, toml: str, said: str) -> None:
    assert said in "".join(_said(write_folder(tmp_path, toml=toml)))


FORWARD = '[[forward]]\nname = "119"\nurl = "https://centre.invalid/"\ncode = "50010300000000"\n'


def test_who_hears_of_fires_outside_has_a_name_an_address_and_a_code(tmp_path: Path) -> None:
    assert read_district(write_folder(tmp_path)).settings.forward == ()
    (target,) = read_district(write_folder(tmp_path, toml=FORWARD)).settings.forward
    assert (target.form, target.answer_within_s, target.exercises) == ("cap", 30, False)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (FORWARD.replace("https://", ""), "is no web address"),
        (FORWARD.replace("50010300000000", "500103"), "is no code of a body"),
        (FORWARD + 'form = "fax"\n', "form"),
        (FORWARD + FORWARD, "another target is called"),
        (FORWARD.replace('code = "50010300000000"\n', ""), "code"),
    ],
)
def test_a_target_outside_that_cannot_be_is_named(tmp_path: Path, toml: str, said: str) -> None:
    assert said in "".join(_said(write_folder(tmp_path, toml=toml)))
