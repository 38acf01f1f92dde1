"""Many days, each with its own seed, over several processes. A day that fails can be played again alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from dispatch.simulation.day import PER_HOUR, Day
from dispatch.simulation.outcome import Outcome
from routing.collector import collector_at_rest


def play_day(seed: int, hours: float = 24.0, per_hour: float = PER_HOUR) -> Outcome:
    """Play one day. Raises `Failure` at the first broken invariant."""
    # A day makes hardly any cycles, and looking for them among all that lives took a third of it.
    with collector_at_rest():
        return Day(seed, hours=hours, per_hour=per_hour).run()


def play_days(
    first_seed: int, n_days: int, *, hours: float = 24.0, per_hour: float = PER_HOUR, jobs: int = 1
) -> Iterator[Outcome]:
    """Yield the days of consecutive seeds in their order. Raises the first one's `Failure`; others are not waited for.

    More than one of ``jobs`` plays them in processes of their own, which changes nothing of what is in them.
    """
    seeds = range(first_seed, first_seed + n_days)
    play = partial(play_day, hours=hours, per_hour=per_hour)
    if min(jobs, n_days) == 1:
        yield from map(play, seeds)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as processes:
        try:
            yield from processes.map(play, seeds)
        except BaseException:
            processes.shutdown(wait=False, cancel_futures=True)
            raise
