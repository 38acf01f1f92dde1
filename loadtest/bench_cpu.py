"""The ledger of a hub: CPU and calls for each kind of command, on a small district, with few sockets and no rate.

CPU is told in turns of the calibration loop, so that the machine's speed cancels; calls need no such thing.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from loadtest.calibration import WORTH_S
from loadtest.calls import CallCounter, Stage, stages
from loadtest.cast import KINDS, Cast
from loadtest.cpu_ledger import Block, Teller, sit_out
from loadtest.figures import Figure, voided
from loadtest.machine import MachineWatch
from loadtest.signs import Difference, compare
from loadtest.stage import make_district, staged
from loadtest.windows import in_turns, why_void

STATIONS = 400
OPENINGS = 30
"""Incidents of a cycle: few enough that units are not contended for (they are shared then, which costs much more) and
that a cycle is over before any crew is reminded of anything."""
_WARM_UP = 10
_REST_S = 3.0
_COUNTED_OPENINGS = 15

OURS, THEIRS = "ours", "theirs"
MAIN_GOAL, LOG_GOAL, OTHERS_GOAL = 0.65, 0.15, 0.2
_GOALS = {"opening": MAIN_GOAL + LOG_GOAL, "repeat": OTHERS_GOAL, "press": OTHERS_GOAL, "milestone": OTHERS_GOAL}

Blocks = dict[str, list[Block]]
"""Kind of command → its block in each cycle."""
Calls = dict[str, list[Stage]]
"""Kind of command → calls by stage."""


class CpuRun(NamedTuple):
    """The blocks of this commit's hub, and of the other's where one was named; why they say nothing (None: they do)."""

    ours: Blocks
    theirs: Blocks | None
    void: str | None


async def measure_cpu(
    work: Path, *, cycles: int, seed: int, against: Path | None, on_progress: Callable[[str], None]
) -> CpuRun:
    """Play the script ``cycles`` times on a hub of each commit, in turns. Raises `LoadError`."""
    district = make_district(work / "cpu-district", stations=STATIONS, seed=seed)
    codes = {OURS: None} if against is None else {OURS: None, THEIRS: against}
    async with AsyncExitStack() as stack:
        tellers: dict[str, Teller] = {}
        pids: list[int] = []
        for name, code in codes.items():
            found = await stack.enter_async_context(staged(district, work / f"cpu-{name}", code=code))
            cast = Cast(found.hub.url, found.centre, found.tokens, found.sites, name=name, seed=seed)
            await stack.enter_async_context(cast)
            tellers[name] = Teller(cast, found.hub.url, found.hub.pid, found.centre)
            pids.append(found.hub.pid)
            await tellers[name].cycle(_WARM_UP)
            tellers[name].forget_rest()  # a hub that has just started still has work of its own
        on_progress(f"CPU: {cycles} cycles of {OPENINGS} incidents, one kind of command at a time")
        blocks: dict[str, Blocks] = {name: {kind: [] for kind in KINDS} for name in codes}
        watch = MachineWatch([os.getpid(), *pids])
        for name in in_turns(list(codes), cycles):
            for kind, block in (await tellers[name].cycle(OPENINGS)).items():
                blocks[name][kind].append(block)
        use = watch.use()
    void = why_void(bare_p99_s=None, others=use.others, stolen=use.stolen)
    return CpuRun(blocks[OURS], blocks.get(THEIRS), void and f"while CPU was measured {void}")


async def count_calls(work: Path, *, seed: int, code: Path | None = None) -> Calls:
    """Play the script once on a hub that counts its calls. Raises `LoadError`."""
    name = OURS if code is None else THEIRS
    district = make_district(work / f"calls-district-{name}", stations=STATIONS, seed=seed)
    folder = work / f"calls-{name}"
    folder.mkdir()
    counter = CallCounter(folder)
    async with (
        staged(district, work / f"counted-{name}", code=code, under=counter.under) as found,
        Cast(found.hub.url, found.centre, found.tokens, found.sites, name="c", seed=seed, in_flight=1) as cast,
    ):
        await _count(cast, counter, found.hub.pid, _WARM_UP)
        return await _count(cast, counter, found.hub.pid, _COUNTED_OPENINGS)


def cpu_figures(run: CpuRun) -> list[Figure]:
    """Return what each kind of command costs, with the goals, and how much it made."""
    blocks, figures = run.ours, list[Figure]()
    for kind in KINDS:
        of_kind = blocks[kind]
        figures.append(_cost(f"cpu per {kind}", of_kind, lambda block: block.cpu.total_s, _GOALS.get(kind)))
        if kind == "opening":
            figures.append(_cost("cpu per opening, loop", of_kind, lambda block: block.cpu.main_s, MAIN_GOAL))
            figures.append(_cost("cpu per opening, record's writer", of_kind, lambda block: block.cpu.log_s, LOG_GOAL))
    calibration_s = median(block.calibration_s for kind in KINDS for block in blocks[kind])
    made = [
        Figure(
            f"{what} per {kind}",
            sum(of(block) for block in blocks[kind]) / sum(block.commands for block in blocks[kind]),
        )
        for kind in ("opening", "press")
        for what, of in _MADE
    ]
    return [
        *voided(figures, run.void),
        *made,
        Figure("calibration loop", calibration_s * 1e3, "ms", "where it was defined", calibration_s / WORTH_S),
    ]


_MADE: tuple[tuple[str, Callable[[Block], float]], ...] = (
    ("events", lambda block: block.events),
    ("bytes of events", lambda block: block.bytes),
    ("groups let out", lambda block: block.groups),
    ("frames", lambda block: block.frames),
)


def _cost(name: str, blocks: Sequence[Block], of: Callable[[Block], float], goal: float | None) -> Figure:
    value_ms = median(of(block) / block.commands for block in blocks) * 1e3
    ratio = median(block.units(of(block)) for block in blocks)
    return Figure(name, value_ms, "ms", "calibration loop", ratio, goal, None if goal is None else ratio <= goal)


def cpu_differences(run: CpuRun) -> list[Difference]:
    """Return how this commit's costs differ from the other's, in pairs of cycles. Empty without another."""
    if run.theirs is None:
        return []
    return [
        compare(f"cpu per {kind}", "×", *([block.units(block.cpu.total_s) for block in side[kind]] for side in sides))
        for sides in ((run.ours, run.theirs),)
        for kind in KINDS
    ]


async def _count(cast: Cast, counter: CallCounter, pid: int, openings: int) -> Calls:
    """Play the script once; return the calls of each kind of command, without what the hub calls at rest meanwhile."""
    found = {}
    await counter.take(pid)
    await asyncio.sleep(_REST_S)
    rest = await counter.take(pid)
    for kind, work in cast.script(openings).items():
        began = time.perf_counter()
        commands = await work()
        await sit_out(began)
        lasted_s = time.perf_counter() - began
        found[kind] = stages(await counter.take(pid), rest, share=lasted_s / _REST_S, commands=commands)
    return found
