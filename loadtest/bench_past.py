"""``onethree bench past``: a hub on a long record: its start, and alarms while somebody reads the past.

The record was made before (`dispatch.simulation.long_record`). A hub starts on an empty one first: what that takes is
not the record's, and in a new checkout it compiles the search kernels. Then it starts on the long one without a
snapshot and, stopped in order, once more. Then every route that reads the whole record is asked, alone; and alarms are
sent open loop in rounds, without readers and with one that asks for one route after the other. How long the hub's loop
stood still it tells itself, as the bound of the highest bucket.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path

import aiohttp
import msgspec

from dispatch.client.http import HubClient
from loadtest.districts import make_generated_district, read_sites
from loadtest.errors import LoadError
from loadtest.figures import Figure, above_floor, at_most
from loadtest.hub import HubProcess, issue_token
from loadtest.load import LoadReport, make_surge, run_load
from loadtest.scrape import longest_bucket, scrape
from loadtest.streams import Site
from loadtest.threads import ThreadClock

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

WITH_SNAPSHOT_GOAL_S, WITHOUT_SNAPSHOT_GOAL_S = 2.0, 12.0
ANSWER_GOAL_S = 1.0
P99_GOAL = 1.2
STANDSTILL_GOAL_MS = 5.0
_PATIENCE = aiohttp.ClientTimeout(total=300)
_START_LIMIT_S = 600.0
_STOOD_STILL = "onethree_loop_late_seconds"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives. ``rounds`` are pairs: alarms without readers, then beside one."""

    stations: int = 100
    rate: float = 50.0
    seconds: float = 8.0
    rounds: int = 3
    seed: int = 1


class _Start(msgspec.Struct, frozen=True, kw_only=True):
    wall_s: float
    cpu_s: float


async def run(plan: Plan, data: Path, work: Path, *, on_progress: OnProgress = print) -> list[Figure]:
    """Run the bench on the record in ``data`` and return its figures. Raises `LoadError`."""
    district = make_generated_district(work / "district", stations=plan.stations, seed=plan.seed)
    empty = await _on_an_empty_record(district, work / "empty", on_progress)
    _drop_snapshots(data)
    # The record is of the simulator's own district.
    hub = HubProcess(district, data, options=("--renamed", "--measure-loop"), start_within_s=_START_LIMIT_S)
    try:
        without = await _started(hub, on_progress, "without a snapshot")
        await hub.stop()
        with_snapshot = await _started(hub, on_progress, "with the snapshot of its stop")
        tokens = (await issue_token(data, "dispatcher"), await issue_token(data, "commander"))
        bench = _Bench(plan, hub, tokens, read_sites(district), on_progress)
        measured = await bench.measure()
    finally:
        await hub.stop()
    return [
        at_most("start on an empty record", empty.wall_s, "s"),
        at_most("its CPU", empty.cpu_s, "s"),
        at_most("start without a snapshot", without.wall_s, "s", WITHOUT_SNAPSHOT_GOAL_S),
        at_most("its CPU", without.cpu_s, "s"),
        at_most("start with a snapshot", with_snapshot.wall_s, "s", WITH_SNAPSHOT_GOAL_S),
        at_most("its CPU", with_snapshot.cpu_s, "s"),
        *measured,
    ]


async def _on_an_empty_record(district: Path, data: Path, on_progress: OnProgress) -> _Start:
    """Start twice on a record of nothing but the registry; the first time may compile the search kernels."""
    async with HubProcess(district, data, start_within_s=_START_LIMIT_S):
        pass
    async with HubProcess(district, data) as hub:
        await hub.stop()
        return await _started(hub, on_progress, "on an empty record")


def _drop_snapshots(data: Path) -> None:
    """Remove what an earlier run left: the first start is one without."""
    for snapshot in data.glob("record.db.snapshot-*"):
        snapshot.unlink()


async def _started(hub: HubProcess, on_progress: OnProgress, how: str) -> _Start:
    on_progress(f"the hub starts {how}")
    began = time.perf_counter()
    await hub.start()
    return _Start(wall_s=time.perf_counter() - began, cpu_s=_cpu_s(hub.pid))


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What one answer took: time, and processor time of the hub and of what reads beside it."""

    wall_s: float
    hub_s: float
    beside_s: float


class _Bench:
    """One running hub on a long record."""

    def __init__(
        self, plan: Plan, hub: HubProcess, tokens: tuple[str, str], sites: Sequence[Site], on_progress: OnProgress
    ) -> None:
        """``tokens`` are a dispatcher's, whose alarms they are, and that of a commander, who reads."""
        self._plan = plan
        self._hub = hub
        self._alarming, self._reading = tokens
        self._sites = sites
        self._on_progress = on_progress

    async def measure(self) -> list[Figure]:
        """Ask every route, then send alarms without readers and beside one."""
        async with HubClient(self._hub.url, self._alarming) as client, self._session() as session:
            position = (await client.get("/state"))["position"]["seq"]
            routes = _routes(position, (await self._month(client)))
            await self._load(client, seed=0)  # what is done for the first time takes longer
            figures = [Figure("events", position), *await self._ask_all(session, routes)]
            figures += await self._rounds(client, session, routes)
            figures.append(Figure("memory of the hub", self._hub.resident_bytes() / (1 << 20), "MiB"))
            for pid in _children(self._hub.pid):
                figures.append(Figure("memory of the process that reads", _resident_mib(pid), "MiB"))
                figures.append(at_most("its CPU so far", _cpu_s(pid), "s"))
            return figures

    def _session(self) -> aiohttp.ClientSession:
        headers = {"Authorization": f"Bearer {self._reading}"}
        return aiohttp.ClientSession(self._hub.url, headers=headers, timeout=_PATIENCE)

    async def _month(self, client: HubClient) -> str:
        """Return the month in the middle of the record: a whole one."""
        half = (await client.get("/state"))["position"]["seq"] // 2
        events = (await client.get("/events", after=half, limit=1))["events"]
        return str(events[0]["at"][:7])

    async def _ask_all(self, session: aiohttp.ClientSession, routes: dict[str, str]) -> list[Figure]:
        first_s = await _ask(session, next(iter(routes.values())))
        self._on_progress(f"the first answer took {first_s:.1f} s: the record was read for it")
        figures = [at_most("first answer after the start", first_s, "s")]
        clocks = [ThreadClock(pid) for pid in (self._hub.pid, *_children(self._hub.pid))]
        for name, path in routes.items():
            once, *again = [await self._ask_by_cpu(session, path, clocks) for _ in range(4)]
            again_s = statistics.median(each.wall_s for each in again)
            self._on_progress(
                f"{name}: {once.wall_s:.2f} s, then {again_s:.2f} s; "
                f"CPU {once.hub_s * 1000:.1f} ms in the hub, {once.beside_s:.2f} s beside it"
            )
            figures += [
                at_most(name, once.wall_s, "s", ANSWER_GOAL_S),
                at_most(f"{name}, again", again_s, "s", ANSWER_GOAL_S),
                at_most(f"{name}: CPU in the hub", max(each.hub_s for each in (once, *again)) * 1000, "ms"),
                at_most(f"{name}: CPU beside it", once.beside_s, "s"),
            ]
        return figures

    async def _ask_by_cpu(self, session: aiohttp.ClientSession, path: str, clocks: Sequence[ThreadClock]) -> _Asked:
        before = [clock.read() for clock in clocks]
        wall_s = await _ask(session, path)
        hub_s, *beside_s = (
            clock.between(then, clock.read()).total_s for clock, then in zip(clocks, before, strict=True)
        )
        return _Asked(wall_s=wall_s, hub_s=hub_s, beside_s=sum(beside_s))

    async def _rounds(self, client: HubClient, session: aiohttp.ClientSession, routes: dict[str, str]) -> list[Figure]:
        alone: list[LoadReport] = []
        beside: list[LoadReport] = []
        alone_s: list[float] = []
        beside_s: list[float] = []
        asked = 0
        for number in range(self._plan.rounds):
            before = await scrape(self._hub.url)
            alone.append(await self._load(client, seed=2 * number + 1))
            between = await scrape(self._hub.url)
            async with _reader(session, routes) as answers:
                beside.append(await self._load(client, seed=2 * number + 2))
            alone_s.append(longest_bucket(before, between, _STOOD_STILL) or 0.0)
            beside_s.append(longest_bucket(between, await scrape(self._hub.url), _STOOD_STILL) or 0.0)
            asked += len(answers)
            self._on_progress(f"round {number + 1}: p99 {_p99(alone[-1]):.1f} ms, {_p99(beside[-1]):.1f} beside")
        quiet, read = (statistics.median(map(_p99, reports)) for reports in (alone, beside))
        return [
            Figure("answers of the past meanwhile", asked),
            above_floor("alarm p99 beside readers", read, "ms", floor="without readers", takes=quiet, goal=P99_GOAL),
            at_most("longest stand-still without readers", max(alone_s) * 1000, "ms at most"),
            at_most("longest stand-still beside readers", max(beside_s) * 1000, "ms at most", STANDSTILL_GOAL_MS),
        ]

    async def _load(self, client: HubClient, *, seed: int) -> LoadReport:
        plan = self._plan
        alarms = make_surge(self._sites, rate=plan.rate, duration_s=plan.seconds, seed=plan.seed + seed)
        report = await run_load(client, alarms)
        if not report.sound:
            raise LoadError(f"an alarm was not answered or not kept: {msgspec.json.encode(report).decode()}")
        return report


def _routes(head: int, month: str) -> dict[str, str]:
    """Return every route that reads the whole record, by the name of its figure."""
    return {
        "/checks": "/api/v1/checks",
        "/ledger": "/api/v1/ledger",
        "/training": "/api/v1/training",
        "/reports/months": f"/api/v1/reports/months/{month}?format=json",
        "/reports/months/samples": f"/api/v1/reports/months/{month}/samples",
        "/episodes": "/api/v1/episodes?text=smoke",
        "/state?at": f"/api/v1/state?at={head // 2 - 1}",
    }


async def _ask(session: aiohttp.ClientSession, path: str) -> float:
    began = time.perf_counter()
    async with session.get(path) as answer:
        await answer.read()
        if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
            raise LoadError(f"GET {path} answered {answer.status}: {(await answer.text())[:300]}")
    return time.perf_counter() - began


@asynccontextmanager
async def _reader(session: aiohttp.ClientSession, routes: dict[str, str]) -> AsyncIterator[list[float]]:
    """Ask for one route after the other inside the block; the list is of the times that they took."""
    taken: list[float] = []

    async def read() -> None:
        for path in cycle(routes.values()):
            took_s = await _ask(session, path)
            taken.append(took_s)

    async with _running(read()):
        yield taken


@asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run something beside the block; what goes wrong in it is raised at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        if not task.done():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _p99(report: LoadReport) -> float:
    if report.answered is None:
        raise LoadError("no alarm was answered")
    return report.answered.p99_ms


def _children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def _cpu_s(pid: int) -> float:
    """Return the processor time that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
