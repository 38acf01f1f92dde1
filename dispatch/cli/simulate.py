"""``onethree simulate``."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from dispatch.cli.output import Terminal, say
from dispatch.simulation.day import PER_HOUR, Failure
from dispatch.simulation.days import play_days
from dispatch.simulation.invariants import LATE_MS
from dispatch.simulation.outcome import Outcome, together
from loadtest.figures import Figure, as_json, at_most, print_table

console = Terminal(stderr=True)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(simulate)


def simulate(
    seed: Annotated[int, typer.Option(help="which day; the same seed is the same day everywhere")] = 1,
    hours: Annotated[float, typer.Option(help="how long the day's alarms last", min=0.01)] = 24.0,
    days: Annotated[int, typer.Option(help="so many days, of this seed and those after it", min=1)] = 1,
    per_hour: Annotated[float, typer.Option(help="fires an hour, on average", min=0.1)] = PER_HOUR,
    jobs: Annotated[int, typer.Option(help="processes; 0 takes one for every core", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,
) -> None:
    """Play busy days in virtual time, with a hub that crashes between any two steps; exit 1 where a rule is broken.

    Example: [bold]onethree simulate --seed 7 --hours 6[/bold]
    """
    started = time.perf_counter()
    played: list[Outcome] = []
    try:
        for outcome in play_days(seed, days, hours=hours, per_hour=per_hour, jobs=jobs or os.cpu_count() or 1):
            played.append(outcome)
            console.print(_one_line(outcome))
    except Failure as failure:
        console.print(f"onethree: {failure}")
        raise typer.Exit(1) from failure
    total = together(played)
    figures = _figures(total, time.perf_counter() - started)
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title=f"simulated days from seed {seed}")
        _print_types(total)


def _one_line(day: Outcome) -> str:
    return (
        f"seed {day.seed}: {day.incidents} incidents, {day.exercises} exercises, {day.tests} tests, "
        f"{day.crashes} crashes, {day.n_events} events, head {day.head[:16]}"
    )


def _figures(total: Outcome, took_s: float) -> list[Figure]:
    return [
        Figure("incidents", total.incidents),
        Figure("exercises", total.exercises),
        Figure("crashes", total.crashes),
        Figure("deadlines fired", total.deadlines),
        at_most("latest deadline", total.latest_ms, "ms", LATE_MS),
        Figure("commands answered", total.answered),
        Figure("events", total.n_events),
        Figure("events per second", total.n_events / took_s, "1/s"),
        Figure("types that never occurred", len(total.missing())),
    ]


def _print_types(total: Outcome) -> None:
    out = Terminal()
    for title, counts in (("events", total.events), ("commands", total.commands), ("refusals", total.refusals)):
        out.print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    if total.missing():
        out.print("never: " + ", ".join(total.missing()))
