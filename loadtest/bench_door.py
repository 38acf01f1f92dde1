"""``onethree bench door``: an alarm's answer while thousands of sockets without a token hang on the hub's door.

5,000 that say nothing and 10 that send one byte a second, against the same alarms without them in the same run, in
turns. Beside it: what that costs the hub in memory, and what it writes to its log.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from dispatch.client.http import HubClient
from loadtest.districts import make_generated_district, read_sites
from loadtest.errors import LoadError
from loadtest.figures import Figure, above_floor, at_most
from loadtest.hub import HubProcess, issue_token
from loadtest.load import LoadReport, make_surge, run_load
from loadtest.siege import SiegeReport
from loadtest.streams import Site

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

P99_GOAL = 2.0
_FILLING_S = 5.0
_SETTLING_S = 2.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives. ``rounds`` are pairs: without the sockets, then with them."""

    idle: int = 5000
    dripping: int = 10
    rate: float = 50.0
    seconds: float = 8.0
    rounds: int = 3
    stations: int = 100
    seed: int = 1


class _Round(msgspec.Struct, frozen=True, kw_only=True):
    quiet: LoadReport
    besieged: LoadReport
    siege: SiegeReport
    unauthenticated: float
    grown_bytes: int
    log_lines: int


async def run(plan: Plan, *, folder: Path | None = None, on_progress: OnProgress = print) -> list[Figure]:
    """Run the bench and return its figures. ``folder`` is where the record is written. Raises `LoadError`."""
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True, dir=folder) as name:
        work = Path(name)
        district = make_generated_district(work / "district", stations=plan.stations, seed=plan.seed)
        sites = read_sites(district)
        async with HubProcess(district, work / "data") as hub:
            token = await issue_token(hub.data, "dispatcher")
            async with HubClient(hub.url, token) as client:
                await _load(client, sites, plan, seed=0)  # what is done for the first time takes longer
                rounds = [
                    await _round(hub, client, sites, plan, number=number, on_progress=on_progress)
                    for number in range(plan.rounds)
                ]
    return _figures(plan, rounds)


async def _round(
    hub: HubProcess, client: HubClient, sites: Sequence[Site], plan: Plan, *, number: int, on_progress: OnProgress
) -> _Round:
    quiet = await _load(client, sites, plan, seed=2 * number + 1)
    before_bytes, before_lines = hub.resident_bytes(), len(hub.output().splitlines())
    async with _besieging(hub.port, plan) as siege:
        await asyncio.sleep(_FILLING_S)
        besieged = await _load(client, sites, plan, seed=2 * number + 2)
        unauthenticated = await _unauthenticated(hub)
        grown = hub.resident_bytes() - before_bytes
    report = msgspec.json.decode(await _end(siege), type=SiegeReport)
    lines = len(hub.output().splitlines()) - before_lines
    on_progress(f"round {number + 1}: p99 {_p99(quiet):.1f} ms alone, {_p99(besieged):.1f} ms besieged; {report}")
    await asyncio.sleep(_SETTLING_S)
    return _Round(
        quiet=quiet,
        besieged=besieged,
        siege=report,
        unauthenticated=unauthenticated,
        grown_bytes=grown,
        log_lines=lines,
    )


async def _load(client: HubClient, sites: Sequence[Site], plan: Plan, *, seed: int) -> LoadReport:
    alarms = make_surge(sites, rate=plan.rate, duration_s=plan.seconds, seed=plan.seed + seed)
    report = await run_load(client, alarms)
    if not report.sound:
        raise LoadError(f"an alarm was not answered or not kept: {msgspec.json.encode(report).decode()}")
    return report


@asynccontextmanager
async def _besieging(port: int, plan: Plan) -> AsyncIterator[Process]:
    arguments = ("-m", "loadtest.siege", str(port), str(plan.idle), str(plan.dripping))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=PIPE, stdout=PIPE)
    try:
        yield process
    except BaseException:
        process.kill()
        raise


async def _end(process: Process) -> bytes:
    said, _ = await process.communicate(b"\n")
    return said


async def _unauthenticated(hub: HubProcess) -> float:
    """Return how many connections without a token the hub holds."""
    async with aiohttp.ClientSession() as session, session.get(f"{hub.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return next(float(each.split()[1]) for each in lines if each.startswith("onethree_connections_unauthenticated "))


def _p99(report: LoadReport) -> float:
    if report.answered is None:
        raise LoadError("no alarm was answered")
    return report.answered.p99_ms


def _figures(plan: Plan, rounds: Sequence[_Round]) -> list[Figure]:
    quiet, besieged = (
        statistics.median(_p99(report) for report in reports)
        for reports in ([each.quiet for each in rounds], [each.besieged for each in rounds])
    )
    sent = sum(each.quiet.sent + each.besieged.sent for each in rounds)
    return [
        Figure("idle sockets", plan.idle),
        Figure("sockets that send a byte a second", plan.dripping),
        Figure("alarms sent and answered 201", sent),
        above_floor("alarm p99", besieged, "ms", floor="without these sockets", takes=quiet, goal=P99_GOAL),
        Figure("sockets held at most, as the caller sees it", max(each.siege.held_at_most for each in rounds)),
        Figure("connections without a token at the hub", max(each.unauthenticated for each in rounds)),
        Figure("closed by the hub and opened again", sum(each.siege.closed_by_hub for each in rounds)),
        at_most("longest that a byte a second was borne", max(each.siege.longest_drip_s for each in rounds), "s"),
        Figure("memory that it took", max(each.grown_bytes for each in rounds) / (1 << 20), "MiB"),
        Figure("lines in the hub's log, a round", max(each.log_lines for each in rounds)),
    ]
