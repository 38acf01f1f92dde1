"""Looks for garbage while the hub rests. Almost everything here is freed by counting; cycles can wait.

The interpreter itself looks through what is young, a thousand objects at a time, and through a few thousand that
survived that: each look takes a millisecond or two. What survives both is looked through by nobody but this, while
nothing happens: that takes longer the more there is.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable

SWITCH_INTERVAL_S = 0.0005

THRESHOLDS = (1_000, 3, 1_000_000)
"""New objects before a look at the young; looks at those before one at what survived them; those before one at all."""

LOOK_EVERY_S = 0.1
REST_S = 5.0
"""So long nothing happened: now everything can be looked through."""

ALL_EVERY_S = 600.0
ALL_AT_LATEST_S = 3_600.0
"""A hub that never rests must not grow for ever."""

SURVIVORS, ALL = 1, 2


def spare_the_start() -> None:
    """Let nobody look through what a start makes: roads, a World, all that stays. `tune_interpreter` looks once."""
    gc.set_threshold(*THRESHOLDS)


def tune_interpreter() -> None:
    """Keep the interpreter's own housekeeping out of the way of a push, once everything is there.

    The record's thread gets the interpreter back after half a millisecond instead of five: it is on the path of every
    answer. What lives as long as the hub is nothing to look through for garbage again and again.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


class Collector:
    """Has garbage collected when nothing happens. ``progress`` goes up with everything that the hub does.

    ``collect`` is `gc.collect`; times are seconds of one clock that only goes forward.
    """

    def __init__(
        self, progress: Callable[[], int], now_s: float, *, collect: Callable[[int], object] = gc.collect
    ) -> None:
        self._progress = progress
        self._collect = collect
        self._seen = progress()
        self._moved_at = self._all_at = now_s

    def look(self, now_s: float) -> None:
        """Collect what it is time for."""
        seen, before = self._progress(), self._seen
        if seen != before:
            self._seen, self._moved_at = seen, now_s
        rests = now_s - self._moved_at >= REST_S
        if now_s - self._all_at >= (ALL_EVERY_S if rests else ALL_AT_LATEST_S):
            self._all_at = now_s
            self._collect(ALL)
        elif seen == before and gc.get_count()[SURVIVORS] > 0:
            self._collect(SURVIVORS)


async def collect_at_rest(progress: Callable[[], int]) -> None:
    """Look again and again, until cancelled."""
    loop = asyncio.get_running_loop()
    collector = Collector(progress, loop.time())
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        collector.look(loop.time())
