"""What a simulated day was: how much happened, and what never did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

import msgspec

from dispatch.core.commands import (
    AnyCommand,
    ChangeRegistry,
    DeadlineDue,
    Deliver,
    DeviceHear,
    DeviceMute,
    DrawSeed,
    EraseIncidents,
    NoteChannel,
    NoteCorridor,
    NoteCorridorFailed,
    NoteCorridorWithdrawn,
    NoteDrift,
    NoteForward,
    NoteHelp,
    NoteLoss,
    NoteReturn,
    NoteToken,
    RecordAssessment,
    RecordPresence,
    RestateClock,
    SignalReceive,
)
from dispatch.core.events import AnyEvent

EVENT_TYPES: tuple[str, ...] = tuple(str(kind.__struct_config__.tag) for kind in get_args(AnyEvent))

AT_A_START = frozenset({"record.lost", "hub.loss", "clock.restated", "hub.restate_clock", "duty.unwatched"})
"""What no day brings about: a start on a record that is not the confirmed one, or that a wrong clock wrote, or after
whole shifts."""

_HUBS_OWN = (
    DeadlineDue,
    Deliver,
    NoteChannel,
    NoteCorridor,
    NoteCorridorFailed,
    NoteCorridorWithdrawn,
    ChangeRegistry,
    NoteDrift,
    NoteForward,
    NoteHelp,
    NoteLoss,
    NoteReturn,
    RestateClock,
    EraseIncidents,
    RecordPresence,
    RecordAssessment,
    DrawSeed,
    SignalReceive,
    DeviceMute,
    DeviceHear,
    *get_args(NoteToken),
)
COMMAND_TYPES: tuple[str, ...] = tuple(str(kind.__struct_config__.tag) for kind in (*get_args(AnyCommand), *_HUBS_OWN))


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one day or of several.

    ``head`` is the hash of the record's last event, the same wherever the seed is played again. ``incidents`` are
    operations, ``exercises`` counted apart, tests with neither. ``latest_ms`` is how late the latest deadline acted
    after its time, or after the hub came back.
    """

    seed: int
    head: str
    steps: int
    incidents: int
    exercises: int
    tests: int
    crashes: int
    deadlines: int
    latest_ms: int
    answered: int
    events: dict[str, int]
    commands: dict[str, int]
    refusals: dict[str, int]

    @property
    def n_events(self) -> int:
        """How long the record is."""
        return sum(self.events.values())

    def missing(self) -> tuple[str, ...]:
        """Return the types of events and commands that never occurred, but for those of `AT_A_START`."""
        never = [kind for kind in EVENT_TYPES if not self.events.get(kind)]
        never += [kind for kind in COMMAND_TYPES if not self.commands.get(kind)]
        return tuple(kind for kind in never if kind not in AT_A_START)


def together(days: list[Outcome]) -> Outcome:
    """Return the sum of several days. Raises IndexError without any."""
    first = days[0]
    return Outcome(
        seed=first.seed,
        head=first.head if len(days) == 1 else "",
        steps=sum(day.steps for day in days),
        incidents=sum(day.incidents for day in days),
        exercises=sum(day.exercises for day in days),
        tests=sum(day.tests for day in days),
        crashes=sum(day.crashes for day in days),
        deadlines=sum(day.deadlines for day in days),
        latest_ms=max(day.latest_ms for day in days),
        answered=sum(day.answered for day in days),
        events=_sum(day.events for day in days),
        commands=_sum(day.commands for day in days),
        refusals=_sum(day.refusals for day in days),
    )


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)
