"""``onethree bench panels``: what fire panels cost the hub, and how long they wait for a confirmation."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.options import Json
from dispatch.cli.output import Terminal, say
from dispatch.intake.gb26875.frames import Frame, Scanner, encode
from dispatch.intake.gb26875.signals import signals_of
from loadtest import bench_panels
from loadtest.figures import Figure, as_json, print_table

_FRAMES = 20_000
_SEGMENT = 1460


def panels(
    panels: Annotated[int, typer.Option(help="lines at once", min=1)] = 100,
    seconds: Annotated[float, typer.Option(help="for each of three windows", min=1)] = 6.0,
    rate: Annotated[float, typer.Option(help="frames a second in the steady window", min=1)] = (
        bench_panels.PEER_RATE * bench_panels.RATE_GOAL
    ),
    folder: Annotated[Path | None, typer.Option(help="write the record here: the disk to be measured")] = None,
    json: Json = False,
) -> None:
    """Measure frames of GB/T 26875.3 from a panel to its confirmation, with a hub of its own; half a minute.

    Every frame is confirmed only once it is durable. Beside it: the figures that TorchLink publishes for its receiver.

    Example: [bold]onethree bench panels --panels 200[/bold]
    """
    plan = bench_panels.Plan(panels=panels, seconds=seconds, rate=rate)
    on_progress = Terminal(stderr=True, soft_wrap=False).print
    figures = [*_reading(), *asyncio.run(bench_panels.run(plan, folder=folder, on_progress=on_progress))]
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title="panels")


def _reading() -> list[Figure]:
    """Return how many frames the reader finds and understands a second, cut into segments as a network does."""
    body = bytes((2, 1, 1, 1, 42, 10, 0, 2, 0, 2, 0)) + "3层走廊".encode("gb18030").ljust(31, b"\0") + bytes(6)
    frame = Frame(seq=1, sent=bytes(6), source=889, destination=1, command=2, adu=body)
    stream = encode(frame) * _FRAMES
    scanner, found, start = Scanner(), [], time.perf_counter()
    for at in range(0, len(stream), _SEGMENT):
        found += scanner.feed(stream[at : at + _SEGMENT])
    scanned = time.perf_counter()
    for each in found:
        if isinstance(each, Frame):
            signals_of(each, gateway="gw")
    read = time.perf_counter()
    return [
        Figure("frames found in a stream", len(found) / (scanned - start), "frames/s"),
        Figure("frames found and read into signals", len(found) / (read - start), "frames/s"),
    ]
