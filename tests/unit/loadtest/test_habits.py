"""What simulated crews do follows from their temper, the order and the seed."""

import random

import pytest

from loadtest.habits import Habits, Temper, draw_temper, plan_answer

ORDER = {"eta_s": 90.0, "legs": {"turnout_s": 45.0, "road_s": 40.0, "entrance_s": 5.0, "storeys_s": 0.0}}
MILESTONES = [f"assignment.{name}" for name in ("acknowledge", "depart", "arrive", "control", "release")]


def _plan(temper: Temper, order: dict[str, object] = ORDER) -> list[tuple[float, str | None]]:
    return [(step.after_s, step.command) for step in plan_answer(order, temper, Habits(), random.Random(7))]


def test_a_prompt_crew_passes_every_milestone_in_order_of_time() -> None:
    plan = _plan("prompt")
    assert [command for _, command in plan] == MILESTONES
    assert [at for at, _ in plan] == sorted(at for at, _ in plan)
    assert plan[0][0] <= Habits().acknowledge_s[1]
    assert 0.9 * 90 <= plan[2][0] <= 1.4 * 90


def test_a_late_crew_answers_after_the_ladder_has_rung_again() -> None:
    assert _plan("late")[0][0] >= 20.0


def test_a_silent_crew_does_nothing_and_a_declining_one_says_so() -> None:
    assert _plan("silent") == []
    assert [command for _, command in _plan("declines")] == ["assignment.decline"]


def test_a_crew_that_is_cut_off_loses_its_connection_before_it_answers() -> None:
    plan = _plan("cut_off")
    assert [command for _, command in plan] == [None, *MILESTONES]
    assert plan[1][0] > plan[0][0]


def test_an_order_without_a_prediction_is_driven_all_the_same() -> None:
    assert [command for _, command in _plan("prompt", {"eta_s": None, "legs": None})] == MILESTONES


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_draws_the_same_tempers(seed: int) -> None:
    def draw() -> list[Temper]:
        rng = random.Random(seed)
        return [draw_temper(Habits(), rng) for _ in range(50)]

    assert draw() == draw()
