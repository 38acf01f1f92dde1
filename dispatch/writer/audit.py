"""What a record's events add up to, held against everything that is kept beside them: snapshots, accepted commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dispatch.core import events as ev
from dispatch.core.events import AnyEvent
from dispatch.core.evolve import evolve
from dispatch.core.instant import to_text
from dispatch.core.world import World
from dispatch.log.base import KeptSnapshot, Log, RecordDamaged, RememberedCommand, Stored
from dispatch.log.claims import Claim
from dispatch.log.verify import Fault, Finding, Progress, VerifyReport, report_of, verify
from dispatch.writer import snapshots

_SLICE = 1_000
_SURELY_REMEMBERED_MS = 7 * 24 * 3600 * 1000
"""An accepted command's id is remembered at least so long: no row of one that is younger may be missing."""


async def examine(log: Log, claims: Sequence[Claim] = (), progress: Progress | None = None) -> VerifyReport:
    """Verify the chain, fold the events, and compare what was witnessed, the snapshots and the index with them."""
    faults: list[Fault] = []
    remembered_to = log.head.seq  # what a hub beside this one accepts from now on has its row after they were read
    commands = await _read_commands(log, faults)
    audit = Audit(await log.kept_snapshots(), commands, remembered_to)
    report = await verify(log, claims=claims, progress=progress, inspect=audit.see)
    faults = [*report.faults, *faults, *audit.faults_beyond(report.head.seq, is_whole=report.ok)]
    faults += [Fault(Finding.STORAGE, None, words) for words in await log.check_storage()]
    if not faults:
        return report._replace(words="; ".join((report.words, *audit.remarks)))
    return report_of(report.head, faults)


async def _read_commands(log: Log, faults: list[Fault]) -> list[RememberedCommand]:
    rows: list[RememberedCommand] = []
    try:
        while found := await log.read_commands(rows[-1].remembered.first_seq if rows else -1, _SLICE):
            rows += found
    except RecordDamaged as error:
        faults.append(Fault(Finding.INDEX, None, f"what is remembered of accepted commands cannot be read: {error}"))
    return rows


class Audit:
    """Folds a record event by event. ``remarks`` are what the record says about itself that a reader should know."""

    def __init__(self, kept: Sequence[KeptSnapshot], commands: Sequence[RememberedCommand], remembered_to: int) -> None:
        self.remarks: list[str] = []
        self._world = World()
        self._can_fold = True
        self._kept = {each.seq: each for each in kept}
        self._rows = {row.remembered.first_seq: row for row in reversed(commands)}
        self._remembered_to = remembered_to
        self._twice = len(commands) - len(self._rows)
        self._current: RememberedCommand | None = None
        self._unremembered: dict[int, int] = {}  # event → when, of those whose command has no row

    def see(self, stored: Stored) -> Iterator[Fault]:
        """Look at the next event; yield what is wrong with it, and with what is kept about it."""
        try:
            event = snapshots.read_event(stored)
        except RecordDamaged as error:
            self._can_fold = False
            finding = Finding.MISPLACED if "calls itself" in str(error) else Finding.UNREADABLE
            yield Fault(finding, stored.seq, str(error).split(";", maxsplit=1)[0])
            return
        yield from self._check_command(event)
        if self._can_fold:
            yield from self._fold(stored, event)

    def faults_beyond(self, last_seq: int, *, is_whole: bool) -> Iterator[Fault]:
        """Yield what is wrong with what is kept about events that the record does not have."""
        if not is_whole:
            return  # how far the events go is not known: the chain's own fault stands for that
        for seq in self._kept:
            yield Fault(Finding.SNAPSHOT, seq, f"there is a snapshot of event {seq}, but no such event")
        for row in self._rows.values():
            yield Fault(
                Finding.INDEX, row.remembered.first_seq, f"command {_name(row)} names events that are not there"
            )
        if self._current is not None and self._current.remembered.last_seq > last_seq:
            row = self._current
            yield Fault(Finding.INDEX, row.remembered.last_seq, f"command {_name(row)} names events that are not there")
        if self._twice:
            yield Fault(Finding.INDEX, None, "two accepted commands claim the same event")
        young = [seq for seq, at in self._unremembered.items() if at > self._world.at - _SURELY_REMEMBERED_MS]
        if young and self._can_fold:
            yield Fault(Finding.INDEX, young[0], f"the command that brought about event {young[0]} is not remembered")

    def _fold(self, stored: Stored, event: AnyEvent) -> Iterator[Fault]:
        if isinstance(event, ev.ClockRestated) and event.before == self._world.at:
            back = f"from {to_text(event.before)} to {to_text(event.at)}"
            self.remarks.append(f"event {event.seq} restates the clock: hub time goes back {back}")
            self._unremembered.clear()  # what was accepted ahead of time may have been forgotten by now
        elif event.at < self._world.at:
            yield Fault(Finding.MISPLACED, event.seq, f"event {event.seq} is older than the one before it")
        try:
            self._world = evolve(self._world, event)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            self._can_fold = False
            words = f"event {event.seq} cannot follow from the events before it ({error!r})"
            yield Fault(Finding.CONTRADICTORY, event.seq, words)
            return
        if isinstance(event, ev.RecordLost):
            self.remarks.append(f"event {event.seq} says that a loss was accepted: {event.why}")
        kept = self._kept.pop(event.seq, None)
        if kept is not None:
            yield from self._compare(kept, stored)

    def _compare(self, kept: KeptSnapshot, stored: Stored) -> Iterator[Fault]:
        if kept.snapshot is None:
            yield Fault(Finding.SNAPSHOT, kept.seq, f"{kept.why}; remove it: the hub folds the events instead")
        elif kept.snapshot.hash != stored.hash:
            yield Fault(Finding.SNAPSHOT, kept.seq, f"the snapshot at event {kept.seq} is of another history")
        elif not _shows(kept.snapshot.data, self._world):
            words = f"the snapshot at event {kept.seq} does not show what the events up to there add up to"
            yield Fault(Finding.SNAPSHOT, kept.seq, f"{words}; remove it: the hub folds the events instead")

    def _check_command(self, event: AnyEvent) -> Iterator[Fault]:
        """Hold an event's cause against the accepted command whose events it is among."""
        row = self._rows.pop(event.seq, None)
        if row is not None:
            self._current = row
            if row.remembered.at_ms != event.at:
                yield Fault(Finding.INDEX, event.seq, f"command {_name(row)} was accepted at another time")
        elif self._current is not None and event.seq > self._current.remembered.last_seq:
            self._current = None
        named = None if self._current is None else _name(self._current)
        if self._current is not None and named != event.cause:
            words = f"event {event.seq} was brought about by {event.cause}, not by command {named} as is remembered"
            yield Fault(Finding.INDEX, event.seq, words)
        elif self._current is None and event.cause is not None and event.seq <= self._remembered_to:
            self._unremembered[event.seq] = event.at


def _shows(data: bytes, world: World) -> bool:
    try:
        return snapshots.encode(snapshots.decode_world(data)) == snapshots.encode(world)
    except (msgspec.MsgspecError, ValueError):
        return False


def _name(row: RememberedCommand) -> str:
    """Return the id that an event names as its cause: of an alarm's key the sender's own part."""
    return row.id.rsplit("\x1f", 1)[-1]
