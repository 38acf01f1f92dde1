"""``onethree bench`` and ``onethree loadtest``: what the hub and its roads can do, measured."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer

from dispatch.cli import bench_devices, bench_hub, bench_ladder, bench_panels
from dispatch.cli.options import District, Json, wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.client.http import HubClient
from dispatch.core.instant import Instant
from dispatch.simulation import bench as core
from dispatch.simulation.long_record import write_long_record
from dispatch.writer.clock import wall_ms
from loadtest import (
    bench_brigade,
    bench_door,
    bench_odd,
    bench_past,
    bench_registry,
    bench_routing,
)
from loadtest.districts import read_sites
from loadtest.figures import Figure, above_floor, as_json, at_most, print_table
from loadtest.load import LoadReport, make_surge, run_load
from loadtest.san_francisco import CityFiles
from loadtest.streams import TimedAlarm, lay_on, read_stream
from loadtest.trial import play_stream

bench = typer.Typer(help="Measure, with floors and peers in the same run.", no_args_is_help=True)

FEW_DEADLINES = 1_000
LATENESS_GOAL_MS = 20.0

Seed = Annotated[int, typer.Option(help="the same seed asks the same questions")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands, and those of measuring the hub."""
    bench.command("hub")(bench_hub.hub)
    bench.command("growth")(bench_hub.growth)
    bench.command("ladder")(bench_ladder.ladder)
    bench.command("panels")(bench_panels.panels)
    bench.command("devices")(bench_devices.devices)
    app.add_typer(bench, name="bench")
    app.command()(loadtest)


@bench.command("routing")
def bench_routes(
    full: Annotated[bool, typer.Option("--full", help="more questions and larger networks, about ten minutes")] = False,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Compare the search with its peers on one network, in about two minutes.

    Example: [bold]onethree bench routing --json[/bold]
    """
    _report(bench_routing.run(full=full, seed=seed), "routing", json=json)


@bench.command("brigade")
def bench_choices(
    data: Annotated[
        Path,
        typer.Argument(help="folder of the city's open data: streets.csv, stations.csv, unit_dispatches….csv (or .gz)"),
    ],
    streets: Annotated[Path | None, typer.Option(help="this file of streets instead")] = None,
    stations: Annotated[Path | None, typer.Option(help="this file of stations instead")] = None,
    dispatches: Annotated[Path | None, typer.Option(help="this file of dispatches instead")] = None,
    json: Json = False,
) -> None:
    """Compare the first-due unit chosen with the one that a real brigade sent: a report, no pass mark.

    Example: [bold]onethree bench brigade ../shared/data/sf-fire[/bold]
    """
    city = CityFiles.of(data, streets=streets, stations=stations, dispatches=dispatches)
    _report(bench_brigade.run(city), "brigade", json=json)


@bench.command("registry")
def bench_tables(seed: Seed = 1, json: Json = False) -> None:
    """Measure the import of a whole registry: 400 stations, 3,000 members, 40,000 rows of equipment.

    Example: [bold]onethree bench registry --json[/bold]
    """
    _report(bench_registry.run(seed=seed), "registry", json=json)


@bench.command("watch")
def bench_deadlines(
    armed: Annotated[int, typer.Option(help="deadlines that stand")] = 100_000,
    rate: Annotated[float, typer.Option(help="alarms a second that come in meanwhile")] = 200.0,
    seconds: Annotated[float, typer.Option(help="how long")] = 15.0,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure how late deadlines fire with many armed and alarms coming in, and what each costs.

    Example: [bold]onethree bench watch --armed 100000 --rate 200[/bold]
    """
    _report(_watch_figures(armed, rate, seconds, seed), "watch", json=json)


@bench.command("door")
def bench_siege(
    idle: Annotated[int, typer.Option(help="sockets that say nothing", min=0)] = 5000,
    dripping: Annotated[int, typer.Option(help="sockets that send a byte a second", min=0)] = 10,
    rate: Annotated[float, typer.Option(help="alarms a second", min=1)] = 50.0,
    seconds: Annotated[float, typer.Option(help="for each half of a round", min=1)] = 8.0,
    rounds: Annotated[int, typer.Option(help="each without the sockets, then with them", min=1)] = 3,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure an alarm's answer while thousands of sockets without a token hang on a hub of its own.

    Example: [bold]onethree bench door --json[/bold]
    """
    plan = bench_door.Plan(idle=idle, dripping=dripping, rate=rate, seconds=seconds, rounds=rounds, seed=seed)
    on_progress = Terminal(stderr=True).print
    _report(asyncio.run(bench_door.run(plan, on_progress=on_progress)), "door", json=json)


@bench.command("past")
def bench_reading(
    events: Annotated[int, typer.Option(help="so long is the record at least", min=1)] = 1_000_000,
    days: Annotated[int, typer.Option(help="so many days it is spread over", min=2)] = 360,
    data: Annotated[
        Path | None, typer.Option(help="make the record in this data folder, or take the one that is there; it stays")
    ] = None,
    rate: Annotated[float, typer.Option(help="alarms a second", min=1)] = 50.0,
    seconds: Annotated[float, typer.Option(help="for each half of a round", min=1)] = 8.0,
    rounds: Annotated[int, typer.Option(help="each without readers, then beside one", min=1)] = 3,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure a hub on a long record: its start, each route that reads the past, alarms while they are read.

    Example: [bold]onethree bench past --events 1000000 --data long-record[/bold]
    """
    plan = bench_past.Plan(rate=rate, seconds=seconds, rounds=rounds, seed=seed)
    on_progress = Terminal(stderr=True, soft_wrap=False).print
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True) as folder:
        record = data or Path(folder, "data")
        if not record.exists():
            on_progress(f"a record of {events:,} events is made")
            asyncio.run(write_long_record(record, events=events, days=days, ends_at=Instant(wall_ms())))
        found = asyncio.run(bench_past.run(plan, record, Path(folder), on_progress=on_progress))
    _report(found, "past", json=json)


@bench.command("odd")
def bench_odd_requests(
    requests: Annotated[int, typer.Option(help="how many", min=1)] = 20_000, seed: Seed = 1, json: Json = False
) -> None:
    """Send requests that nobody planned, made from the interface's description, by every role, to a hub of its own.

    Example: [bold]onethree bench odd --requests 20000[/bold]
    """
    on_progress = Terminal(stderr=True).print
    _report(asyncio.run(bench_odd.run(requests=requests, seed=seed, on_progress=on_progress)), "odd", json=json)


@bench.command("pages")
def bench_browser(
    yuzhong: Annotated[
        Path | None, typer.Option(help="shared folder of real roads; without it a generated city")
    ] = None,
    stations: Annotated[int, typer.Option(help="stations of the district", min=3)] = 400,
    incidents: Annotated[int, typer.Option(help="open at once", min=1)] = 2000,
    rate: Annotated[float, typer.Option(help="changes a second", min=1)] = 50.0,
    seconds: Annotated[float, typer.Option(help="how long they go on", min=1)] = 20.0,
    changes: Annotated[int, typer.Option(help="made while the page's memory is watched", min=100)] = 20_000,
    flood_minutes: Annotated[float, typer.Option(help="how long sixty alarms a minute pour in", min=0.1)] = 5.0,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Measure the pages in a real Chromium: opening, alarms, a flood, a crowd, memory; about eight minutes.

    Example: [bold]onethree bench pages --yuzhong ../shared/data/yuzhong-osm[/bold]
    """
    try:
        from loadtest import bench_pages  # noqa: PLC0415 - Playwright is there for development only
    except ModuleNotFoundError as problem:
        raise wrong_usage(f"this needs Playwright, a development dependency: pip install {problem.name}") from problem
    plan = bench_pages.Plan(
        stations=stations,
        incidents=incidents,
        rate=rate,
        seconds=seconds,
        changes=changes,
        flood_minutes=flood_minutes,
        seed=seed,
    )
    on_progress = Terminal(stderr=True, soft_wrap=False).print
    _report(asyncio.run(bench_pages.run(plan, yuzhong=yuzhong, on_progress=on_progress)), "pages", json=json)


def loadtest(
    district: District,
    url: Annotated[
        str | None, typer.Option(help="a running hub; without it one is started", envvar="ONETHREE_URL")
    ] = None,
    token: Annotated[str | None, typer.Option(help="a dispatcher's, with --url", envvar="ONETHREE_TOKEN")] = None,
    stream: Annotated[Path | None, typer.Option(help="play this recorded incident stream (CSV, may be .gz)")] = None,
    compression: Annotated[float, typer.Option(help="how many times as fast a stream is played", min=1)] = 1440.0,
    limit: Annotated[int | None, typer.Option(help="only the first calls of the stream", min=1)] = None,
    rate: Annotated[float, typer.Option(help="alarms a second, without a stream", min=0.1)] = 50.0,
    seconds: Annotated[float, typer.Option(help="how long, without a stream", min=1)] = 10.0,
    seed: Seed = 1,
    data: Annotated[
        Path, typer.Option(help="data folder of a hub that is started here; its record is there afterwards")
    ] = Path("loadtest-data"),
    json: Json = False,
) -> None:
    """Send alarms at their times however slow the answers are, then hold the record against the answers.

    Exit 1 where an alarm was lost, doubled, or left without an order or a named shortfall.

    Example: [bold]onethree loadtest district --url http://127.0.0.1:8013 --token "$TOKEN" --rate 100[/bold]
    """
    if url is None:
        if stream is None:
            raise wrong_usage(
                "give --url and --token of a running hub, or --stream FILE to play one to a hub of its own"
            )
        data.parent.mkdir(parents=True, exist_ok=True)
        trial = asyncio.run(
            play_stream(read_stream(stream)[:limit], district, data, compression=compression, seed=seed)
        )
        report, trouble = trial.load, trial.load.trouble or trial.trouble
    else:
        if token is None:
            raise wrong_usage("give --token, a dispatcher's; onethree token DIR --role dispatcher makes one")
        sites = read_sites(district)
        if stream is None:
            alarms = make_surge(sites, rate=rate, duration_s=seconds, seed=seed)
        else:
            alarms = lay_on(read_stream(stream)[:limit], sites, seed=seed, compression=compression)
        report = asyncio.run(_load(url, token, alarms))
        trouble = report.trouble
    _report(_figures(report), "loadtest", json=json)
    if report.audit is not None and not report.sound:
        say(
            f"onethree: the record does not agree with the answers: {msgspec.json.encode(report.audit).decode()}",
            err=True,
        )
    if trouble:
        say(f"onethree: after the last alarm: {trouble}", err=True)
    if trouble or not report.sound:
        raise typer.Exit(1)


async def _load(url: str, token: str, alarms: Sequence[TimedAlarm]) -> LoadReport:
    async with HubClient(url, token) as client:
        return await run_load(client, alarms)


def _watch_figures(armed: int, rate: float, seconds: float, seed: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True) as folder:
        late_s = asyncio.run(core.lateness(Path(folder), armed=armed, rate=rate, seconds=seconds, seed=seed))
    p50_ms, p99_ms = (float(np.percentile(late_s, percent)) * 1000 for percent in (50, 99))
    log_growth = math.log(armed) / math.log(FEW_DEADLINES)
    figures = [
        Figure("deadlines fired", len(late_s)),
        at_most("lateness p50", p50_ms, "ms"),
        at_most("lateness p99", p99_ms, "ms", LATENESS_GOAL_MS),
    ]
    grown = core.cost_of_a_deadline(few=FEW_DEADLINES, many=armed, seed=seed)
    figures.append(_grown(f"a deadline beside {armed:,}", f"beside {FEW_DEADLINES:,}", grown, log_growth))
    return figures


def _grown(name: str, against: str, grown: core.Growth, goal: float) -> Figure:
    return above_floor(name, grown.much_s * 1e6, "µs", floor=against, takes=grown.little_s * 1e6, goal=goal)


def _figures(report: LoadReport) -> list[Figure]:
    created, audit = report.statuses.get("201", 0), report.audit
    figures = [
        Figure("alarms sent", report.sent),
        Figure("answered 201", created, "", "sent", created / report.sent if report.sent else None),
    ]
    if audit is not None:
        figures += [
            Figure("lost", len(audit.lost), goal=0, ok=not audit.lost),
            Figure("doubled", len(audit.doubled), goal=0, ok=not audit.doubled),
            Figure("without order or shortfall", len(audit.unserved), goal=0, ok=not audit.unserved),
            Figure("incidents", audit.incidents),
            Figure("incidents with orders", audit.ordered),
            Figure("incidents with a named shortfall", audit.short),
        ]
    if report.answered is not None:
        figures += [
            Figure("answer p50", report.answered.p50_ms, "ms"),
            Figure("answer p99", report.answered.p99_ms, "ms"),
        ]
    return figures


def _report(figures: Sequence[Figure], title: str, *, json: bool) -> None:
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title=title)
