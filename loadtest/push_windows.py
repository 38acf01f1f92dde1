"""The push as a ratio: hubs and a bare server in turns, a window each, under the same surge of the same second.

Each has its own sockets and its own crews, and whose turn it is not stands still with all that its crews have planned:
in its windows every server sees the whole surge, and in the others' it costs nothing.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from loadtest.machine import MachineWatch, Use
from loadtest.surge import Step, Surge
from loadtest.windows import in_turns

_SWITCH_INTERVAL_S = 0.0005


class Turns(msgspec.Struct, frozen=True):
    """What each server's run came to, by its name, and how much of the machine others used meanwhile."""

    steps: dict[str, Step]
    use: Use


async def play_in_turns(
    surges: Mapping[str, Surge], watch: MachineWatch, *, rate: float, window_s: float, rounds: int
) -> Turns:
    """Drive every surge at one rate, ``rounds`` windows each; then let all crews finish."""
    runs = {name: surge.begin(rate, window_s * rounds) for name, surge in surges.items()}
    with undisturbed():
        watch.use()
        for name in in_turns(list(surges), rounds):
            await runs[name].window(window_s)
        use = watch.use()
    finished = await asyncio.gather(*(run.finish() for run in runs.values()))
    return Turns(dict(zip(runs, finished, strict=True)), use)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep this process's garbage collector out of the samples, and its threads from waiting for each other."""
    interval_s = sys.getswitchinterval()
    gc.collect()
    gc.freeze()
    gc.disable()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    try:
        yield
    finally:
        sys.setswitchinterval(interval_s)
        gc.enable()
        gc.unfreeze()
