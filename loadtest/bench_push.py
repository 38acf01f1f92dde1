"""The push under a real surge: hubs with thousands of sockets, in windows beside a bare server's."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec
import numpy as np

from loadtest.broadcast import open_peers, open_stations, time_bare_broadcasts, time_closures
from loadtest.commit_sizes import read_sizes
from loadtest.figures import Figure, above_floor, at_most, voided
from loadtest.floor import BareServer, measure_order_floor
from loadtest.machine import MachineWatch
from loadtest.push_windows import Turns, play_in_turns, undisturbed
from loadtest.scrape import longest_bucket, scrape
from loadtest.signs import Difference, compare
from loadtest.stage import LOOP_WATCHED, Staged, make_district, staged
from loadtest.stall import StalledConsole, StallReport
from loadtest.surge import Step, Surge
from loadtest.top_rate import P99_LIMIT_S, attempt_on, find_top_rate
from loadtest.windows import Ratios, hold_against, why_void

OURS, THEIRS, BARE = "ours", "theirs", "bare"
P50_GOALS = {200.0: 1.5, 500.0: 1.6}
"""Rate → how many times the bare server's median; other rates have no goal."""
P99_GOAL = 2.0
BROADCAST_GOAL = 1.25
SOCKET_KIB_GOAL = 14.0
STANDSTILL_GOAL_MS = 5.0
STALL_GOAL_S = 15.0

_SETTLE_S = 3.0
_WARM_RATE, _WARM_S = 100.0, 3.0
_FLOOR_SAMPLES = 300
_ORDERS = 3
_BROADCAST_ROUNDS = 8
_STALL_RATE, _STALL_S, _STALL_LIMIT_S, _STALL_SLACK_S = 200.0, 30.0, 45.0, 2.0


class PushPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is driven: ``rounds`` windows of ``window_s`` for each server and rate, and what else is measured."""

    stations: int = 2000
    consoles: int = 10
    rates: tuple[float, ...] = (200.0, 500.0)
    rounds: int = 12
    window_s: float = 1.0
    top_rate: bool = True
    stall: bool = True
    broadcast: bool = True


class PushRun(NamedTuple):
    """Figures, why they say nothing of the hub (None: they do), and how two commits differ."""

    figures: list[Figure]
    void: str | None
    differences: list[Difference]


async def measure_push(
    plan: PushPlan,
    work: Path,
    *,
    seed: int,
    against: Path | None,
    yuzhong: Path | None,
    on_progress: Callable[[str], None],
) -> PushRun:
    """Measure the push of this commit's hub, and of the other's where one is named. Raises `LoadError`."""
    district = make_district(work / "district", stations=plan.stations, seed=seed, yuzhong=yuzhong)
    codes = {OURS: None} if against is None else {OURS: None, THEIRS: against}
    async with AsyncExitStack() as stack:
        hubs: dict[str, Staged] = {}
        for name, code in codes.items():
            hub = staged(district, work / name, code=code, settings=LOOP_WATCHED)
            hubs[name] = await stack.enter_async_context(hub)
        bench = _Push(plan, hubs, work, seed, on_progress)
        return await bench.measure()


class _Push:
    """One run on running hubs."""

    def __init__(
        self, plan: PushPlan, hubs: Mapping[str, Staged], work: Path, seed: int, on_progress: Callable[[str], None]
    ) -> None:
        self._plan = plan
        self._hubs = hubs
        self._ours = hubs[OURS]
        self._work = work
        self._seed = seed
        self._on_progress = on_progress
        self._void: list[str] = []
        self._differences: list[Difference] = []

    async def measure(self) -> PushRun:
        plan, figures = self._plan, list[Figure]()
        await asyncio.sleep(_SETTLE_S)
        empty = self._ours.hub.resident_bytes()
        self._on_progress(f"opening {plan.stations} stations and {plan.consoles} consoles")
        async with AsyncExitStack() as stack:
            surges = {name: await stack.enter_async_context(self._surge(hub)) for name, hub in self._hubs.items()}
            await asyncio.sleep(_SETTLE_S)
            kib = (self._ours.hub.resident_bytes() - empty) / (plan.stations + plan.consoles) / 1024
            figures.append(at_most("memory per idle socket", kib, "KiB", SOCKET_KIB_GOAL))
            for surge in surges.values():
                await surge.play(_WARM_RATE, _WARM_S)
            async with self._beside_bare(surges) as (servers, watch):
                for rate in plan.rates:
                    figures += await self._measure_rate(servers, watch, rate)
            if plan.top_rate:
                figures += await self._measure_top_rate(surges)
            if plan.stall:
                figures += await self._measure_stall(surges[OURS])
        if plan.broadcast:
            figures.append(await self._measure_broadcast())
        return PushRun(figures, self._void[0] if self._void else None, self._differences)

    def _surge(self, found: Staged) -> Surge:
        return Surge(
            found.hub.url, found.centre, found.tokens, found.sites, seed=self._seed, consoles=self._plan.consoles
        )

    @asynccontextmanager
    async def _beside_bare(self, surges: Mapping[str, Surge]) -> AsyncIterator[tuple[dict[str, Surge], MachineWatch]]:
        """Run a bare server that writes and sends as many bytes as the hub does, with as many sockets open."""
        sizes = await read_sizes(self._ours.hub.url, self._ours.centre)
        self._on_progress(f"the bare server's commits and frames: {sizes}")
        floor = await asyncio.to_thread(
            measure_order_floor,
            self._work,
            size=sizes.opening,
            sockets=_ORDERS + self._plan.consoles,
            samples=_FLOOR_SAMPLES,
        )
        self._floor_s = float(np.percentile(floor, 10))
        async with BareServer(self._work, sizes) as server:
            own = [os.getpid(), server.pid, *(hub.hub.pid for hub in self._hubs.values())]
            bare = Surge(
                server.url,
                "none",
                self._ours.tokens,
                self._ours.sites,
                seed=self._seed,
                consoles=self._plan.consoles,
            )
            async with bare:
                await bare.play(_WARM_RATE, _WARM_S)
                yield {**surges, BARE: bare}, MachineWatch(own)

    async def _measure_rate(self, servers: Mapping[str, Surge], watch: MachineWatch, rate: float) -> list[Figure]:
        plan = self._plan
        self._on_progress(
            f"{rate:g} alarms/s: {plan.rounds} windows of {plan.window_s:g} s each for {', '.join(servers)}"
        )
        before = await scrape(self._ours.hub.url)
        turns = await play_in_turns(servers, watch, rate=rate, window_s=plan.window_s, rounds=plan.rounds)
        standstill_s = longest_bucket(before, await scrape(self._ours.hub.url), "onethree_loop_late_seconds")
        ours, bare = turns.steps[OURS], turns.steps[BARE]
        ratios = hold_against(_ways(ours), _ways(bare))
        void = why_void(
            bare_p99_s=None if ratios is None else ratios.other_p99_s, others=turns.use.others, stolen=turns.use.stolen
        )
        if void is not None:
            self._void.append(f"at {rate:g}/s {void}")
        suffix = "" if rate == plan.rates[-1] else f" at {rate:g}/s"
        if THEIRS in turns.steps:
            self._differences += _differences(ours, turns.steps[THEIRS], rate)
        figures = [*self._way_figures(ratios, rate, suffix), *_standstill(standstill_s, suffix)]
        return [*voided(figures, void), *_step_figures(ours, turns, suffix)]

    def _way_figures(self, ratios: Ratios | None, rate: float, suffix: str) -> list[Figure]:
        if ratios is None:
            return []
        floor, bare = "idle floor's p10, for information", f"bare server, {ratios.windows} windows"
        floor_ms = self._floor_s * 1e3
        p50, p99 = ratios.p50_s * 1e3, ratios.p99_s * 1e3
        p50_goal = P50_GOALS.get(rate)
        p99_goal = None if p50_goal is None else P99_GOAL
        return [
            above_floor(f"station p50{suffix}", p50, "ms", floor=floor, takes=floor_ms),
            above_floor(f"station p99{suffix}", p99, "ms", floor=floor, takes=floor_ms),
            _ratio(f"station p50 vs bare server{suffix}", p50, bare, ratios.p50_ratio, p50_goal),
            _ratio(f"station p99 vs bare server{suffix}", p99, bare, ratios.p99_ratio, p99_goal),
        ]

    async def _measure_top_rate(self, surges: Mapping[str, Surge]) -> list[Figure]:
        self._on_progress(f"searching the highest rate with p99 ≤ {P99_LIMIT_S * 1e3:g} ms and nothing lost")
        figures = []
        for name, surge in surges.items():
            top = await find_top_rate(partial(attempt_on, surge), start=self._plan.rates[-1])
            of = "" if name == OURS else f", {name}"
            beyond = "the load side was at its end: the hub bears this at least" if top.load_side else None
            figures.append(Figure(f"highest rate borne{of}", top.rate, "/s", beyond))
            for trial in top.trials:
                self._on_progress(f"  {trial.rate:.0f}/s: p99 {trial.p99_s * 1e3:.1f} ms, lost {trial.lost}")
        return figures

    async def _measure_stall(self, surge: Surge) -> list[Figure]:
        self._on_progress(f"a console hangs while {_STALL_RATE:g} alarms/s go on for {_STALL_S:g} s")
        stalled = StalledConsole(self._ours.hub.url, self._ours.centre)
        await stalled.hang()
        with undisturbed():
            playing = asyncio.create_task(surge.play(_STALL_RATE, _STALL_S))
            report = await stalled.report(_STALL_LIMIT_S)
            step = await playing
        return _stall_figures(report, step)

    async def _measure_broadcast(self) -> Figure:
        ours, stations = self._ours, self._plan.stations
        self._on_progress(f"broadcasts to {stations} sockets")
        place = (ours.sites[0].lon, ours.sites[0].lat)
        with await asyncio.to_thread(open_stations, ours.hub.url, ours.tokens) as watchers:
            taken, size = await asyncio.to_thread(
                time_closures, ours.hub.url, ours.centre, watchers, rounds=_BROADCAST_ROUNDS, place=place
            )
        async with BareServer(self._work, await read_sizes(ours.hub.url, ours.centre)) as server:
            with open_peers(server.peer_port, stations) as peers:
                floor = await asyncio.to_thread(
                    time_bare_broadcasts, server.url, peers, rounds=2 * _BROADCAST_ROUNDS, size=size
                )
        return above_floor(
            "broadcast",
            median(taken) * 1e3,
            "ms",
            floor=f"a loop of os.write over {stations} sockets",
            takes=median(floor) * 1e3,
            goal=BROADCAST_GOAL,
        )


def _ways(step: Step) -> list[list[float]]:
    return [window.to_station for window in step.windows]


def _ratio(name: str, value: float, against: str, ratio: float, goal: float | None) -> Figure:
    return Figure(name, value, "ms", against, ratio, goal, None if goal is None else ratio <= goal)


def _standstill(longest_s: float | None, suffix: str) -> list[Figure]:
    """Return how long the loop stood still at the longest; None where the hub does not tell it."""
    if longest_s is None:
        return []
    return [at_most(f"longest stand-still{suffix}", longest_s * 1e3, "ms at most", STANDSTILL_GOAL_MS)]


def _step_figures(step: Step, turns: Turns, suffix: str) -> list[Figure]:
    """Return what must be perfect, and how well the load side did."""
    share = step.openings_ordered / step.openings if step.openings else 0.0
    return [
        at_most(f"messages lost{suffix}", step.lost, "", 0.0),
        Figure(f"openings with orders{suffix}", share, "", None, None, 1.0, share == 1.0),
        at_most(f"answer p99{suffix}", _percentile_ms(step.answered, 99), "ms"),
        at_most(f"load side sends late p99{suffix}", _percentile_ms(step.late_start, 99), "ms"),
        at_most(f"load side reads late p99{suffix}", _percentile_ms(step.late_read, 99), "ms"),
        at_most(f"machine used by others{suffix}", turns.use.others * 100, "%"),
    ]


def _differences(ours: Step, theirs: Step, rate: float) -> list[Difference]:
    """Compare windows in pairs; those in which an order came to neither say nothing."""
    pairs = [(a, b) for a, b in zip(_ways(ours), _ways(theirs), strict=True) if a and b]
    if not pairs:
        return []
    return [
        compare(
            f"station p{percent} at {rate:g}/s",
            "ms",
            *([_percentile_ms(pair[side], percent) for pair in pairs] for side in (0, 1)),
        )
        for percent in (50, 90)
    ]


def _percentile_ms(seconds: Sequence[float], percent: int) -> float:
    return float(np.percentile(seconds, percent)) * 1e3 if seconds else 0.0


def _stall_figures(report: StallReport, step: Step) -> list[Figure]:
    closed_s = _STALL_LIMIT_S if report.closed_after_s is None else report.closed_after_s
    in_time = abs(closed_s - STALL_GOAL_S) <= _STALL_SLACK_S
    return [
        Figure("stalled client closed after", closed_s, "s", None, None, STALL_GOAL_S, in_time),
        Figure("stalled client's events on return", report.missed, "", None, None, None, report.caught_up),
        at_most("messages lost beside a stalled client", step.orders_lost + step.gaps, "", 0.0),
        at_most("station p99 beside a stalled client", _percentile_ms(step.to_station, 99), "ms"),
    ]
