"""``onethree bench hub``: what an alarm costs the hub, and how long its order takes.

* *CPU and calls* for each kind of command, on a hub of its own: `loadtest.bench_cpu`.
* *The push*, alarm → order at the station's socket, with 2,000 stations and 10 consoles, in windows between those of
  the bare server under the same surge: `loadtest.bench_push`.
* *Memory, a client that hangs, the broadcast*, and the highest rate that is borne.

With another checkout the same is measured of its hub in turns with this one's, and a sign test says what differs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from loadtest.bench_cpu import Calls, count_calls, cpu_differences, cpu_figures, measure_cpu
from loadtest.bench_push import PushPlan, measure_push
from loadtest.calls import of_rules
from loadtest.figures import Figure
from loadtest.machine import commit_of, describe
from loadtest.signs import Difference

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

ROOT = Path(__file__).parents[1]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives. ``cycles`` are of the CPU ledger; ``counted`` says whether calls are counted too."""

    push: PushPlan = PushPlan()
    cycles: int = 8
    counted: bool = True
    seed: int = 1
    against: Path | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench found. ``about`` says of what and on what; ``calls`` is by kind of command and stage.

    ``differences`` and ``their_calls`` are empty without another checkout. ``void`` says why the latencies say nothing.
    """

    about: list[str]
    figures: list[Figure]
    void: str | None
    calls: Calls
    their_calls: Calls
    differences: list[Difference]


async def run(
    plan: Plan, *, folder: Path | None = None, yuzhong: Path | None = None, on_progress: OnProgress = print
) -> Report:
    """Run the bench.

    ``folder`` is where the record is written and must be on the disk to be measured; without it the system's temporary
    folder, which may be memory. ``yuzhong`` is the shared folder of 渝中区's roads and buildings; without it the
    district is generated. Raises `LoadError` where a hub does not do its part.
    """
    about = [describe(ROOT)]
    if plan.against is not None:
        about.append(f"against commit {commit_of(plan.against)} in {plan.against}")
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True, dir=folder) as name:
        work = Path(name)
        calls, theirs = await _calls(plan, work, on_progress)
        cpu = await measure_cpu(work, cycles=plan.cycles, seed=plan.seed, against=plan.against, on_progress=on_progress)
        push = await measure_push(
            plan.push, work, seed=plan.seed, against=plan.against, yuzhong=yuzhong, on_progress=on_progress
        )
    return Report(
        about=about,
        figures=[*_call_figures(calls), *cpu_figures(cpu), *push.figures],
        void=cpu.void or push.void,
        calls=calls,
        their_calls=theirs,
        differences=[*cpu_differences(cpu), *push.differences],
    )


def _call_figures(calls: Calls) -> list[Figure]:
    return [Figure(f"calls of rules per {kind}", of_rules(found)) for kind, found in calls.items()]


async def _calls(plan: Plan, work: Path, on_progress: OnProgress) -> tuple[Calls, Calls]:
    if not plan.counted:
        return {}, {}
    on_progress("counting calls for each kind of command")
    ours = await count_calls(work, seed=plan.seed)
    return ours, {} if plan.against is None else await count_calls(work, seed=plan.seed, code=plan.against)
