"""A great fire of the whole city: thousands of incidents open at once, and changes that come on and on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from itertools import count

from dispatch.client.http import HubClient
from loadtest.errors import LoadError
from loadtest.pacing import pace
from loadtest.streams import Site

_AT_ONCE = 32
_CREATED = 201
_KINDS = ("smoke", "flame", "electrical", "gas", "heat")
_TAKEN_SHARE = 0.3


class Crowd:
    """Incidents that are open, and two dispatchers who change them."""

    def __init__(self, clients: tuple[HubClient, HubClient], sites: Sequence[Site], *, seed: int) -> None:
        self._client, _ = self._clients = clients
        self._rng = random.Random(seed)
        self._sites = iter(self._rng.sample(list(sites), len(sites)))
        self._ids = (f"crowd-{number}" for number in count())
        self.incidents: list[str] = []

    async def grow(self, to: int) -> None:
        """Open incidents until ``to`` are open, their crews handling them. Raises `LoadError` without sites enough."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one() -> None:
            async with gate:
                await self.open(handled=True)

        while len(self.incidents) < to:
            await asyncio.gather(*(one() for _ in range(to - len(self.incidents))))

    async def open(self, *, handled: bool = False) -> None:
        """Raise an alarm at a place that had none; where it opens an incident, that counts."""
        site = next(self._sites, None)
        if site is None:
            raise LoadError("there are not buildings enough in the district for so many incidents")
        kind = self._rng.choice(_KINDS)
        place = {"building": site.building, "floor": 1}
        answer = await self._client.raise_alarm(
            {"source": "detector", "kind": kind, "device": next(self._ids), "place": place}
        )
        if answer.status != _CREATED:
            raise LoadError(f"the hub answered an alarm with {answer.status}: {answer.body}")
        if answer.body["merged"]:
            return
        self.incidents.append(answer.body["incident"])
        for order in answer.body["assignments"] if handled else ():
            await self._say("assignment.control", assignment=order["id"])

    async def change(self) -> None:
        """Change one incident: how many are trapped, or who has it in hand. What was there before is replaced by it."""
        incident = self._rng.choice(self.incidents)
        if self._rng.random() < _TAKEN_SHARE:
            await self._say("incident.take", by=self._rng.choice(self._clients), incident=incident)
        else:
            await self._say("incident.update", incident=incident, trapped=self._rng.randint(0, 99))

    async def go_on(self, *, rate: float, seconds: float, new_every: int) -> None:
        """Change ``rate`` times a second whatever the answers take; every so many changes a new incident opens."""
        offsets_s = [number / rate for number in range(int(rate * seconds))]
        async with asyncio.TaskGroup() as tasks:
            async for number, _ in pace(offsets_s):
                tasks.create_task(self.open() if number % new_every == 0 else self.change())

    async def pour(self, *, per_minute: float, minutes: float) -> None:
        """Send alarms at a steady rate, each from a place that had none: a flood that nobody answers."""
        offsets_s = [number * 60 / per_minute for number in range(int(per_minute * minutes))]
        async with asyncio.TaskGroup() as tasks:
            async for _ in pace(offsets_s):
                tasks.create_task(self.open())

    async def hurry(self, changes: int) -> None:
        """Make so many changes as fast as the hub takes them."""
        left = iter(range(changes))

        async def some() -> None:
            for _ in left:
                await self.change()

        await asyncio.gather(*(some() for _ in range(_AT_ONCE)))

    async def _say(self, kind: str, by: HubClient | None = None, **fields: object) -> None:
        await (by or self._client).command(next(self._ids), kind, **fields)
