"""What the benchmarks compute of what they saw: the search of a rate, growth beside a small hub, sizes of commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from dispatch.client.http import Json
from loadtest.bare import Sizes
from loadtest.calibration import Calibration
from loadtest.commit_sizes import sizes_of
from loadtest.cpu_ledger import Block
from loadtest.errors import LoadError
from loadtest.growth import cost_of
from loadtest.threads import Cpu
from loadtest.top_rate import P99_LIMIT_S, TopRate, Trial, find_top_rate


async def _search(bears: Callable[[float], Trial], start: float = 500.0) -> TopRate:
    async def attempt(rate: float) -> Trial:
        return bears(rate)

    return await find_top_rate(attempt, start=start)


@pytest.mark.parametrize("limit", [120.0, 499.0, 500.0, 731.0, 2600.0])
async def test_the_highest_rate_is_found_to_a_tenth(limit: float) -> None:
    top = await _search(lambda rate: Trial(rate, 0.01 if rate <= limit else 0.2, 0, load_side_late=False))
    assert limit / 1.1 <= top.rate <= limit
    assert not top.load_side


async def test_a_rate_at_which_an_order_is_lost_is_not_borne_however_fast_the_others_came() -> None:
    top = await _search(lambda rate: Trial(rate, 0.001, int(rate > 800), load_side_late=False))
    assert 800 / 1.1 <= top.rate <= 800


async def test_it_is_said_where_the_load_side_was_at_its_end_first() -> None:
    top = await _search(lambda rate: Trial(rate, 0.2 if rate > 900 else 0.01, 0, load_side_late=rate > 900))
    assert top.load_side


async def test_a_hub_that_bears_nothing_has_no_rate() -> None:
    top = await _search(lambda rate: Trial(rate, P99_LIMIT_S * 2, 0, load_side_late=False))
    assert top.rate == 0
    assert len(top.trials) < 15


def _block(cpu_s: float, commands: int = 10, calibration_s: float = 1e-3) -> Block:
    cpu = Cpu(main_s=cpu_s, log_s=0.0, other_s=0.0, waited_s=0.0)
    return Block(
        kind="opening",
        commands=commands,
        cpu=cpu,
        calibration_s=calibration_s,
        groups=0,
        events=0,
        frames=0,
        bytes=0,
    )


def test_growth_is_told_beside_the_small_hub_of_the_same_round() -> None:
    speeds = (1.0, 3.0, 1.0)
    grown, small = ([_block(cost * speed) for speed in speeds] for cost in (0.012, 0.01))
    cost = cost_of(grown, small)
    assert cost.beside_small == pytest.approx(1.2)
    assert cost.turns == pytest.approx(1.2)


def test_the_calibration_loop_is_the_one_that_figures_were_taken_with() -> None:
    # Whoever changes the loop changes what it writes; then every figure in the documents is of another unit.
    assert Calibration().turn(7) == FROZEN_BYTES


FROZEN_BYTES = 19857


def _event(kind: str, at: str, incident: str = "inc-1", role: str = "dispatcher", words: str = "") -> Json:
    return {"type": kind, "at": at, "incident": incident, "by": {"role": role}, "words": words}


def test_commits_are_told_apart_by_moment_and_maker_and_their_median_is_taken() -> None:
    def opening(at: str, size: int) -> Sequence[Json]:
        return [
            _event("incident.opened", at, words="o" * size),
            _event("alarm.raised", at),
            _event("assignment.assigned", at),
        ]

    events = [
        *opening("1", 100),
        *opening("2", 200),
        *opening("3", 900),
        _event("alarm.raised", "4"),
        _event("assignment.acknowledged", "4", role="station"),
        _event("target.missed", "5", role="hub"),
    ]
    sizes = sizes_of(events)
    alone = len('{"type":"alarm.raised","at":"4","incident":"inc-1","by":{"role":"dispatcher"},"words":""}')
    assert sizes.repeat == alone
    assert sizes.opening == 3 * alone + 200 + len("incident.opened") + len("assignment.assigned") - 2 * len(
        "alarm.raised"
    )
    assert sizes.press == alone + len("assignment.acknowledged") + len("station") - len("alarm.raised") - len(
        "dispatcher"
    )
    assert isinstance(sizes, Sizes)


def test_without_a_kind_of_commit_there_is_nothing_to_write_as_much_as() -> None:
    with pytest.raises(LoadError, match="opening, press"):
        sizes_of([_event("alarm.raised", "1")])
