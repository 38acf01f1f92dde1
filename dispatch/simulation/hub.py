"""The hub in virtual time: the desk's and the watch's order of things, with the plain methods of the memory log.

Rules, deadlines, log, snapshots and the memory of command ids are the real ones. What is answered or published waits
for a commit some milliseconds later; a crash may come before it, and then nobody has heard of anything.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from dispatch.core import commands as cmd
from dispatch.core.deadlines import Deadline
from dispatch.core.decide import Decision, decide, query
from dispatch.core.errors import Refused
from dispatch.core.events import Event, decode, encode
from dispatch.core.evolve import evolve
from dispatch.core.permissions import authorize
from dispatch.core.reach import NeedElsewhere, NeedMore
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import GENESIS, Batch, CommandKey, Snapshot
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.simulation.agenda import Act, Agenda
from dispatch.simulation.travel import StraightLines
from dispatch.travel.port import TravelQuery
from dispatch.writer import snapshots
from dispatch.writer.idempotency import Deduplicator, IdempotencyKey
from dispatch.writer.watch import Schedule

COMMIT_MS = (1, 8)
SEARCH_MS = (3, 20)
SNAPSHOT_EVENTS = 3000
"""So many events after the last snapshot the next one is written."""

T = TypeVar("T")


class Answered(NamedTuple):
    """What a sender hears: the position and the events, or the refusal."""

    seq: int
    events: tuple[Event, ...] = ()
    refusal: Refused | None = None


Reply = Callable[[Answered], None]


class Observer(Protocol):
    """Looks over the hub's shoulder; raises where something is wrong."""

    def decided(self, before: World, world: World, events: Sequence[Event]) -> None:
        """A command was decided."""

    def refused(self, command: cmd.Command, refusal: Refused) -> None:
        """A command was refused."""

    def fired(self, due: Deadline, events: Sequence[Event], up_since: int) -> None:
        """A deadline was fired, and brought about these events."""

    def restarted(self, expected: World, restored: World, schedule: Schedule) -> None:
        """The hub folded its record after a crash."""


@dataclass(slots=True)
class _Pending:
    """A decision on its way to the disk."""

    events: tuple[Event, ...]
    world: World
    fired: Deadline | None
    waiting: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Request:
    """One command, who gave it, and whom to tell."""

    command: cmd.Command
    by: By
    key: CommandKey | None = None
    cause: str | None = None
    reply: Reply | None = None
    fires: Deadline | None = None


class SimulatedHub:
    """One hub on one record. ``up`` is False between a crash and the restart.

    ``record`` holds every durable event in order; ``on_durable`` hears of each as it may be seen,
    ``on_restart`` that the hub is back. ``commands`` counts
    what was asked, by type; ``held`` deadlines are being seen to in a worker thread.
    """

    def __init__(self, agenda: Agenda, rng: random.Random, observer: Observer) -> None:
        self._agenda = agenda
        self._rng = rng
        self._observer = observer
        self.storage = MemoryStorage(epoch="simulated")
        self.record: list[Event] = []
        self.fired: list[Deadline] = []
        self.commands: dict[str, int] = {}
        self.on_durable: list[Callable[[Sequence[Event]], None]] = []
        self.on_restart: list[Act] = []
        self.world = self.durable = World()
        self.up = False
        self.lives = 0
        self.start()

    # --- life and death -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the record and take up its World."""
        self.log = MemoryLog(self.storage, manual=True)
        self.log.open_now()
        self.log.lead_now()
        self._deduplicator = Deduplicator(self.log)
        self._pending: deque[_Pending] = deque()
        self._on_their_way: dict[str, list[Act]] = {}
        self._commit_planned = False
        self.held = 0
        self.world = self.durable = restore(self.storage)
        self._snapshot_seq = self.world.seq
        self._roads = StraightLines(self.world, self._rng)
        self.schedule = Schedule(self.world)
        self.up = True
        self.up_since = self._agenda.now
        self.lives += 1

    def crash(self) -> None:
        """Lose power: the durable prefix survives, and of what was pending the first so many whole commands."""
        survivors = self._rng.randint(0, len(self._pending))
        self.storage.crash(keep_batches=survivors)
        kept = list(self._pending)[:survivors]
        for pending in kept:
            self._take_note(pending)
        self._expected = kept[-1].world if kept else self.durable
        self.up = False

    def restart(self) -> None:
        """Come back after a crash; the World that the record gives must be the one that was lost."""
        self.start()
        self._observer.restarted(self._expected, self.world, self.schedule)
        for act in self.on_restart:
            act()

    @property
    def has_pending(self) -> bool:
        """Whether something was decided that is not durable yet."""
        return bool(self._pending)

    # --- commands -----------------------------------------------------------------------------------------------------

    def submit(self, command: cmd.Command, by: By, reply: Reply, resend: IdempotencyKey | None = None) -> None:
        """Take a request. The reply comes once what it rests on is durable; never, where a crash comes before."""
        self._count(command)
        try:
            authorize(self.world, command, by)
        except Refused as refusal:
            self._refuse(command, refusal, reply)
            return
        if resend is None:
            self._carry_out(_Request(command, by, reply=reply))
            return
        if resend.id in self._on_their_way:
            self._on_their_way[resend.id].append(partial(self.submit, command, by, reply, resend))
            return
        known = finish(self._deduplicator.find(resend, now=self._agenda.now))
        if known.answer is not None:
            reply(Answered(known.answer[-1].seq, known.answer))
            return
        if known.reused and isinstance(command, cmd.AlarmRaise):
            command = cmd.with_key_reused(command)
        elif known.reused:
            self._refuse_reused(command, known.refuse, reply)
            return
        self._on_their_way[resend.id] = []
        key = self._deduplicator.key(resend, now=self._agenda.now)
        self._carry_out(_Request(command, by, key, resend.cause, partial(self._answer, resend.id, reply)))

    def do(self, command: cmd.Command, by: By = HUB) -> None:
        """Carry out what the hub asks of itself, or notes of somebody."""
        self._count(command)
        self._carry_out(_Request(command, by))

    def fire(self, due: Deadline) -> None:
        """Hand a deadline that fell due to the rules."""
        self.schedule.hold(due.subject)
        self.held += 1
        command = cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)
        self._count(command)
        self._carry_out(_Request(command, HUB, fires=due))

    def _carry_out(self, request: _Request) -> None:
        self._decide_and_apply(request, TravelQuery(self._roads))

    def _decide_and_apply(self, request: _Request, asking: TravelQuery) -> None:
        before = self.world
        try:
            decision = self._try(request, asking)
        except Refused as refusal:
            self._refuse(request.command, refusal, request.reply)
            return
        if decision is None:
            finish(asking.search(at_ms=self._agenda.now))
            self._later(self._rng.randint(*SEARCH_MS), partial(self._decide_and_apply, request, asking))
            return
        if decision.events:
            self._observer.decided(before, decision.world, decision.events)
            self._apply(decision, request)
        elif request.reply is not None:
            self._once_durable(partial(request.reply, Answered(self.world.seq)))
        if request.fires is not None:
            self.held -= 1
            self._observer.fired(request.fires, decision.events, self.up_since)
            self.schedule.rearm(self.world, request.fires.subject)

    def _try(self, request: _Request, asking: TravelQuery) -> Decision | None:
        """As the desk does it: None where travel times must be searched in a worker thread first."""
        now = self._agenda.now
        asked = query(self.world, request.command, now)
        while True:
            reach = asking.reach(self.world, asked, at_ms=now)
            if reach is None:
                return None
            try:
                return decide(self.world, request.command, now=now, by=request.by, reach=reach, cause=request.cause)
            except (NeedMore, NeedElsewhere) as wish:
                asking.more(wish)

    def _apply(self, decision: Decision, request: _Request) -> None:
        bodies = tuple(encode(event) for event in decision.events)
        self.log.append(Batch(decision.events[0].seq, bodies, decision.world.at, request.key))
        self.world = decision.world
        self._roads.follow(self.world, decision.events)
        self.schedule.follow(self.world, decision.events)
        self._pending.append(_Pending(decision.events, decision.world, request.fires))
        if request.reply is not None:
            self._once_durable(partial(request.reply, Answered(self.world.seq, decision.events)))
        if not self._commit_planned:
            self._commit_planned = True
            self._later(self._rng.randint(*COMMIT_MS), self._commit)

    # --- durable, then visible ----------------------------------------------------------------------------------------

    def _commit(self) -> None:
        self._commit_planned = False
        self.log.commit()
        ready, self._pending = self._pending, deque()
        for pending in ready:
            self.durable = pending.world
            self._take_note(pending)
        events = [event for pending in ready for event in pending.events]
        for hear in self.on_durable:
            hear(events)
        for pending in ready:
            for act in pending.waiting:
                act()
        if self.durable.seq - self._snapshot_seq >= SNAPSHOT_EVENTS:
            self._snapshot_seq = self.durable.seq
            save(self.storage, self.durable)

    def _take_note(self, pending: _Pending) -> None:
        self.record.extend(pending.events)
        if pending.fired is not None:
            self.fired.append(pending.fired)

    def _once_durable(self, act: Act) -> None:
        if self._pending:
            self._pending[-1].waiting.append(act)
        else:
            act()

    def _refuse(self, command: cmd.Command, refusal: Refused, reply: Reply | None) -> None:
        self._observer.refused(command, refusal)
        if reply is not None:
            self._once_durable(partial(reply, Answered(self.world.seq, refusal=refusal)))

    def _refuse_reused(self, command: cmd.Command, refuse: Act, reply: Reply) -> None:
        try:
            refuse()
        except Refused as refusal:
            self._refuse(command, refusal, reply)

    def _answer(self, sending: str, reply: Reply, answered: Answered) -> None:
        """Answer, and let those in who sent the same meanwhile."""
        others = self._on_their_way.pop(sending)
        reply(answered)
        for other in others:
            other()

    def _later(self, delay_ms: int, act: Act) -> None:
        """Plan something of this process's own: a crash forgets it."""
        life = self.lives

        def unless_dead() -> None:
            if self.up and self.lives == life:
                act()

        self._agenda.after(delay_ms, unless_dead)

    def _count(self, command: cmd.Command) -> None:
        kind = str(command.__struct_config__.tag)
        self.commands[kind] = self.commands.get(kind, 0) + 1


def restore(storage: MemoryStorage) -> World:
    """Return the World of a record: the newest snapshot and every event after it."""
    snapshot = storage.load_snapshot()
    world = World() if snapshot is None else snapshots.decode_world(snapshot.data)
    for stored in storage.read(world.seq, storage.head.seq):
        world = evolve(world, decode(stored.body))
    return world


def save(storage: MemoryStorage, world: World) -> None:
    """Write a snapshot of a durable World."""
    stored = storage.read(world.seq - 1, 1)
    storage.save_snapshot(Snapshot(world.seq, stored[0].hash if stored else GENESIS, snapshots.encode(world)))


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that has nothing to wait for. Raises RuntimeError where it waits after all."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    coroutine.close()
    raise RuntimeError("a coroutine of the memory log waited for something")
