"""The fewest sets that cover everything: compared with trying all of them, and never below its own bound."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from stations.training.cover import cover, greedy

SEEDS = range(60)


def fewest(sets: list[frozenset[int]], n_items: int) -> int:
    """Try every choice of sets, small ones first."""
    everything = frozenset(range(n_items))
    for size in range(len(sets) + 1):
        if any(frozenset().union(*chosen) >= everything for chosen in combinations(sets, size)):
            return size
    raise AssertionError("the sets do not cover")


def draw(seed: int) -> tuple[list[frozenset[int]], int]:
    rng = random.Random(seed)
    n_items = rng.randint(1, 9)
    sets = [frozenset(rng.sample(range(n_items), rng.randint(0, min(4, n_items)))) for _ in range(rng.randint(1, 9))]
    return [*sets, *(frozenset({item}) for item in range(n_items) if not any(item in each for each in sets))], n_items


def test_it_is_as_small_as_trying_everything_finds() -> None:
    for seed in SEEDS:
        sets, n_items = draw(seed)
        found = cover(sets, n_items)
        assert frozenset().union(*(sets[key] for key in found.chosen)) == frozenset(range(n_items)), f"seed {seed}"
        assert len(found.chosen) == found.at_least == fewest(sets, n_items), f"seed {seed}"
        assert found.proven


def test_without_branching_the_answer_still_covers_and_the_bound_still_holds() -> None:
    gaps = 0
    for seed in SEEDS:
        rng = random.Random(seed)
        sets = [frozenset(rng.sample(range(30), 4)) for _ in range(40)] + [frozenset({item}) for item in range(30)]
        exact, hurried = cover(sets, 30), cover(sets, 30, node_limit=0)
        assert frozenset().union(*(sets[key] for key in hurried.chosen)) == frozenset(range(30)), f"seed {seed}"
        assert hurried.at_least <= len(exact.chosen) <= len(hurried.chosen), f"seed {seed}"
        gaps += not hurried.proven
    print(f"{gaps} of {len(SEEDS)} not proven without branching")


def test_greedy_can_be_beaten_and_is() -> None:
    """The textbook case: greedy takes the large middle first and needs three."""
    sets = [frozenset({0, 1, 2, 3}), frozenset({0, 1, 4}), frozenset({2, 3, 5})]
    assert len(greedy(dict(enumerate(sets)))) == 3
    assert cover(sets, 6).chosen == (1, 2)


def test_nothing_needs_nothing_and_what_nobody_holds_is_said() -> None:
    assert cover([], 0) == ((), 0)
    with pytest.raises(ValueError, match="nothing covers item 1"):
        cover([frozenset({0})], 2)
