"""The highest rate of alarms that a hub takes with nothing lost and its tail within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import numpy as np

from loadtest.push_windows import undisturbed
from loadtest.surge import Step, Surge

P99_LIMIT_S = 0.05
_SECONDS = 3.0
_REST_S = 2.0
_GROWTH = 1.3
_CLOSE_ENOUGH = 1.1
_LATE_S = 0.02
"""Where this process sends later than this, it is the load side that is at its end."""


class Trial(NamedTuple):
    """One rate: whether it was borne, and whether the load side kept up."""

    rate: float
    p99_s: float
    lost: int
    load_side_late: bool

    @property
    def borne(self) -> bool:
        """Whether nothing was lost and the tail stayed within its bound."""
        return self.lost == 0 and self.p99_s <= P99_LIMIT_S


class TopRate(NamedTuple):
    """``rate`` was borne and the next one tried was not; 0 where not even the first was.

    ``load_side`` says that what was not borne was as much this process's own limit: the hub's may be higher.
    """

    rate: float
    load_side: bool
    trials: list[Trial]


async def find_top_rate(attempt: Callable[[float], Awaitable[Trial]], *, start: float) -> TopRate:
    """Search: up by a third while it is borne, down while it never was, then halve the gap until it is narrow."""
    trials: list[Trial] = []

    async def borne(rate: float) -> bool:
        trials.append(await attempt(rate))
        return trials[-1].borne

    low = high = start
    if await borne(start):
        while await borne(high := high * _GROWTH):
            low = high
    else:
        while not await borne(low := low / _GROWTH):
            high = low
            if low < start / 10:
                return TopRate(0.0, trials[-1].load_side_late, trials)
    while high / low > _CLOSE_ENOUGH:
        middle = (low * high) ** 0.5
        low, high = (middle, high) if await borne(middle) else (low, middle)
    failed = next(trial for trial in trials if trial.rate == high)
    return TopRate(low, failed.load_side_late, trials)


async def attempt_on(surge: Surge, rate: float) -> Trial:
    """Drive one rate for a few seconds."""
    with undisturbed():
        step: Step = await surge.play(rate, _SECONDS)
    await asyncio.sleep(_REST_S)
    late_s = float(np.percentile(step.late_start, 99))
    p99_s = float(np.percentile(step.to_station, 99)) if step.to_station else float("inf")
    return Trial(rate, p99_s, step.lost, late_s > _LATE_S)
