"""``onethree bench devices``: what a hundred thousand devices cost that only say that they live."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from dispatch.cli.options import Json
from dispatch.cli.output import Terminal, say
from loadtest import bench_devices
from loadtest.figures import as_json, print_table


def devices(
    number: Annotated[int, typer.Option("--devices", help="smoke detectors in the table", min=1_000)] = 100_000,
    every: Annotated[float, typer.Option(help="seconds between two heartbeats of one", min=1)] = 60.0,
    rounds: Annotated[int, typer.Option(help="windows without and with heartbeats", min=1)] = 2,
    quick: Annotated[bool, typer.Option("--quick", help="10,000 devices every 6 s, one short round")] = False,
    json: Json = False,
) -> None:
    """Measure what devices cost over MQTT that say every minute that they live, and a fire among them: two minutes.

    A real mosquitto and the hub as a process of its own; time is not compressed, and the two busy windows together are
    one heartbeat of each device. Only changes are recorded: events of devices that sent heartbeats alone must be none.

    The goal is a ratio: a fire among the heartbeats reaches a station's socket in at most 1.5 times what it takes
    without. It is [bold]void[/bold] where others used more than a tenth of the machine.

    Example: [bold]onethree bench devices[/bold]
    """
    plan = bench_devices.DevicesPlan(devices=number, every_s=every, rounds=rounds)
    if quick:
        plan = bench_devices.DevicesPlan(devices=10_000, every_s=6.0, rounds=1, quiet_s=8.0, busy_s=8.0)
    figures = asyncio.run(bench_devices.run(plan, on_progress=Terminal(stderr=True, soft_wrap=False).print))
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title="devices")
