import pytest

from routing.errors import ModeError
from routing.vertical import VerticalRules, halder_kuklane_m_s, stairs_s, storey_ms, vertical_from


def test_the_ground_floor_and_an_unknown_floor_take_no_time() -> None:
    assert [storey_ms(floor) for floor in (None, 0, 1)] == [0, 0, 0]


def test_stairs_in_gear_slow_down_above_the_tenth_storey_and_no_further_than_the_slowest() -> None:
    assert stairs_s(10) == 150
    assert stairs_s(11) - stairs_s(10) == 16
    assert stairs_s(20) - stairs_s(19) == 25
    assert stairs_s(40) - stairs_s(39) == 25


def test_a_tall_building_is_climbed_by_its_fire_lift() -> None:
    by_lift = storey_ms(33, storeys=33, fire_lift=True)
    assert by_lift == round((45 + 30 / 32 * 60 + 30) * 1000)
    assert by_lift < storey_ms(33, storeys=33, fire_lift=False)


def test_a_low_storey_is_climbed_on_foot_though_there_is_a_lift() -> None:
    assert storey_ms(3, storeys=33, fire_lift=True) == 30_000


def test_an_unknown_lift_is_there_where_the_height_requires_one() -> None:
    assert storey_ms(15, storeys=20) == storey_ms(15, storeys=20, fire_lift=True)
    assert storey_ms(10, storeys=11) == storey_ms(10, storeys=11, fire_lift=False)
    assert storey_ms(10, storeys=10, height_m=40) == storey_ms(10, storeys=10, fire_lift=True)


def test_basements_are_reached_by_the_stairs() -> None:
    assert storey_ms(-2, storeys=33, fire_lift=True) == 24_000


def test_higher_never_takes_less_time() -> None:
    for lift in (True, False, None):
        times = [storey_ms(floor, storeys=60, fire_lift=lift) for floor in range(1, 61)]
        assert times == sorted(times)


def test_halder_and_kuklane_give_the_published_example() -> None:
    assert 3.0 / halder_kuklane_m_s(40, 80) == pytest.approx(11.5, abs=0.1)
    assert 3.0 / halder_kuklane_m_s(35, 70) == pytest.approx(16.5, abs=0.1)


def test_a_district_overrides_numbers_and_nonsense_is_refused() -> None:
    assert storey_ms(5, rules=vertical_from({"stairs_s_per_floor": 10})) == 40_000
    assert vertical_from({}) == VerticalRules()
    for table in ({"stairs": 1}, {"floor_m": 0}, {"lift_boarding_s": -1}, {"floor_m": "high"}):
        with pytest.raises(ModeError, match=r"roads\.vertical"):
            vertical_from(table)
