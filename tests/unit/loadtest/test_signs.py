"""Two commits differ where the signs of the pairs say so, and not where chance could have made them."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, strategies as st

from loadtest.signs import SURE, compare, sign_test


def test_signs_that_all_agree_are_sure_from_six_pairs_on() -> None:
    assert sign_test(5, 0) == pytest.approx(2 / 32)
    assert sign_test(6, 0) == pytest.approx(2 / 64)
    assert sign_test(5, 0) > SURE > sign_test(6, 0)


def test_known_values_of_the_binomial_distribution() -> None:
    assert sign_test(2, 8) == pytest.approx(112 / 1024)
    assert sign_test(1, 11) == pytest.approx(2 * 13 / 4096)
    assert sign_test(0, 0) == 1.0


@given(st.integers(0, 60), st.integers(0, 60))
def test_it_is_a_probability_and_knows_no_side(lower: int, higher: int) -> None:
    assert sign_test(lower, higher) == sign_test(higher, lower)
    assert 0 < sign_test(lower, higher) <= 1
    assert sign_test(lower, lower) == 1


def test_pairs_that_do_not_differ_are_called_different_in_at_most_one_of_twenty() -> None:
    rng = random.Random(13)
    print("seed 13")
    wrong = sum(
        compare("x", "ms", *([rng.gauss(1, 0.3) for _ in range(20)] for _ in range(2))).verdict != "no difference shown"
        for _ in range(1000)
    )
    assert wrong / 1000 <= SURE + 3 * math.sqrt(SURE / 1000)


def test_a_small_steady_gain_shows_through_a_drifting_machine() -> None:
    rng = random.Random(7)
    print("seed 7")
    machine = [rng.uniform(1, 4) for _ in range(12)]
    found = compare("cpu", "ms", [0.9 * each for each in machine], machine)
    assert (found.verdict, found.lower, found.higher) == ("lower", 12, 0)
    assert found.ratio == pytest.approx(0.9)


def test_equal_pairs_count_for_neither_side() -> None:
    found = compare("cpu", "ms", [1.0, 2.0, 3.0], [1.0, 2.0, 4.0])
    assert (found.lower, found.higher, found.chance) == (1, 0, 1.0)


def test_what_is_no_pair_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="zip"):
        compare("cpu", "ms", [1.0], [])
    with pytest.raises(ValueError, match="no pairs"):
        compare("cpu", "ms", [], [])
