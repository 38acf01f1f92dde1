"""Green corridors (绿波): the traffic side hears of a vehicle's way, anew as it moves, until it is there.

What is to be open follows from the World (`dispatch.core.decide.corridor`): that it opens is on disk before anything is
sent, and after a restart what stands open is told anew or withdrawn. Each corridor is a task of its own that tells one
thing after the other, so a traffic side that does not answer delays nobody else and nothing of the hub.

What is sent is signed with the key in the district's secret file (`dispatch.webhooks`). Of an exercise nothing is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import orjson

from dispatch.core.commands import NoteCorridor, NoteCorridorFailed, NoteCorridorWithdrawn
from dispatch.core.corridor import CorridorDeed
from dispatch.core.decide.corridor import ended_by, is_wanted
from dispatch.core.events import ArrivalEstimated, AssignmentEnRoute, IncidentEvent
from dispatch.core.instant import Instant, to_text
from dispatch.core.world import World
from dispatch.maps.corridors import CorridorWay, CorridorWays, collection, features
from dispatch.upkeep.outbox import WAITS_S
from dispatch.webhooks import ANSWER_WITHIN_S, post_with_key_of
from dispatch.writer.clock import Clock
from dispatch.writer.core import Record
from dispatch.writer.processor import CommandProcessor

logger = logging.getLogger(__name__)

AT_ONCE = 16
"""Corridors of which something is being said to the traffic side at a time."""

LOOK_EVERY_MS = 1000
"""A way is worked out anew so often at most, however often an arrival is foreseen anew."""


class _Talk:
    """What a corridor's task knows: what was told last (by this process), when it may look again, what it waits for."""

    def __init__(self) -> None:
        self.told: CorridorWay | None = None
        self.look_at = Instant(0)
        self.happened = asyncio.Event()
        self.ended = asyncio.Event()

    def end(self) -> None:
        """Wake it at once: its order needs no corridor any more."""
        self.happened.set()
        self.ended.set()


class Corridors:
    """Tells the traffic side. ``waits_s`` are the pauses between the tries after which a failure is written down."""

    def __init__(
        self,
        processor: CommandProcessor,
        clock: Clock,
        data_dir: Path,
        ways: CorridorWays,
        *,
        waits_s: Sequence[float] = WAITS_S,
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._data_dir = data_dir
        self._ways = ways
        self._waits_s = tuple(waits_s)
        self._room = asyncio.Semaphore(AT_ONCE)
        # Assignments whose unit left.
        self._left: asyncio.Queue[str] = asyncio.Queue()
        # What each corridor's task remembers, by assignment.
        self._talks: dict[str, _Talk] = {}
        processor.on_told.append(self._hear)

    async def run(self) -> None:
        """Keep corridors until cancelled."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout) as client, asyncio.TaskGroup() as tasks:
            world = self._processor.durable
            for key in {*world.corridors, *(key for key in world.assignments if is_wanted(world, key))}:
                self._left.put_nowait(key)
            while True:
                key = await self._left.get()
                if key not in self._talks:
                    talk = self._talks[key] = _Talk()
                    tasks.create_task(self._accompany(client, key, talk))

    def _hear(self, records: Sequence[Record]) -> None:
        world = self._processor.durable
        if not self._talks and not world.settings.corridor.url:
            return
        for record in records:
            event = record.event
            if isinstance(event, AssignmentEnRoute) and is_wanted(world, event.assignment):
                self._left.put_nowait(event.assignment)
            elif isinstance(event, ArrivalEstimated) and event.assignment in self._talks:
                self._talks[event.assignment].happened.set()
            elif isinstance(event, IncidentEvent):
                for key, talk in self._talks.items():
                    if not is_wanted(world, key):
                        talk.end()

    async def _accompany(self, client: aiohttp.ClientSession, key: str, talk: _Talk) -> None:
        """Keep one corridor until its order needs none any more."""
        try:
            while is_wanted(self._processor.durable, key):
                talk.happened.clear()
                await self._look(client, key, talk)
                await self._pause(key, talk)
            await self._withdraw(client, key)
        finally:
            del self._talks[key]

    async def _look(self, client: aiohttp.ClientSession, key: str, talk: _Talk) -> None:
        """Say where the way leads now, where that is news."""
        world = self._processor.durable
        way = await self._find(world, key)
        rules = world.settings.corridor
        talk.look_at = self._clock.now().plus(LOOK_EVERY_MS)
        if way is None:
            if key in world.corridors:
                await self._withdraw(client, key, no_way=True)
            return
        if talk.told is not None and key in world.corridors:
            lapses_soon = talk.told.valid_until(rules.renew_every_s) < way.now.plus(2 * rules.renew_every_s * 1000)
            if not (lapses_soon or way.differs(talk.told, rules.min_change_s)):
                return
        await self._tell(client, key, way, talk)
        talk.look_at = self._clock.now().plus(rules.renew_every_s * 1000)

    async def _pause(self, key: str, talk: _Talk) -> None:
        """Wait until it is time to look again, or the corridor is not wanted any more.

        Nothing that happens has the traffic side told sooner than the district's rule has it.
        """
        tick_s = self._processor.durable.settings.corridor.renew_every_s
        tick_at = max(talk.look_at, self._clock.now().plus(tick_s * 1000))
        while is_wanted(self._processor.durable, key):
            until = talk.look_at if talk.happened.is_set() else tick_at
            wait_s = self._clock.seconds_until(until)
            if wait_s <= 0:
                return
            waits_for = talk.ended if talk.happened.is_set() else talk.happened
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waits_for.wait(), wait_s)
            talk.ended.clear()

    async def _tell(self, client: aiohttp.ClientSession, key: str, way: CorridorWay, talk: _Talk) -> None:
        """Have the traffic side take a way; a new corridor is on disk first."""
        opens = key not in self._processor.durable.corridors
        if opens:
            await self._note(key, way)
        deed: CorridorDeed = "open" if opens else "renew"
        error = ""
        for wait_s in (0.0, *self._waits_s):
            await asyncio.sleep(wait_s)
            world = self._processor.durable
            newest = await self._find(world, key) if wait_s else way
            if newest is None or key not in world.corridors or not is_wanted(world, key):
                return
            failed = await self._send(client, key, deed, way=newest)
            if failed is None:
                talk.told = newest
                if not opens or self._processor.durable.corridors[key].failing_since is not None:
                    await self._note(key, newest)
                return
            error = failed
        await self._fail(key, deed, error)

    async def _withdraw(self, client: aiohttp.ClientSession, key: str, *, no_way: bool = False) -> None:
        """Have the traffic side forget a way, until it heard that or the way has lapsed by itself."""
        while (corridor := self._processor.durable.corridors.get(key)) is not None:
            rules, error = self._processor.durable.settings.corridor, ""
            for wait_s in (0.0, *self._waits_s) if rules.url else ():
                await asyncio.sleep(wait_s)
                failed = await self._send(client, key, "withdraw", no_way=no_way)
                if failed is None:
                    await self._processor.do(NoteCorridorWithdrawn(assignment=key, no_way=no_way))
                    return
                error = failed
            if not rules.url or self._clock.now() >= corridor.valid_until:
                await self._processor.do(NoteCorridorWithdrawn(assignment=key, told=False, no_way=no_way))
                return
            await self._fail(key, "withdraw", error)
            await asyncio.sleep(rules.renew_every_s)

    async def _fail(self, key: str, deed: CorridorDeed, error: str) -> None:
        logger.error("the traffic side was not told to %s the corridor of %s: %s", deed, key, error)
        await self._processor.do(
            NoteCorridorFailed(assignment=key, deed=deed, tries=1 + len(self._waits_s), error=error)
        )

    async def _note(self, key: str, way: CorridorWay) -> None:
        await self._processor.do(
            NoteCorridor(
                assignment=key,
                junctions=len(way.passages),
                length_m=way.length_m,
                eta_s=round(way.eta_s, 1),
                valid_until=way.valid_until(self._processor.durable.settings.corridor.renew_every_s),
            )
        )

    async def _find(self, world: World, key: str) -> CorridorWay | None:
        order = world.assignments.get(key)
        return None if order is None else await self._ways.find(world, order, self._clock.now())

    async def _send(
        self,
        client: aiohttp.ClientSession,
        key: str,
        deed: CorridorDeed,
        *,
        way: CorridorWay | None = None,
        no_way: bool = False,
    ) -> str | None:
        """Send one message; return what went wrong, None where it was taken."""
        world, now = self._processor.durable, self._clock.now()
        rules = world.settings.corridor
        file = self._data_dir / rules.secret_file
        body = message(world, key, deed, now, way=way, no_way=no_way)
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(body["id"])}
        async with self._room:
            content = orjson.dumps(body)
            return await post_with_key_of(client, rules.url, content, headers, key_file=file, seconds=now // 1000)


def message(
    world: World, key: str, deed: CorridorDeed, now: Instant, *, way: CorridorWay | None, no_way: bool
) -> dict[str, object]:
    """Return what the traffic side is told of a corridor: of its messages the one issued last holds."""
    order, corridor = world.assignments.get(key), world.corridors[key]
    told: dict[str, object] = {
        "id": f"{key}.{int(now)}",
        "corridor": key,
        "deed": deed,
        "district": world.settings.name,
        "unit": corridor.unit,
        "issued_at": to_text(now),
    }
    if way is None or order is None:
        return {**told, "why": ended_by(world, key) or ("no_way" if no_way else None)}
    valid_until = way.valid_until(world.settings.corridor.renew_every_s)
    return {**told, "valid_until": to_text(valid_until), "way": collection(features(world, order, way))}
