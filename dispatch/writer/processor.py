"""The writer in a running hub: the asyncio shell that brings it time, travel times, and what the log says.

What is decided, and when who may hear of it, is in `dispatch.writer.core`; here are only waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence

from dispatch.core import commands as cmd
from dispatch.core.deadlines import Deadline
from dispatch.core.decide import Decision
from dispatch.core.errors import Refused
from dispatch.core.personal import redacted
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import Log, LogError
from dispatch.travel.port import Search, TravelQuery, TravelTimes
from dispatch.writer.clock import Clock
from dispatch.writer.core import Answer, Batched, LookUp, Record, Request, Settled, Step, Waiting, Writer
from dispatch.writer.failures import RuleFailures
from dispatch.writer.idempotency import Deduplicator, IdempotencyKey
from dispatch.writer.schedule import Schedule
from dispatch.writer.wall import RuleFailure, decide_safely

logger = logging.getLogger(__name__)

_NEVER = 1 << 63
"""A position that no record reaches: who waits for it hears only of the log's end."""


class CommandProcessor:
    """Takes commands; holds the newest World and the durable one.

    ``on_decided`` hears that the World went on (the watch), ``on_durable`` of the events once they may be seen (the
    crews), ``on_told`` of the same once who asked was told (the books), ``on_failed`` of every rule that failed.
    """

    def __init__(self, log: Log, clock: Clock, travel: TravelTimes, world: World) -> None:
        self._log = log
        self._clock = clock
        self._travel = travel
        self._deduplicator = Deduplicator(log)
        self._writer = Writer(world, travel, log.append, self._report)
        self._waiters: dict[Request, asyncio.Future[Step]] = {}  # who waits for a commit, or for a turn
        self.on_decided: list[Callable[[], None]] = []
        self._releasing = False
        self._broken: Exception | None = None  # what somebody raised who heard of durable events: nothing goes out then
        self._ended = asyncio.Event()
        self.on_durable: list[Callable[[Sequence[Record]], None]] = []
        self.on_told: list[Callable[[Sequence[Record]], None]] = []
        self.failures = RuleFailures()
        self.on_failed: list[Callable[[RuleFailure], None]] = []

    @property
    def world(self) -> World:
        """The newest World: what the next command is decided on."""
        return self._writer.world

    @property
    def durable(self) -> World:
        """The World that may be seen."""
        return self._writer.durable

    @property
    def schedule(self) -> Schedule:
        """What is due next."""
        return self._writer.schedule

    def undurable_s(self) -> float:
        """Return for how long the oldest of what was decided has not been durable (seconds); 0 where all is."""
        oldest = self._writer.oldest_pending
        return max(0.0, -self._clock.seconds_until(oldest.world.at)) if oldest is not None else 0.0

    async def submit(self, command: cmd.Command, by: By, key: IdempotencyKey | None = None) -> Answer:
        """Carry out a command and return once it is durable.

        ``key`` names the sending, so that the same one is carried out once. Raises `Refused`, also only once what it
        rests on is durable, and `LogError` where the log failed.
        """
        request = Request(command, by, key)
        try:
            return await self._see_through(request, self._advance(self._writer.submit, request))
        finally:
            self._leave(request)

    async def do(self, command: cmd.Command, by: By = HUB) -> Answer:
        """Carry out what the hub asks of itself, or notes of somebody."""
        request = Request(command, by)
        return await self._see_through(request, self._advance(self._writer.do, request))

    async def rehearse(self, command: cmd.AlarmRaise, by: By) -> tuple[World, Decision]:
        """Decide an alarm as `submit` would now, and write nothing down; return on which World, and what it came to.

        It rests on what may be seen alone. A broken rule is reported when the alarm itself meets it.
        """
        travel = TravelQuery(self._travel)
        while True:
            world, now = self.durable, self._clock.now()
            decided = decide_safely(world, command, now=now, by=by, travel=travel, cause=None, report=_nobody_hears)
            if decided is not None:
                return world, decided.decision
            travel.found(await self._travel.search(*travel.search, at_ms=now))

    def fire(self, due: Deadline) -> Coroutine[None, None, Answer] | None:
        """Act on what fell due, at once; where its search needs a worker thread, return what is to be awaited."""
        request = Request(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at), due=due)
        step = self._advance(self._writer.do, request)
        return self._see_through(request, step) if isinstance(step, Search) else None

    async def warm_up(self) -> None:
        """Read back which commands were accepted before; until it is done each new one costs a look into the log."""
        await self._deduplicator.warm_up()

    @property
    def is_warm(self) -> bool:
        """Whether a new command is known to be new without a look into the log."""
        return self._deduplicator.is_warm

    async def publish(self) -> None:
        """Let be seen what becomes durable, until cancelled.

        Raises the `LogError` that ends it, or what somebody raised who heard of durable events.
        """
        self._ended.clear()
        self._log.follow_with(self._release)
        self._release()
        failing = asyncio.create_task(self._log.wait_beyond(_NEVER))
        failing.add_done_callback(lambda _task: self._ended.set())
        try:
            await self._ended.wait()
            if self._broken is not None:
                raise self._broken
            await failing
        except LogError as error:
            self._writer.stop(error)
            for waiter in self._waiters.values():
                if not waiter.done():
                    waiter.set_exception(error)
            raise
        finally:
            self._log.follow_with(None)
            failing.cancel()

    async def flush(self) -> None:
        """Return once everything decided so far is durable and was seen."""
        seq = self.world.seq
        if seq > self.durable.seq:
            await self._log.wait_beyond(seq - 1)
            self._release()

    async def _see_through(self, request: Request, step: Step) -> Answer:
        """Bring the writer what it needs until the request is settled."""
        while not isinstance(step, Settled):
            match step:
                case LookUp():
                    known = await self._deduplicator.find(step.key, now=self._clock.now())
                    step = self._advance(self._writer.looked_up, request, known)
                case Search():
                    # It would hold up the loop: others pass this command, and it is decided when it comes back.
                    reach = await self._travel.search(*step, at_ms=self._clock.now())
                    step = self._advance(self._writer.found, request, reach)
                case Waiting():
                    step = await self._wait(request)
        if isinstance(step.outcome, Refused):
            raise step.outcome
        return step.outcome

    def _report(self, failure: RuleFailure) -> None:
        logger.error(
            "the rule %s failed after event %s on %s",
            failure.kind,
            failure.seq,
            redacted(failure.command),
            exc_info=failure.error,
        )
        self.failures.note(failure, self._clock.now())
        for hear in self.on_failed:
            hear(failure)

    def _advance(self, go_on: Callable[..., Step], *given: object) -> Step:
        """Have the writer go on with a request; who keeps the time hears of it where that changed the World.

        What is durable goes out before: to decide takes longer than that, and an order would wait for it.
        """
        self._log.refresh()
        before = self._writer.world
        step = go_on(*given, now=self._clock.now())
        if self._writer.world is not before:
            for hear in self.on_decided:
                hear()
        return step

    async def _wait(self, request: Request) -> Step:
        waiter: asyncio.Future[Step] = asyncio.get_running_loop().create_future()
        self._waiters[request] = waiter
        try:
            return await waiter
        finally:
            del self._waiters[request]

    def _wake(self, request: Request, step: Step) -> None:
        waiter = self._waiters.get(request)
        if waiter is not None and not waiter.done():
            waiter.set_result(step)

    def _leave(self, request: Request) -> None:
        following = self._writer.leave(request)
        if following is not None and following.key is not None:
            self._wake(following, LookUp(following.key))

    def _release(self) -> None:
        """Let be seen what is durable now.

        Whoever hears of it may have the next command decided, which comes back here: what is durable by then goes out
        after this, in order. Nobody else's command shall fail for what is raised here: `publish` raises it.
        """
        if self._releasing or self._broken is not None:
            return
        self._releasing = True
        try:
            while ready := self._writer.committed(self._log.head.seq):
                self._let_out(ready)
        except Exception as error:  # noqa: BLE001 - raised by `publish`, which ends the hub
            self._broken = error
            self._ended.set()
        finally:
            self._releasing = False

    def _let_out(self, ready: Sequence[Batched]) -> None:
        """Crews first, then who asked, then the books."""
        records = [record for batch in ready for record in batch.records]
        for hear in self.on_durable:
            hear(records)
        for batch in ready:
            for settled in batch.settled:
                self._wake(settled.request, settled)
        for hear in self.on_told:
            hear(records)


def _nobody_hears(_failure: RuleFailure) -> None:
    """Take note of nothing: a rehearsal is no failure of the hub."""
