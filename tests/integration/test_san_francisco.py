"""San Francisco's recorded runs: found speeds beside straight lines and one speed, on days that they have not seen."""

import tomllib
from pathlib import Path

import pytest

from loadtest.san_francisco import ROADS_TABLE, CityFiles, calibrate_san_francisco
from routing.calibration.report import CalibrationReport
from routing.calibration.trial import Trial
from routing.calibration.verdict import Score
from routing.modes import modes_from
from stations.district import read_district
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("san-francisco")


@pytest.fixture(scope="module")
def report(folder: Path) -> CalibrationReport:
    found = calibrate_san_francisco(CityFiles.of(shared_data("sf-fire")), folder)
    print("\n".join(found.lines()))
    return found


@pytest.fixture
def trial(report: CalibrationReport) -> Trial:
    (engines,) = report.trials
    return engines


@pytest.fixture
def scores(trial: Trial) -> dict[str, Score]:
    return {score.model: score for score in trial.scores}


def test_b15_every_call_and_every_arrival_of_the_record_is_judged_once(trial: Trial) -> None:
    assert (trial.calls, trial.timed) == (1990, 1168)
    assert sum(len(fold) for fold in trial.folds) == 6
    assert {score.choices["ENGINE"][1] for score in trial.scores} == {1582}
    assert {score.choices["TRUCK"][1] for score in trial.scores} == {408}


@pytest.mark.parametrize("kind", ["ENGINE", "TRUCK"])
def test_b15_found_speeds_choose_at_least_as_well_as_straight_lines_and_one_speed(
    scores: dict[str, Score], kind: str
) -> None:
    found = scores["found"].share(kind)
    assert found >= scores["straight lines"].share(kind)
    assert found >= scores["one speed, no freeways"].share(kind)
    assert found > scores["speeds as they are"].share(kind)


def test_b15_found_speeds_predict_arrivals_better_than_either_and_without_bias(scores: dict[str, Score]) -> None:
    found = scores["found"]
    assert found.median_error_s <= 36
    assert all(found.median_error_s < score.median_error_s for score in scores.values() if score is not found)
    assert abs(found.bias_s) <= 10


def test_b15_they_are_recommended_and_the_report_prints_the_split_and_every_model(
    report: CalibrationReport, trial: Trial
) -> None:
    assert trial.objections == ()
    text = "\n".join(report.lines())
    for said in (
        "part 5: 2017-01-04",
        "straight lines",
        "one speed, no freeways",
        "sent first",
        "recommended: it beat",
    ):
        assert said in text


def test_the_speeds_file_is_what_the_district_takes(report: CalibrationReport, trial: Trial) -> None:
    assert modes_from(tomllib.loads(report.toml())["roads"]["modes"])["engine"] == trial.mode


def test_the_written_folder_is_a_district_and_reads_its_roads_the_same_way(
    report: CalibrationReport, folder: Path
) -> None:
    assert report.trials
    district = read_district(folder)
    assert district.roads == folder / "streets.geojson"
    assert district.roads_settings == ROADS_TABLE
