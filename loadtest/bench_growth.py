"""``onethree bench growth``: what an alarm costs beside more stations, sockets, open incidents and a longer record."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from dispatch.client.http import HubClient
from loadtest.cast import Cast
from loadtest.cpu_ledger import Teller
from loadtest.figures import Figure, voided
from loadtest.growth import ALARMS, GOAL, Costs, Pair, measure_size
from loadtest.machine import MachineWatch
from loadtest.stage import Staged, make_district, staged
from loadtest.windows import why_void

FEW_STATIONS, FEW_SOCKETS = 100, 100
_FILL = 200
_REPEATS_BETWEEN = 50


MakeRecord = Callable[[Path, int], Awaitable[None]]


class GrowthPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The sizes of each kind, smallest first; the smallest number of stations is the small hub's own.

    Incidents and sockets grow on the largest hub, events on hubs of the smallest district. ``rounds`` blocks of
    ``openings`` alarms are taken of each.
    """

    stations: tuple[int, ...] = (FEW_STATIONS, 1_000, 10_000)
    sockets: tuple[int, ...] = (FEW_SOCKETS, 1_000, 10_000)
    incidents: tuple[int, ...] = (10, 1_000, 10_000)
    events: tuple[int, ...] = (1_000, 1_000_000)
    rounds: int = 8
    openings: int = 20
    seed: int = 1


QUICK = GrowthPlan(
    stations=(FEW_STATIONS, 500),
    sockets=(FEW_SOCKETS, 500),
    incidents=(10, 300),
    events=(1_000, 20_000),
    rounds=4,
)


class _House(NamedTuple):
    """A running hub with its own cast and teller."""

    found: Staged
    cast: Cast
    teller: Teller


async def run(
    plan: GrowthPlan, make_record: MakeRecord, *, folder: Path | None = None, on_progress: Callable[[str], None] = print
) -> list[Figure]:
    """Return the table: each size's cost, beside the smallest of its kind. ``make_record`` writes a record of a length
    into a new folder. Raises `LoadError`.
    """
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True, dir=folder) as name:
        work = Path(name)
        # Before there is any hub: it would not be answered while a record is made.
        for events in plan.events[1:]:
            on_progress(f"a record of {events:,} events is made")
            await make_record(_record(work, events), events)
        async with AsyncExitStack() as stack:
            small = await stack.enter_async_context(_house(work, plan.stations[0], plan.seed))
            return await _Growth(plan, work, small, on_progress).measure()


@asynccontextmanager
async def _house(work: Path, stations: int, seed: int, *, data: Path | None = None) -> AsyncIterator[_House]:
    """Run a hub with so many stations, of which the first ones have a socket, on a record that is there or on none."""
    # In a thread: the sockets of the other hub answer its pings meanwhile.
    name = str(stations) if data is None else data.name
    district = await asyncio.to_thread(make_district, work / f"district-{name}", stations=stations, seed=seed)
    async with AsyncExitStack() as stack:
        # A record that was made before is of another district's name.
        options = () if data is None else ("--renamed",)
        found = await stack.enter_async_context(staged(district, data or work / f"hub-{name}", options=options))
        tokens = dict(list(found.tokens.items())[:FEW_SOCKETS])
        cast = Cast(found.hub.url, found.centre, tokens, found.sites, name=f"g{name}", seed=seed)
        await stack.enter_async_context(cast)
        teller = Teller(cast, found.hub.url, found.hub.pid, found.centre)
        await cast.open(_REPEATS_BETWEEN)
        await cast.repeat(_REPEATS_BETWEEN)
        await cast.close()
        yield _House(found, cast, teller)


class _Growth:
    """One run."""

    def __init__(
        self,
        plan: GrowthPlan,
        work: Path,
        small: _House,
        on_progress: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._work = work
        self._small = small
        self._on_progress = on_progress
        self._figures: list[Figure] = []
        self._void: str | None = None

    async def measure(self) -> list[Figure]:
        plan = self._plan
        await self._events()
        await self._stations(plan.stations[:-1])
        self._on_progress(f"a hub of {plan.stations[-1]} stations")
        async with _house(self._work, plan.stations[-1], plan.seed) as big:
            await big.cast.open(plan.incidents[0])
            await big.cast.leave_open()
            first = await self._size(big, f"{plan.stations[-1]:,} stations")
            self._tell("stations", plan.stations[0], None, plan.stations[-1], first)
            await self._sockets(big, first)
            await self._incidents(big, first)
        return self._figures

    async def _stations(self, sizes: tuple[int, ...]) -> None:
        for stations in sizes[1:]:
            async with _house(self._work, stations, self._plan.seed) as house:
                costs = await self._size(house, f"{stations:,} stations")
                self._tell("stations", sizes[0], None, stations, costs)

    async def _sockets(self, big: _House, first: Costs) -> None:
        remaining = dict(list(big.found.tokens.items())[FEW_SOCKETS:])
        async with AsyncExitStack() as stack:
            held = FEW_SOCKETS
            for sockets in self._plan.sockets[1:]:
                some = {station: remaining.pop(station) for station in list(remaining)[: sockets - held]}
                held += len(some)
                found = big.found
                idle = Cast(found.hub.url, found.centre, some, found.sites, name=f"idle{held}", seed=self._plan.seed)
                await stack.enter_async_context(idle)
                costs = await self._size(big, f"{held:,} sockets")
                self._tell("sockets", FEW_SOCKETS, first, held, costs)

    async def _incidents(self, big: _House, first: Costs) -> None:
        sizes, standing = self._plan.incidents, self._plan.incidents[0]
        for incidents in sizes[1:]:
            self._on_progress(f"opening incidents up to {incidents:,}")
            while standing < incidents:
                standing += await big.cast.open(min(_FILL, incidents - standing))
                await big.cast.leave_open()
            costs = await self._size(big, f"{incidents:,} open incidents")
            self._tell("open incidents", sizes[0], first, incidents, costs)
        await big.cast.close_left()

    async def _events(self) -> None:
        """On small hubs of their own, each on a record that was made before."""
        for events in self._plan.events[1:]:
            data = _record(self._work, events)
            async with _house(self._work, self._plan.stations[0], self._plan.seed, data=data) as house:
                costs = await self._size(house, f"{await _head(house):,} events")
                self._tell("events", self._plan.events[0], None, events, costs)

    async def _size(self, house: _House, what: str) -> Costs:
        """Measure one size, and say so where the machine was not quiet."""
        self._on_progress(f"alarms beside {what}")
        watch = MachineWatch([os.getpid(), house.found.hub.pid, self._small.found.hub.pid])
        house.teller.forget_rest()
        pair = Pair(house.teller, self._small.teller)
        costs = await measure_size(pair, rounds=self._plan.rounds, openings=self._plan.openings)
        use = watch.use()
        self._void = why_void(bare_p99_s=None, others=use.others, stolen=use.stolen)
        return costs

    def _tell(self, what: str, smallest: int, first: Costs | None, size: int, costs: Costs) -> None:
        """Add a row for each kind of alarm; without ``first`` the small hub is the smallest size itself."""
        rows = []
        for kind in ALARMS:
            ratio = costs[kind].beside_small / (1.0 if first is None else first[kind].beside_small)
            name = f"{kind} beside {size:,} {what}"
            rows.append(Figure(name, costs[kind].turns, "turns", f"beside {smallest:,}", ratio, GOAL, ratio <= GOAL))
        self._figures += voided(rows, self._void)


def _record(work: Path, events: int) -> Path:
    return work / f"record-{events}"


async def _head(house: _House) -> int:
    async with HubClient(house.found.hub.url, house.found.centre) as client:
        return await client.head()
