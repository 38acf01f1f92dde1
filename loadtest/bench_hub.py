"""``onethree bench hub``: the hub under a real surge, its figures beside the floors of the same run.

The bench starts the hub as a process of its own, on the embedded log and a folder of the disk to measure, and drives
it from this process over loopback: 2,000 station sockets, 10 consoles, alarms open loop at 50, 200 and 500 per second.
Latencies count from when an alarm was *due*. What the floors are stands in `loadtest.floor` and `loadtest.broadcast`:

* ``station p50``, ``station p99`` (of the last rate): alarm due → order read at the station's socket, against one write
  and fdatasync of the commit's bytes plus one ``os.write`` for each socket that the commit touches.
* ``station p50 vs bare server``: the same against a bare aiohttp handler that does that much and no more.
* ``broadcast``: the first of 2,000 sockets to the last, against a loop of ``os.write``.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
import orjson

from dispatch.client.http import HubClient
from loadtest.broadcast import open_peers, open_stations, time_bare_broadcasts, time_closures
from loadtest.districts import make_generated_district, make_yuzhong_district, read_sites
from loadtest.figures import Figure, above_floor, at_most
from loadtest.floor import BareServer, measure_bare_server, measure_order_floor
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.stall import StalledConsole, StallReport
from loadtest.streams import Site
from loadtest.surge import Step, Surge
from stations.district import read_district

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

_FLOOR_SAMPLES = 600
_BARE_SECONDS = 3.0
_ROUNDS = 8
_STALL_RATE = 200.0
_STALL_SECONDS = 30.0
_STALL_LIMIT_S = 45.0
_SETTLE_S = 3.0
_CREWS_PER_ORDER = 3
_RAW_FLOOR = "write + fdatasync + os.write per socket"
_BARE_FLOOR = "bare aiohttp server at that rate"

STATION_P50_GOAL, STATION_P99_GOAL = 6.0, 8.0
BROADCAST_GOAL = 1.4
SOCKET_KIB_GOAL = 16.0
STALL_GOAL_S = 15.0
_STALL_SLACK_S = 2.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives. ``seconds`` is for each rate; ``stall`` and ``broadcast`` say whether to measure those."""

    stations: int = 2000
    consoles: int = 10
    rates: tuple[float, ...] = (50.0, 200.0, 500.0)
    seconds: float = 8.0
    seed: int = 1
    stall: bool = True
    broadcast: bool = True


async def run(
    plan: Plan, *, folder: Path | None = None, yuzhong: Path | None = None, on_progress: OnProgress = print
) -> list[Figure]:
    """Run the bench and return its figures.

    ``folder`` is where the record is written and must be on the disk to be measured; without it the system's temporary
    folder, which may be memory. ``yuzhong`` is the shared folder of 渝中区's roads and buildings; without it the
    district is generated. Raises `LoadError` where the hub does not do its part.
    """
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True, dir=folder) as name:
        work = Path(name)
        make = make_generated_district if yuzhong is None else _yuzhong_maker(yuzhong)
        district = make(work / "district", stations=plan.stations, seed=plan.seed)
        async with HubProcess(district, work / "data") as hub:
            bench = _Bench(plan, hub, work, district, on_progress)
            await bench.prepare()
            return await bench.measure()


def _yuzhong_maker(data: Path) -> Callable[..., Path]:
    def make(folder: Path, *, stations: int, seed: int) -> Path:
        return make_yuzhong_district(folder, data, stations=stations, seed=seed)

    return make


class _Bench:
    """One bench on one running hub."""

    def __init__(self, plan: Plan, hub: HubProcess, work: Path, district: Path, on_progress: OnProgress) -> None:
        self._plan = plan
        self._hub = hub
        self._work = work
        self._district = district
        self._on_progress = on_progress
        self._sites: list[Site] = []
        self._tokens: dict[str, str] = {}
        self._centre = ""

    async def prepare(self) -> None:
        stations = read_district(self._district).stations
        self._sites = read_sites(self._district)
        self._tokens = await issue_station_tokens(self._hub.data, [station.id for station in stations])
        self._centre = await issue_token(self._hub.data, "dispatcher")

    async def measure(self) -> list[Figure]:
        plan = self._plan
        figures: list[Figure] = []
        await asyncio.sleep(_SETTLE_S)
        empty = self._hub.resident_bytes()
        self._on_progress(f"opening {plan.stations} stations and {plan.consoles} consoles")
        surge = Surge(self._hub.url, self._centre, self._tokens, self._sites, seed=plan.seed, consoles=plan.consoles)
        async with surge:
            await asyncio.sleep(_SETTLE_S)
            kib = (self._hub.resident_bytes() - empty) / (plan.stations + plan.consoles) / 1024
            figures.append(at_most("memory per idle socket", kib, "KiB", SOCKET_KIB_GOAL))
            for rate in plan.rates:
                figures += await self._measure_rate(surge, rate)
            if plan.stall:
                figures += await self._measure_stall(surge)
        if plan.broadcast:
            figures.append(await self._measure_broadcast())
        return figures

    async def _measure_rate(self, surge: Surge, rate: float) -> list[Figure]:
        self._on_progress(f"{rate:g} alarms/s for {self._plan.seconds:g} s")
        with _collector_at_rest():
            step = await surge.play(rate, self._plan.seconds)
        size = await self._commit_bytes()
        sockets = _CREWS_PER_ORDER + self._plan.consoles
        self._on_progress(f"floors: {size} bytes durable, {sockets} sockets")
        floor = await asyncio.to_thread(
            measure_order_floor, self._work, size=size, sockets=sockets, samples=_FLOOR_SAMPLES
        )
        async with BareServer(self._work, size=size) as server:
            with _collector_at_rest():
                bare = await measure_bare_server(server, rate=rate, seconds=_BARE_SECONDS)
        last = rate == self._plan.rates[-1]
        return _station_figures(step, floor, bare, suffix="" if last else f" at {rate:g}/s")

    async def _measure_stall(self, surge: Surge) -> list[Figure]:
        self._on_progress(f"a console hangs while {_STALL_RATE:g} alarms/s go on for {_STALL_SECONDS:g} s")
        stalled = StalledConsole(self._hub.url, self._centre)
        await stalled.hang()
        with _collector_at_rest():
            playing = asyncio.create_task(surge.play(_STALL_RATE, _STALL_SECONDS))
            report = await stalled.report(_STALL_LIMIT_S)
            step = await playing
        return _stall_figures(report, step)

    async def _measure_broadcast(self) -> Figure:
        self._on_progress(f"broadcasts to {self._plan.stations} sockets")
        place = (self._sites[0].lon, self._sites[0].lat)
        with await asyncio.to_thread(open_stations, self._hub.url, self._tokens) as watchers:
            ours, size = await asyncio.to_thread(
                time_closures, self._hub.url, self._centre, watchers, rounds=_ROUNDS, place=place
            )
        async with BareServer(self._work, size=size) as server:
            with open_peers(server.peer_port, self._plan.stations) as peers:
                floor = await asyncio.to_thread(time_bare_broadcasts, server.url, peers, rounds=2 * _ROUNDS, size=size)
        return above_floor(
            "broadcast",
            float(np.median(ours)) * 1000,
            "ms",
            floor=f"a loop of os.write over {self._plan.stations} sockets",
            takes=float(np.median(floor)) * 1000,
            goal=BROADCAST_GOAL,
        )

    async def _commit_bytes(self) -> int:
        """Return the median size of what an opening alarm's commit adds to the record, from the newest events."""
        sizes: dict[str, int] = {}
        openings = set()
        async with HubClient(self._hub.url, self._centre) as client:
            head = (await client.get("/state"))["position"]["seq"]
            async for event in client.list_events(max(0, head - 20_000)):
                incident = event.get("incident")
                # Everything decided with the alarm bears the alarm's moment and maker.
                key = f"{incident}/{event['at']}/{event['by']['role']}"
                sizes[key] = sizes.get(key, 0) + len(orjson.dumps(event))
                if event["type"] == "incident.opened":
                    openings.add(key)
        return int(np.median([sizes[key] for key in openings]))


def _station_figures(step: Step, floor: Sequence[float], bare: Sequence[float], *, suffix: str) -> list[Figure]:
    """Return how long orders took to their stations, beside both floors, and what must be perfect."""
    figures = []
    for percent, goal in ((50, STATION_P50_GOAL), (99, STATION_P99_GOAL)):
        name, ours = f"station p{percent}", _percentile_ms(step.to_station, percent)
        raw, server = _percentile_ms(floor, percent), _percentile_ms(bare, percent)
        figures += [
            above_floor(f"{name}{suffix}", ours, "ms", floor=_RAW_FLOOR, takes=raw, goal=goal),
            above_floor(f"{name} vs bare server{suffix}", ours, "ms", floor=_BARE_FLOOR, takes=server),
        ]
    lost = step.orders_lost + step.gaps + step.sent - step.statuses.get("201", 0)
    share = step.openings_ordered / step.openings if step.openings else 0.0
    return [
        *figures,
        at_most(f"messages lost{suffix}", lost, "", 0.0),
        Figure(f"openings with orders{suffix}", share, "", None, None, 1.0, share == 1.0),
        at_most(f"answer p99{suffix}", _percentile_ms(step.answered, 99), "ms"),
        at_most(f"load side late p99{suffix}", _percentile_ms(step.late_start, 99), "ms"),
    ]


def _percentile_ms(seconds: Sequence[float], percent: int) -> float:
    return float(np.percentile(seconds, percent)) * 1000


def _stall_figures(report: StallReport, step: Step) -> list[Figure]:
    closed_s = _STALL_LIMIT_S if report.closed_after_s is None else report.closed_after_s
    in_time = abs(closed_s - STALL_GOAL_S) <= _STALL_SLACK_S
    return [
        Figure("stalled client closed after", closed_s, "s", None, None, STALL_GOAL_S, in_time),
        Figure("stalled client's events on return", report.missed, "", None, None, None, report.caught_up),
        at_most("messages lost beside a stalled client", step.orders_lost + step.gaps, "", 0.0),
        at_most("station p99 beside a stalled client", _percentile_ms(step.to_station, 99), "ms"),
    ]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep this process's garbage collector out of the samples."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
