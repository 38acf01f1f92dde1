"""What each kind of command costs a hub: CPU of its threads, and what it made of it, in blocks of one kind.

A block is timed by the kernel's own account of the hub's threads, from before its first command until a moment after
its last, when what follows behind an answer is done too; what the hub does at rest is taken off. Before and after each
block the calibration loop is timed, so that a figure can be told in its units.
"""

from __future__ import annotations

import asyncio
import gc
import math
import time
from collections.abc import Awaitable, Callable

import msgspec
import orjson

from dispatch.client.http import HubClient
from loadtest.calibration import Calibration
from loadtest.cast import Cast
from loadtest.scrape import Metrics, scrape
from loadtest.threads import Cpu, ThreadClock, Threads

_AFTER_S = 0.7
"""The hub looks half a second after an order whether its units are needed more elsewhere: that is the alarm's too."""
_REST_S = 3.0
"""Long enough for what the hub does once a second to be in it as often as it should."""
_BURSTS = 3


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of command, some times: CPU in seconds without what rest costs, and the calibration loop's turn.

    ``groups`` and ``head`` are counts of the hub's metrics (``head`` its events), ``frames`` what the clients got;
    ``bytes`` is what the events are as JSON.
    """

    kind: str
    commands: int
    cpu: Cpu
    calibration_s: float
    groups: float
    events: float
    frames: int
    bytes: int

    def units(self, seconds: float) -> float:
        """Return seconds of the whole block as turns of the calibration loop for one command."""
        return seconds / self.commands / self.calibration_s


class Teller:
    """Takes the blocks of one hub, of which ``cast`` is the outside."""

    def __init__(self, cast: Cast, url: str, pid: int, centre_token: str) -> None:
        self.cast = cast
        self._url = url
        self._token = centre_token
        self._clock = ThreadClock(pid)
        self._calibration = Calibration()
        self._rest: tuple[Threads, Threads] | None = None

    async def cycle(self, openings: int) -> dict[str, Block]:
        """Play the script once: incidents from the first alarm to their end. Returns the blocks by kind."""
        return {kind: await self.block(kind, work) for kind, work in self.cast.script(openings).items()}

    async def block(self, kind: str, work: Callable[[], Awaitable[int]]) -> Block:
        """Time one kind of command."""
        rest = self._rest = self._rest or await self._at_rest()
        before = await scrape(self._url)
        first_s = self._calibration.measure(_BURSTS)
        frames = self.cast.frames
        gc.collect()
        start, began = self._clock.read(), time.perf_counter()
        commands = await work()
        await sit_out(began)
        end, lasted_s = self._clock.read(), time.perf_counter() - began
        frames = self.cast.frames - frames
        last_s = self._calibration.measure(_BURSTS)
        after = await scrape(self._url)
        return Block(
            kind=kind,
            commands=commands,
            cpu=self._without_rest(start, end, rest, lasted_s),
            calibration_s=(first_s + last_s) / 2,
            groups=_grown(before, after, "onethree_groups_total"),
            events=_grown(before, after, "onethree_head"),
            frames=frames,
            bytes=await self._bytes_after(int(before["onethree_head"])),
        )

    def forget_rest(self) -> None:
        """Measure anew what rest costs, before the next block: sockets came or went."""
        self._rest = None

    async def _at_rest(self) -> tuple[Threads, Threads]:
        """Return the readings around some seconds in which nobody asks for anything."""
        start = self._clock.read()
        await asyncio.sleep(_REST_S)
        return start, self._clock.read()

    def _without_rest(self, start: Threads, end: Threads, rest: tuple[Threads, Threads], lasted_s: float) -> Cpu:
        """Return what was used, less what the same threads use at rest. The writer is told by what it did now."""
        writer = self._clock.busiest(start, end)
        return _without(self._clock.between(start, end, writer), self._clock.between(*rest, writer), lasted_s)

    async def _bytes_after(self, head: int) -> int:
        async with HubClient(self._url, self._token) as client:
            return sum([len(orjson.dumps(event)) async for event in client.list_events(head)])


async def sit_out(began: float) -> None:
    """Wait until what follows behind the last answer is over, and then for a whole second since ``began``.

    What the hub does once a second is then in the time as often as it should.
    """
    lasted_s = time.perf_counter() - began + _AFTER_S
    await asyncio.sleep(_AFTER_S + math.ceil(lasted_s) - lasted_s)


def _without(used: Cpu, rest: Cpu, lasted_s: float) -> Cpu:
    share = lasted_s / _REST_S
    return Cpu(
        main_s=used.main_s - rest.main_s * share,
        log_s=used.log_s - rest.log_s * share,
        other_s=used.other_s - rest.other_s * share,
        waited_s=used.waited_s - rest.waited_s * share,
    )


def _grown(before: Metrics, after: Metrics, name: str) -> float:
    """Return how much a sample grew; a hub of an older commit may not have it."""
    return after.get(name, 0.0) - before.get(name, 0.0)
