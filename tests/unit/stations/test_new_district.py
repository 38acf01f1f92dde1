"""W11: a new district looks first; the folder that is written is read without a word about its settings."""

from pathlib import Path

import pytest

from stations.district import check_district
from stations.new_district import DistrictExistsError, write_new_district
from stations.problems import Findings
from stations.rules import DEFAULT_PLAN, LOOK, PLAN_PROFILES, TARGET_PROFILES, VERIFY_FIRST, Look
from stations.settings import read_settings
from tests.unit.stations.folders import write_folder


def test_w11_a_new_districts_folder_is_written_with_verify_first(tmp_path: Path) -> None:
    written = write_new_district(tmp_path / "new", "示例区")
    assert [path.name for path in written] == ["district.toml", "stations.csv", "units.csv", "buildings.csv"]
    settings = read_settings(tmp_path / "new", Findings("district.toml")).settings
    assert settings.plans == (*PLAN_PROFILES[VERIFY_FIRST], DEFAULT_PLAN)
    assert (settings.name, settings.look, settings.targets) == ("示例区", LOOK, TARGET_PROFILES["one-three"])
    said = [str(each) for each in check_district(tmp_path / "new").problems]
    assert not [each for each in said if each.startswith("district.toml")]


@pytest.mark.parametrize("name", ['示例"区', "a\\b", "line\nend", "'"])
def test_whatever_it_is_called_its_settings_are_toml(tmp_path: Path, name: str) -> None:
    write_new_district(tmp_path, name)
    findings = Findings("district.toml")
    assert read_settings(tmp_path, findings).settings.name == name.replace("\n", "")
    assert not findings.problems


def test_a_district_that_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, toml='name = "示例"')
    with pytest.raises(DistrictExistsError, match="is there already"):
        write_new_district(folder, "other")
    (folder / "district.toml").unlink()
    stations = (folder / "stations.csv").read_bytes()
    assert [path.name for path in write_new_district(folder, "other")] == ["district.toml"]
    assert (folder / "stations.csv").read_bytes() == stations


def test_w10_the_limit_of_a_look_is_written_in_district_toml(tmp_path: Path) -> None:
    assert read_settings(write_folder(tmp_path, toml=""), Findings("district.toml")).settings.look == LOOK
    own = write_folder(tmp_path, toml="[look]\nwithin_s = 90\n")
    assert read_settings(own, Findings("district.toml")).settings.look == Look(within_s=90)
    never = write_folder(tmp_path, toml="[look]\nwithin_s = 0\n")
    assert read_settings(never, Findings("district.toml")).settings.look == Look(within_s=0)
    wrong = write_folder(tmp_path, toml="[look]\nwithin_s = -1\nwithin = 3\n")
    said = [str(each) for each in check_district(wrong).problems if "look" in str(each)]
    assert len(said) == 2
