import pytest

from routing.modes import AERIAL, ENGINE, FOOT, override
from routing.slope import slope_factor


def test_tobler_walks_fastest_slightly_downhill_and_at_his_own_rate() -> None:
    assert slope_factor(FOOT, 2.1, 0, 100) == pytest.approx(1.0)
    assert slope_factor(FOOT, 2.1, -5, 100) == pytest.approx(0.839, abs=0.001)
    assert slope_factor(FOOT, 2.1, 10, 100) == pytest.approx(1.419, abs=0.001)


def test_a_heavy_vehicle_climbs_at_the_speed_its_power_allows() -> None:
    assert slope_factor(ENGINE, 12.5, 0, 100) == 1.0
    speed = 10.0 / slope_factor(AERIAL, 10.0, 10, 100)
    assert speed == pytest.approx(8.0 / (9.80665 * 0.115))
    assert slope_factor(AERIAL, 10.0, -10, 100) == slope_factor(AERIAL, 10.0, 10, 100)


def test_a_step_in_the_elevation_model_over_a_few_metres_is_no_cliff() -> None:
    assert slope_factor(FOOT, 2.1, 3, 2) == slope_factor(FOOT, 2.1, 3, 30)
    assert slope_factor(FOOT, 2.1, 1000, 30) == slope_factor(FOOT, 2.1, 15, 30)


def test_a_mode_without_a_rule_knows_no_hills() -> None:
    assert slope_factor(override(FOOT, {"slope": "none"}), 2.1, 20, 100) == 1.0
