"""The only writer, as a plain object: one command at a time, decided on the newest World, durable before it is seen.

It does no I/O, asks no clock and starts no task. Time is an argument; the shell around it (`processor` for a running
hub, `dispatch.simulation.hub` in virtual time) does what a `Step` asks for and brings back what comes of it:

    submit, do        a request comes in
    LookUp            was this sending accepted before? -> looked_up
    Search            these travel times take a worker thread -> found
    Waiting           nothing to do now: `committed` gives the outcome, or `leave` the turn
    Settled           the answer or the refusal: it may be told, then `leave`
    committed         the log is durable up to here -> what may be seen, and who may be answered

A rule that breaks ends nothing (`wall`): a command is answered with `RuleFailed`, a deadline is set aside.

The World goes on at once (the next command is decided on it while the disk still works); everything that leaves the
hub (answers, refusals, pushes, reads) waits until the log is durable up to what it rests on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from dispatch.access.permissions import authorize
from dispatch.core import commands as cmd
from dispatch.core.deadlines import Deadline
from dispatch.core.errors import IdReused, Refused, RuleFailed
from dispatch.core.events import Event
from dispatch.core.instant import Instant
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import Batch, CommandKey, LogError
from dispatch.travel.port import Search, TravelQuery, TravelTimes
from dispatch.writer.idempotency import IdempotencyKey, Known
from dispatch.writer.schedule import Schedule
from dispatch.writer.wall import Decided, Report, RuleFailure, decide_safely, kind_of


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


@dataclass(eq=False, slots=True)
class Request:
    """One command on its way: who gave it, how its sending is recognised, the deadline that it fires.

    The rest is the writer's own: whether the hub asks it of itself, what the decision has asked of the roads so far,
    what the log shall remember of the sending.
    """

    command: cmd.Command
    by: By = HUB
    key: IdempotencyKey | None = None
    due: Deadline | None = None
    own: bool = False
    travel: TravelQuery | None = None
    remember: CommandKey | None = None


class LookUp(NamedTuple):
    """Ask the log what it remembers of the sending; then `Writer.looked_up`."""

    key: IdempotencyKey


class Waiting(NamedTuple):
    """Nothing to do: the outcome comes out of `Writer.committed`, or the turn out of `Writer.leave`."""


class Settled(NamedTuple):
    """What became of a request, durable as far as it rests on anything: it may be told."""

    request: Request
    outcome: Answer | Refused


Step = LookUp | Search | Waiting | Settled


@dataclass(eq=False, slots=True)
class Batched:
    """One request's events, which the log is making durable; ``settled`` may be told once they are."""

    request: Request
    records: tuple[Record, ...]
    world: World
    settled: list[Settled] = field(default_factory=list)


class Writer:
    """Takes requests; holds the newest World, the durable one, and what is due.

    ``append`` queues what was decided for the log (`Log.append`); it raises the `LogError` that stopped the log, as
    does then whatever is asked of the writer. ``report`` hears of every rule that failed.
    """

    def __init__(self, world: World, travel: TravelTimes, append: Callable[[Batch], None], report: Report) -> None:
        self._travel = travel
        self._append = append
        self._report = report
        self._pending: deque[Batched] = deque()  # decided and not durable yet, in order
        self._sendings: dict[str, deque[Request]] = {}  # by id: the one on its way, then those that wait for their turn
        self._stopped: LogError | None = None  # why nothing is decided any more
        self.world = world
        self.durable = world
        self.schedule = Schedule(world)

    @property
    def pending(self) -> tuple[Batched, ...]:
        """What was decided and is not durable yet, in order."""
        return tuple(self._pending)

    @property
    def oldest_pending(self) -> Batched | None:
        """What has waited longest to become durable; None where nothing does."""
        return self._pending[0] if self._pending else None

    # --- a request comes in -------------------------------------------------------------------------------------------

    def submit(self, request: Request, *, now: Instant) -> Step:
        """Take what somebody asks for; of one id one sending at a time, the others wait for their turn."""
        try:
            authorize(self.world, request.command, request.by)
        except Refused as refusal:
            return self._settle(request, refusal)
        if request.key is None:
            return self._decide(request, now)
        waiting = self._sendings.setdefault(request.key.id, deque())
        waiting.append(request)
        return LookUp(request.key) if waiting[0] is request else Waiting()

    def do(self, request: Request, *, now: Instant) -> Step:
        """Take what the hub asks of itself: a deadline that fell due, a note of somebody's.

        Where its rule fails, nothing happens: there is nobody to tell but who runs the hub.
        """
        request.own = True
        if request.due is not None:
            self.schedule.hold(request.due.subject)
        return self._decide(request, now)

    def looked_up(self, request: Request, known: Known, *, now: Instant) -> Step:
        """Go on with a sending of which this is remembered."""
        if request.key is None:
            raise RuntimeError("what has no id is not looked up")
        if known.answer is not None:
            return Settled(request, Answer(known.answer[-1].seq, known.answer, repeated=True))
        if known.reused and isinstance(request.command, cmd.AlarmRaise):
            request.command = cmd.with_key_reused(request.command, known.incident)
        elif known.reused:
            detail = "this command id was accepted before with other content; make a new id for a new command"
            return self._settle(request, IdReused(detail))
        request.remember = request.key.accepted_at(now)
        return self._decide(request, now)

    def found(self, request: Request, reach: Reach, *, now: Instant) -> Step:
        """Go on with a request whose travel times were searched; others have passed it meanwhile."""
        if request.travel is not None:
            request.travel.found(reach)
        return self._decide(request, now)

    def leave(self, request: Request) -> Request | None:
        """Be done with a request, told or given up; return the next one of its id: it is its turn to be looked up.

        It must be called for every request that was submitted, whatever became of it.
        """
        key = request.key.id if request.key is not None else ""
        waiting = self._sendings.get(key, deque())
        had_its_turn = bool(waiting) and waiting[0] is request
        if request in waiting:
            waiting.remove(request)
            if not waiting:
                del self._sendings[key]
        return waiting[0] if had_its_turn and waiting else None

    # --- durable, then visible ----------------------------------------------------------------------------------------

    def committed(self, seq: int) -> list[Batched]:
        """Take note that the log is durable up to ``seq``; return what may be seen and told now, in order."""
        ready: list[Batched] = []
        while self._pending and self._pending[0].world.seq <= seq:
            ready.append(self._pending.popleft())
        if ready:
            self.durable = ready[-1].world
        return ready

    def stop(self, error: LogError) -> None:
        """Decide nothing more: the log failed, and what is pending may never become durable."""
        self._stopped = error

    def _decide(self, request: Request, now: Instant) -> Step:
        """Decide on the newest World, or say what must be searched first."""
        self._check()
        if request.travel is None:
            request.travel = TravelQuery(self._travel)
        try:
            decided = decide_safely(
                self.world,
                request.command,
                now=now,
                by=request.by,
                travel=request.travel,
                cause=request.key.cause if request.key is not None else None,
                report=self._report,
            )
        except Refused as refusal:
            return self._refuse(request, refusal)
        if decided is None:
            return request.travel.search
        if decided.decision.events:
            self._apply(request, decided)
        if request.due is not None:
            self.schedule.let_go(self.world, request.due.subject)
        return self._settle(request, Answer(self.world.seq, decided.decision.events))

    def _apply(self, request: Request, decided: Decided) -> None:
        (events, world, _), bodies = decided
        records = tuple(Record(event.seq, body, event) for event, body in zip(events, bodies, strict=True))
        self._append(Batch(records[0].seq, bodies, world.at, request.remember))
        self.world = world
        self._pending.append(Batched(request, records, world))
        self.schedule.follow(world, events)
        try:
            self._travel.follow(world, events)
        except Exception as error:  # noqa: BLE001 - it is decided and on its way to the disk: nothing may undo it
            self._report(RuleFailure("travel", request.command, world.seq, error))

    def _refuse(self, request: Request, refusal: Refused) -> Step:
        """Tell who asked; what the hub asked of itself has nobody to be told, and a deadline is set aside."""
        if request.due is not None:
            self.schedule.set_aside(self.world, request.due)
            if not isinstance(refusal, RuleFailed):
                self._report(RuleFailure(kind_of(request.command), request.command, self.world.seq, refusal))
        nobody_asked = request.due is not None or (request.own and isinstance(refusal, RuleFailed))
        return self._settle(request, Answer(self.world.seq, ()) if nobody_asked else refusal)

    def _settle(self, request: Request, outcome: Answer | Refused) -> Step:
        """Tell the outcome now, or once what it rests on, all that was decided so far, is durable."""
        self._check()
        settled = Settled(request, outcome)
        if not self._pending:
            return settled
        self._pending[-1].settled.append(settled)
        return Waiting()

    def _check(self) -> None:
        if self._stopped is not None:
            raise self._stopped
