"""The hub in virtual time: the writer that ships, in a shell with the plain methods of the memory log.

Rules, writer, deadlines, log, snapshots and the memory of command ids are the real ones. The disk takes some
milliseconds; a crash may come before it is done, and then nobody has heard of anything.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from dispatch.core import commands as cmd
from dispatch.core.deadlines import Deadline
from dispatch.core.errors import Refused
from dispatch.core.events import Event, decode
from dispatch.core.evolve import evolve
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import GENESIS, Snapshot
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.simulation.agenda import Act, Agenda
from dispatch.simulation.travel import StraightLines
from dispatch.travel.port import Search
from dispatch.writer import snapshots
from dispatch.writer.core import Batched, LookUp, Request, Settled, Step, Waiting, Writer
from dispatch.writer.idempotency import Deduplicator, IdempotencyKey
from dispatch.writer.schedule import Schedule
from dispatch.writer.wall import RuleFailure

COMMIT_MS = (1, 8)
SEARCH_MS = (3, 20)
ALIVE_EVERY_MS = 1000
"""So often the hub notes that it lives (`dispatch.writer.alive`)."""

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

    def failed(self, failure: RuleFailure) -> None:
        """A rule failed."""

    def restarted(self, expected: World, restored: World, schedule: Schedule) -> None:
        """The hub folded its record after a crash."""


class SimulatedHub:
    """One hub on one record. ``up`` is False between a crash and the restart.

    ``record`` holds every durable event in order, ``fired`` every deadline that acted; ``on_durable`` hears of events
    as they may be seen, ``on_restart`` that the hub is back. ``commands`` counts what was asked, by type; ``held``
    deadlines are being seen to in a worker thread.
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
        self.up = False
        self.lives = 0
        self._alive_at = agenda.now
        # It says that it lives once its return is durable: a crash before that makes the outage longer.
        self._lives_from = 0
        self.start()

    # --- life and death -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the record and take up its World."""
        self.log = MemoryLog(self.storage, manual=True)
        self.log.open_now()
        self.log.lead_now()
        world = restore(self.storage)
        self._deduplicator = Deduplicator(self.log)
        self._travel = StraightLines(world, self._rng)
        self._writer = Writer(world, self._travel, self.log.append, self._observer.failed)
        self._replies: dict[Request, Reply] = {}  # who wants to hear what became of a request
        self._commit_planned = False
        self._snapshot_seq = world.seq
        self.held = 0
        self.up = True
        self.up_since = self._agenda.now
        self.lives += 1

    def crash(self) -> None:
        """Lose power: the durable prefix survives, and of what was pending the first so many whole commands."""
        pending = self._writer.pending
        survivors = self._rng.randint(0, len(pending))
        self.storage.crash(keep_batches=survivors)
        for batch in pending[:survivors]:
            self._take_note(batch)
        self._expected = pending[survivors - 1].world if survivors else self.durable
        if self._expected.seq >= self._lives_from:
            self._alive_at = Instant(self._agenda.now // ALIVE_EVERY_MS * ALIVE_EVERY_MS)
        self.up = False

    def restart(self) -> None:
        """Come back after a crash; the World that the record gives must be the one that was lost."""
        self.start()
        self._observer.restarted(self._expected, self.world, self.schedule)
        self.do(cmd.NoteReturn(away_from=max(self.world.at, self._alive_at)))
        self._lives_from = self.world.seq
        for act in self.on_restart:
            act()

    @property
    def world(self) -> World:
        """The newest World."""
        return self._writer.world

    @property
    def durable(self) -> World:
        """The World that may be seen."""
        return self._writer.durable

    @property
    def schedule(self) -> Schedule:
        """What is due next."""
        return self._writer.schedule

    @property
    def has_pending(self) -> bool:
        """Whether something was decided that is not durable yet."""
        return bool(self._writer.pending)

    # --- commands -----------------------------------------------------------------------------------------------------

    def submit(self, command: cmd.Command, by: By, reply: Reply, key: IdempotencyKey | None = None) -> None:
        """Take a request. The reply comes once what it rests on is durable; never, where a crash comes before."""
        request = Request(command, by, key)
        self._replies[request] = reply
        self._take(request, self._writer.submit)

    def do(self, command: cmd.Command, by: By = HUB) -> None:
        """Carry out what the hub asks of itself, or notes of somebody."""
        self._take(Request(command, by), self._writer.do)

    def fire(self, due: Deadline) -> None:
        """Hand a deadline that fell due to the rules."""
        self.held += 1
        command = cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)
        self._take(Request(command, due=due), self._writer.do)

    def _take(self, request: Request, enter: Callable[..., Step]) -> None:
        kind = str(request.command.__struct_config__.tag)
        self.commands[kind] = self.commands.get(kind, 0) + 1
        self._advance(request, partial(enter, request))

    def _advance(self, request: Request, go_on: Callable[..., Step]) -> None:
        """Have the writer go on with a request, under the observer's eyes, and bring it what it asks for."""
        before = self.world
        step = go_on(now=self._agenda.now)
        events: tuple[Event, ...] = ()
        if self.world is not before:
            events = tuple(record.event for record in self._writer.pending[-1].records)
            self._observer.decided(before, self.world, events)
            self._plan_commit()
        if request.due is not None and not isinstance(step, Search):
            self.held -= 1
            if request.due not in self.schedule.aside(self.world):
                self._observer.fired(request.due, events, self.up_since)
        self._bring(request, step)

    def _bring(self, request: Request, step: Step) -> None:
        match step:
            case LookUp():
                known = finish(self._deduplicator.find(step.key, now=self._agenda.now))
                self._advance(request, partial(self._writer.looked_up, request, known))
            case Search():
                reach = finish(self._travel.search(*step, at_ms=self._agenda.now))
                found = partial(self._writer.found, request, reach)
                self._later(self._rng.randint(*SEARCH_MS), partial(self._advance, request, found))
            case Settled():
                self._tell(step)
            case Waiting():
                pass

    # --- durable, then visible ----------------------------------------------------------------------------------------

    def _plan_commit(self) -> None:
        if not self._commit_planned:
            self._commit_planned = True
            self._later(self._rng.randint(*COMMIT_MS), self._commit)

    def _commit(self) -> None:
        self._commit_planned = False
        ready = self._writer.committed(self.log.commit())
        for batch in ready:
            self._take_note(batch)
        events = [record.event for batch in ready for record in batch.records]
        for hear in self.on_durable:
            hear(events)
        for batch in ready:
            for settled in batch.settled:
                self._tell(settled)
        if self.durable.seq - self._snapshot_seq >= SNAPSHOT_EVENTS:
            self._snapshot_seq = self.durable.seq
            save(self.storage, self.durable)

    def _take_note(self, batch: Batched) -> None:
        self.record.extend(record.event for record in batch.records)
        if batch.request.due is not None:
            self.fired.append(batch.request.due)

    def _tell(self, settled: Settled) -> None:
        """Answer, and let the next one in who sent the same meanwhile."""
        request, outcome = settled
        if isinstance(outcome, Refused):
            self._observer.refused(request.command, outcome)
        reply = self._replies.pop(request, None)
        if reply is not None and isinstance(outcome, Refused):
            reply(Answered(self.durable.seq, refusal=outcome))
        elif reply is not None and not isinstance(outcome, Refused):
            reply(Answered(outcome.seq, outcome.events))
        following = self._writer.leave(request)
        if following is not None and following.key is not None:
            self._bring(following, LookUp(following.key))

    def _later(self, delay_ms: int, act: Act) -> None:
        """Plan something of this process's own: a crash forgets it."""
        life = self.lives

        def unless_dead() -> None:
            if self.up and self.lives == life:
                act()

        self._agenda.after(delay_ms, unless_dead)


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
