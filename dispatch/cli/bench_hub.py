"""``onethree bench hub`` and ``onethree bench growth``: what an alarm costs the hub, and how long its order takes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dispatch.cli.options import Json
from dispatch.cli.output import Terminal, say
from dispatch.core.instant import Instant
from dispatch.simulation.long_record import write_long_record
from dispatch.writer.clock import wall_ms
from loadtest import bench_growth, bench_hub
from loadtest.bench_push import PushPlan
from loadtest.figures import as_json, print_table
from loadtest.hub_report import print_hub_report

Seed = Annotated[int, typer.Option(help="the same seed asks the same questions")]

_BESIDE = ("about", "void", "calls", "their_calls", "differences")
"""What `bench hub --json` says beside its figures: fields of its report."""


def hub(
    stations: Annotated[int, typer.Option(help="station sockets", min=3)] = 2000,
    consoles: Annotated[int, typer.Option(help="console sockets", min=1)] = 10,
    rate: Annotated[list[float] | None, typer.Option(help="alarms a second; several are driven in turn")] = None,
    rounds: Annotated[int, typer.Option(help="windows of a second for each server and rate", min=1)] = 12,
    cycles: Annotated[int, typer.Option(help="of the CPU ledger: 30 incidents from the first alarm on", min=1)] = 8,
    folder: Annotated[Path | None, typer.Option(help="write the record here: the disk to be measured")] = None,
    yuzhong: Annotated[
        Path | None, typer.Option(help="shared folder of real roads; without it a generated city")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(help="another checkout: measure its hub in turns with this one, and say what differs"),
    ] = None,
    pairs: Annotated[
        int | None, typer.Option(help="as many rounds and cycles: with --against, pairs for the sign test", min=1)
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="500/s only, few windows; no stalled client, broadcast or highest rate")
    ] = False,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure what an alarm costs the hub and how long its order takes; six minutes, --quick about one and a half.

    [bold]CPU[/bold] for each kind of command is told in turns of a fixed loop that is timed around it ([bold]×[/bold]),
    so that figures of two machines compare. [bold]Calls[/bold] are counted by stage: they are the same on any machine.

    [bold]station p50, p99[/bold] run from the POST to the order's bytes at the station's socket by the kernel's stamps,
    under a surge with 2,000 stations. Their goals are ratios to a bare aiohttp server that the same surge drives in the
    windows between. A run is [bold]void[/bold], neither good nor bad, where the machine was not quiet: others used more
    than a tenth of it, or the bare server's own p99 is above 5 ms.

    [bold]--against DIR[/bold] starts the hub of another checkout too (DIR comes first on its PYTHONPATH; it uses this
    Python's packages). Both are measured in turns, and an exact sign test over the pairs says what differs: p below
    0.05 takes at least 6 pairs that all agree.

    Example: [bold]onethree bench hub --quick[/bold], [bold]onethree bench hub --against ../before --pairs 20[/bold]
    """
    rates = tuple(rate or ((500.0,) if quick else (200.0, 500.0)))
    rounds, cycles = (pairs, pairs) if pairs is not None else (5, 3) if quick else (rounds, cycles)
    push = PushPlan(
        stations=stations,
        consoles=consoles,
        rates=rates,
        rounds=rounds,
        top_rate=not quick,
        stall=not quick,
        broadcast=not quick,
    )
    plan = bench_hub.Plan(push=push, cycles=cycles, seed=seed, against=against)
    on_progress = Terminal(stderr=True, soft_wrap=False).print
    report = asyncio.run(bench_hub.run(plan, folder=folder, yuzhong=yuzhong, on_progress=on_progress))
    if json:
        say(as_json(report.figures, **{each: getattr(report, each) for each in _BESIDE}))
    else:
        print_hub_report(report, Terminal(soft_wrap=False))


def growth(
    full: Annotated[bool, typer.Option("--full", help="up to 10,000 of each, and 1,000,000 events")] = False,
    events: Annotated[int | None, typer.Option(help="with a record of so many events", min=10_000)] = None,
    folder: Annotated[Path | None, typer.Option(help="write the records here: the disk to be measured")] = None,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure what an alarm costs the hub beside more stations, sockets, open incidents and events: two minutes.

    CPU is told in turns of a fixed loop (see [bold]bench hub[/bold]); each size alternates with a small hub of the same
    seconds, and the ratio is to the smallest size of its kind. A size is void where others used a tenth of the machine.

    Example: [bold]onethree bench growth --full[/bold]
    """
    plan = msgspec.structs.replace(bench_growth.GrowthPlan() if full else bench_growth.QUICK, seed=seed)
    if events is not None:
        plan = msgspec.structs.replace(plan, events=(plan.events[0], events))
    on_progress = Terminal(stderr=True, soft_wrap=False).print
    figures = asyncio.run(bench_growth.run(plan, _make_record, folder=folder, on_progress=on_progress))
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title="growth")


async def _make_record(data: Path, events: int) -> None:
    """Write a record of a year, whose hub has met so many events."""
    await write_long_record(data, events=events, days=365, ends_at=Instant(wall_ms()))
