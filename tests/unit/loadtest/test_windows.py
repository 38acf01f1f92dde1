"""Windows in turns: what the machine does to both cancels; what it does to one is not called the hub's."""

from __future__ import annotations

import random

import pytest

from loadtest.figures import Figure, at_most, voided
from loadtest.windows import hold_against, in_turns, why_void


def test_everybody_has_as_many_turns_and_nobody_is_always_first() -> None:
    turns = in_turns(["ours", "bare"], 4)
    assert turns == ["ours", "bare", "bare", "ours", "ours", "bare", "bare", "ours"]
    assert in_turns(["a", "b", "c"], 2) == ["a", "b", "c", "c", "b", "a"]


def test_a_machine_that_slows_down_by_half_changes_no_ratio() -> None:
    rng = random.Random(3)
    print("seed 3")
    speeds = [1.0, 1.0, 5.0, 5.0, 0.5]
    bare = [[speed * rng.uniform(0.9e-3, 1.1e-3) for _ in range(200)] for speed in speeds]
    ours = [[1.5 * each for each in window] for window in bare]
    found = hold_against(ours, bare)
    assert found is not None
    assert found.p50_ratio == pytest.approx(1.5)
    assert found.p99_ratio == pytest.approx(1.5)
    assert found.windows == 5


def test_one_disturbed_window_moves_the_tail_but_not_the_middle() -> None:
    calm = [[1e-3] * 100 for _ in range(9)]
    disturbed = [*calm[:8], [50e-3] * 100]
    found = hold_against(disturbed, calm)
    assert found is not None
    assert found.p50_ratio == pytest.approx(1.0)
    assert found.p99_ratio == pytest.approx(50.0)


def test_a_window_with_hardly_an_order_is_left_out_with_its_pair() -> None:
    found = hold_against([[1e-3] * 20, [9e-3] * 4, [2e-3] * 20], [[1e-3] * 20, [1e-3] * 20, [1e-3] * 20])
    assert found is not None
    assert found.windows == 2
    assert found.p50_ratio == pytest.approx(1.5)
    assert hold_against([[1e-3]], [[1e-3]]) is None


def test_a_run_is_void_for_what_others_did_and_for_a_bare_server_that_lags_too() -> None:
    assert why_void(bare_p99_s=4.9e-3, others=0.05, stolen=0.0) is None
    assert why_void(bare_p99_s=None, others=0.05, stolen=0.0) is None
    assert "bare server's p99 is 5.1 ms" in str(why_void(bare_p99_s=5.1e-3, others=0.0, stolen=0.0))
    assert "other programs used 30%" in str(why_void(bare_p99_s=1e-3, others=0.3, stolen=0.0))
    assert "the host took 20%" in str(why_void(bare_p99_s=1e-3, others=0.0, stolen=0.2))


def test_a_void_goal_is_neither_met_nor_missed_and_figures_without_a_goal_stay() -> None:
    figures = [at_most("a", 1.0, "ms", 2.0), at_most("b", 3.0, "ms", 2.0), Figure("c", 1.0)]
    spoiled = voided(figures, "noise")
    assert [each.ok for each in spoiled] == [None, None, None]
    assert [each.void for each in spoiled] == ["noise", "noise", None]
    assert voided(figures, None) == figures
