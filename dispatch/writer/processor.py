"""The only writer: one command at a time, decided on the newest World, durable before anybody hears of it.

The World goes on at once (the next command is decided on it while the disk still works); everything that leaves the
hub (answers, refusals, pushes, reads) waits until the log is durable up to what it rests on.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dispatch.core import commands as cmd
from dispatch.core.decide import Decision, decide, query
from dispatch.core.errors import Refused
from dispatch.core.events import Event, encode
from dispatch.core.permissions import authorize
from dispatch.core.reach import NeedElsewhere, NeedMore
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import Batch, CommandKey, Log, LogError
from dispatch.travel.port import TravelQuery, TravelTimes
from dispatch.writer.clock import Clock
from dispatch.writer.idempotency import Deduplicator, IdempotencyKey


class Record(NamedTuple):
    """A durable event as readers get it: its number, its bytes as stored, and the event itself."""

    seq: int
    body: bytes
    event: Event


class Answer(NamedTuple):
    """What a command brought about; ``repeated`` where it had been carried out before and nothing happened now."""

    seq: int
    events: tuple[Event, ...]
    repeated: bool = False


@dataclass(slots=True)
class _Pending:
    """A decision that the log is still making durable."""

    records: tuple[Record, ...]
    world: World
    waiters: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def last_seq(self) -> int:
        return self.world.seq


class CommandProcessor:
    """Takes commands; holds the newest World and the durable one.

    ``on_applied`` hears of events as soon as they are decided (the watch), ``on_durable`` once they may be seen.
    """

    def __init__(self, log: Log, clock: Clock, travel: TravelTimes, world: World) -> None:
        self._log = log
        self._clock = clock
        self._travel = travel
        self._pending: deque[_Pending] = deque()
        self._grown = asyncio.Event()
        self._failure: LogError | None = None
        self._deduplicator = Deduplicator(log)
        self.world = world
        self.durable = world
        self.on_applied: list[Callable[[World, Sequence[Event]], None]] = [travel.follow]
        self.on_durable: list[Callable[[Sequence[Record]], None]] = []

    async def submit(self, command: cmd.Command, by: By, resend: IdempotencyKey | None = None) -> Answer:
        """Carry out a command and return once it is durable.

        ``resend`` names the sending, so that the same one is carried out once. Raises `Refused`, also only once what
        it rests on is durable, and `LogError` where the log failed.
        """
        try:
            authorize(self.world, command, by)
        except Refused:
            await self._settled(self.world.seq)
            raise
        if resend is None:
            return await self._carry_out(command, by, None, None)
        async with self._deduplicator.serialize(resend.id):
            known = await self._deduplicator.find(resend, now=self._clock.now())
            if known.answer is not None:
                return Answer(known.answer[-1].seq, known.answer, repeated=True)
            if known.reused and isinstance(command, cmd.AlarmRaise):
                command = cmd.with_key_reused(command)
            elif known.reused:
                known.refuse()
            key = self._deduplicator.key(resend, now=self._clock.now())
            return await self._carry_out(command, by, key, resend.cause)

    async def do(self, command: cmd.Command, by: By = HUB) -> Answer:
        """Carry out what the hub asks of itself, or notes of somebody."""
        return await self._carry_out(command, by, None, None)

    def at_once(self, command: cmd.Command) -> bool:
        """Decide a command of the hub's own now, without waiting; False where its search needs a worker thread."""
        decision = self._try(command, HUB, None, TravelQuery(self._travel))
        if decision is None:
            return False
        if decision.events:
            self._apply(decision, None)
        return True

    async def warm_up(self) -> None:
        """Read back which commands were accepted before; until it is done each new one costs a look into the log."""
        await self._deduplicator.warm_up()

    async def publish(self) -> None:
        """Make durable what was decided and let it be seen, until cancelled. Raises the `LogError` that ends it."""
        try:
            while True:
                durable = await self._log.wait_beyond(self.durable.seq)
                self._release(durable)
        except LogError as error:
            self._failure = error
            for pending in self._pending:
                for waiter in pending.waiters:
                    if not waiter.done():
                        waiter.set_exception(error)
            raise

    async def flush(self) -> None:
        """Return once everything decided so far is durable and was seen."""
        await self._settled(self.world.seq)

    async def _carry_out(self, command: cmd.Command, by: By, key: CommandKey | None, cause: str | None) -> Answer:
        asking = TravelQuery(self._travel)
        while True:
            try:
                decision = self._try(command, by, cause, asking)
            except Refused:
                await self._settled(self.world.seq)
                raise
            if decision is not None:
                break
            # The search would hold up the loop: others pass this command, and it is decided when it comes back.
            await asking.search(at_ms=self._clock.now())
        if not decision.events:
            await self._settled(self.world.seq)
            return Answer(self.durable.seq, ())
        pending = self._apply(decision, key)
        await self._wait(pending)
        return Answer(pending.last_seq, decision.events)

    def _try(self, command: cmd.Command, by: By, cause: str | None, asking: TravelQuery) -> Decision | None:
        """Decide on the newest World; None where travel times must be searched in a worker thread first."""
        if self._failure is not None:
            raise self._failure
        now = self._clock.now()
        asked = query(self.world, command, now)
        while True:
            reach = asking.reach(self.world, asked, at_ms=now)
            if reach is None:
                return None
            try:
                return decide(self.world, command, now=now, by=by, reach=reach, cause=cause)
            except (NeedMore, NeedElsewhere) as wish:
                asking.more(wish)

    def _apply(self, decision: Decision, key: CommandKey | None) -> _Pending:
        records = tuple(Record(event.seq, encode(event), event) for event in decision.events)
        batch = Batch(records[0].seq, tuple(record.body for record in records), decision.world.at, key)
        self._log.append(batch)
        self.world = decision.world
        pending = _Pending(records, decision.world)
        self._pending.append(pending)
        for hear in self.on_applied:
            hear(self.world, decision.events)
        return pending

    def _release(self, durable: int) -> None:
        """Let be seen what is durable now: first the pushes, then the answers."""
        ready: list[_Pending] = []
        while self._pending and self._pending[0].last_seq <= durable:
            ready.append(self._pending.popleft())
        if not ready:
            return
        self.durable = ready[-1].world
        records = [record for pending in ready for record in pending.records]
        for hear in self.on_durable:
            hear(records)
        for pending in ready:
            for waiter in pending.waiters:
                if not waiter.done():
                    waiter.set_result(None)

    async def _settled(self, seq: int) -> None:
        """Return once the log is durable to ``seq``."""
        if seq <= self.durable.seq:
            return
        await self._wait(next(pending for pending in self._pending if pending.last_seq >= seq))

    async def _wait(self, pending: _Pending) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        pending.waiters.append(waiter)
        await waiter
