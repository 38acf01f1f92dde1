"""San Francisco's recorded runs: how well travel times are predicted, before and after calibration."""

import tomllib
from pathlib import Path

import pytest

from loadtest.san_francisco import ROADS_TABLE, CityFiles, calibrate_san_francisco
from routing.calibration.report import CalibrationReport
from routing.modes import modes_from
from stations.district import read_district
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("san-francisco")


@pytest.fixture(scope="module")
def report(folder: Path) -> CalibrationReport:
    return calibrate_san_francisco(CityFiles.of(shared_data("sf-fire")), folder)


def test_calibration_on_four_days_improves_the_fifth(report: CalibrationReport) -> None:
    (fit,) = report.calibrations
    print("\n".join(report.lines()))
    assert fit.held_out.isoformat() == "2017-01-04"
    assert (fit.fitted_trips, fit.judged_trips) == (882, 238)
    assert fit.travel.after_error_s < 0.8 * fit.travel.before_error_s
    assert fit.total.after_error_s < 0.6 * fit.total.before_error_s
    assert abs(fit.travel.after.p50 / fit.travel.recorded.p50 - 1) < 0.1
    assert abs(fit.total.after.p50 / fit.total.recorded.p50 - 1) < 0.1


def test_the_report_admits_that_the_longest_runs_are_not_predicted(report: CalibrationReport) -> None:
    (fit,) = report.calibrations
    assert fit.travel.after.p90 < 0.8 * fit.travel.recorded.p90
    assert any("span" in line and "correlation" in line for line in report.lines())


def test_the_fitted_lines_are_what_the_district_file_takes(report: CalibrationReport) -> None:
    (fit,) = report.calibrations
    modes = modes_from(tomllib.loads(report.toml())["roads"]["modes"])
    assert modes["engine"].speeds_kmh["primary"] == pytest.approx(fit.mode.speeds_kmh["primary"], abs=0.01)


def test_the_written_folder_is_a_district_and_reads_its_roads_the_same_way(
    report: CalibrationReport, folder: Path
) -> None:
    assert report.calibrations
    district = read_district(folder)
    assert district.roads == folder / "streets.geojson"
    assert district.roads_settings == ROADS_TABLE
