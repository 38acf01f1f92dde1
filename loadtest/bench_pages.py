"""``onethree bench pages``: what the pages cost, in a real Chromium with software rendering, beside what they may.

The bench starts a hub of its own and drives the pages from outside, by Chromium's own counters:

* ``console usable``, ``map drawn``: from the navigation, with an empty cache, until the line is open and a row stands
  in the list; and until the map stands. The slowest of the rounds.
* ``alarm → row``, ``alarm → crew``: from sending the alarm until the row, or the order, has been painted; beside them
  how long it took to a client that draws nothing.
* ``main thread busy`` with thousands of incidents open and changes coming in, ``frames over 50 ms``: of the page
  without its map, as the goal says; and the same with the map.
* the same ``in a flood`` of alarms that nobody answers, sixty a minute, with the map: frames, and the longest of them.
* ``heap growth``: of live objects after the garbage was collected, a line laid through the later samples.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import numpy as np
from playwright.async_api import Browser

from dispatch.client.http import HubClient
from loadtest.districts import make_generated_district, make_yuzhong_district, read_sites
from loadtest.figures import Figure, at_most
from loadtest.hub import HubProcess, issue_token
from loadtest.pages.chromium import find_chromium, running_chromium
from loadtest.pages.crowd import Crowd
from loadtest.pages.heap import Growth, watch_heap
from loadtest.pages.speed import Delay, Opening, Ringing, time_openings
from loadtest.pages.strain import Strain, strain

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

OPENING_GOAL_S = 3.0
DELAY_GOAL_MS = 150.0
BUSY_GOAL_PERCENT = 10.0
LONG_FRAMES_GOAL = 0.0
HEAP_GOAL_MIB = 1.0
LONGEST_GOAL_MS = 100.0
FLOOD_PER_MINUTE = 60.0

_OPENINGS = 5
_WARMING = 3
_FEWEST = 100
"""Stations of the smallest city; it has twice as many buildings, and a crowd needs one for each incident."""

_NEW_EVERY = 25
"""One change in so many opens an incident, at the head of the list, with targets that run."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives. ``seconds`` is how long the changes go on; ``changes`` are made for the heap.

    ``flood_minutes`` is how long the flood lasts.
    """

    stations: int = 400
    alarms: int = 60
    incidents: int = 2000
    rate: float = 50.0
    seconds: float = 20.0
    changes: int = 20_000
    flood_minutes: float = 5.0
    seed: int = 1


async def run(plan: Plan, *, yuzhong: Path | None = None, on_progress: OnProgress = print) -> list[Figure]:
    """Run the bench and return its figures; about eight minutes, five of them the flood.

    ``yuzhong`` is the shared folder of 渝中区's roads and buildings; without it the district is generated. Raises
    `LoadError` where there is no Chromium, or the hub does not do its part.
    """
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True) as name:
        work = Path(name)
        fonts = work / "fonts"
        fonts.mkdir()
        make = make_generated_district if yuzhong is None else _yuzhong_maker(yuzhong)
        district = make(work / "district", stations=plan.stations, seed=plan.seed)
        city = make_generated_district(work / "city", stations=max(plan.incidents, _FEWEST), seed=plan.seed)
        async with running_chromium(find_chromium(fonts)) as browser:
            bench = _Bench(plan, browser, on_progress)
            calm = await bench.measure_speed(district, work / "calm")
            flood = await bench.measure_flood(district, work / "flood")
            return [*calm, *flood, *await bench.measure_crowd(city, work / "crowd")]


def _yuzhong_maker(data: Path) -> Callable[..., Path]:
    def make(folder: Path, *, stations: int, seed: int) -> Path:
        return make_yuzhong_district(folder, data, stations=stations, seed=seed)

    return make


class _Bench:
    """One bench in one Chromium, with a hub for each of its parts."""

    def __init__(self, plan: Plan, browser: Browser, on_progress: OnProgress) -> None:
        self._plan = plan
        self._browser = browser
        self._on_progress = on_progress

    async def measure_speed(self, district: Path, data: Path) -> list[Figure]:
        """Measure openings and alarms, on a hub with little to do."""
        sites = read_sites(district)
        async with HubProcess(district, data) as hub, _dispatchers(hub) as clients:
            self._on_progress(f"opening the console {_OPENINGS} times")
            await Crowd(clients, sites, seed=self._plan.seed).grow(_WARMING)
            openings = await time_openings(self._browser, hub, _OPENINGS)
            self._on_progress(f"{self._plan.alarms} alarms, one after the other")
            async with Ringing(self._browser, hub, sites[0].building) as ringing:
                for _ in range(_WARMING):
                    await ringing.once()
                delays = [await ringing.once() for _ in range(self._plan.alarms)]
        return [*_opening_figures(openings), *_delay_figures(delays)]

    async def measure_flood(self, district: Path, data: Path) -> list[Figure]:
        """Measure a page, with its map, while alarms pour in that nobody answers."""
        plan = self._plan
        async with HubProcess(district, data) as hub, _dispatchers(hub) as clients:
            crowd = Crowd(clients, read_sites(district), seed=plan.seed)
            await crowd.grow(_WARMING)
            self._on_progress(f"a flood: {FLOOD_PER_MINUTE:g} alarms a minute for {plan.flood_minutes:g} min")
            told = await strain(
                self._browser,
                hub,
                lambda: crowd.pour(per_minute=FLOOD_PER_MINUTE, minutes=plan.flood_minutes),
                with_map=True,
            )
        return _flood_figures(told)

    async def measure_crowd(self, city: Path, data: Path) -> list[Figure]:
        """Measure a page beside thousands of incidents: without its map, with it, and its heap."""
        plan = self._plan
        async with HubProcess(city, data) as hub, _dispatchers(hub) as clients:
            crowd = Crowd(clients, read_sites(city), seed=plan.seed)
            self._on_progress(f"opening {plan.incidents} incidents")
            await crowd.grow(plan.incidents)
            figures = []
            for with_map in (False, True):
                self._on_progress(
                    f"{plan.rate:g} changes/s for {plan.seconds:g} s, {'with' if with_map else 'without'} the map"
                )
                told = await strain(
                    self._browser,
                    hub,
                    lambda: crowd.go_on(rate=plan.rate, seconds=plan.seconds, new_every=_NEW_EVERY),
                    with_map=with_map,
                )
                figures += _strain_figures(told, with_map=with_map)
            self._on_progress(f"{plan.changes} changes as fast as they are taken")
            growth = await watch_heap(self._browser, hub, crowd, plan.changes)
        return [*figures, *_heap_figures(growth)]


@asynccontextmanager
async def _dispatchers(hub: HubProcess) -> AsyncIterator[tuple[HubClient, HubClient]]:
    tokens = [await issue_token(hub.data, "dispatcher") for _ in range(2)]
    async with HubClient(hub.url, tokens[0]) as one, HubClient(hub.url, tokens[1]) as other:
        yield one, other


def _opening_figures(openings: Sequence[Opening]) -> list[Figure]:
    usable_s, map_s = (max(each) / 1000 for each in zip(*openings, strict=True))
    return [at_most("console usable", usable_s, "s", OPENING_GOAL_S), at_most("map drawn", map_s, "s", OPENING_GOAL_S)]


def _delay_figures(delays: Sequence[Delay]) -> list[Figure]:
    crews_ms = [each for delay in delays for each in delay.crews_ms]
    console_ms = [delay.console_ms for delay in delays]
    socket_ms = [delay.socket_ms for delay in delays]
    drawing_ms = [delay.console_ms - delay.socket_ms for delay in delays]
    return [
        at_most("alarm → row p50", _percentile(console_ms, 50), "ms"),
        at_most("alarm → row p95", _percentile(console_ms, 95), "ms", DELAY_GOAL_MS),
        at_most("alarm → crew p50", _percentile(crews_ms, 50), "ms"),
        at_most("alarm → crew p95", _percentile(crews_ms, 95), "ms", DELAY_GOAL_MS),
        at_most("alarm → a client that draws nothing p95", _percentile(socket_ms, 95), "ms"),
        at_most("row after that client p95", _percentile(drawing_ms, 95), "ms"),
    ]


def _strain_figures(told: Strain, *, with_map: bool) -> list[Figure]:
    suffix = " with the map" if with_map else ""
    busy_goal, frames_goal = (None, None) if with_map else (BUSY_GOAL_PERCENT, LONG_FRAMES_GOAL)
    return [
        at_most(f"main thread busy{suffix}", told.busy_percent, "%", busy_goal),
        at_most(f"of it script{suffix}", told.script_percent, "%"),
        at_most(f"of it style and layout{suffix}", told.layout_percent, "%"),
        at_most(f"frames over 50 ms{suffix}", len(told.long_frames_ms), "", frames_goal),
        at_most(f"longest of them{suffix}", max(told.long_frames_ms, default=0.0), "ms"),
        at_most(f"events a second{suffix}", told.events_per_s, "/s"),
    ]


def _flood_figures(told: Strain) -> list[Figure]:
    return [
        at_most("main thread busy in a flood", told.busy_percent, "%"),
        at_most("frames over 50 ms in a flood", len(told.long_frames_ms), ""),
        at_most("longest frame in a flood", max(told.long_frames_ms, default=0.0), "ms", LONGEST_GOAL_MS),
        at_most("events a second in a flood", told.events_per_s, "/s"),
    ]


def _heap_figures(growth: Growth) -> list[Figure]:
    return [
        at_most("heap growth per 10,000 events", growth.mib_per_10k_events, "MiB", HEAP_GOAL_MIB),
        at_most("heap at the end", growth.last_mib, "MiB"),
        at_most("events that came for it", growth.events, ""),
    ]


def _percentile(values: Sequence[float], percent: int) -> float:
    return float(np.percentile(values, percent))
